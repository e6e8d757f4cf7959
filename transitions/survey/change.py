"""Where in a picture something changed: the largest place of the cells that `pose.picture_change` tells."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from transitions.pose.picture_change import Cells

GREY_SIDE_PX = 240
"""Longer side of the pictures compared: an arm of somebody who fills a third of the height is three cells wide."""

CUT_SHARE = 0.3
"""Where more of the picture changed than this it is another scene, or the camera was turned."""


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

    def joined(self, other: Area) -> Area:
        """About both."""
        return Area(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def holds_middle(self, other: Area) -> bool:
        """Whether the middle of another rectangle lies in this one."""
        x, y = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def cut(self, cells: Cells) -> Cells:
        """The cells within."""
        height, width = cells.shape
        return cells[
            int(self.top * height) : int(np.ceil(self.bottom * height)),
            int(self.left * width) : int(np.ceil(self.right * width)),
        ]


def largest_group(cells: Cells) -> tuple[float, Area]:
    """Share of the picture that the largest connected group covers, and the area about it."""
    if not cells.any():
        return 0.0, Area(0.0, 0.0, 1.0, 1.0)
    _, _, stats, _ = cv2.connectedComponentsWithStats(cells.astype(np.uint8), connectivity=8)
    height, width = cells.shape
    x, y, w, h, area = stats[1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))]
    return float(area) / cells.size, Area(x / width, y / height, (x + w) / width, (y + h) / height)
