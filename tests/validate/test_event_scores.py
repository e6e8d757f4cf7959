"""Found transitions against true ones."""

from __future__ import annotations

import pytest
from scored_runs import truth_of

from transitions.agreement.events import match, overlap
from transitions.model import Segment
from transitions.validate.events import confidence_band, score_events
from transitions.validate.scoring import score_clip
from transitions.validate.tally import Tally
from transitions.validate.truth import TrueEvent


def event(kind: str, start_s: float, end_s: float, **moments: float) -> TrueEvent:
    return TrueEvent(kind, start_s, end_s, moments)


def segment(kind: str, start_s: float, end_s: float, confidence: float = 1.0, **phases: float) -> Segment:
    return Segment(kind, start_s, end_s, confidence, phases)


def scored(true: list[TrueEvent], found: list[Segment]) -> tuple[Tally, list[str]]:
    return score_events(truth_of(events=tuple(true)), found)


@pytest.mark.parametrize(
    ("start_s", "end_s", "expected"),
    [(1.0, 3.0, 1.0), (2.0, 3.0, 0.5), (2.0, 4.0, 1 / 3), (3.0, 4.0, 0.0), (5.0, 6.0, 0.0), (0.0, 4.0, 0.5)],
)
def test_overlap(start_s: float, end_s: float, expected: float) -> None:
    assert overlap(event("reach", 1.0, 3.0), segment("reach", start_s, end_s)) == pytest.approx(expected)


def test_matching_is_one_to_one_and_the_best_in_all() -> None:
    true = [event("reach", 0.0, 2.0), event("reach", 2.0, 4.0)]
    found = [segment("reach", 1.0, 3.0), segment("reach", 0.0, 1.9), segment("reach", 0.1, 2.0)]
    assert match(true, found, 0.3) == [(0, 2), (1, 0)] or match(true, found, 0.3) == [(0, 1), (1, 0)]
    assert len(match(true, found[1:], 0.3)) == 1
    assert match([], found, 0.3) == []


def test_a_perfect_answer_scores_one_with_no_error() -> None:
    tally, misses = scored([event("reach", 1.0, 3.0, grasp_s=2.0)], [segment("reach", 1.0, 3.0, grasp_s=2.0)])
    for kind in ("reach", "all kinds"):
        assert tally.sums[f"event/{kind}/f1@0.3"] == tally.sums[f"event/{kind}/f1@0.5"] == (2.0, 2.0)
        assert {tally.values[f"event/{kind}/{time}"] for time in ("start", "end", "grasp_s")} == {(0.0,)}
    assert misses == []


def test_errors_keep_their_sign() -> None:
    true = [event("reach", 1.0, 3.0), event("reach", 5.0, 7.0)]
    found = [segment("reach", 0.9, 3.0), segment("reach", 5.3, 6.8)]
    tally, _ = scored(true, found)
    assert tally.values["event/reach/start"] == pytest.approx((-0.1, 0.3))
    assert tally.values["event/reach/end"] == pytest.approx((0.0, -0.2))


def test_a_loose_match_counts_at_the_lower_level_only() -> None:
    tally, _ = scored([event("reach", 1.0, 3.0)], [segment("reach", 2.0, 4.0)])
    assert tally.sums["event/reach/f1@0.3"] == (2.0, 2.0)
    assert tally.sums["event/reach/f1@0.5"] == (0.0, 2.0)


def test_misses_extras_and_wrong_kinds_lower_the_score() -> None:
    true = [event("reach", 1.0, 3.0), event("pick_up", 5.0, 7.0)]
    found = [segment("reach", 5.0, 7.0)]
    tally, misses = scored(true, found)
    assert tally.sums["event/reach/f1@0.3"] == (0.0, 2.0)
    assert tally.sums["event/pick_up/f1@0.3"] == (0.0, 1.0)
    assert tally.sums["event/all kinds/f1@0.3"] == (0.0, 3.0)
    assert misses == ["missed pick_up 5.00–7.00 s", "missed reach 1.00–3.00 s", "extra reach 5.00–7.00 s"]


@pytest.mark.parametrize(
    ("found", "right"),
    [([], 1.0), ([segment("reach", 1.0, 2.0), segment("pick_up", 2.0, 3.0)], 0.0)],
)
def test_false_transitions_are_counted_by_family_where_nothing_happens(
    found: list[Segment], right: float
) -> None:
    tally, _ = score_events(truth_of(events=(), family="lunges"), found)
    assert tally.sums["event/idle"] == (right, 1.0)
    assert tally.sums["false/lunges"] == tally.sums["false/all"] == (float(len(found)), 1.0)


def test_a_clip_that_could_not_be_analysed_is_not_right_and_says_nothing_of_false_transitions() -> None:
    score = score_clip(truth_of(events=(), family="lunges"), None, "The clip is empty; film it again.")
    assert score.sums["event/idle"] == (0.0, 1.0)
    assert not [key for key in score.sums if key.startswith("false/")]


def test_a_clip_with_events_says_nothing_of_clips_without() -> None:
    tally, _ = scored([event("reach", 1.0, 3.0)], [segment("pick_up", 5.0, 7.0)])
    assert not [key for key in tally.sums if key.startswith(("false/", "event/idle"))]


@pytest.mark.parametrize(("turns", "false"), [(True, 1.0), (False, 2.0)])
def test_a_turn_is_not_false_where_turns_take_place_untold(turns: bool, false: float) -> None:
    found = [segment("turn", 1.0, 2.0), segment("reach", 3.0, 4.0)]
    unlisted = frozenset({"turn"}) if turns else frozenset()
    tally, misses = score_events(truth_of(events=(), family="turns", unlisted=unlisted), found)
    assert tally.sums["false/turns"] == (false, 1.0)
    assert len(misses) == false
    assert ("event/turn/f1@0.3" in tally.sums) is not turns


@pytest.mark.parametrize(
    ("confidence", "band"),
    [
        (0.0, "0.0–0.5"),
        (0.49, "0.0–0.5"),
        (0.5, "0.5–0.6"),
        (0.84, "0.8–0.9"),
        (0.9, "0.9–1.0"),
        (1.0, "0.9–1.0"),
    ],
)
def test_bands_of_confidence(confidence: float, band: str) -> None:
    assert confidence_band(confidence) == band


def test_reliability_counts_what_was_found_by_its_confidence() -> None:
    true = [event("reach", 1.0, 3.0), event("reach", 5.0, 7.0)]
    found = [
        segment("reach", 1.0, 3.0, 0.85),
        segment("pick_up", 5.0, 7.0, 0.81),
        segment("reach", 9.0, 9.5, 0.55),
    ]
    tally, _ = scored(true, found)
    assert tally.sums["confidence/0.8–0.9/right"] == (1.0, 2.0)
    assert tally.sums["confidence/0.8–0.9/stated"] == pytest.approx((1.66, 2.0))
    assert tally.sums["confidence/0.5–0.6/right"] == (0.0, 1.0)
    assert not [key for key in tally.sums if key.startswith("confidence/0.9")]


def test_a_moment_that_was_not_found_is_not_an_error_of_nothing() -> None:
    tally, _ = scored([event("reach", 1.0, 3.0, grasp_s=2.0)], [segment("reach", 1.0, 3.0)])
    assert "event/reach/grasp_s" not in tally.values
