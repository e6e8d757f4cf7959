"""Dropping into the seat.

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

from transitions.evidence import source
from transitions.kinematics.sampling import speed_share_missed
from transitions.model import Grade, Segment
from transitions.rules._holds import between_rows
from transitions.rules._readable import unreadable_reason
from transitions.rules.record import (
    ANY_VIEW,
    CurveStatistic,
    Drawn,
    JudgedCurve,
    Measure,
    Measurement,
    Rule,
    Thresholds,
)
from transitions.series import Curve, FloatArray, Kinematics, longest_step_s
from transitions.units import WAY_PER_S

WINDOW_S = 0.25
"""Longer than the blur of the 6 Hz filter, shorter than half a controlled lowering."""

REST_S = 0.5
"""The seated height is the median over this after the end (the standing height over 0.3 s before)."""

LEFT_HEIGHTS = 0.03
"""Hips this far above their lowest again, in standing heights, have left the seat: more than they sway or settle while
somebody sits (as `detect.stand_to_sit.CONTACT_BAND`; engineering value)."""

BEFORE_S = 0.3
EARLY_S = 0.1
MIN_DESCENT = 0.05
"""A descent of the hips under this, in standing heights, is not sitting down."""

SPEED_U = 10.0
"""Standard error in %/s, one for all views. Set on the choreography source (rendered clips), provisional;
`make crossvalidate` judges the rule on the others."""

NOT_WHOLE = "The moment of sitting down is not wholly in view."


def fastest_lowering(kinematics: Kinematics, segment: Segment) -> Measurement:
    """Fastest quarter of a second of the hips' descent, in percent of the whole descent a second."""
    reason = unreadable_reason(kinematics, segment, "hip_height_norm", "hip_speed_hps")
    if reason:
        return Measurement.not_assessable(reason)
    descent = _descent_heights(kinematics, segment)
    if not np.isfinite(descent):
        return Measurement.not_assessable(NOT_WHOLE)
    if descent < MIN_DESCENT or segment.duration_s <= WINDOW_S:
        return Measurement.not_assessable("The hips' way down is too short in this picture to be timed.")
    starts_s = np.arange(segment.start_s, segment.end_s - WINDOW_S, 1 / 60)
    inside = starts_s[(starts_s >= kinematics.t_s[0]) & (starts_s + WINDOW_S <= kinematics.t_s[-1])]
    speeds_pps = _lowering_pps(kinematics, descent, inside)
    if not np.isfinite(speeds_pps).all() or not len(speeds_pps):
        return Measurement.not_assessable(NOT_WHOLE)
    fastest = int(np.argmax(speeds_pps))
    at_s = float(inside[fastest]) + WINDOW_S / 2
    row = int(np.argmin(np.abs(kinematics.t_s - at_s)))
    missed = float(speed_share_missed(kinematics.t_s)[row]) * float(speeds_pps[fastest])
    return Measurement(max(float(speeds_pps[fastest]), 0.0), float(np.hypot(SPEED_U, missed)), at_s)


def descent_curve(kinematics: Kinematics, segment: Segment) -> Curve | None:
    """The speed down over the quarter of a second about every row; None where the descent is too short."""
    descent = _descent_heights(kinematics, segment)
    if not descent >= MIN_DESCENT:
        return None
    speed_pps = _lowering_pps(kinematics, descent, kinematics.t_s - WINDOW_S / 2)
    return Curve(speed_pps, np.full(len(speed_pps), SPEED_U), np.isfinite(speed_pps), WAY_PER_S.key)


def _descent_heights(kinematics: Kinematics, segment: Segment) -> float:
    """How far the hips go from standing to seated, in standing heights; NaN where either is not seen."""
    height = kinematics["hip_height_norm"].value
    standing = height[kinematics.between(segment.start_s - BEFORE_S, segment.start_s + EARLY_S)]
    seated = _before_leaving(height[kinematics.between(segment.end_s - EARLY_S, segment.end_s + REST_S)])
    if not np.isfinite(standing).any() or not np.isfinite(seated).any():
        return float("nan")
    return float(np.nanmedian(standing) - np.nanmedian(seated))


def _before_leaving(height: FloatArray) -> FloatArray:
    """The rows up to where the hips have left their lowest again: a rise at once is no part of the seat's height."""
    if not np.isfinite(height).any():
        return height
    lowest = int(np.nanargmin(height))
    with np.errstate(invalid="ignore"):
        left = np.flatnonzero(height[lowest:] > height[lowest] + LEFT_HEIGHTS)
    return height[: lowest + left[0]] if len(left) else height


def _lowering_pps(kinematics: Kinematics, descent: float, start_s: FloatArray) -> FloatArray:
    """Speed down over `WINDOW_S` from each time, in percent of `descent` a second; NaN where it is not seen."""
    height, longest_s = kinematics["hip_height_norm"].value, longest_step_s(kinematics.t_s)
    at_start, at_end = (
        between_rows(start_s + later_s, kinematics.t_s, height, longest_s) for later_s in (0.0, WINDOW_S)
    )
    speed_pps: FloatArray = 100.0 * (at_start - at_end) / descent / WINDOW_S
    return speed_pps


RULE = Rule(
    id="uncontrolled_descent",
    applies_to=frozenset({"stand_to_sit"}),
    views=ANY_VIEW,
    measure=Measure(
        "Fastest quarter of a second of the hips' way down, against that way's length",
        WAY_PER_S,
        fastest_lowering,
        JudgedCurve(
            "descent_of_way_pps",
            CurveStatistic.AT_MOMENT,
            label="Speed down, of the way to the seat",
            derive=descent_curve,
            made_of=("hip_height_norm",),
            read_as="over the fastest quarter of a second",
        ),
        Drawn.HIPS_WAY_DOWN,
    ),
    thresholds=Thresholds(mild=175, moderate=211, severe=249, grade=Grade.PROVISIONAL),
    sources=(source("boswell2023"),),
    title="Drop into the seat",
    headline="Dropped into the seat",
    cue="Reach back and lower for two seconds",
    means="Some part of the way down is so fast that nothing but the seat can be slowing it.",
    matters="A lowering that is even and slows before contact spreads the load over legs and time; a drop ends in a "
    "jolt.",
    misleads="A deep or soft seat swallows a drop, a high one shortens the way. Hands on armrests change the picture, "
    "and people who sit down on command hurry.",
    best_view="Any, with hips and feet in view.",
    film_next_time="Film from any side with hips and feet in view, before, during and after sitting down.",
    beside=("hip_height_norm",),
)
