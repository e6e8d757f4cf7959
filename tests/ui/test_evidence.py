"""The words of a finding follow its margin, and its number is shown where it was read."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import numpy as np
import pytest
from kinematics_of import kinematics_of, smooth_turn, smooth_turn_speed, times_s, whole

from transitions.model import Finding, Result
from transitions.rules import all_rules
from transitions.rules.judging import judge
from transitions.rules.record import Rule
from transitions.series import INTERVAL_U, Kinematics
from transitions.store import FindingRow
from transitions.ui.evidence import evidence_of
from transitions.ui.findings import background_markup, badge_words, full_markup, simple_markup
from transitions.ui.words import lasted_words

RULES = {rule.id: rule for rule in all_rules()}
HELD = RULES["sustained_twist"]
T_S = times_s(4.0)
SEGMENT = whole(kinematics_of(T_S, {}), "reach")


def twist_held(deg: float, from_s: float, to_s: float) -> Kinematics:
    return kinematics_of(T_S, {"trunk_twist_deg": np.where((from_s <= T_S) & (to_s >= T_S), deg, 0.0)})


def found(value: float, margin: float, rule: Rule = HELD) -> Finding:
    """A finding of this value, plus or minus its 90 % margin."""
    kinematics = twist_held(35.0, 1.0, 2.0)
    finding = judge(kinematics, whole(kinematics, "reach"), rule)
    first, u = rule.thresholds.mild, margin / INTERVAL_U
    result = Result.OBSERVED if value - margin >= first else Result.POSSIBLE
    size, reached = rule.thresholds.severity(value), rule.thresholds.reached(value)
    return replace(finding, value=value, uncertainty=u, result=result, severity=size, threshold=reached)


@pytest.mark.parametrize(
    ("value", "margin", "words"),
    [
        (29.0, 6.0, "Seen: a little"),
        (31.0, 6.0, "Seen: a little, maybe quite a bit"),
        (31.0, 0.5, "Seen: quite a bit"),
        (45.0, 22.0, "Seen: a little, maybe a lot"),
        (29.0, 12.0, "Maybe: a little"),
        (45.0, 30.0, "Maybe: a lot"),
    ],
)
def test_the_size_goes_only_as_far_as_the_margin_lies_beyond(value: float, margin: float, words: str) -> None:
    assert badge_words(found(value, margin), HELD)[0] == words


def card(kinematics: Kinematics, kind: str, rule: Rule) -> str:
    segment = whole(kinematics, kind)
    finding = judge(kinematics, segment, rule)
    evidence = evidence_of(finding, segment, rule, kinematics)
    row = FindingRow(1, 1, 1, "clip.mp4", None, segment, finding)
    return full_markup(row, rule, evidence, with_clip=False)


def test_a_held_finding_tells_how_it_was_read_and_how_long_it_lasted() -> None:
    said = card(twist_held(-35.0, 1.0, 2.0), "reach", HELD)
    assert "kept for 0.2 s" in said
    assert "<dt>Held</dt><dd>1.0 s beyond 20°</dd>" in said
    assert "a little from 20°; reached: quite a bit, from 30°" in said


def test_what_lasted_under_a_tenth_is_not_told_as_nothing() -> None:
    assert lasted_words(0.04) == "0.04 s"
    assert lasted_words(0.096) == "0.1 s"
    assert lasted_words(1.04) == "1.0 s"


@pytest.mark.parametrize("angle_deg", [45.0, -45.0])
def test_a_quick_twist_that_is_not_read_itself_stands_on_its_own_side(angle_deg: float) -> None:
    hidden = (T_S > 1.1) & (T_S < 1.3)
    kinematics = kinematics_of(
        T_S,
        {
            "trunk_twist_deg": np.where(hidden, np.nan, smooth_turn(T_S, angle_deg, 1.0, 0.4)),
            "twist_speed_dps": np.where(hidden, np.nan, smooth_turn_speed(T_S, angle_deg, 1.0, 0.4)),
        },
    )
    segment, rule = whole(kinematics, "reach"), RULES["abrupt_twist"]
    evidence = evidence_of(judge(kinematics, segment, rule), segment, rule, kinematics)
    assert evidence is not None
    assert np.sign(evidence.value) == np.sign(angle_deg)


def test_the_value_stands_on_its_own_side_of_the_curve() -> None:
    kinematics = twist_held(-35.0, 1.0, 2.0)
    segment = whole(kinematics, "reach")
    evidence = evidence_of(judge(kinematics, segment, HELD), segment, HELD, kinematics)
    assert evidence is not None
    assert evidence.value == pytest.approx(-35.0)
    assert evidence.stretch_s is not None
    from_s, to_s = evidence.stretch_s
    assert 1.0 <= from_s < to_s <= 2.0
    assert to_s - from_s == pytest.approx(0.2, abs=0.01)


def test_a_number_that_is_read_otherwise_by_now_has_no_evidence() -> None:
    kinematics = twist_held(35.0, 1.0, 2.0)
    segment = whole(kinematics, "reach")
    older = replace(judge(kinematics, segment, HELD), value=50.0)
    assert evidence_of(older, segment, HELD, kinematics) is None


def test_a_drop_is_told_so_that_it_can_be_pictured() -> None:
    height = np.interp(T_S, [0.0, 1.5, 2.0, 4.0], [0.55, 0.55, 0.30, 0.30])
    kinematics = kinematics_of(T_S, {"hip_height_norm": height})
    segment = replace(whole(kinematics, "stand_to_sit"), phases={"contact_s": 2.0})
    rule = RULES["uncontrolled_descent"]
    finding = judge(kinematics, segment, rule)
    evidence = evidence_of(finding, segment, rule, kinematics)
    assert evidence is not None
    assert evidence.landing_s == 2.0
    assert 1.5 <= evidence.at_s <= 2.0
    said = full_markup(
        FindingRow(1, 1, 1, "clip.mp4", None, segment, finding), rule, evidence, with_clip=False
    )
    assert "the way down at that speed takes 0.5 s" in said
    assert "landing at 0:02.0" in said


def test_every_judged_curve_names_how_it_is_read() -> None:
    judged = [rule.measure.curve for rule in RULES.values() if rule.measure.curve is not None]
    assert all(curve.read_as for curve in judged)


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_sources_are_named_in_brief_and_whole_behind_a_press(rule: Rule) -> None:
    finding = replace(found(29.0, 6.0), rule=rule.id, source=rule.sources[0].key)
    said = background_markup(FindingRow(1, 1, 1, "clip.mp4", None, SEGMENT, finding), rule)
    _, _, shown = said.partition("<dt>Source</dt><dd>")
    brief = shown.partition("<summary>")[2].partition("</summary>")[0] or shown.partition("</dd>")[0]
    assert 0 < len(brief) <= 110
    for source in rule.sources:
        assert len(source.brief) < 40
        assert escape(source.brief) in brief
        assert escape(source.citation) in shown


def test_the_person_filmed_is_told_the_speed_so_that_it_can_be_pictured() -> None:
    finding = replace(found(29.0, 6.0), value=180.0, unit="deg/s", uncertainty=0.0)
    row = FindingRow(1, 1, 1, "clip.mp4", None, SEGMENT, finding)
    assert "A quarter turn at that speed takes 0.5 s." in simple_markup(row, HELD, with_clip=False)
    unflagged = replace(row, finding=replace(finding, severity=None, result=Result.NOT_OBSERVED))
    assert "quarter turn" not in simple_markup(unflagged, HELD, with_clip=False)
