"""What is compared in each kind of transition. The first measure of a kind is its primary one unless another is named.

None has a better direction: people with back pain move slower, weaker people lean more to rise.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from transitions.model import Grade, Run, Segment
from transitions.series import Kinematics

MIN_SEEN_SHARE = 0.7
"""A peak is read where its curve is valid in at least this share of the segment (as the rules do; provisional)."""

MOMENT_U_S = 0.075
"""Standard error of the start, the end or an inner moment of a transition: on clips kept out of the fits starts and
ends are off by 0.05 and 0.06 s on average (README), 1.25 times that is a standard error."""

TIME_U_S = math.hypot(MOMENT_U_S, MOMENT_U_S)
"""Standard error of the time between two moments."""

NO_CURVES = "The curves of this recording are not there; keep series.parquet beside run.json."
NOT_SEEN = "The person is not seen clearly enough in this moment."


@dataclass(frozen=True)
class MeasuredValue:
    """What was measured in one repetition: a value with its standard uncertainty, or NaN and the reason."""

    value: float
    u: float
    reason: str | None = None

    @classmethod
    def not_assessable(cls, reason: str) -> MeasuredValue:
        """No value, with the reason why."""
        return cls(float("nan"), float("nan"), reason)


@dataclass(frozen=True)
class Spread:
    """How much one person's repetitions are taken to vary where there is only one a side.

    Attributes
    ----------
    floor : standard deviation in the measure's unit. share : the same as a share of the value; the larger counts.
    """

    floor: float
    share: float
    source: str
    grade: Grade

    def sd(self, value: float) -> float:
        """Standard deviation of one repetition about `value`."""
        return max(self.floor, self.share * abs(value))


SPREAD_OF_TIMES = Spread(
    0.0, 0.16, "between people, an upper bound: 1.67 ± 0.27 s (Baer & Ashburn)", Grade.DERIVED
)
SPREAD_OF_LEAN = Spread(3.6, 0.0, "within people, 405 home recordings (Boswell 2023)", Grade.DERIVED)
SPREAD_OF_ANGLES = Spread(5.0, 0.0, "engineering value", Grade.PROVISIONAL)
SPREAD_OF_SPEEDS = Spread(0.0, 0.15, "engineering value", Grade.PROVISIONAL)


@dataclass(frozen=True)
class OutcomeMeasure:
    """One figure of a transition, without a better direction.

    Attributes
    ----------
    read : returns value and standard uncertainty, or not assessable with the reason.
    filming_error : whether the uncertainty is shared by all repetitions of one filming (how this camera reads this
        body), as of angles and speeds; false where it is each repetition's own, as of times: filmed again,
        the session made up 83 % of the disagreement in lean and 6 % in times.
    """

    name: str
    title: str
    unit: str
    read: Callable[[Run, Segment], MeasuredValue]
    spread: Spread
    filming_error: bool = True


def measures_of(kind: str) -> tuple[OutcomeMeasure, ...]:
    """The measures compared in transitions of this kind, the primary one first."""
    return MEASURES.get(kind, (DURATION, *EVERYWHERE))


def _duration(_: Run, segment: Segment) -> MeasuredValue:
    return MeasuredValue(segment.duration_s, TIME_U_S)


def _time_to(phase: str) -> Callable[[Run, Segment], MeasuredValue]:
    def read(_: Run, segment: Segment) -> MeasuredValue:
        at_s = segment.phases.get(phase)
        if at_s is None:
            return MeasuredValue.not_assessable(f"This moment ({phase.removesuffix('_s')}) is not seen here.")
        return MeasuredValue(at_s - segment.start_s, TIME_U_S)

    return read


def _peak(curve: str, *, either_way: bool = False) -> Callable[[Run, Segment], MeasuredValue]:
    """The highest value of a curve in the segment; of its size where left and right count alike."""

    def read(run: Run, segment: Segment) -> MeasuredValue:
        if run.kinematics is None:
            return MeasuredValue.not_assessable(NO_CURVES)
        return _highest(run.kinematics, segment, curve, either_way)

    return read


def _highest(kinematics: Kinematics, segment: Segment, name: str, either_way: bool) -> MeasuredValue:
    rows = kinematics.between(segment.start_s, segment.end_s)
    curve = kinematics[name]
    valid = curve.valid[rows]
    if not len(valid) or np.mean(valid) < MIN_SEEN_SHARE:
        return MeasuredValue.not_assessable(curve.reason_in(rows) or NOT_SEEN)
    value = np.abs(curve.value[rows]) if either_way else curve.value[rows]
    at = int(np.nanargmax(value))
    return MeasuredValue(float(value[at]), float(curve.u[rows][at]))


def _finding(rule: str) -> Callable[[Run, Segment], MeasuredValue]:
    """What a rule measured; its verdict and thresholds are left aside."""

    def read(run: Run, segment: Segment) -> MeasuredValue:
        for finding in run.findings_of(segment.id):
            if finding.rule == rule and finding.value is not None and finding.uncertainty is not None:
                return MeasuredValue(finding.value, finding.uncertainty)
            if finding.rule == rule:
                return MeasuredValue.not_assessable(finding.reason or NOT_SEEN)
        return MeasuredValue.not_assessable(f"The rule {rule} was not applied in this recording.")

    return read


DURATION = OutcomeMeasure("duration_s", "Duration", "s", _duration, SPREAD_OF_TIMES, filming_error=False)
LEAN = OutcomeMeasure(
    "peak_trunk_lean_deg", "Deepest trunk lean", "deg", _peak("trunk_inclination_deg"), SPREAD_OF_LEAN
)
TWIST = OutcomeMeasure(
    "peak_trunk_twist_deg",
    "Largest trunk twist",
    "deg",
    _peak("trunk_twist_deg", either_way=True),
    SPREAD_OF_ANGLES,
)
TWIST_SPEED = OutcomeMeasure(
    "peak_twist_speed_dps",
    "Fastest trunk twist",
    "deg/s",
    _peak("twist_speed_dps", either_way=True),
    SPREAD_OF_SPEEDS,
)
FLEXION_SPEED = OutcomeMeasure(
    "peak_trunk_flexion_speed_dps",
    "Fastest forward swing of the trunk",
    "deg/s",
    _peak("trunk_flexion_speed_dps"),
    SPREAD_OF_SPEEDS,
)
ROUNDING = OutcomeMeasure(
    "spine_rounding_deg",
    "Rounding of the back beyond its usual share",
    "deg",
    _finding("poor_hip_hinge"),
    SPREAD_OF_ANGLES,
)
DESCENT = OutcomeMeasure(
    "fastest_descent_percent_per_s",
    "Fastest part of the way down",
    "%/s",
    _finding("uncontrolled_descent"),
    SPREAD_OF_SPEEDS,
)


def _moment(name: str, title: str, phase: str) -> OutcomeMeasure:
    return OutcomeMeasure(name, title, "s", _time_to(phase), SPREAD_OF_TIMES, filming_error=False)


SEAT_OFF = _moment("seat_off_after_s", "Time to leaving the seat", "seat_off_s")
CONTACT = _moment("contact_after_s", "Time to reaching the seat", "contact_s")
SEAT_ON = _moment("seat_on_after_s", "Time to sitting on the seat", "seat_on_s")
GRASP = _moment("grasp_after_s", "Time to the hand's far point", "grasp_s")
LOWEST = _moment("lowest_after_s", "Time to the hand's lowest point", "lowest_s")

EVERYWHERE = (LEAN, FLEXION_SPEED, TWIST, TWIST_SPEED)

MEASURES: Mapping[str, tuple[OutcomeMeasure, ...]] = {
    "sit_to_stand": (DURATION, SEAT_OFF, *EVERYWHERE, ROUNDING),
    "stand_to_sit": (DESCENT, DURATION, CONTACT, *EVERYWHERE, ROUNDING),
    "reach": (TWIST_SPEED, TWIST, DURATION, GRASP, LEAN, FLEXION_SPEED),
    "pick_up": (ROUNDING, DURATION, LOWEST, *EVERYWHERE),
    "car_exit": (TWIST_SPEED, TWIST, DURATION, SEAT_OFF, LEAN, FLEXION_SPEED),
    "car_enter": (TWIST_SPEED, TWIST, DURATION, SEAT_ON, LEAN, FLEXION_SPEED),
    "lift": (DURATION, GRASP, *EVERYWHERE),
    "turn": (TWIST_SPEED, TWIST, DURATION, LEAN),
}
