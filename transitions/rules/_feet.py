"""Whether the feet stay where they are in a segment: shared by the rules about turning.

The leading underscore keeps the module from being taken for a rule.
"""

from __future__ import annotations

import numpy as np

from transitions.kinematics.filters import low_pass
from transitions.model import Segment
from transitions.rules._readable import MIN_SEEN_SHARE
from transitions.series import INDEX, BoolArray, FloatArray, Kinematics

TURNED_DEG = 15.0
"""Feet whose mean direction changes by this have turned (MEASURES: twisted_reach; provisional)."""

STEP_HEIGHTS = 0.10
"""A foot that moves by this share of the standing height has stepped, about 17 cm; the landmarks of a
planted one jitter by less, most in a squat. Engineering value, provisional."""

FEET_CUTOFF_HZ = 1.5
"""Foot direction is the noisiest of all: two toe and heel points 20 cm apart. A step takes over half a second."""

FEET_HIDDEN = "The feet are not in view, so a turn with the feet cannot be told from a twist."

_FEET = {side: [INDEX[f"{side}_{part}"] for part in ("heel", "foot_index")] for side in ("left", "right")}


def feet_in_view(kinematics: Kinematics, segment: Segment) -> bool:
    """Whether both feet are seen, inside the picture where there is one, in most of the segment."""
    rows = kinematics.between(segment.start_s, segment.end_s)
    both = _FEET["left"] + _FEET["right"]
    seen = np.asarray(np.isfinite(kinematics.pose.world_m[rows][:, both]).all(axis=(1, 2)))
    if kinematics.pose.has_image:
        size = (kinematics.pose.width_px, kinematics.pose.height_px)
        place = kinematics.pose.image_px[rows][:, both, :2]
        seen = seen & ((place >= 0) & (place <= size)).all(axis=(1, 2))
    return kinematics.share_of_time(seen, segment.start_s, segment.end_s) >= MIN_SEEN_SHARE


def feet_planted(kinematics: Kinematics, segment: Segment) -> tuple[BoolArray, BoolArray]:
    """(rows of the segment,) where both feet stand and point as they did at its start, and where that is known."""
    rows = kinematics.between(segment.start_s, segment.end_s)
    turned_deg = np.mean([_turned_deg(kinematics, side, rows) for side in _FEET], axis=0)
    moved = np.max([_moved_heights(kinematics, side, rows) for side in _FEET], axis=0)
    with np.errstate(invalid="ignore"):
        planted: BoolArray = (np.abs(turned_deg) < TURNED_DEG) & (moved < STEP_HEIGHTS)
    known: BoolArray = np.isfinite(turned_deg) & np.isfinite(moved)
    return planted, known


def _turned_deg(kinematics: Kinematics, side: str, rows: slice) -> FloatArray:
    """Change of the foot's direction seen from above, from the segment's first row."""
    heel, toe = _FEET[side]
    foot = kinematics.pose.world_m[rows, toe] - kinematics.pose.world_m[rows, heel]
    level = low_pass(kinematics.t_s[rows], foot[:, [0, 2]], FEET_CUTOFF_HZ)
    first = _first_seen(level)
    across = first[0] * level[:, 1] - first[1] * level[:, 0]
    turned_deg: FloatArray = np.degrees(np.arctan2(across, level @ first))
    return turned_deg


def _moved_heights(kinematics: Kinematics, side: str, rows: slice) -> FloatArray:
    """Distance of the foot from its place in the segment's first row, in standing heights."""
    pose = kinematics.pose
    points = pose.scene_px[rows] if pose.has_image else pose.world_m[rows]
    place = low_pass(kinematics.t_s[rows], points[:, _FEET[side]].mean(axis=1), FEET_CUTOFF_HZ)
    distance: FloatArray = np.linalg.norm(place - _first_seen(place), axis=1) / kinematics.standing_height
    return distance


def _first_seen(points: FloatArray) -> FloatArray:
    seen = np.flatnonzero(np.isfinite(points).all(axis=1))
    first: FloatArray = points[seen[0]] if len(seen) else np.full(points.shape[1], np.nan)
    return first
