"""Jerking the trunk forward to get up.

Means: the trunk swings forward very fast at the start of a rise.
Matters: throwing the trunk replaces leg work with momentum; the swing has to be caught again by the back.
Misleads: a deeper or faster lean is a useful strategy for people with weak legs (van Lummel 2018); a rise on
command, as fast as possible, is faster than an everyday one. Judge the control, not the depth.
View: side on or oblique; facing the camera the lean is seen end on.

Thresholds 130/148/180 deg/s are derived: the 90th, 95th and 99th percentile of 405 home recordings of rises
made as fast as possible (92, 105 and 128 image deg/s, computed from the open data of Boswell 2023), corrected for
a camera at 45 degrees.
"""

from __future__ import annotations

import numpy as np

from transitions.model import Grade, Measurement, Rule, Segment, Thresholds, View
from transitions.rules._holds import highest_held
from transitions.rules._twist import unreadable_reason
from transitions.series import Kinematics

HOLD_S = 0.05
"""One or two frames at 30 a second: a single frame's jump is not a swing."""


def trunk_swing_speed(kinematics: Kinematics, segment: Segment) -> Measurement:
    """Peak trunk flexion speed between onset and the hips having risen, in degrees a second."""
    reason = unreadable_reason(kinematics, "trunk_flexion_speed_dps", segment)
    if reason:
        return Measurement.not_assessable(reason)
    rows = kinematics.between(segment.start_s, segment.phases.get("upright_s", segment.end_s))
    speed = kinematics["trunk_flexion_speed_dps"]
    level_dps, at = highest_held(kinematics.t_s[rows], speed.value[rows], HOLD_S)
    if not np.isfinite(level_dps):
        return Measurement.not_assessable("The rise is too short or too often hidden to time the trunk.")
    return Measurement(max(level_dps, 0.0), float(speed.u[rows][at]), float(kinematics.t_s[rows][at]))


RULE = Rule(
    id="jerky_rise",
    applies_to=frozenset({"sit_to_stand"}),
    views=frozenset({View.FRONT, View.OBLIQUE, View.SIDE, View.BACK_OBLIQUE}),
    thresholds=Thresholds(
        mild=130, moderate=148, severe=180, unit="deg/s", source="boswell2023", grade=Grade.DERIVED
    ),
    measure=trunk_swing_speed,
    title="Jerky rise",
    headline="Threw the trunk forward to get up",
    cue="Slide forward, feet back, then lean and rise in one smooth breath",
    misleads="Leaning more is a good strategy for tired legs; hurrying on command is faster than everyday life.",
    film_next_time="Film side on or from the front corner, head to feet in view.",
)
