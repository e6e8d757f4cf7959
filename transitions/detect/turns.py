"""Turns of the whole body, from the direction of the hips."""

from __future__ import annotations

import numpy as np

from transitions.detect.places import rest_place, speed_of
from transitions.detect.strokes import find_strokes, stroke_edges_s
from transitions.kinematics.filters import low_pass, stretches
from transitions.kinematics.geometry import signed_view_deg
from transitions.series import FloatArray, Kinematics

TURN_CUTOFF_HZ = 2.0
"""The direction of the hips comes from depth and wanders; a turn with steps takes a second and more."""

MIN_TURN_DPS = 15.0
MIN_TURN_DEG = 25.0
"""Hips seem to turn by up to 20 degrees in a seated twist (measured); a turn with steps goes further."""


def turn_onset_s(kinematics: Kinematics, start_s: float, until_s: float) -> float:
    """When the whole-body turn begins that is still going on between two times; `start_s` without one."""
    for start, end in turns_s(kinematics):
        if start < start_s < end or start_s <= start < until_s:
            return min(start, start_s)
    return start_s


def turns_s(kinematics: Kinematics) -> list[tuple[float, float]]:
    """Start and end of every whole-body turn, in time order."""
    t_s = kinematics.t_s
    yaw = hip_direction_deg(kinematics)[:, None]
    found = []
    for stroke in find_strokes(speed_of(t_s, yaw), MIN_TURN_DPS):
        before = rest_place(t_s, yaw, stroke.first, -1, 0)
        after = rest_place(t_s, yaw, stroke.last, +1, len(t_s) - 1)
        if abs(float((after - before)[0])) >= MIN_TURN_DEG:
            found.append(stroke_edges_s(t_s, yaw, stroke, before, after))
    return found


def hip_direction_deg(kinematics: Kinematics) -> FloatArray:
    """(n,) unwrapped direction of the hips in the camera's horizontal plane; NaN where unseen."""
    angle = signed_view_deg(kinematics.pose.world_m)
    result = np.full(len(angle), np.nan)
    for part in stretches(np.isfinite(angle)):
        result[part] = np.degrees(np.unwrap(np.radians(angle[part])))
    return low_pass(kinematics.t_s, result, TURN_CUTOFF_HZ)
