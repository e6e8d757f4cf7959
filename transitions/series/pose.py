"""What the pose model saw of one person, and where everybody in view was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transitions.series.arrays import BoolArray, ByteArray, FloatArray, freeze
from transitions.series.landmarks import INDEX

SILHOUETTE_STATIONS = np.linspace(-0.25, 1.25, 13)
"""Stations along the hip-midpoint to shoulder-midpoint chord (0 = hips, 1 = shoulders) at which the
person's outline is measured."""

TRUNK_MASK_PX = 32
TRUNK_MASK_TRUNKS = 2.56
"""Cells a side, and trunk lengths a side, of the small picture of the person's mask about the trunk."""

SURROUNDINGS_CELLS = (6, 18)
SURROUNDINGS_TRUNKS = ((0.1, 1.3), (-1.8, 1.8))
SURROUNDINGS_UNKNOWN = 255
"""Rows and columns of what stands about somebody on their feet, and how far they reach in trunk lengths: over the
ankles, the lowest row first, and to either side of the hips in the picture; a cell of which nothing is known."""


@dataclass(frozen=True)
class PersonPlace:
    """Where somebody in view was at one time of the clip.

    Attributes
    ----------
    person : their number, 1 the first choice by size, nearness to the centre and time in view.
    t_s : seconds from the clip's first frame; the same for all who are in view together.
    left_px, top_px, right_px, bottom_px : the box about their landmarks, pixels of the upright frame.
    """

    person: int
    t_s: float
    left_px: float
    top_px: float
    right_px: float
    bottom_px: float


@dataclass(frozen=True, eq=False)
class PoseSeries:
    """One person's landmarks through a clip, a row per analysed frame.

    Attributes
    ----------
    t_s : (n,) seconds from the clip's first frame, strictly rising, as recorded (never index / fps).
    image_px : (n, 33, 3) image x (right), y (down) and relative depth, all in pixels; NaN where unseen.
        All NaN when the landmarks came from a file without an image.
    world_m : (n, 33, 3) metres, axes of the camera: x right in the image, y down, z away from the camera.
        From the pose model the origin is the hip midpoint.
    visibility : (n, 33) the pose model's own 0-1 confidence; it is high for limbs it cannot see.
    silhouette : (n, 2, 13) distance from the hip-shoulder chord to the person's outline at each of
        `SILHOUETTE_STATIONS`, in trunk lengths; side 0 is to the left of the direction hips to
        shoulders as seen in the image, side 1 to its right. NaN where there is no mask.
    width_px, height_px : size of the upright frame (0 when there is no image).
    people_seen : how many different people came into view.
    trunk_mask : (n, 32, 32) 0-255, the person's mask about the trunk, turned so that hips to shoulders points
        up (see `TRUNK_MASK_TRUNKS`); all 0 where nobody was found, None when there is no mask at all.
    surroundings : (n, 6, 18) 0-254, how much of each cell about the legs is strange to what lies farther beside,
        where it was looked at because the person stood (see `SURROUNDINGS_TRUNKS`); `SURROUNDINGS_UNKNOWN` elsewhere,
        None when nothing was looked at.
    camera_shift_px : (n, 2) how far the background lies right and down of its place in the first frame, because
        the camera moved, in pixels; None where it was not measured and the camera is taken to stand still.
    looked_at : (n,) whether the pose model looked at the frame itself; else the picture stood still, and the row lies
        between those beside it, at which it did. None where that was not kept.
    places : where each of the people seen was, so that another can be chosen; empty where that was not kept.
    scene_starts_s : when another scene begins, in order: the times of its first rows. What is on two sides of a cut
        has nothing to do with each other.
    """

    t_s: FloatArray
    image_px: FloatArray
    world_m: FloatArray
    visibility: FloatArray
    width_px: int
    height_px: int
    silhouette: FloatArray | None = None
    people_seen: int = 1
    trunk_mask: ByteArray | None = None
    surroundings: ByteArray | None = None
    camera_shift_px: FloatArray | None = None
    looked_at: BoolArray | None = None
    places: tuple[PersonPlace, ...] = ()
    scene_starts_s: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        n, stations = len(self.t_s), len(SILHOUETTE_STATIONS)
        freeze(self, "t_s", (n,))
        if n and (not np.all(np.isfinite(self.t_s)) or np.any(np.diff(self.t_s) <= 0)):
            raise ValueError("t_s must be finite and strictly rising")
        if self.silhouette is None:
            object.__setattr__(self, "silhouette", np.full((n, 2, stations), np.nan))
        freeze(self, "image_px", (n, 33, 3))
        freeze(self, "world_m", (n, 33, 3))
        freeze(self, "visibility", (n, 33))
        freeze(self, "silhouette", (n, 2, stations))
        freeze(self, "trunk_mask", (n, TRUNK_MASK_PX, TRUNK_MASK_PX), np.uint8)
        freeze(self, "surroundings", (n, *SURROUNDINGS_CELLS), np.uint8)
        freeze(self, "camera_shift_px", (n, 2))
        freeze(self, "looked_at", (n,), bool)

    def __len__(self) -> int:
        return len(self.t_s)

    @property
    def seen(self) -> BoolArray:
        """(n,) whether the person was found in the frame."""
        found: BoolArray = np.isfinite(self.world_m[:, INDEX["left_hip"], 0])
        return found

    @property
    def scenes(self) -> tuple[PoseSeries, ...]:
        """Its rows scene by scene; only itself where no other scene begins."""
        parts = scene_rows(self.t_s, self.scene_starts_s)
        return (self,) if len(parts) < 2 else tuple(self._rows(rows) for rows in parts)

    def _rows(self, rows: slice) -> PoseSeries:
        def part(array: NDArray[Any] | None) -> Any:
            return None if array is None else array[rows]

        return replace(
            self,
            t_s=self.t_s[rows],
            image_px=self.image_px[rows],
            world_m=self.world_m[rows],
            visibility=self.visibility[rows],
            silhouette=part(self.silhouette),
            trunk_mask=part(self.trunk_mask),
            surroundings=part(self.surroundings),
            camera_shift_px=part(self.camera_shift_px),
            looked_at=part(self.looked_at),
            scene_starts_s=(),
        )

    @property
    def scene_px(self) -> FloatArray:
        """(n, 33, 2) image points as they would lie had the camera stood still: what rests keeps its place."""
        points: FloatArray = self.image_px[:, :, :2]
        return points if self.camera_shift_px is None else points - self.camera_shift_px[:, None, :]

    @property
    def has_image(self) -> bool:
        """Whether the landmarks came with image coordinates."""
        return self.width_px > 0

    @property
    def has_depth(self) -> bool:
        """Whether depth was measured: false for markers in one plane, each at a depth that never changes."""
        depth = self.world_m[:, :, 2]
        seen = np.isfinite(depth)
        highest = np.where(seen, depth, -np.inf).max(axis=0, initial=-np.inf)
        lowest = np.where(seen, depth, np.inf).min(axis=0, initial=np.inf)
        return bool((highest > lowest).any())


def scene_rows(t_s: FloatArray, scene_starts_s: Sequence[float]) -> list[slice]:
    """Rows of each scene, given when others begin; one slice over all where none does."""
    inside = [int(row) for row in np.searchsorted(t_s, scene_starts_s) if 0 < row < len(t_s)]
    return [slice(start, stop) for start, stop in pairwise([0, *inside, len(t_s)])]
