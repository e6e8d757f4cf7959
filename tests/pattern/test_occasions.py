"""Which recordings and moments the pattern looks at."""

from __future__ import annotations

from dataclasses import replace

from transitions.model import Result, Severity
from transitions.pattern import JudgedRule, Occasion, OccasionFilter, PastMoment, chosen_occasions

REACH, RISE = PastMoment("reach", 1.0), PastMoment("sit_to_stand", 2.0)
FIRST = Occasion(1, "a", "2026-11-03", time_of_day="morning", task="desk", moments=(REACH, RISE))
SECOND = Occasion(2, "b", "2026-11-01", time_of_day="evening", task="", moments=(RISE,))


def ids(where: OccasionFilter) -> list[int]:
    return [one.recording_id for one in chosen_occasions([FIRST, SECOND], where)]


def test_everything_passes_an_empty_filter_in_the_order_of_days() -> None:
    assert ids(OccasionFilter()) == [2, 1]


def test_tasks_times_and_days() -> None:
    assert ids(OccasionFilter(tasks=frozenset({"desk"}))) == [1]
    assert ids(OccasionFilter(times=frozenset({"evening"}))) == [2]
    assert ids(OccasionFilter(since="2026-11-02")) == [1]
    assert ids(OccasionFilter(since="2026-11-01", until="2026-11-01")) == [2]


def test_a_recording_without_the_movement_stays_with_nothing_in_it() -> None:
    chosen = chosen_occasions([FIRST, SECOND], OccasionFilter(kinds=frozenset({"reach"})))
    assert [one.moments for one in chosen] == [(), (REACH,)]


def test_what_is_flagged_and_what_could_be_judged() -> None:
    flagged = JudgedRule("abrupt_twist", Result.POSSIBLE, Severity.MILD, 71.0)
    untold = JudgedRule("abrupt_twist", Result.NOT_ASSESSABLE)
    assert (flagged.is_flagged, flagged.is_judged) == (True, True)
    assert (untold.is_flagged, untold.is_judged) == (False, False)


def test_a_range_of_pain_takes_its_ends_in_and_leaves_out_what_was_not_told() -> None:
    told = [replace(FIRST, recording_id=n, pain_before=pain) for n, pain in enumerate((2, 4, 5, None))]
    chosen = chosen_occasions(told, OccasionFilter(pain_before=(2, 4)))
    assert [one.recording_id for one in chosen] == [0, 1]
    assert chosen_occasions(told, OccasionFilter(pain_after=(0, 9))) == ()
