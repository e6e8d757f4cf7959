"""From a decoded picture to an upright RGB array: pixel shape, recorded rotation, size."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import av
import cv2
import numpy as np
from av.sidedata.sidedata import SideData
from av.video.plane import VideoPlane
from av.video.reformatter import Interpolation, VideoReformatter
from numpy.typing import NDArray

RgbImage = NDArray[np.uint8]
Size = tuple[int, int]
"""(width, height) in pixels."""

POSE_MAX_SIDE_PX = 1280
"""Longest side worth giving to the pose model, whose inputs are 224 and 256 pixels wide: five times as much
leaves a person who fills a fifth of that side at the model's own resolution, and a smaller frame is quicker to
decode and convert (engineering value)."""

POSE_LEAST_HEIGHT_PX = 480
"""A picture is shrunk a whole number of times, which costs a seventh of another ratio, unless its shorter side would
fall below this (engineering value)."""

_MAX_PIXEL_ASPECT = 4
"""A pixel stretched beyond this is a wrong header, not an anamorphic camera."""


@dataclass(frozen=True)
class Orientation:
    """How stored pixels become upright: transposed first, then mirrored."""

    transpose: bool = False
    mirror_x: bool = False
    mirror_y: bool = False

    @classmethod
    def of(cls, frame: av.VideoFrame) -> Orientation:
        """The recorded display matrix of a frame, snapped to quarter turns (and mirrors)."""
        data = frame.side_data.get("DISPLAYMATRIX")
        if not isinstance(data, SideData):
            return cls()
        # Row-vector matrix (a b u; c d v; x y w): the stored x axis points along (a, b) on the display,
        # the stored y axis along (c, d).
        a, b, _, c, d = (int(entry) for entry in np.frombuffer(bytes(data), dtype=np.int32)[:5])
        if abs(a) >= abs(b):
            return cls(transpose=False, mirror_x=a < 0, mirror_y=d < 0)
        return cls(transpose=True, mirror_x=c < 0, mirror_y=b < 0)

    @property
    def rotation_deg(self) -> int:
        """Clockwise turn from the stored to the upright picture: 0, 90, 180 or 270."""
        if self.transpose:
            return 90 if self.mirror_x else 270
        return 180 if self.mirror_x and self.mirror_y else 0

    def turned(self, size: Size) -> Size:
        """The size after the turn; also turns an upright size back."""
        return (size[1], size[0]) if self.transpose else size

    def apply(self, stored: RgbImage) -> RgbImage:
        """The upright picture, contiguous."""
        picture = stored
        if self.transpose:
            picture = np.asarray(cv2.transpose(picture), np.uint8)
        if self.mirror_x or self.mirror_y:
            code = -1 if self.mirror_x and self.mirror_y else 1 if self.mirror_x else 0
            picture = np.asarray(cv2.flip(picture, code), np.uint8)
        # MediaPipe ignores strides: a padded row would shear the picture.
        return np.ascontiguousarray(picture)


def square_size(width: int, height: int, pixel_aspect: Fraction | None) -> Size:
    """The size with square pixels: the longer of the two directions is stretched, nothing is lost."""
    aspect = pixel_aspect or Fraction(1)
    if not Fraction(1, _MAX_PIXEL_ASPECT) <= aspect <= _MAX_PIXEL_ASPECT:
        aspect = Fraction(1)
    if aspect >= 1:
        return round(width * aspect), height
    return width, round(height / aspect)


def fit_within(size: Size, max_side_px: int) -> Size:
    """The size shrunk so that its longer side is at most `max_side_px`; never enlarged."""
    scale = min(1.0, max_side_px / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def pose_size(size: Size) -> Size:
    """The size at which the pose model gets pictures of this one: halved, thirded … where that leaves enough."""
    times = -(-max(size) // POSE_MAX_SIDE_PX)
    if min(size) < times * POSE_LEAST_HEIGHT_PX:
        return fit_within(size, POSE_MAX_SIDE_PX)
    return round(size[0] / times), round(size[1] / times)


_SHRUNK_BY_PLANE = frozenset({"yuv420p", "yuvj420p"})
"""What phones record, in planes of a byte a pixel."""


def _is_whole_times(frame: av.VideoFrame, width: int, height: int) -> bool:
    """Whether `_shrunk` can give the frame at this size."""
    times = max(1, round(frame.width / width))
    size = round(frame.width / times), round(frame.height / times)
    return times > 1 and size == (width, height) and frame.format.name in _SHRUNK_BY_PLANE


def _shrunk(frame: av.VideoFrame, width: int, height: int) -> av.VideoFrame:
    """A frame some whole number of times smaller, each plane averaged by itself: a sixth of FFmpeg's time."""
    small = av.VideoFrame(width, height, frame.format.name)
    small.colorspace, small.color_range = frame.colorspace, frame.color_range
    for whole, part in zip(frame.planes, small.planes, strict=True):
        cv2.resize(_pixels(whole), (part.width, part.height), dst=_pixels(part), interpolation=cv2.INTER_AREA)
    return small


def _pixels(plane: VideoPlane) -> RgbImage:
    """(height, width) of a plane of bytes, the frame's own memory."""
    rows: RgbImage = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
    return rows[:, : plane.width]


class UprightConverter:
    """Turns decoded frames into upright RGB arrays of one size.

    Parameters
    ----------
    orientation : the clip's recorded rotation.
    size : (width, height) of the upright result.
    """

    def __init__(self, orientation: Orientation, size: Size) -> None:
        self._orientation = orientation
        self._stored_size = orientation.turned(size)
        self._reformatter = VideoReformatter()

    def __call__(self, frame: av.VideoFrame) -> RgbImage:
        """(height, width, 3) uint8, contiguous, upright."""
        width, height = self._stored_size
        if _is_whole_times(frame, width, height):
            frame = _shrunk(frame, width, height)
        shrinks = width * height < frame.width * frame.height
        rgb = self._reformatter.reformat(
            frame,
            width=width,
            height=height,
            format="rgb24",
            # Averaging the area a pixel covers keeps thin limbs whole when shrinking.
            interpolation=Interpolation.AREA if shrinks else Interpolation.BILINEAR,
        )
        return self._orientation.apply(np.asarray(rgb.to_ndarray(), np.uint8))
