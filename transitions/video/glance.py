"""One picture of a skim: converted only as far as somebody looks at it."""

from __future__ import annotations

from dataclasses import dataclass

import av
import cv2
import numpy as np

from transitions.video.picture import Orientation, RgbImage, Size, UprightConverter, fit_within


@dataclass(frozen=True, slots=True)
class Glance:
    """One picture of a skim, as decoded; its times and pixels as in `Frame`."""

    t_s: float
    decoded: av.VideoFrame
    orientation: Orientation

    def grey(self, max_side_px: int) -> RgbImage:
        """(height, width) uint8, upright, shrunk to this longer side: its brightness only."""
        luma = _luma(self.decoded)
        width, height = fit_within((luma.shape[1], luma.shape[0]), max_side_px)
        return self.orientation.apply(_shrunk(luma, width, height))

    def rgb(self, size: Size) -> RgbImage:
        """(height, width, 3) uint8, upright, of this (width, height)."""
        return UprightConverter(self.orientation, size)(self.decoded)


def _shrunk(luma: RgbImage, width: int, height: int) -> RgbImage:
    """Halved as often as can be, then fitted: within a level of the mean over each area, in a sixth of the time."""
    while luma.shape[1] >= 2 * width and luma.shape[0] >= 2 * height:
        across, down = luma.shape[1] // 2, luma.shape[0] // 2
        halved = cv2.resize(luma[: 2 * down, : 2 * across], (across, down), interpolation=cv2.INTER_AREA)
        luma = np.asarray(halved, np.uint8)
    return np.asarray(cv2.resize(luma, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _luma(frame: av.VideoFrame) -> RgbImage:
    """The plane of brightness where the picture has one of 8 bits, else converted."""
    if (
        not frame.format.name.startswith(("yuv", "nv"))
        or frame.format.components[0].bits != 8
        or not frame.format.is_planar
    ):
        return np.asarray(frame.reformat(format="gray").to_ndarray(), np.uint8)
    plane = frame.planes[0]
    rows: RgbImage = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
    return rows[:, : plane.width]
