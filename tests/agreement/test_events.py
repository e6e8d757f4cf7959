from __future__ import annotations

import pytest

from transitions.agreement.events import ClipMarks, MarkedEvent, event_agreement, overlap
from transitions.agreement.resampling import NO_SPREAD, NOTHING


def rise(start_s: float, end_s: float) -> MarkedEvent:
    return MarkedEvent("sit_to_stand", start_s, end_s)


@pytest.mark.parametrize(
    ("other", "share"),
    [((1.0, 3.0), 1.0), ((2.0, 4.0), 1 / 3), ((3.0, 5.0), 0.0), ((8.0, 9.0), 0.0), ((1.5, 2.5), 0.5)],
)
def test_overlap_is_shared_time_over_all_time(other: tuple[float, float], share: float) -> None:
    assert overlap(rise(1.0, 3.0), rise(*other)) == pytest.approx(share)


def test_figures_of_marks_that_differ_in_known_ways() -> None:
    """In each of 12 clips one transition is alike, one half overlaps, and one only the second rater marked."""
    clips = [
        ClipMarks(
            f"person {k}",
            (rise(1.0, 3.0), rise(10.0, 12.0)),
            (rise(1.1, 3.2), rise(10.0, 11.0 if k % 2 else 10.7), MarkedEvent("reach", 20.0, 21.0)),
        )
        for k in range(12)
    ]
    found = event_agreement(clips)
    assert (found.matched, found.first_only, found.second_only) == (24, 0, 12)
    assert found.f1[0.3].value == pytest.approx(4 / 5)
    assert found.f1[0.5].value == pytest.approx((2 * 2 + 2) / 2 / 5)
    assert found.onset_s.value == pytest.approx(0.05)
    assert found.offset_s.value == pytest.approx(0.6)
    assert found.onset_s.note == NO_SPREAD  # everybody's starts are apart alike
    assert (found.clips, found.coverage) == (12, 1.0)


def test_edges_that_are_further_apart_in_some_people_have_an_interval() -> None:
    clips = [
        ClipMarks(f"p{k}", (rise(1.0, 3.0),), (rise(1.0 + 0.01 * k, 3.0 - 0.02 * k),)) for k in range(20)
    ]
    found = event_agreement(clips)
    assert found.onset_s.value == pytest.approx(0.095)
    assert found.offset_s.value == pytest.approx(0.19)
    for figure in (found.onset_s, found.offset_s):
        assert figure.low < figure.value < figure.high
        assert figure.people == 20


def test_another_kind_is_not_the_same_transition() -> None:
    found = event_agreement([ClipMarks("p", (rise(1.0, 3.0),), (MarkedEvent("reach", 1.0, 3.0),))])
    assert (found.matched, found.first_only, found.second_only) == (0, 1, 1)
    assert found.onset_s.value != found.onset_s.value
    assert found.onset_s.note == NOTHING


def test_a_clip_that_only_one_went_through_thins_the_coverage_and_nothing_else() -> None:
    both = ClipMarks("p", (rise(1.0, 3.0),), (rise(1.0, 3.0),))
    found = event_agreement([both, ClipMarks("q", (rise(1.0, 3.0),), None)])
    assert (found.clips, found.coverage, found.matched, found.first_only) == (1, 0.5, 1, 0)


def test_clips_without_a_mark_say_nothing() -> None:
    found = event_agreement([ClipMarks("p", (), ())])
    assert found.f1[0.3].value != found.f1[0.3].value
    assert found.f1[0.3].note
