"""Quick trunk twist.

Means: the shoulders turn fast against the hips, by at least 20 degrees.
Matters: an abrupt twist is the moment many people name when a flare began; the same turn made slower, or
with the feet, asks less of the trunk.
Misleads: a whole-body turn with steps is not a twist: the shoulders lead the pelvis for a moment in healthy
turning, which stays under the 20 degree excursion. Very short twists read low at 30 frames a second.
View: oblique is best; side on the far shoulder is hidden.

Provisional: a smooth 30 degree turn in 1 s peaks at 56 deg/s, in 0.5 s at 112 deg/s. The averages of lumbar
motion monitors over lifting jobs (Marras 1993) are not event thresholds and are not used.
"""

from __future__ import annotations

import numpy as np

from transitions.kinematics.filters import stretches
from transitions.model import ALL_KINDS, ANY_VIEW, Grade, Measurement, Rule, Segment, Thresholds
from transitions.rules._holds import highest_held
from transitions.rules._twist import unreadable_reason
from transitions.series import FloatArray, Kinematics

HOLD_S = 0.1
MIN_EXCURSION_DEG = 20.0
"""Never flag under this: a whole-body turn leads with the shoulders by less (MEASURES: Events)."""


def quick_twist(kinematics: Kinematics, segment: Segment) -> Measurement:
    """Highest twist speed kept for 0.1 s within one swing of at least 20 degrees, in degrees a second.

    The value is 0 where no swing is that large: a small twist is never an abrupt one.
    """
    speed = kinematics["twist_speed_dps"]
    for name in ("trunk_twist_deg", "twist_speed_dps"):
        reason = unreadable_reason(kinematics, name, segment)
        if reason:
            return Measurement.not_assessable(reason)
    rows = kinematics.between(segment.start_s, segment.end_s)
    t_s = kinematics.t_s[rows]
    within = _in_large_swing(kinematics["trunk_twist_deg"].value[rows], speed.value[rows])
    gated = np.where(within, np.abs(speed.value[rows]), 0.0)
    level_dps, at = highest_held(t_s, gated, HOLD_S)
    if not np.isfinite(level_dps):
        return Measurement.not_assessable("The moment is too short or too often hidden to see a quick twist.")
    return Measurement(level_dps, float(speed.u[rows][at]), float(t_s[at]) if level_dps > 0 else None)


def _in_large_swing(twist_deg: FloatArray, speed_dps: FloatArray) -> FloatArray:
    """Rows that belong to a one-way turn of at least `MIN_EXCURSION_DEG`."""
    within = np.zeros(len(twist_deg), dtype=bool)
    for direction in (1.0, -1.0):
        with np.errstate(invalid="ignore"):
            turning = direction * speed_dps > 0
        for part in stretches(turning):
            excursion = direction * (twist_deg[part.stop - 1] - twist_deg[part.start])
            within[part] |= excursion >= MIN_EXCURSION_DEG
    return within


RULE = Rule(
    id="abrupt_twist",
    applies_to=ALL_KINDS,
    views=ANY_VIEW,
    thresholds=Thresholds(
        mild=60, moderate=90, severe=120, unit="deg/s", source="smooth_turn_model", grade=Grade.PROVISIONAL
    ),
    measure=quick_twist,
    title="Quick twist",
    headline="Quick twist",
    cue="Slow the turn; point your feet where you're going",
    misleads="The shoulders lead the hips a little in every healthy turn; very short twists read low.",
    film_next_time="Film from the front corner, hips and both shoulders in view.",
)
