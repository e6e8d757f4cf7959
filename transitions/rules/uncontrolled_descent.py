"""Dropping into the seat.

Means: some part of the way down is so fast that nothing but the seat can be slowing it.
Matters: a lowering that is even and slows before contact spreads the load over legs and time; a drop ends in
a jolt.
Misleads: a deep or soft seat swallows a drop, a high one shortens the way. Hands on armrests change the
picture, and people who sit down on command hurry.
View: any, with hips and feet in view.

What is measured is the fastest quarter of a second of the hips' way down, in percent of that way a second.
Taking the person's own way down as the yardstick leaves out the seat's height and the camera, which
foreshortens hip travel when it stands in front. A smooth (minimum-jerk) lowering peaks at 1.875 / duration, a
little less over a quarter of a second, so 175 %/s is one of about a second.

405 home recordings of people sitting down as fast as possible peak at 0.36, 0.56 and 0.68 heights/s at the
50th, 95th and 99th percentile (computed from the open data of Boswell 2023). For smooth lowerings by 0.25 heights,
an ordinary chair, that is 140, 211 and 249 %/s over a quarter of a second: the bands above the first are those
percentiles. The first lies between the median and the 95th percentile and was set on the choreography
source (rendered clips), well above every controlled lowering: provisional; `make crossvalidate` judges it on the
others.
"""

from __future__ import annotations

import numpy as np

from transitions.kinematics.sampling import speed_share_missed
from transitions.model import ANY_VIEW, Grade, Measurement, Rule, Segment, Thresholds
from transitions.rules._holds import between_rows
from transitions.rules._twist import unreadable_reason
from transitions.series import Kinematics

WINDOW_S = 0.25
"""Longer than the blur of the 6 Hz filter, shorter than half a controlled lowering."""

REST_S = 0.5
"""The seated height is the median over this after the end (the standing height over 0.3 s before)."""

BEFORE_S = 0.3
EARLY_S = 0.1
MIN_WAY = 0.05
"""A way down under this, in standing heights, is not sitting down."""

SPEED_U = 10.0
"""Standard error in %/s, one for all views. Set on the choreography source (rendered clips), provisional;
`make crossvalidate` judges the rule on the others."""


def fastest_lowering(kinematics: Kinematics, segment: Segment) -> Measurement:
    """Fastest quarter of a second of the hips' way down, in percent of the way a second."""
    for name in ("hip_height_norm", "hip_speed_hps"):
        reason = unreadable_reason(kinematics, name, segment)
        if reason:
            return Measurement.not_assessable(reason)
    height = kinematics["hip_height_norm"].value
    standing = height[kinematics.between(segment.start_s - BEFORE_S, segment.start_s + EARLY_S)]
    seated = height[kinematics.between(segment.end_s - EARLY_S, segment.end_s + REST_S)]
    if not np.isfinite(standing).any() or not np.isfinite(seated).any():
        return Measurement.not_assessable("The moment of sitting down is not wholly in view.")
    way = float(np.nanmedian(standing) - np.nanmedian(seated))
    if way < MIN_WAY or segment.duration_s <= WINDOW_S:
        return Measurement.not_assessable("The hips' way down is too short in this picture to be timed.")
    starts_s = np.arange(segment.start_s, segment.end_s - WINDOW_S, 1 / 60)
    inside = starts_s[(starts_s >= kinematics.t_s[0]) & (starts_s + WINDOW_S <= kinematics.t_s[-1])]
    at_start, at_end = (between_rows(inside + later_s, kinematics.t_s, height) for later_s in (0.0, WINDOW_S))
    speeds = 100.0 * (at_start - at_end) / way / WINDOW_S
    if not np.isfinite(speeds).all() or not len(speeds):
        return Measurement.not_assessable("The moment of sitting down is not wholly in view.")
    fastest = int(np.argmax(speeds))
    at_s = float(inside[fastest]) + WINDOW_S / 2
    row = int(np.argmin(np.abs(kinematics.t_s - at_s)))
    missed = float(speed_share_missed(kinematics.t_s)[row]) * float(speeds[fastest])
    return Measurement(max(float(speeds[fastest]), 0.0), float(np.hypot(SPEED_U, missed)), at_s)


RULE = Rule(
    id="uncontrolled_descent",
    applies_to=frozenset({"stand_to_sit"}),
    views=ANY_VIEW,
    thresholds=Thresholds(
        mild=175, moderate=211, severe=249, unit="%/s", source="boswell2023", grade=Grade.PROVISIONAL
    ),
    measure=fastest_lowering,
    title="Drop into the seat",
    headline="Dropped into the seat",
    cue="Reach back and lower for two seconds",
    misleads="A soft or high seat and hands on armrests change how a landing looks.",
    film_next_time="Film from any side with hips and feet in view, before, during and after sitting down.",
)
