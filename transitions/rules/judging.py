"""Turns a measurement into a finding: the same uncertainty gate for every rule (MEASURES: Rules)."""

from __future__ import annotations

import math
from collections.abc import Iterable

from transitions.model import Finding, Result, Segment, View
from transitions.rules.record import ANY_VIEW, Measurement, Rule
from transitions.series import INTERVAL_U, Kinematics

UNKNOWN_VIEW = "It cannot be told here from which side the camera looks, and this depends on it."


def judge_segments(
    kinematics: Kinematics, segments: Iterable[Segment], rules: Iterable[Rule]
) -> tuple[Finding, ...]:
    """A finding for every rule that applies to each segment, in time order, then by rule."""
    rules = tuple(rules)
    return tuple(judge(kinematics, s, rule) for s in segments for rule in rules if rule.applies(s.kind))


def judge(kinematics: Kinematics, segment: Segment, rule: Rule) -> Finding:
    """The finding of one rule for one segment."""
    measurement = _measure(kinematics, segment, rule)
    result, reason = _result(measurement, rule)
    severity = rule.thresholds.severity(measurement.value, measurement.bands_up) if _is_flag(result) else None
    known = math.isfinite(measurement.value)
    return Finding(
        segment_id=segment.id,
        rule=rule.id,
        result=result,
        severity=severity,
        value=measurement.value if known else None,
        unit=rule.measure.unit.key,
        threshold=rule.thresholds.reached(measurement.value),
        uncertainty=measurement.u if known else None,
        at_s=measurement.at_s,
        reason=reason,
        headline=rule.headline,
        cue=rule.cue,
        source=rule.sources[0].key,
        grade=rule.thresholds.grade,
    )


def _measure(kinematics: Kinematics, segment: Segment, rule: Rule) -> Measurement:
    if rule.views >= ANY_VIEW or segment.view in rule.views:
        return rule.measure.read(kinematics, segment)
    if segment.view is View.UNKNOWN:
        return Measurement.not_assessable(f"{UNKNOWN_VIEW} {rule.film_next_time}")
    where = segment.view.value.replace("_", " ")
    article = "an" if where[0] in "aeiou" else "a"
    return Measurement.not_assessable(f"Cannot be judged from {article} {where} view. {rule.film_next_time}")


def _is_flag(result: Result) -> bool:
    return result in (Result.OBSERVED, Result.POSSIBLE)


def _result(measurement: Measurement, rule: Rule) -> tuple[Result, str | None]:
    """Observed when the whole 90 % interval passes the first threshold, not observed when value + u is under."""
    value, u, first = measurement.value, measurement.u, rule.thresholds.mild
    if not math.isfinite(value):
        return Result.NOT_ASSESSABLE, measurement.reason
    if not math.isfinite(u):
        raise ValueError(f"{rule.id} measured a value without its uncertainty")
    if value - INTERVAL_U * u >= first:
        return Result.OBSERVED, None
    if value >= first:
        return Result.POSSIBLE, None
    if value + u < first:
        return Result.NOT_OBSERVED, None
    return (
        Result.NOT_ASSESSABLE,
        f"Too close to call: {value:.3g} ± {INTERVAL_U * u:.2g} {rule.measure.unit.key} against {first:g}. "
        f"{rule.film_next_time}",
    )
