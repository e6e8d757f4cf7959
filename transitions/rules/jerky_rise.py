"""Jerking the trunk forward to get up.

Thresholds 130/148/180 deg/s are derived: the 90th, 95th and 99th percentile of 405 home recordings of rises
made as fast as possible (92, 105 and 128 image deg/s, computed from the open data of Boswell 2023), corrected for
a camera at 45 degrees.
"""

from __future__ import annotations

import numpy as np

from transitions.evidence import Seen, Source, source
from transitions.model import Grade, Segment, View
from transitions.rules._holds import highest_held
from transitions.rules._readable import unreadable_reason
from transitions.rules.record import (
    CurveStatistic,
    Drawn,
    JudgedCurve,
    Measure,
    Measurement,
    Rule,
    Thresholds,
)
from transitions.series import Kinematics, longest_step_s
from transitions.units import DEG_PER_S

HOLD_S = 0.05
"""One or two frames at 30 a second: a single frame's jump is not a swing."""


def trunk_swing_speed(kinematics: Kinematics, segment: Segment) -> Measurement:
    """Peak trunk flexion speed between onset and the hips having risen, in degrees a second."""
    upright_s = segment.phases.get("upright_s", segment.end_s)
    for until_s in (segment.end_s, upright_s):
        reason = unreadable_reason(kinematics, segment, "trunk_flexion_speed_dps", until_s=until_s)
        if reason:
            return Measurement.not_assessable(reason)
    rows = kinematics.between(segment.start_s, upright_s)
    speed = kinematics["trunk_flexion_speed_dps"]
    held = highest_held(kinematics.t_s[rows], speed.value[rows], HOLD_S, longest_step_s(kinematics.t_s))
    if not np.isfinite(held.level):
        return Measurement.not_assessable("The rise is too short or too often hidden to time the trunk.")
    return Measurement(
        max(held.level, 0.0),
        float(speed.u[rows][held.row]),
        float(kinematics.t_s[rows][held.row]),
        stretch_s=(held.start_s, held.end_s),
    )


RULE = Rule(
    id="jerky_rise",
    applies_to=frozenset({"sit_to_stand"}),
    views=frozenset({View.FRONT, View.OBLIQUE, View.SIDE, View.BACK_OBLIQUE}),
    measure=Measure(
        "Highest speed of the trunk's forward swing kept for 0.05 s before the person is upright",
        DEG_PER_S,
        trunk_swing_speed,
        JudgedCurve("trunk_flexion_speed_dps", CurveStatistic.KEPT, read_as=f"kept for {HOLD_S:g} s"),
        Drawn.TRUNK_SWING,
    ),
    thresholds=Thresholds(mild=130, moderate=148, severe=180, grade=Grade.DERIVED),
    sources=(
        source("boswell2023"),
        Source(
            key="vanlummel2018",
            citation="van Lummel RC et al. 2018, Older adults with weaker muscle strength stand up from a sitting "
            "position with more dynamic trunk use, Sensors 18:1235",
            seen=Seen.ABSTRACT,
            doi="10.3390/s18041235",
            population="27 healthy older adults",
            used="weaker people lean more and faster to rise",
        ),
    ),
    title="Jerky rise",
    headline="Threw the trunk forward to get up",
    cue="Slide forward, feet back, then lean and rise in one smooth breath",
    means="The trunk swings forward very fast at the start of a rise.",
    matters="Throwing the trunk replaces leg work with momentum; the swing has to be caught again by the back.",
    misleads="Leaning more, or faster, is a useful strategy for tired or weak legs (van Lummel 2018); a rise on "
    "command is faster than an everyday one. Judge the control, not the depth.",
    best_view="Side on or oblique; facing the camera the lean is seen end on.",
    film_next_time="Film side on or from the front corner, head to feet in view.",
    beside=("trunk_inclination_deg",),
)
