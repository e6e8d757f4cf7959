"""One person as found in one frame, and how far they reach in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transitions.series import INDEX, ByteArray, FloatArray

RgbImage = NDArray[np.uint8]

TRUNK = [INDEX[f"{side}_{joint}"] for joint in ("shoulder", "hip") for side in ("left", "right")]
CORE = TRUNK + [INDEX[f"{side}_{joint}"] for joint in ("knee", "ankle") for side in ("left", "right")]

SLIP_M = 0.15
"""Farther than this no joint of trunk or leg goes between two looks while the picture stays as it is (a fifth of a
second at most: 0.75 m/s); left and right exchanged lie twice as far apart (engineering value)."""


@dataclass(frozen=True, eq=False)
class TimedImage:
    """One frame while it is looked at: its pixels ((height, width, 3) uint8), time and number from 0."""

    rgb: RgbImage
    t_s: float
    number: int


@dataclass(frozen=True)
class Extent:
    """Where a person is: centre of the trunk and the longer side of the box about all landmarks, pixels."""

    x: float
    y: float
    size: float

    def distance(self, other: Extent) -> float:
        """Between the centres, pixels."""
        return float(np.hypot(self.x - other.x, self.y - other.y))


@dataclass(frozen=True, eq=False)
class Detection:
    """One person in one frame.

    Attributes
    ----------
    image_px : (33, 3) x (right), y (down) and relative depth in pixels of the image that was searched.
    world_m : (33, 3) metres about the hip midpoint, axes of the camera (y down, z away).
    visibility : (33,) the model's own 0-1 confidence that a landmark is in view.
    presence : (33,) the model's own 0-1 confidence that there is a person with such a landmark at all.
    outline : (2, 13) the person's outline about the trunk, see `silhouette.outline_distances`.
    trunk_mask : (32, 32) small picture of the mask about the trunk, see `silhouette.trunk_mask`.
    masked : (33,) whether the segmentation gives the landmark's pixel to the person; false outside the image.
    """

    image_px: FloatArray
    world_m: FloatArray
    visibility: FloatArray
    presence: FloatArray
    outline: FloatArray
    trunk_mask: ByteArray
    masked: NDArray[np.bool_]

    def towards(self, other: Detection, share: float) -> Detection:
        """What lies between it and another of the same person, 0 itself and 1 the other.

        The nearer of the two where they lie too far apart for somebody who hardly moves: one of them is a slip.
        """
        nearer = other if share >= 0.5 else self
        if self.is_far(other):
            return nearer

        def between(one: NDArray[Any], two: NDArray[Any]) -> FloatArray:
            return (1.0 - share) * one + share * two

        return Detection(
            image_px=between(self.image_px, other.image_px),
            world_m=between(self.world_m, other.world_m),
            visibility=between(self.visibility, other.visibility),
            presence=between(self.presence, other.presence),
            outline=between(self.outline, other.outline),
            trunk_mask=np.round(between(self.trunk_mask, other.trunk_mask)).astype(np.uint8),
            masked=nearer.masked,
        )

    def is_far(self, other: Detection) -> bool:
        """Whether a joint of trunk or legs lies farther from its place in the other than `SLIP_M`."""
        return bool(np.linalg.norm(other.world_m[CORE] - self.world_m[CORE], axis=1).max() > SLIP_M)

    def apart_sizes(self, other: Detection) -> float:
        """How far the joint of trunk and legs that lies farthest from its place in the other does, in body sizes."""
        apart_px = np.hypot(*(self.image_px - other.image_px)[CORE, :2].T)
        return float(apart_px.max() / self.extent.size)

    @property
    def extent(self) -> Extent:
        """Where the person is in the image that was searched."""
        points = self.image_px[:, :2]
        x, y = points[TRUNK].mean(axis=0)
        return Extent(float(x), float(y), float(np.ptp(points, axis=0).max()))
