"""Where two small grey pictures of one scene differ, whatever the light, the camera and the noise do meanwhile.

A light that is switched multiplies what the camera sees and shifts its local mean: the logarithm of the brightness,
less its mean about each cell, hardly changes. A bumped camera moves the whole picture: it is moved back. Noise is
measured in the same pair of pictures, most of which shows nothing that moves.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

GREY_SIDE_PX = 240
"""Longer side of the pictures compared: an arm of somebody who fills a third of the height is three cells wide."""

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

CUT_SHARE = 0.3
"""Where more of the picture changed than this it is another scene, or the camera was turned."""

_LEAST_SHIFT_CELLS, _MOST_SHIFT_CELLS = 0.3, 12.0
"""A camera that moved by less is not told from one at rest; one that moved by more shows another scene."""

Cells = NDArray[np.bool_]
Relief = NDArray[np.float32]
Grey = NDArray[np.uint8]


@dataclass(frozen=True)
class Area:
    """A rectangle, in shares of the picture's width and height."""

    left: float
    top: float
    right: float
    bottom: float

    def widened(self, share: float) -> Area:
        """Larger by this share of its size on each side, within the picture."""
        across, down = share * (self.right - self.left), share * (self.bottom - self.top)
        return Area(
            max(0.0, self.left - across),
            max(0.0, self.top - down),
            min(1.0, self.right + across),
            min(1.0, self.bottom + down),
        )

    def cut(self, cells: Cells) -> Cells:
        """The cells within."""
        height, width = cells.shape
        return cells[
            int(self.top * height) : int(np.ceil(self.bottom * height)),
            int(self.left * width) : int(np.ceil(self.right * width)),
        ]


def relief(grey: Grey) -> Relief:
    """(h, w) what is left of a picture when its light is taken out."""
    light = np.log(cv2.GaussianBlur(grey, (3, 3), 0).astype(np.float32) + np.float32(_DARK_LEVELS))
    return np.asarray(light - cv2.blur(light, (_LOCAL_CELLS, _LOCAL_CELLS)), np.float32)


def changed_cells(before: Relief, after: Relief) -> Cells:
    """(h, w) where something changed between two reliefs of one size."""
    changed = _differing(before, after)
    if changed.mean() <= _MOVED_SHARE:
        return changed
    height, width = before.shape
    window = cv2.createHanningWindow((width, height), cv2.CV_32F)
    # It multiplies what it is given by the window, in place.
    (across, down), _ = cv2.phaseCorrelate(before.copy(), after.copy(), window)
    if not _LEAST_SHIFT_CELLS < max(abs(across), abs(down)) < _MOST_SHIFT_CELLS:
        return changed
    shift = np.array([[1, 0, -across], [0, 1, -down]], dtype=np.float32)
    moved_back = np.asarray(
        cv2.warpAffine(after, shift, (width, height), borderMode=cv2.BORDER_REPLICATE), np.float32
    )
    again = _differing(before, moved_back)
    beyond = int(np.ceil(max(abs(across), abs(down)))) + 1
    # What came into the picture from beyond its edge was not there to be compared.
    again[:beyond] = again[-beyond:] = again[:, :beyond] = again[:, -beyond:] = False
    return again if again.sum() < changed.sum() else changed


def largest_group(cells: Cells) -> tuple[float, Area]:
    """Share of the picture that the largest connected group covers, and the area about it."""
    if not cells.any():
        return 0.0, Area(0.0, 0.0, 1.0, 1.0)
    _, _, stats, _ = cv2.connectedComponentsWithStats(cells.astype(np.uint8), connectivity=8)
    height, width = cells.shape
    x, y, w, h, area = stats[1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))]
    return float(area) / cells.size, Area(x / width, y / height, (x + w) / width, (y + h) / height)


def _differing(before: Relief, after: Relief) -> Cells:
    difference = np.abs(after - before)
    # A quarter of the cells tell it as well, in a fifth of the time.
    sample = difference[::2, ::2].ravel()
    quarter = float(np.partition(sample, len(sample) // 4)[len(sample) // 4])
    noise = min(_MOST_NOISE, quarter / _QUARTER_OF_NORMAL)
    differing = (difference > max(_LEAST_CONTRAST, _NOISE_TIMES * noise)).astype(np.float32)
    grouped: Cells = cv2.blur(differing, (3, 3)) > _GROUP_SHARE
    return grouped
