"""Twisting to reach while the feet stay put.

Means: in a reach or a pick-up the shoulders turn against the hips and stay so for a moment, and the feet have
neither turned nor stepped.
Matters: when the feet come along, hips and legs share the turn; with planted feet the trunk does all of it,
and a bent trunk adds to it.
Misleads: seated in a tight place the feet often cannot come along. Strategies vary with strength, pain and age.
View: the front corner (or the back one), feet in view.

Bands and grade as for a held twist; 15 degrees of foot turn, the step and the 20 degree lean are provisional.
"""

from __future__ import annotations

import numpy as np

from transitions.model import Grade, Measurement, Rule, Segment, Thresholds, View
from transitions.rules._feet import FEET_HIDDEN, feet_in_view, feet_planted
from transitions.rules._holds import highest_held
from transitions.rules._twist import unreadable_reason
from transitions.series import Kinematics

HOLD_S = 0.2
BENT_DEG = 20.0
"""A twist with the trunk bent forward by more than this counts one band up (provisional)."""


def planted_twist(kinematics: Kinematics, segment: Segment) -> Measurement:
    """Largest twist from neutral kept for 0.2 s while the feet stay put, in degrees; 0 when they never do."""
    reason = unreadable_reason(kinematics, "trunk_twist_deg", segment)
    if reason:
        return Measurement.not_assessable(reason)
    if not feet_in_view(kinematics, segment):
        return Measurement.not_assessable(FEET_HIDDEN)
    rows = kinematics.between(segment.start_s, segment.end_s)
    t_s, curve = kinematics.t_s[rows], kinematics["trunk_twist_deg"]
    twist_deg = np.where(feet_planted(kinematics, segment), np.abs(curve.value[rows]), 0.0)
    twist_deg[~curve.valid[rows]] = np.nan
    level_deg, at = highest_held(t_s, twist_deg, HOLD_S)
    if not np.isfinite(level_deg):
        return Measurement.not_assessable("The moment is too short or too often hidden to see a held twist.")
    lean_deg = kinematics["trunk_inclination_deg"].value[rows][at]
    return Measurement(
        level_deg,
        float(curve.u[rows][at]),
        float(t_s[at]) if level_deg > 0 else None,
        bands_up=int(lean_deg > BENT_DEG),
    )


RULE = Rule(
    id="twisted_reach",
    applies_to=frozenset({"reach", "pick_up"}),
    views=frozenset({View.FRONT, View.OBLIQUE, View.BACK_OBLIQUE}),
    thresholds=Thresholds(
        mild=20, moderate=30, severe=40, unit="deg", source="iso11226", grade=Grade.PROVISIONAL
    ),
    measure=planted_twist,
    title="Twisted reach",
    headline="Twisted to reach while the feet stayed put",
    cue="Step or turn your feet towards the thing first, then reach",
    misleads="In a tight place the feet often cannot come along; a slow, chosen twist can be comfortable.",
    film_next_time="Film from the front corner, feet and both shoulders in view.",
)
