"""Time series: what the pose model saw (`PoseSeries`) and the named curves derived from it (`Kinematics`).

Arrays are set read-only when a container is made, so that a rule cannot change what the next rule reads.
Units are in the names; NaN always means "not seen" or "not assessable", never zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
ByteArray = NDArray[np.uint8]

LANDMARKS = (
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
)
"""The 33 BlazePose landmarks in the order the model returns them; left and right are the person's own."""

INDEX: Mapping[str, int] = {name: i for i, name in enumerate(LANDMARKS)}

MIRROR = np.array(
    [INDEX[name.replace("left", "#").replace("right", "left").replace("#", "right")] for name in LANDMARKS]
)
"""Index that exchanges every left landmark with its right twin."""

INTERVAL_U = 1.64
"""Half width of the stated 90 % interval in standard uncertainties: a value is told as value ± 1.64 u."""

MAX_GAP_S = 0.2
"""Gaps are bridged up to this and no further (MEASURES: signal handling); longer ones are holes."""

TIME_ROUNDING_S = 1e-6
"""A gap of exactly the longest length counts as such wherever in the clip it lies."""

SILHOUETTE_STATIONS = np.linspace(-0.25, 1.25, 13)
"""Stations along the hip-midpoint to shoulder-midpoint chord (0 = hips, 1 = shoulders) at which the
person's outline is measured."""

TRUNK_MASK_PX = 32
TRUNK_MASK_TRUNKS = 2.56
"""Cells a side, and trunk lengths a side, of the small picture of the person's mask about the trunk."""


def _freeze(record: Any, name: str, shape: tuple[int, ...], dtype: type = float) -> None:
    """Replace an array of a container by a read-only copy of the right shape; None stays None."""
    if getattr(record, name) is None:
        return
    array: NDArray[Any] = np.array(getattr(record, name), dtype=dtype)
    if array.shape != shape:
        raise ValueError(f"{name} has shape {array.shape}, expected {shape}")
    array.flags.writeable = False
    object.__setattr__(record, name, array)


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
    camera_shift_px : (n, 2) how far the background lies right and down of its place in the first frame, because
        the camera moved, in pixels; None where it was not measured and the camera is taken to stand still.
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
    camera_shift_px: FloatArray | None = None
    places: tuple[PersonPlace, ...] = ()
    scene_starts_s: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        n, stations = len(self.t_s), len(SILHOUETTE_STATIONS)
        _freeze(self, "t_s", (n,))
        if n and (not np.all(np.isfinite(self.t_s)) or np.any(np.diff(self.t_s) <= 0)):
            raise ValueError("t_s must be finite and strictly rising")
        if self.silhouette is None:
            object.__setattr__(self, "silhouette", np.full((n, 2, stations), np.nan))
        _freeze(self, "image_px", (n, 33, 3))
        _freeze(self, "world_m", (n, 33, 3))
        _freeze(self, "visibility", (n, 33))
        _freeze(self, "silhouette", (n, 2, stations))
        _freeze(self, "trunk_mask", (n, TRUNK_MASK_PX, TRUNK_MASK_PX), np.uint8)
        _freeze(self, "camera_shift_px", (n, 2))

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
            camera_shift_px=part(self.camera_shift_px),
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


@dataclass(frozen=True, eq=False)
class Reasons:
    """Why a curve cannot be assessed, row by row: a moment is never told the reason of another.

    Attributes
    ----------
    texts : one plain sentence each.
    code : (n,) 0 where there is nothing to say, k where it is ``texts[k - 1]``.
    """

    texts: tuple[str, ...]
    code: ByteArray

    def __post_init__(self) -> None:
        _freeze(self, "code", (len(self.code),), np.uint8)

    @classmethod
    def first_of(cls, *causes: tuple[BoolArray, str]) -> Reasons | None:
        """Of (where, sentence) pairs the first that holds in each row; None where none holds anywhere."""
        code = np.select([where for where, _ in causes], list(range(1, len(causes) + 1)), 0)
        return cls(tuple(text for _, text in causes), code.astype(np.uint8)) if code.any() else None

    def commonest(self, rows: BoolArray) -> str | None:
        """The sentence of most of the chosen rows; None where they have none."""
        counts = np.bincount(self.code[rows], minlength=len(self.texts) + 1)[1:]
        return self.texts[int(np.argmax(counts))] if counts.any() else None


def reason_of(reasons: Reasons | str | None, rows: BoolArray) -> str | None:
    """Why the chosen rows cannot be assessed, of most of them; None for no rows."""
    if not rows.any():
        return None
    return reasons.commonest(rows) if isinstance(reasons, Reasons) else reasons


