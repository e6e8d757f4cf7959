"""Rises and descents of the hips, and whether the low end is a seat: shared by the sit and stand detectors."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from transitions.detect.boundaries import HIP_SCALE_HPS, leaning_rows, movement_bounds, posture_activity
from transitions.kinematics.filters import low_pass
from transitions.kinematics.geometry import midpoint
from transitions.series import INDEX, FloatArray, Kinematics

MIN_TRAVEL = 0.09
"""Hips of a seated adult lie 0.15-0.30 standing heights under their standing height; half of the least."""

STANDING_HEIGHT = 0.44
"""Hips stand at about 0.53 of the nose-ankle height; under this nobody is called standing."""

SEATED_OFFSET_M = 0.20
"""Somebody on their feet keeps the body's middle over them (within 0.17 m, squats included); seated and
upright it is 0.24-0.37 m behind. Engineering value, provisional."""

SEATED_OFFSET_PERCENTILE = 70.0
MAX_FOOT_TRAVEL = 0.25
"""Feet stay put while somebody sits down or rises: the ankles' middle moves less than this, in standing
heights, between the two ends (half a short step)."""

LOW_BAND = 0.08
"""The low stretch: hips under this above the turning point (they seem to sink before lift-off, as the
trunk leans towards the camera)."""

SEAT_HEIGHT = 0.45
"""Hips on a seat lie under this share of the standing height, a bar stool included."""


@dataclass(frozen=True)
class PostureChange:
    """A rise (`rising`) or descent of the hips between two turning points (rows `low` and `high`)."""

    rising: bool
    low: int
    high: int
    peak: int
    start_s: float
    end_s: float
    travel: float


def posture_changes(kinematics: Kinematics) -> list[PostureChange]:
    """Every change between a seat and standing, in time order."""
    height = kinematics["hip_height_norm"].value
    rows = np.flatnonzero(np.isfinite(height))
    turns = [int(rows[i]) for i in turning_points(height[rows], MIN_TRAVEL)] if len(rows) else []
    activity = posture_activity(kinematics)
    changes = []
    for before, after in itertools.pairwise(turns):
        rising = bool(height[after] > height[before])
        low, high = (before, after) if rising else (after, before)
        if height[high] >= STANDING_HEIGHT and height[low] <= SEAT_HEIGHT and is_seated(kinematics, low):
            change = _bounded(kinematics, activity, rising, low, high)
            if foot_travel(kinematics, change.start_s, change.end_s) <= MAX_FOOT_TRAVEL:
                changes.append(change)
    return changes


def foot_travel(kinematics: Kinematics, start_s: float, end_s: float) -> float:
    """How far the ankles' middle gets from where it was at the start, in standing heights; inf if unseen."""
    points = kinematics.pose.scene_px if kinematics.pose.has_image else kinematics.pose.world_m
    feet = midpoint(points[kinematics.between(start_s, end_s)], "ankle")[:, :2]
    feet = feet[np.isfinite(feet).all(axis=1)]
    if not len(feet):
        return float("inf")
    return float(np.max(np.linalg.norm(feet - feet[0], axis=1))) / kinematics.standing_height


def turning_points(x: FloatArray, min_travel: float) -> list[int]:
    """Indices of alternating lows and highs that differ by at least `min_travel` (ends included)."""
    pivots: list[int] = []
    low = high = 0
    direction = 0
    for i in range(1, len(x)):
        low = i if x[i] < x[low] else low
        high = i if x[i] > x[high] else high
        if direction >= 0 and x[i] <= x[high] - min_travel:
            pivots.append(high)
            direction, low = -1, i
        elif direction <= 0 and x[i] >= x[low] + min_travel:
            pivots.append(low)
            direction, high = 1, i
        if direction == 1 and high == i:
            low = i
        if direction == -1 and low == i:
            high = i
    if direction:
        pivots.append(high if direction > 0 else low)
    return pivots


def support_offset_m(world: FloatArray) -> FloatArray:
    """(n,) horizontal distance of the body's middle (trunk three parts, knees one) from the feet.

    world : (n, 33, 3) landmarks in metres.
    """

    def mean(*joints: str) -> FloatArray:
        points = [world[:, INDEX[f"{s}_{j}"]] for s in ("left", "right") for j in joints]
        return np.asarray(np.mean(points, axis=0))

    middle = 0.75 * mean("shoulder", "hip") + 0.25 * mean("knee")
    offset = middle - mean("ankle", "foot_index")
    return np.asarray(np.hypot(offset[:, 0], offset[:, 2]))


def is_seated(kinematics: Kinematics, low: int) -> bool:
    """Whether the low stretch around row `low` is a seat: the body's middle is not over the feet."""
    height = kinematics["hip_height_norm"].value
    near = np.nan_to_num(height - height[low], nan=np.inf) < LOW_BAND
    first = low - int(np.argmin(near[: low + 1][::-1])) + 1 if not near[: low + 1].all() else 0
    last = low + int(np.argmin(near[low:])) if not near[low:].all() else len(near)
    offset = support_offset_m(kinematics.pose.world_m[first:last])
    offset = offset[np.isfinite(offset)]
    return bool(len(offset)) and float(np.percentile(offset, SEATED_OFFSET_PERCENTILE)) > SEATED_OFFSET_M


def _bounded(
    kinematics: Kinematics, activity: FloatArray, rising: bool, low: int, high: int
) -> PostureChange:
    first, last = min(low, high), max(low, high)
    speed = np.abs(np.nan_to_num(kinematics["hip_speed_hps"].value, nan=0.0))
    peak = first + int(np.argmax(speed[first : last + 1]))
    latest = len(activity) - 1
    leaning = leaning_rows(kinematics, peak)
    start_s, end_s = movement_bounds(kinematics.t_s, activity, peak, peak, 0, latest, leaning)
    if not rising:
        # Standing people sway and gesture: a descent begins when the hips do, not when the trunk moves.
        hips = low_pass(kinematics.t_s, speed / HIP_SCALE_HPS, 5.0)
        start_s = max(start_s, movement_bounds(kinematics.t_s, hips, peak, peak, 0, latest)[0])
    height = kinematics["hip_height_norm"].value
    return PostureChange(rising, low, high, peak, start_s, end_s, float(height[high] - height[low]))
