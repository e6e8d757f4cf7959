"""The body's passage through a car's door: shared by getting out and getting in."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from transitions.detect.clip_motion import ClipMotion
from transitions.detect.compared import DURATION, FLEXION_SPEED, LEAN, TWIST, TWIST_SPEED
from transitions.detect.record import Compared, Phase
from transitions.kinematics.geometry import midpoint
from transitions.model import Segment
from transitions.series import INDEX, FloatArray, Kinematics

PARTS: Mapping[str, str] = {
    "head": "nose",
    "left_foot": "left_ankle",
    "right_foot": "right_ankle",
    "trunk": "shoulder",
    "hips": "hip",
}
MIN_TRAVEL_TRUNKS = 0.2
"""A part that moves less than this through the picture is not seen to pass: the pose model's own wander."""

REST_WINDOW_S = 0.3
"""A resting place is the median over this."""

SIDE = "{} foot first"
CURVES = ("trunk_twist_deg", "hip_height_norm")


def compared(seat: Compared) -> tuple[Compared, ...]:
    """What passages are compared by; `seat` is the time of leaving or reaching the seat."""
    return TWIST_SPEED, TWIST, DURATION, seat, LEAN, FLEXION_SPEED


def part_phases(direction: str) -> tuple[Phase, ...]:
    """The phases at which the parts of the body are ``out`` or ``in``."""
    names = ("head", "trunk", "hips", "first foot", "second foot")
    return tuple(
        Phase(
            f"{name.replace(' ', '_')}_{direction}_s",
            f"{name} {direction}",
            f"halfway along its own way {direction}",
        )
        for name in names
    )


def passages(motion: ClipMotion, kind: str, seat: str, direction: str) -> list[Segment]:
    """Every movement of a kind through the door, in time order.

    Parameters
    ----------
    seat : the phase at which the hips leave or reach the seat. direction : ``out`` or ``in``, which ends
        the names of the other phases.
    """
    segments = []
    for m in motion.movements.of(kind):
        times_s = passing_times_s(motion, m.start_s, m.end_s)
        side, feet_s = foot_order(times_s)
        passed = {part: times_s[part] for part in ("head", "trunk", "hips") if part in times_s} | feet_s
        segments.append(
            m.segment(
                {seat: m.moment_s} | {f"{part}_{direction}_s": at_s for part, at_s in passed.items()}, side
            )
        )
    return segments


def passing_times_s(motion: ClipMotion, start_s: float, end_s: float) -> dict[str, float]:
    """When head, trunk, hips and feet are halfway along their own path; parts not seen to move are left out."""
    points = motion.scene_points
    times = {}
    for part, landmark in PARTS.items():
        place = points[:, INDEX[landmark]] if landmark in INDEX else midpoint(points, landmark)
        at_s = _halfway_s(motion.kinematics, place, start_s, end_s)
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
    start = _rest_place(t_s, place, rows.start, -REST_WINDOW_S)
    displacement = _rest_place(t_s, place, rows.stop - 1, REST_WINDOW_S) - start
    if not np.isfinite(displacement).all() or np.linalg.norm(displacement) < MIN_TRAVEL_TRUNKS:
        return None
    share = (place[rows] - start) @ displacement / float(displacement @ displacement)
    under = np.flatnonzero(share < 0.5)
    return float(t_s[rows.start + int(under[-1])]) if len(under) else None


def _rest_place(t_s: FloatArray, place: FloatArray, row: int, window_s: float) -> FloatArray:
    """Median place over the time after a row, or before it where `window_s` is negative."""
    other = int(np.searchsorted(t_s, t_s[row] + window_s))
    window = place[min(row, other) : max(row, other) + 1]
    seen = window[np.isfinite(window).all(axis=1)]
    return np.median(seen, axis=0) if len(seen) else place[row]
