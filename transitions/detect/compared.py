"""Measures that transitions are compared by: how long, how far, how fast, and when within.

None has a better direction: people with back pain move slower, weaker people lean more to rise.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from transitions.detect.record import Compared, Reading, Spread
from transitions.evidence import Seen, Source, source
from transitions.model import Grade, Run, Segment
from transitions.series import FloatArray, Kinematics
from transitions.units import DEG, DEG_PER_S, HEIGHTS, HEIGHTS_PER_S, WAY_PER_S, Unit

SECONDS = Unit("s", "s")

MIN_SEEN_SHARE = 0.7
"""A curve is read where it is valid in at least this share of the segment (as the rules do; provisional)."""

MOMENT_U_S = 0.075
"""Standard error of the start, the end or an inner moment of a transition: on clips kept out of the fits starts and
ends are off by 0.05 and 0.06 s on average (README), 1.25 times that is a standard error."""

TIME_U_S = math.hypot(MOMENT_U_S, MOMENT_U_S)
"""Standard error of the time between two moments."""

PEAK_TWIST_SPEED_U_DPS = 13.5
"""Standard error that picking the largest of a noisy curve adds to the curve's own: with it the error of the peak on 96
rises, sits and pick-ups of the rendered clips, 14.8 °/s, is what is stated. Judged on reaches, which it was not set on
(`bench.before_after_clips CLIPS PEOPLE --every-pair`): the 90 % margin holds the true peak in 25 of 33, without it in
17."""

NO_CURVES = "The curves of this recording are not there; keep series.parquet beside run.json."
NOT_SEEN = "The person is not seen clearly enough in this moment."

BAER_ASHBURN = Source(
    key="baer_ashburn",
    citation="Baer G, Ashburn AM, Trunk movements in older subjects during sit-to-stand",
    seen=Seen.ABSTRACT,
    address="https://core.ac.uk/display/41856",
    population="30 older adults, mean age 61.6 years",
    used="time to stand up, 1.67 s, standard deviation between people 0.27 s",
)
ASSUMED = (
    "engineering value",
    Source(
        "assumed_spread", "Engineering value: how repetitions vary is assumed until it is measured", Seen.OWN
    ),
    Grade.PROVISIONAL,
)
OF_TIMES = Spread(
    0.0,
    0.16,
    "between people, an upper bound: 1.67 ± 0.27 s (Baer & Ashburn)",
    BAER_ASHBURN,
    Grade.DERIVED,
)
OF_LEAN = Spread(
    3.6, 0.0, "within people, 405 home recordings (Boswell 2023)", source("boswell2023"), Grade.DERIVED
)
OF_ANGLES = Spread(5.0, 0.0, *ASSUMED)
OF_SPEEDS = Spread(0.0, 0.15, *ASSUMED)
OF_HEIGHTS = Spread(0.03, 0.0, *ASSUMED)

SPREADS = {
    SECONDS: OF_TIMES,
    DEG: OF_ANGLES,
    DEG_PER_S: OF_SPEEDS,
    WAY_PER_S: OF_SPEEDS,
    HEIGHTS_PER_S: OF_SPEEDS,
    HEIGHTS: OF_HEIGHTS,
}
"""How repetitions are taken to vary, by unit."""


def highest(curve: str, name: str, unit: Unit, spread: Spread | None = None) -> Compared:
    """The largest value of a curve within the transition."""
    return Compared(f"highest_{curve}", name, unit, _extreme(curve, _same), spread or SPREADS[unit])


def lowest(curve: str, name: str, unit: Unit) -> Compared:
    """The smallest value of a curve within the transition."""
    return Compared(f"lowest_{curve}", name, unit, _extreme(curve, np.negative), SPREADS[unit])


def furthest(curve: str, name: str, unit: Unit, peak_u: float = 0.0) -> Compared:
    """The value furthest from zero, without its sign: how far to either side, how fast in either direction.

    `peak_u` is the standard error that picking the largest adds to the curve's own.
    """
    return Compared(
        f"furthest_{curve}",
        name,
        unit,
        _extreme(curve, np.abs, without_sign=True, peak_u=peak_u),
        SPREADS[unit],
    )


def time_until(phase: str, name: str) -> Compared:
    """How long after the start one of its phases begins."""
    moment = phase.removesuffix("_s")

    def measure(_: Run, segment: Segment) -> Reading:
        at_s = segment.phases.get(phase)
        if at_s is None:
            return Reading.not_assessable(f"This moment ({moment.replace('_', ' ')}) is not seen here.")
        return Reading(at_s - segment.start_s, TIME_U_S)

    return Compared(f"{moment}_after_s", name, SECONDS, measure, OF_TIMES, filming_error=False)


def judged_by(rule: str, id: str, name: str, unit: Unit) -> Compared:
    """What a rule measured; its verdict and thresholds are left aside."""

    def measure(run: Run, segment: Segment) -> Reading:
        for finding in run.findings_of(segment.id):
            if finding.rule == rule and finding.value is not None and finding.uncertainty is not None:
                return Reading(finding.value, finding.uncertainty)
            if finding.rule == rule:
                return Reading.not_assessable(finding.reason or NOT_SEEN)
        return Reading.not_assessable(f"The rule {rule} was not applied in this recording.")

    return Compared(id, name, unit, measure, SPREADS[unit])


def _duration(_: Run, segment: Segment) -> Reading:
    return Reading(segment.duration_s, TIME_U_S)


def _same(value: FloatArray) -> FloatArray:
    return value


def _extreme(
    curve: str, size: Callable[[FloatArray], FloatArray], *, without_sign: bool = False, peak_u: float = 0.0
) -> Callable[[Run, Segment], Reading]:
    """Where the curve's `size` is largest in the segment: its value there."""

    def measure(run: Run, segment: Segment) -> Reading:
        if run.kinematics is None:
            return Reading.not_assessable(NO_CURVES)
        found = _at_largest(run.kinematics, segment, curve, size, without_sign)
        return replace(found, u=math.hypot(found.u, peak_u))

    return measure


