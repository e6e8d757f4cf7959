"""Dropping into the seat.

Means: the hips are still moving down fast when they meet the seat.
Matters: a lowering that slows before contact spreads the load over legs and time; a drop ends in a jolt.
Misleads: a deep or soft seat swallows a drop; a high seat shortens the way down. People differ in strength,
and hands on armrests change the picture.
View: any, with the hips and feet in view: vertical hip travel depends least on the camera.

What is measured is the mean downward hip speed over the last 0.3 s before contact: high both for a fast
descent and for one that does not slow. Thresholds are derived: 405 home recordings of people sitting down
as fast as possible peak at 0.56, 0.68 and 0.80 heights/s at the 95th, 99th and above (Boswell 2023, after
MEASURES). A smooth (raised-cosine) descent of 0.25 heights that peaks at those speeds lasts 0.89, 0.74 and
0.63 s and moves at 0.16, 0.27 and 0.41 heights/s on average in its last 0.3 s.
"""

from __future__ import annotations

import numpy as np

from transitions.model import ANY_VIEW, Grade, Measurement, Rule, Segment, Thresholds
from transitions.rules._twist import unreadable_reason
from transitions.series import Kinematics

LANDING_S = 0.3
"""Longer than the blur of the 6 Hz filter, shorter than half a controlled lowering."""

CONTACT_MARGIN_S = 0.1
"""Contact is known within about this: the fastest 0.3 s that end in this time before it are taken."""

HEIGHT_U = 0.010
"""Standard error of a difference of two hip heights 0.3 s apart, in standing heights (rendered clips)."""

SCALE_U = 0.10
"""Relative uncertainty of the standing height and of the camera's foreshortening."""


def landing_speed(kinematics: Kinematics, segment: Segment) -> Measurement:
    """Mean downward hip speed over the 0.3 s before the hips meet the seat, in standing heights a second."""
    for name in ("hip_height_norm", "hip_speed_hps"):
        reason = unreadable_reason(kinematics, name, segment)
        if reason:
            return Measurement.not_assessable(reason)
    contact_s = segment.phases.get("contact_s")
    if contact_s is None or contact_s - segment.start_s < LANDING_S:
        return Measurement.not_assessable("The moment of sitting down is not wholly in view.")
    t_s = kinematics.t_s
    height = kinematics["hip_height_norm"].value
    seen = np.isfinite(height)
    ends_s = np.arange(contact_s - CONTACT_MARGIN_S, contact_s + 1e-9, 1 / 60)
    at_end, at_start = (np.interp(ends_s - back_s, t_s[seen], height[seen]) for back_s in (0.0, LANDING_S))
    speeds = (at_start - at_end) / LANDING_S
    fastest = int(np.argmax(speeds))
    value = max(float(speeds[fastest]), 0.0)
    u = float(np.hypot(HEIGHT_U / LANDING_S, SCALE_U * value))
    return Measurement(value, u, float(ends_s[fastest]))


RULE = Rule(
    id="uncontrolled_descent",
    applies_to=frozenset({"stand_to_sit"}),
    views=ANY_VIEW,
    thresholds=Thresholds(
        mild=0.16,
        moderate=0.27,
        severe=0.41,
        unit="heights/s",
        source="boswell2023",
        grade=Grade.DERIVED,
    ),
    measure=landing_speed,
    title="Drop into the seat",
    headline="Dropped into the seat",
    cue="Reach back and lower for two seconds",
    misleads="A soft or high seat and hands on armrests change how a landing looks.",
    film_next_time="Film from any side with hips and feet in view, before, during and after sitting down.",
)
