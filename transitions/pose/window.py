"""A part of the frame, possibly turned by quarter turns, that is searched in place of the whole.

A person who is small in the frame, or bends until the head is low, is found in a close or turned crop when the
whole frame shows nobody to the detector. What is found there is mapped back to the frame exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from transitions.pose.detection import Detection, Extent, RgbImage
from transitions.series import FloatArray

PAINTED_ROOM = 0.1
"""Room about a body's landmarks that is painted over with it, as a share of its size: hair, soles, clothes."""


@dataclass(frozen=True)
class Window:
    """A rectangle of the frame in pixels, seen after `quarter_turns` counter-clockwise quarter turns."""

    left: int
    top: int
    width: int
    height: int
    quarter_turns: int = 0

    def view(self, rgb: RgbImage) -> RgbImage:
        """The pixels of the window, as a view (strided)."""
        part = rgb[self.top : self.top + self.height, self.left : self.left + self.width]
        return np.rot90(part, self.quarter_turns)

    def to_frame(self, found: Detection) -> Detection:
        """Map what was found in the window's view to the frame: image points and the camera's axes."""
        image = _turn_back(found.image_px, self.quarter_turns)
        # Turning about the origin leaves the view's extent on the negative side of one or both axes.
        corner = {0: (0, 0), 1: (self.width, 0), 2: (self.width, self.height), 3: (0, self.height)}
        image[:, :2] += np.add(corner[self.quarter_turns % 4], (self.left, self.top))
        return replace(found, image_px=image, world_m=_turn_back(found.world_m, self.quarter_turns))

    def turned(self, quarter_turns: int) -> Window:
        """The same rectangle, turned."""
        return replace(self, quarter_turns=quarter_turns)

    def holds(self, extent: Extent, frame_width: int, frame_height: int) -> bool:
        """Whether the person is clear of those of the window's edges that are not the frame's edges."""
        x, y, half = extent.x, extent.y, extent.size / 2
        return (
            (self.left == 0 or x - half > self.left)
            and (self.top == 0 or y - half > self.top)
            and (self.left + self.width >= frame_width or x + half < self.left + self.width)
            and (self.top + self.height >= frame_height or y + half < self.top + self.height)
        )


def whole_frame(rgb: RgbImage) -> Window:
    """The window that is the frame itself."""
    return Window(0, 0, rgb.shape[1], rgb.shape[0])


def around(extent: Extent, rgb: RgbImage, side_px: float) -> Window:
    """A square about a person's centre, cut to the frame; without area where they have left it."""
    height, width = rgb.shape[:2]
    half = side_px / 2
    left, right = (int(np.clip(extent.x + side * half, 0, width)) for side in (-1, 1))
    top, bottom = (int(np.clip(extent.y + side * half, 0, height)) for side in (-1, 1))
    return Window(left, top, right - left, bottom - top)


def painted_over(rgb: RgbImage, people: Sequence[FloatArray]) -> RgbImage:
    """A copy; the boxes about these people's landmarks (33, 2 or more; pixels) are of the picture's mean colour."""
    # NumPy's mean of three interleaved colours takes longer than looking at the picture.
    picture, colour = rgb.copy(), np.array(cv2.mean(rgb)[:3]).astype(np.uint8)
    for points in people:
        room = PAINTED_ROOM * float(np.ptp(points[:, :2], axis=0).max())
        left, top = np.maximum(points[:, :2].min(axis=0) - room, 0).astype(int)
        right, bottom = np.maximum(points[:, :2].max(axis=0) + room, 0).astype(int)
        picture[top:bottom, left:right] = colour
    return picture


def tiles(rgb: RgbImage, share: float) -> list[Window]:
    """Squares with a side of `share` of the frame's shorter side that cover it, half overlapping."""
    height, width = rgb.shape[:2]
    side = int(share * min(width, height))
    return [Window(left, top, side, side) for top in _starts(height, side) for left in _starts(width, side)]


def _starts(length: int, side: int) -> list[int]:
    steps = int(np.ceil((length - side) / (side / 2)))
    return [int(start) for start in np.linspace(0, length - side, steps + 1)]


def _turn_back(points: FloatArray, quarter_turns: int) -> FloatArray:
    """Undo counter-clockwise quarter turns (as seen, y down) of x and y about the origin."""
    x, y, depth = points.T
    for _ in range(quarter_turns % 4):
        x, y = -y, x
    return np.stack([x, y, depth], axis=1)
