"""What a finding's number was read from: the stretch, the value on its curve, how long it lasted, where it landed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from transitions.model import Finding, Segment
from transitions.rules.record import CurveStatistic, JudgedCurve, Measurement, Rule
from transitions.series import Curve, Kinematics, longest_step_s

AGREES_SHARE = 0.02
"""A number read again may differ by this share from the stored one, which saw the whole clip; else it isn't shown."""

LANDING = "contact_s"


@dataclass(frozen=True)
class Evidence:
    """Where a number comes from.

    Attributes
    ----------
    curve : name of the judged curve.
    value : as on that curve, with its sign there.
    stretch_s : from when to when it was read; None where it was read at its moment.
    at_s : the moment shown.
    beyond_s : from when to when the curve stayed beyond the first band about that moment; None where it didn't.
    held : whether the value is one that was kept for a while, so that its time beyond the band is told.
    landing_s : when the hips met the seat, of a way down; None elsewhere.
    """

    curve: str
    value: float
    stretch_s: tuple[float, float] | None
    at_s: float
    beyond_s: tuple[float, float] | None
    held: bool
    landing_s: float | None

    @property
    def lasted_s(self) -> float:
        """Length of `beyond_s` in seconds; NaN without it."""
        return float("nan") if self.beyond_s is None else self.beyond_s[1] - self.beyond_s[0]


def evidence_of(
    finding: Finding, segment: Segment, rule: Rule | None, kinematics: Kinematics
) -> Evidence | None:
    """The evidence of a measured finding; None where the rule has no curve or reads another number by now."""
    judged = rule.measure.curve if rule is not None else None
    if rule is None or judged is None or finding.value is None or finding.at_s is None:
        return None
    curve = judged.of(kinematics, segment)
    if curve is None or not len(kinematics.t_s):
        return None
    again = rule.measure.read(kinematics, segment)
    if again.at_s is None or not _agrees(again, finding.value):
        return None
    sign = _side(curve, judged, again, kinematics)
    first = rule.thresholds.mild
    beyond = np.abs(curve.value) >= first if len(judged.sides) > 1 else sign * curve.value >= first
    return Evidence(
        judged.name,
        sign * again.value,
        again.stretch_s,
        again.at_s,
        _stretch_of(kinematics, beyond, again.at_s),
        judged.statistic is CurveStatistic.KEPT,
        landing_s(segment) if judged.statistic is CurveStatistic.AT_MOMENT else None,
    )


def landing_s(segment: Segment) -> float | None:
    """When the hips meet the seat, of a way down; None elsewhere."""
    return segment.phases.get(LANDING)


def _agrees(again: Measurement, value: float) -> bool:
    return math.isfinite(again.value) and abs(again.value - value) <= AGREES_SHARE * max(abs(value), 1.0)


def _side(curve: Curve, judged: JudgedCurve, measured: Measurement, kinematics: Kinematics) -> int:
    """The sign in which the value stands on the curve."""
    if len(judged.sides) == 1:
        return judged.sides[0]
    if measured.side:
        return measured.side
    row = int(np.argmin(np.abs(kinematics.t_s - (measured.at_s or 0.0))))
    return -1 if curve.value[row] < 0 else 1


def _stretch_of(
    kinematics: Kinematics, beyond: np.ndarray[tuple[int], np.dtype[np.bool_]], at_s: float
) -> tuple[float, float] | None:
    """The unbroken stretch of `beyond` about `at_s`, in seconds."""
    t_s = kinematics.t_s
    row = int(np.argmin(np.abs(t_s - at_s)))
    if not beyond[row]:
        return None
    joined = beyond[1:] & beyond[:-1] & (np.diff(t_s) <= longest_step_s(t_s))
    breaks = np.flatnonzero(~joined)
    first = breaks[breaks < row][-1] + 1 if (breaks < row).any() else 0
    last = breaks[breaks >= row][0] if (breaks >= row).any() else len(t_s) - 1
    return float(t_s[first]), float(t_s[last])
