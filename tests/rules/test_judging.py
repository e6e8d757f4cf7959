"""The uncertainty gate: observed, possible, not observed, not assessable, and what a finding carries."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kinematics_of import kinematics_of, times_s, whole

from transitions.evidence import source
from transitions.model import Finding, Grade, Result, Segment, Severity, View
from transitions.rules import sustained_twist
from transitions.rules._readable import NOT_SEEN
from transitions.rules.judging import UNKNOWN_VIEW, judge, judge_segments
from transitions.rules.record import ALL_KINDS, ANY_VIEW, Measure, Measurement, Rule, Thresholds
from transitions.series import INTERVAL_U, Curve, Kinematics, Reasons
from transitions.units import DEG

KINEMATICS = kinematics_of(times_s(1.0), {})
THRESHOLDS = Thresholds(20, 30, 40, Grade.PROVISIONAL)


def rule_that_reads(measurement: Measurement, thresholds: Thresholds = THRESHOLDS) -> Rule:
    return Rule(
        id="made_up",
        applies_to=ALL_KINDS,
        views=frozenset({View.OBLIQUE}),
        measure=Measure("Made up", DEG, lambda kinematics, segment: measurement),
        thresholds=thresholds,
        sources=(source("engineering"),),
        title="Made up",
        headline="Made up",
        cue="Carry on",
        means="Made up.",
        matters="Never.",
        misleads="Always.",
        best_view="Any.",
        film_next_time="Film again.",
    )


def finding_of(value: float, u: float, bands_up: int = 0) -> Finding:
    rule = rule_that_reads(Measurement(value, u, 0.5, bands_up=bands_up))
    return judge(KINEMATICS, whole(KINEMATICS, "reach"), rule)


@pytest.mark.parametrize(
    ("value", "u", "result", "severity", "threshold"),
    [
        (10.0, 1.0, Result.NOT_OBSERVED, None, 20.0),
        (19.0, 0.9, Result.NOT_OBSERVED, None, 20.0),
        (19.0, 1.0, Result.NOT_ASSESSABLE, None, 20.0),
        (20.0, 1.0, Result.POSSIBLE, Severity.MILD, 20.0),
        (20.0, 0.0, Result.OBSERVED, Severity.MILD, 20.0),
        (29.0, 5.0, Result.OBSERVED, Severity.MILD, 20.0),
        (30.0, 5.0, Result.OBSERVED, Severity.MODERATE, 30.0),
        (40.0, 15.0, Result.POSSIBLE, Severity.SEVERE, 40.0),
    ],
)
def test_gate(value: float, u: float, result: Result, severity: Severity | None, threshold: float) -> None:
    finding = finding_of(value, u)
    assert (finding.result, finding.severity, finding.threshold) == (result, severity, threshold)
    assert (finding.value, finding.uncertainty, finding.at_s) == (value, u, 0.5)
    assert (finding.reason is None) == (result is not Result.NOT_ASSESSABLE)


@given(
    value=st.floats(0, 200, allow_nan=False),
    u=st.floats(0, 50, allow_nan=False),
)
def test_gate_is_exhaustive_and_careful(value: float, u: float) -> None:
    result = finding_of(value, u).result
    assert (result is Result.OBSERVED) == (value - INTERVAL_U * u >= 20)
    assert (result in (Result.OBSERVED, Result.POSSIBLE)) == (value >= 20)
    if result is Result.NOT_OBSERVED:
        assert value + u < 20


def test_nothing_measured_carries_its_reason_and_no_number() -> None:
    rule = rule_that_reads(Measurement.not_assessable("The hips are hidden."))
    finding = judge(KINEMATICS, whole(KINEMATICS, "reach"), rule)
    assert finding.result is Result.NOT_ASSESSABLE
    assert (finding.value, finding.uncertainty, finding.severity) == (None, None, None)
    assert finding.reason == "The hips are hidden."


def test_a_value_without_uncertainty_is_a_mistake_in_the_rule() -> None:
    with pytest.raises(ValueError, match="uncertainty"):
        finding_of(25.0, float("nan"))


@pytest.mark.parametrize(
    ("view", "words"), [(View.BACK_OBLIQUE, "a back oblique"), (View.OBLIQUE, "an oblique")]
)
def test_the_wrong_view_is_said_with_the_remedy(view: View, words: str) -> None:
    rule = replace(rule_that_reads(Measurement(50.0, 1.0, None)), views=frozenset({View.SIDE}))
    segment = replace(whole(KINEMATICS, "reach"), view=view)
    finding = judge(KINEMATICS, segment, rule)
    assert (finding.result, finding.value) == (Result.NOT_ASSESSABLE, None)
    assert finding.reason == f"Cannot be judged from {words} view. Film again."


def test_a_view_that_cannot_be_told_passes_no_gate() -> None:
    rule = rule_that_reads(Measurement(50.0, 1.0, None))
    segment = replace(whole(KINEMATICS, "reach"), view=View.UNKNOWN)
    finding = judge(KINEMATICS, segment, rule)
    assert (finding.result, finding.value) == (Result.NOT_ASSESSABLE, None)
    assert finding.reason == f"{UNKNOWN_VIEW} Film again."
    assert judge(KINEMATICS, segment, replace(rule, views=ANY_VIEW)).result is Result.OBSERVED


T_S = times_s(6.0)
FAR_S, NEAR_S = 4.0, 2.0


def with_a_bad_end(reasons: Reasons | str) -> Kinematics:
    """Every curve can be read up to 4 s, and not after, but for a short flaw at 1 s."""
    kinematics = kinematics_of(T_S, {"trunk_twist_deg": np.where(T_S < FAR_S, 0.0, np.nan)})
    twist = kinematics["trunk_twist_deg"]
    valid = twist.valid & ~((T_S > 1.0) & (T_S < 1.8))
    curves = {**kinematics.curves, "trunk_twist_deg": Curve(twist.value, twist.u, valid, "deg", reasons)}
    return replace(kinematics, curves=curves)


def test_a_finding_quotes_its_own_stretch() -> None:
    causes = (T_S < NEAR_S, "Somebody stands in front."), (T_S >= NEAR_S, "It is too dark.")
    kinematics = with_a_bad_end(Reasons.first_of(*causes) or "")
    assert kinematics["trunk_twist_deg"].reason == "It is too dark."
    early, good, late = (
        judge(kinematics, Segment("reach", start_s, end_s, 1.0, view=View.OBLIQUE), sustained_twist.RULE)
        for start_s, end_s in ((0.5, 2.0), (2.0, 4.0), (4.0, 6.0))
    )
    assert early.reason == "Somebody stands in front."
    assert (good.result, good.reason) == (Result.NOT_OBSERVED, None)
    assert late.reason == "It is too dark."


def test_a_stretch_without_rows_does_not_quote_another() -> None:
    kinematics = with_a_bad_end("It is too dark.")
    finding = judge(kinematics, Segment("reach", 7.0, 8.0, 1.0, view=View.OBLIQUE), sustained_twist.RULE)
    assert finding.reason == NOT_SEEN


@pytest.mark.parametrize(
    ("value", "bands_up", "severity"),
    [
        (25.0, 1, Severity.MODERATE),
        (35.0, 1, Severity.SEVERE),
        (45.0, 1, Severity.SEVERE),
        (10.0, 1, None),
    ],
)
def test_a_band_up_enlarges_a_flag_and_makes_none(
    value: float, bands_up: int, severity: Severity | None
) -> None:
    assert finding_of(value, 0.0, bands_up=bands_up).severity is severity


def test_a_rule_with_one_band_knows_no_other() -> None:
    only_mild = Thresholds(20, None, None, Grade.PROVISIONAL)
    rule = rule_that_reads(Measurement(90.0, 1.0, None, bands_up=1), only_mild)
    assert judge(KINEMATICS, whole(KINEMATICS, "reach"), rule).severity is Severity.MILD


def test_every_applicable_rule_answers_for_every_segment() -> None:
    measurement = Measurement(10.0, 1.0, None)
    everywhere = rule_that_reads(measurement)
    rises = replace(everywhere, id="rises", applies_to=frozenset({"sit_to_stand"}))
    segments = [replace(whole(KINEMATICS, k), id=k) for k in ("sit_to_stand", "reach")]
    findings = judge_segments(KINEMATICS, segments, [everywhere, rises])
    assert [(f.segment_id, f.rule) for f in findings] == [
        ("sit_to_stand", "made_up"),
        ("sit_to_stand", "rises"),
        ("reach", "made_up"),
    ]
