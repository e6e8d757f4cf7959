"""The order in which the body passes through a car's door: shared by getting out and getting in."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from transitions.detect.movement import Movements
from transitions.detect.places import rest_place, scene_middle, scene_point
from transitions.model import Segment
from transitions.series import FloatArray, Kinematics

PARTS: Mapping[str, str] = {
    "head": "nose",
    "left_foot": "left_ankle",
    "right_foot": "right_ankle",
    "trunk": "shoulder",
    "hips": "hip",
}
MIN_WAY_TRUNKS = 0.2
"""A part that moves less than this through the picture is not seen to pass: the pose model's own wander."""


def passages(kinematics: Kinematics, movements: Movements, kind: str, seat: str, way: str) -> list[Segment]:
    """Every movement of a kind through the door, in time order.

    Parameters
    ----------
    seat : the phase at which the hips leave or reach the seat. way : ``out`` or ``in``, the end of the other phases.
    """
    segments = []
    for m in movements.of(kind):
        times_s = passing_times_s(kinematics, m.start_s, m.end_s)
        side, feet_s = foot_order(times_s)
        passed = {part: times_s[part] for part in ("head", "trunk", "hips") if part in times_s} | feet_s
        phases = {seat: m.moment_s} | {f"{part}_{way}_s": at_s for part, at_s in passed.items()}
        segments.append(movements.segment(m, phases, side))
    return segments


def passing_times_s(kinematics: Kinematics, start_s: float, end_s: float) -> dict[str, float]:
    """When head, trunk, hips and feet are halfway along their own way; parts not seen to move are left out."""
    times = {}
    for part, landmark in PARTS.items():
        read = scene_middle if part in ("trunk", "hips") else scene_point
        at_s = _halfway_s(kinematics, read(kinematics, landmark), start_s, end_s)
        if at_s is not None:
            times[part] = at_s
    return times


def foot_order(times_s: Mapping[str, float]) -> tuple[str | None, dict[str, float]]:
    """The side of the foot that goes first, and when the first and the second pass; nothing when one is unseen."""
    feet = {side: times_s[f"{side}_foot"] for side in ("left", "right") if f"{side}_foot" in times_s}
    if len(feet) < 2:
        return None, {}
    first, second = sorted(feet, key=lambda side: feet[side])
    return first, {"first_foot": feet[first], "second_foot": feet[second]}


def _halfway_s(kinematics: Kinematics, place: FloatArray, start_s: float, end_s: float) -> float | None:
    rows = kinematics.between(start_s, end_s)
    t_s = kinematics.t_s
    if rows.stop - rows.start < 3 or not np.isfinite(place[rows]).all(axis=1).any():
        return None
    start = rest_place(t_s, place, rows.start, -1, 0)
    way = rest_place(t_s, place, rows.stop - 1, +1, len(t_s) - 1) - start
    if not np.isfinite(way).all() or np.linalg.norm(way) < MIN_WAY_TRUNKS:
        return None
    share = (place[rows] - start) @ way / float(way @ way)
    under = np.flatnonzero(share < 0.5)
    return float(t_s[rows.start + int(under[-1])]) if len(under) else None
