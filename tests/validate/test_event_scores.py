"""Found transitions against true ones."""

from __future__ import annotations

import pytest

from transitions.model import Segment
from transitions.validate.events import iou, match, score_events
from transitions.validate.truth import TrueEvent


def event(kind: str, start_s: float, end_s: float, **moments: float) -> TrueEvent:
    return TrueEvent(kind, start_s, end_s, moments)


def segment(kind: str, start_s: float, end_s: float, **phases: float) -> Segment:
    return Segment(kind, start_s, end_s, 1.0, phases)


@pytest.mark.parametrize(
    ("start_s", "end_s", "expected"),
    [(1.0, 3.0, 1.0), (2.0, 3.0, 0.5), (2.0, 4.0, 1 / 3), (3.0, 4.0, 0.0), (5.0, 6.0, 0.0), (0.0, 4.0, 0.5)],
)
def test_overlap(start_s: float, end_s: float, expected: float) -> None:
    assert iou(event("reach", 1.0, 3.0), segment("reach", start_s, end_s)) == pytest.approx(expected)


def test_matching_is_one_to_one_and_the_best_in_all() -> None:
    true = [event("reach", 0.0, 2.0), event("reach", 2.0, 4.0)]
    found = [segment("reach", 1.0, 3.0), segment("reach", 0.0, 1.9), segment("reach", 0.1, 2.0)]
    assert match(true, found, 0.3) == [(0, 2), (1, 0)] or match(true, found, 0.3) == [(0, 1), (1, 0)]
    assert len(match(true, found[1:], 0.3)) == 1
    assert match([], found, 0.3) == []


def test_a_perfect_answer_scores_one_with_no_error() -> None:
    sums, misses = score_events(
        [event("reach", 1.0, 3.0, grasp_s=2.0)], [segment("reach", 1.0, 3.0, grasp_s=2.0)]
    )
    assert sums["event/reach/f1@0.3"] == sums["event/reach/f1@0.5"] == (2.0, 2.0)
    assert sums["event/reach/start"] == sums["event/reach/end"] == sums["event/reach/grasp_s"] == (0.0, 1.0)
    assert sums["event/all kinds/f1@0.5"] == (2.0, 2.0)
    assert misses == []


def test_errors_are_absolute_and_counted() -> None:
    true = [event("reach", 1.0, 3.0), event("reach", 5.0, 7.0)]
    found = [segment("reach", 0.9, 3.0), segment("reach", 5.3, 6.8)]
    sums, _ = score_events(true, found)
    assert sums["event/reach/start"] == pytest.approx((0.4, 2.0))
    assert sums["event/reach/end"] == pytest.approx((0.2, 2.0))


def test_a_loose_match_counts_at_the_lower_level_only() -> None:
    sums, _ = score_events([event("reach", 1.0, 3.0)], [segment("reach", 2.0, 4.0)])
    assert sums["event/reach/f1@0.3"] == (2.0, 2.0)
    assert sums["event/reach/f1@0.5"] == (0.0, 2.0)


def test_misses_extras_and_wrong_kinds_lower_the_score() -> None:
    true = [event("reach", 1.0, 3.0), event("pick_up", 5.0, 7.0)]
    found = [segment("reach", 5.0, 7.0)]
    sums, misses = score_events(true, found)
    assert sums["event/reach/f1@0.3"] == (0.0, 2.0)
    assert sums["event/pick_up/f1@0.3"] == (0.0, 1.0)
    assert sums["event/all kinds/f1@0.3"] == (0.0, 3.0)
    assert misses == ["missed pick_up 5.00–7.00 s", "missed reach 1.00–3.00 s", "extra reach 5.00–7.00 s"]


@pytest.mark.parametrize(("found", "right"), [([], 1.0), ([segment("reach", 1.0, 2.0)], 0.0)])
def test_idle_clips_have_a_figure_of_their_own(found: list[Segment], right: float) -> None:
    sums, _ = score_events([], found)
    assert sums["event/idle"] == (right, 1.0)


def test_a_moment_that_was_not_found_is_not_an_error_of_nothing() -> None:
    sums, _ = score_events([event("reach", 1.0, 3.0, grasp_s=2.0)], [segment("reach", 1.0, 3.0)])
    assert "event/reach/grasp_s" not in sums