def _at_largest(
    kinematics: Kinematics,
    segment: Segment,
    name: str,
    size: Callable[[FloatArray], FloatArray],
    without_sign: bool,
) -> Reading:
    rows = kinematics.between(segment.start_s, segment.end_s)
    curve = kinematics[name]
    valid = curve.valid[rows]
    if kinematics.share_of_time(valid, segment.start_s, segment.end_s) < MIN_SEEN_SHARE:
        return Reading.not_assessable(curve.reason_in(rows) or NOT_SEEN)
    at = int(np.nanargmax(size(curve.value[rows])))
    value = float(curve.value[rows][at])
    return Reading(abs(value) if without_sign else value, float(curve.u[rows][at]))


DURATION = Compared("duration_s", "Duration", SECONDS, _duration, OF_TIMES, filming_error=False)
LEAN = highest("trunk_inclination_deg", "Deepest trunk lean", DEG, OF_LEAN)
TWIST = furthest("trunk_twist_deg", "Largest trunk twist", DEG)
TWIST_SPEED = furthest("twist_speed_dps", "Fastest trunk twist", DEG_PER_S, PEAK_TWIST_SPEED_U_DPS)
FLEXION_SPEED = highest("trunk_flexion_speed_dps", "Fastest forward swing of the trunk", DEG_PER_S)
ROUNDING = judged_by(
    "poor_hip_hinge", "spine_rounding_deg", "Rounding of the back beyond its usual share", DEG
)
DESCENT = judged_by("uncontrolled_descent", "fastest_descent_pps", "Fastest part of the way down", WAY_PER_S)

TRUNK = (LEAN, FLEXION_SPEED, TWIST, TWIST_SPEED)
"""Of the trunk in any transition."""