@dataclass(frozen=True, eq=False)
class Curve:
    """A named measure over time with its standard uncertainty.

    Attributes
    ----------
    value : (n,) in `unit`; NaN where `valid` is false.
    u : (n,) standard uncertainty in the same unit: the stated 90 % interval is value ± 1.64 u.
    valid : (n,) false where the measure cannot be assessed.
    unit : ``deg``, ``deg/s``, ``heights``, ``heights/s``, ``ratio`` …
    reasons : why it cannot be assessed where it cannot: one plain sentence for all rows or one for each.
    """

    value: FloatArray
    u: FloatArray
    valid: BoolArray
    unit: str
    reasons: Reasons | str | None = None

    def __post_init__(self) -> None:
        n = len(self.valid)
        _freeze(self, "valid", (n,), bool)
        object.__setattr__(self, "value", np.where(self.valid, np.asarray(self.value, dtype=float), np.nan))
        _freeze(self, "value", (n,))
        _freeze(self, "u", (n,))
        if isinstance(self.reasons, Reasons) and len(self.reasons.code) != n:
            raise ValueError(f"reasons has {len(self.reasons.code)} rows, expected {n}")

    @property
    def reason(self) -> str | None:
        """Why it cannot be assessed in most of the rows where it cannot; None when it can in all."""
        return reason_of(self.reasons, ~self.valid)

    def reason_in(self, rows: slice) -> str | None:
        """As `reason`, of these rows only: a finding quotes its own stretch."""
        unknown = np.zeros(len(self.valid), dtype=bool)
        unknown[rows] = ~self.valid[rows]
        return reason_of(self.reasons, unknown)


@dataclass(frozen=True, eq=False)
class Kinematics:
    """Everything detectors and rules may read: smoothed pose, named curves and view.

    Attributes
    ----------
    t_s : (n,) seconds, as in `pose`.
    pose : the gap-filled, smoothed pose.
    curves : the named curves, keyed as the columns of ``series.parquet``.
    view_angle_deg : (n,) 0 the pelvis faces the camera, 90 side on, 180 back to it; NaN where unseen.
    frame_rate_hz : median frame rate; speeds are not assessable under 10.
    standing_height : the person's standing nose-ankle height in the unit of the hip height used
        (pixels with an image, metres without); NaN when it cannot be told.
    """

    t_s: FloatArray
    pose: PoseSeries
    curves: Mapping[str, Curve]
    view_angle_deg: FloatArray
    frame_rate_hz: float
    standing_height: float

    def __getitem__(self, name: str) -> Curve:
        return self.curves[name]

    @property
    def holes(self) -> tuple[tuple[float, float], ...]:
        """(start_s, end_s) of the stretches with no picture or nobody in it, longer than what is bridged.

        Each reaches from the last row with the person to the next; from the clip's first row, or to its last,
        where there is none.
        """
        edges_s = np.concatenate([self.t_s[:1], self.t_s[self.pose.seen], self.t_s[-1:]])
        open_s = np.flatnonzero(np.diff(edges_s) > longest_step_s(self.t_s))
        return tuple((float(edges_s[at]), float(edges_s[at + 1])) for at in open_s)

    def longest_hole_s(self, start_s: float, end_s: float) -> float:
        """Length of the longest part of a hole within start_s <= t < end_s; 0 without one."""
        inside = [min(end_s, last_s) - max(start_s, first_s) for first_s, last_s in self.holes]
        return max(0.0, *inside) if inside else 0.0

    def between(self, start_s: float, end_s: float) -> slice:
        """The rows with start_s <= t < end_s (half-open, like every segment)."""
        first, last = np.searchsorted(self.t_s, [start_s, end_s], side="left")
        return slice(int(first), int(last))


def longest_step_s(t_s: FloatArray) -> float:
    """The longest time between two rows that still follow on one another: `MAX_GAP_S` and one frame."""
    frame_s = float(np.median(np.diff(t_s))) if len(t_s) > 1 else 0.0
    return MAX_GAP_S + frame_s + TIME_ROUNDING_S


def scene_rows(t_s: FloatArray, scene_starts_s: Sequence[float]) -> list[slice]:
    """Rows of each scene, given when others begin; one slice over all where none does."""
    inside = [int(row) for row in np.searchsorted(t_s, scene_starts_s) if 0 < row < len(t_s)]
    return [slice(start, stop) for start, stop in pairwise([0, *inside, len(t_s)])]
