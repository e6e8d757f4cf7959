"""How the camera itself moves: where the background went since the clip's first frame.

Corners of the background are followed (pyramidal Lucas-Kanade) from a key picture to the present one, not from
frame to frame: errors then do not add up while the camera stands still, and a hand that shakes comes back to
exactly where it was. Corners on people are left out where people are known, and outvoted where they are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from transitions.pose.detection import RgbImage
from transitions.series import BoolArray, FloatArray

WIDTH_PX = 160
"""About the width at which the background is followed: a frame costs a millisecond or two, and the middle of
thirty corners is still known to a few hundredths of a pixel."""

MOST_CORNERS = 80
CORNER_GAP_PX = 6.0
CORNER_BLOCK_PX = 5
CORNER_CONTRAST = (3e-5, 2e-4)
CORNER_ABOVE_MEDIAN = 6.0
"""Least contrast of a corner: so many times the picture's median, within these bounds. Contrast is the smaller
eigenvalue of the gradients (OpenCV's `cornerMinEigenVal`, grey levels 0-1). A blank picture holds only noise, and
its strongest pixel of a hundred lies four times over its median."""

LEAST_CORNERS = 6
"""Fewer corners than this in agreement say nothing of the camera."""

AGREEMENT_PX = 0.7
AGREEMENT_SHARE = 0.1
"""Corners agree that lie this near to the common shift, plus this share of it: a camera that turns shifts the
picture's edge by a sixth more than its middle (tan at 21 degrees, half of a phone's field of view)."""

WORN_SHARE = 0.6
WORN_SHIFT_SHARE = 0.12
"""A key picture is replaced when fewer of its corners than this share agree, or it lies farther off than this
share of the width."""

BODY_ROOM = 0.08
"""Room about a body's landmarks, as a share of its size: the crown lies this far above the eyes and ears."""

_FLOW: dict[str, Any] = {
    "winSize": (15, 15),
    "maxLevel": 2,
    "criteria": (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 15, 0.01),
}

GreyImage = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class _Key:
    """A small picture, its corners (k, 1, 2) and how far its background lay from the first frame's."""

    grey: GreyImage
    corners: NDArray[np.float32]
    shift: FloatArray


class CameraMotion:
    """Fed with every frame in order, tells how far the background lies from its place in the first one.

    Where the background shows too little (a blank wall, the dark, somebody before the lens) the camera is taken
    to stand still.
    """

    def __init__(self) -> None:
        self._key: _Key | None = None
        self._shift = np.zeros(2)

    def see(
        self, rgb: RgbImage, people: Sequence[FloatArray] = (), grey: GreyImage | None = None
    ) -> FloatArray:
        """Take in the next upright frame.

        Parameters
        ----------
        rgb : (height, width, 3) uint8, of one size throughout.
        people : (33, 2) or more columns each, the image points of those known to be in it.
        grey : `small_grey` of it, where that was made already.

        Returns
        -------
        (2,) shift of the background right and down since the first frame, pixels of `rgb`.
        """
        step = shrunk_by(rgb)
        grey = small_grey(rgb, step) if grey is None else grey
        is_worn = self._key is None or self._follow(self._key, grey)
        if is_worn:
            corners = _corners(grey, [points[:, :2] / step for points in people])
            self._key = _Key(grey, corners, self._shift)
        shift: FloatArray = self._shift * step
        return shift

    def begin_scene(self) -> None:
        """Another scene begins with the next frame: its background is where the last one's was."""
        self._key = None

    def _follow(self, key: _Key, grey: GreyImage) -> bool:
        """Take the shift from the corners of the key picture; whether it is worn."""
        if len(key.corners) < LEAST_CORNERS:
            return True
        guess = key.corners + (self._shift - key.shift).astype(np.float32)
        places, found, _ = cv2.calcOpticalFlowPyrLK(
            key.grey, grey, key.corners, guess, flags=cv2.OPTFLOW_USE_INITIAL_FLOW, **_FLOW
        )
        shifts = (places - key.corners)[:, 0].astype(float)
        agreeing = _agreeing(shifts, found[:, 0] > 0)
        if agreeing.sum() < max(LEAST_CORNERS, len(shifts) // 3):
            return True
        self._shift = key.shift + np.median(shifts[agreeing], axis=0)
        moved = float(np.abs(self._shift - key.shift).max())
        return bool(agreeing.mean() < WORN_SHARE) or moved > WORN_SHIFT_SHARE * grey.shape[1]


def shrunk_by(rgb: RgbImage) -> int:
    """How many times smaller the background is followed."""
    return max(1, round(int(rgb.shape[1]) / WIDTH_PX))


def small_grey(rgb: RgbImage, step: int) -> GreyImage:
    """Every `step` x `step` pixels averaged into one (a whole number: three times as quick as another)."""
    height, width = rgb.shape[0] // step, rgb.shape[1] // step
    # Grey first: averaging three colours takes longer than making one of them (within a level of the other way round).
    grey = cv2.cvtColor(rgb[: height * step, : width * step], cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _corners(grey: GreyImage, people: Sequence[FloatArray]) -> NDArray[np.float32]:
    """(k, 1, 2) corners that can be followed, spread over the picture beside people."""
    contrast = cv2.cornerMinEigenVal(grey.astype(np.float32) / 255.0, CORNER_BLOCK_PX)
    beside = np.full(grey.shape, 255, np.uint8)
    for points in people:
        top, left, bottom, right = box_about(points)
        beside[top:bottom, left:right] = 0
    strongest = float(np.max(contrast, where=beside > 0, initial=0.0))
    least = float(np.clip(CORNER_ABOVE_MEDIAN * np.median(contrast), *CORNER_CONTRAST))
    if strongest < least:
        return np.empty((0, 1, 2), np.float32)
    found = cv2.goodFeaturesToTrack(
        grey,
        MOST_CORNERS,
        least / strongest,
        CORNER_GAP_PX,
        mask=beside,
        blockSize=CORNER_BLOCK_PX,
    )
    return np.empty((0, 1, 2), np.float32) if found is None else np.asarray(found, np.float32)


def box_about(points: FloatArray) -> tuple[int, int, int, int]:
    """Rows and columns about somebody's landmarks, with room for hair, soles and clothes."""
    room = BODY_ROOM * float(np.ptp(points, axis=0).max())
    edges = (*(points.min(axis=0) - room)[::-1], *(points.max(axis=0) + room)[::-1])
    top, left, bottom, right = (max(0, round(float(edge))) for edge in edges)
    return top, left, bottom, right


def _agreeing(shifts: FloatArray, found: BoolArray) -> BoolArray:
    """Which of the (k, 2) shifts agree with the one that most agree with."""
    across, down = shifts.T
    apart = np.hypot(across[:, None] - across, down[:, None] - down)
    near = AGREEMENT_PX + AGREEMENT_SHARE * np.hypot(across, down)
    friends = (apart <= near) & found & found[:, None]
    agreeing: BoolArray = friends[int(np.argmax(friends.sum(axis=1)))]
    return agreeing
