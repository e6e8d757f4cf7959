"""Trunk held twisted.

Means: the shoulders stay turned against the hips, away from the person's own neutral posture, for a moment.
Matters: twisting far under load or for long is what many people with back pain notice first; turning the
feet shares the movement with hips and legs.
Misleads: strategies vary; a large twist in a slow, chosen movement can be comfortable. Arms across the chest
or a hidden pelvis make the angle uncertain.
View: oblique is best; side on the far shoulder is hidden.

The bands 20/30/40 degrees follow ISO 11226 and EN 1005-4 posture zones, which are about working postures;
for short events they are provisional.
"""

from __future__ import annotations

import numpy as np

from transitions.model import ALL_KINDS, ANY_VIEW, Grade, Measurement, Rule, Segment, Thresholds
from transitions.rules._holds import highest_held
from transitions.rules._twist import unreadable_reason
from transitions.series import Kinematics

HOLD_S = 0.2


def held_twist(kinematics: Kinematics, segment: Segment) -> Measurement:
    """Largest twist from neutral kept for 0.2 s, in degrees."""
    reason = unreadable_reason(kinematics, "trunk_twist_deg", segment)
    if reason:
        return Measurement.not_assessable(reason)
    rows = kinematics.between(segment.start_s, segment.end_s)
    curve = kinematics["trunk_twist_deg"]
    level_deg, at = highest_held(kinematics.t_s[rows], np.abs(curve.value[rows]), HOLD_S)
    if not np.isfinite(level_deg):
        return Measurement.not_assessable("The moment is too short or too often hidden to see a held twist.")
    return Measurement(level_deg, float(curve.u[rows][at]), float(kinematics.t_s[rows][at]))


RULE = Rule(
    id="sustained_twist",
    applies_to=ALL_KINDS,
    views=ANY_VIEW,
    thresholds=Thresholds(
        mild=20, moderate=30, severe=40, unit="deg", source="iso11226", grade=Grade.PROVISIONAL
    ),
    measure=held_twist,
    title="Held twist",
    headline="Stayed twisted through the trunk",
    cue="Turn your feet first, so that hips and shoulders face what you do",
    misleads="A slow, chosen twist can be comfortable; arms across the chest make the angle less certain.",
    film_next_time="Film from the front corner, hips and both shoulders in view.",
)
