"""Turns of the whole body, from the direction of the hips."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transitions.detect.places import ankle_speed, rest_place, speed_of
from transitions.detect.strokes import Stroke, find_strokes, movement_edges_s, stroke_edges_s
from transitions.kinematics.filters import low_pass, stretches
from transitions.kinematics.geometry import signed_view_deg
from transitions.series import FloatArray, Kinematics

TURN_CUTOFF_HZ = 2.0
"""The direction of the hips comes from depth and wanders; a turn with steps takes a second and more."""

MIN_TURN_DPS = 8.0
"""A slow turn of 60 degrees in 4 s passes this for nine tenths of its way."""

MIN_TURN_DEG = 25.0
"""Hips seem to turn by up to 20 degrees in a seated twist (measured); a turn with steps goes further."""


MIN_STEP_SPEED_TPS = 0.2
"""Speed of an ankle against the hips, trunk lengths a second: standing feet jitter by 0.05, a step has 0.4."""

STEP_LULL_S = 0.5
"""Pause between the steps of one turn."""


@dataclass(frozen=True)
class Turn:
    """A whole-body turn from rest to rest; `turn_deg` in the sense of `hip_direction_deg`."""

    start_s: float
    end_s: float
    turn_deg: float


def find_turns(kinematics: Kinematics) -> list[Turn]:
    """Every whole-body turn, in time order."""
    t_s = kinematics.t_s
    yaw_deg = hip_direction_deg(kinematics)[:, None]
    feet_speed = ankle_speed(kinematics)
    steps = find_strokes(feet_speed, MIN_STEP_SPEED_TPS)
    found = []
    for stroke in find_strokes(speed_of(t_s, yaw_deg), MIN_TURN_DPS):
        before = rest_place(t_s, yaw_deg, stroke.first, -1, 0)
        after = rest_place(t_s, yaw_deg, stroke.last, +1, len(t_s) - 1)
        turn_deg = float((after - before)[0])
        if abs(turn_deg) >= MIN_TURN_DEG:
            start_s, end_s = stroke_edges_s(t_s, yaw_deg, stroke, before, after)
            found.append(_with_steps(t_s, feet_speed, steps, stroke, Turn(start_s, end_s, turn_deg)))
    return found


def _with_steps(
    t_s: FloatArray, feet_speed: FloatArray, steps: list[Stroke], stroke: Stroke, turn: Turn
) -> Turn:
    """The turn from its first step to its last; as it is when the feet rest."""
    taken = [
        s
        for s in steps
        if t_s[s.last] > t_s[stroke.first] - STEP_LULL_S and t_s[s.first] < t_s[stroke.last] + STEP_LULL_S
    ]
    if not taken:
        return turn
    start_s, end_s = movement_edges_s(t_s, feet_speed, taken[0], taken[-1], MIN_STEP_SPEED_TPS)
    return Turn(start_s, max(end_s, turn.end_s), turn.turn_deg)


def hip_direction_deg(kinematics: Kinematics) -> FloatArray:
    """(n,) unwrapped direction of the hips in the camera's horizontal plane; NaN where unseen."""
    angle = signed_view_deg(kinematics.pose.world_m)
    result = np.full(len(angle), np.nan)
    for part in stretches(np.isfinite(angle)):
        result[part] = np.degrees(np.unwrap(np.radians(angle[part])))
    return low_pass(kinematics.t_s, result, TURN_CUTOFF_HZ)
