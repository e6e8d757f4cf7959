"""Where two small grey pictures of one scene differ, whatever the light, the camera and the noise do meanwhile.

A light that is switched multiplies what the camera sees and shifts its local mean: the logarithm of the brightness,
less its mean about each cell, hardly changes. A bumped camera moves the whole picture: it is moved back. Noise is
measured in the same pair of pictures, most of which shows nothing that moves.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

_DARK_LEVELS = 16.0
"""Added before the logarithm: noise in the dark is no change."""

_LOCAL_CELLS = 31
_LEAST_CONTRAST = 0.06
_NOISE_TIMES = 6.0
_MOST_NOISE = 0.02
"""A cell changed when it differs by this many times the pair's own noise, and by this much brightness at least; where
all of a picture is another no more than this is taken for noise (engineering values)."""

_QUARTER_OF_NORMAL = 0.3186
"""A quarter of normal errors lie within this many standard errors of zero."""

_GROUP_SHARE = 0.5
"""Of a cell's 3 x 3 neighbours so many must have changed too."""

_MOVED_SHARE = 0.04
"""Where more of the picture than this changed it is asked whether the camera moved."""

_LEAST_SHIFT_CELLS, _MOST_SHIFT_CELLS = 0.3, 12.0
"""A camera that moved by less is not told from one at rest; one that moved by more shows another scene."""

Cells = NDArray[np.bool_]
Relief = NDArray[np.float32]
Grey = NDArray[np.uint8]


def relief(grey: Grey) -> Relief:
    """(h, w) what is left of a picture when its light is taken out."""
    light = np.log(cv2.GaussianBlur(grey, (3, 3), 0).astype(np.float32) + np.float32(_DARK_LEVELS))
    return np.asarray(light - cv2.blur(light, (_LOCAL_CELLS, _LOCAL_CELLS)), np.float32)


def changed_cells(before: Relief, after: Relief) -> Cells:
    """(h, w) where something changed between two reliefs of one size, the camera's own motion taken out."""
    return compared(before, after)[0]


def compared(before: Relief, after: Relief) -> tuple[Cells, bool]:
    """`changed_cells`, and whether the camera was seen to move between the two."""
    changed = _differing(before, after)
    if np.count_nonzero(changed) <= _MOVED_SHARE * changed.size:
        return changed, False
    height, width = before.shape
    window = cv2.createHanningWindow((width, height), cv2.CV_32F)
    # It multiplies what it is given by the window, in place.
    (across, down), _ = cv2.phaseCorrelate(before.copy(), after.copy(), window)
    if not _LEAST_SHIFT_CELLS < max(abs(across), abs(down)) < _MOST_SHIFT_CELLS:
        return changed, False
    shift = np.array([[1, 0, -across], [0, 1, -down]], dtype=np.float32)
    moved_back = np.asarray(
        cv2.warpAffine(after, shift, (width, height), borderMode=cv2.BORDER_REPLICATE), np.float32
    )
    again = _differing(before, moved_back)
    beyond = int(np.ceil(max(abs(across), abs(down)))) + 1
    # What came into the picture from beyond its edge was not there to be compared.
    again[:beyond] = again[-beyond:] = again[:, :beyond] = again[:, -beyond:] = False
    moved = bool(again.sum() < changed.sum())
    return (again if moved else changed), moved


def _differing(before: Relief, after: Relief) -> Cells:
    difference = np.abs(after - before)
    # A quarter of the cells tell it as well, in a fifth of the time.
    sample = difference[::2, ::2].ravel()
    quarter = float(np.partition(sample, len(sample) // 4)[len(sample) // 4])
    noise = min(_MOST_NOISE, quarter / _QUARTER_OF_NORMAL)
    differing = (difference > max(_LEAST_CONTRAST, _NOISE_TIMES * noise)).astype(np.float32)
    grouped: Cells = cv2.blur(differing, (3, 3)) > _GROUP_SHARE
    return grouped
