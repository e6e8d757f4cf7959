"""Counts an hour, of the time in view."""

from __future__ import annotations

import math

import pytest

from transitions.day import hour_counts
from transitions.states import DayStates, PostureState, StateStretch

SEATED, GONE = PostureState.SITTING, PostureState.OUT_OF_VIEW


def seen(*parts: tuple[PostureState, float, float]) -> DayStates:
    return DayStates(tuple(StateStretch(state, start_s, end_s, 0.9) for state, start_s, end_s in parts))


def test_transitions_are_counted_in_the_hour_they_begin() -> None:
    states = seen((SEATED, 0.0, 5400.0))
    count = hour_counts(states, [("reach", 10.0, True), ("reach", 3599.0, False), ("pick_up", 3600.0, True)])
    assert [(hour.start_s, hour.end_s, dict(hour.kinds), hour.flagged) for hour in count.hours] == [
        (0.0, 3600.0, {"reach": 2}, 1),
        (3600.0, 5400.0, {"pick_up": 1}, 1),
    ]
    assert (dict(count.kinds), count.flagged) == ({"reach": 2, "pick_up": 1}, 2)


def test_the_rate_is_of_the_time_in_view() -> None:
    states = seen((SEATED, 0.0, 1800.0), (GONE, 1800.0, 7200.0))
    count = hour_counts(states, [("reach", 10.0 * n, False) for n in range(5)])
    assert count.seen_s == 1800.0
    assert count.per_hour(5) == pytest.approx(10.0)
    assert [hour.seen_s for hour in count.hours] == [1800.0, 0.0]


def test_no_rate_of_a_few_minutes() -> None:
    count = hour_counts(seen((SEATED, 0.0, 599.0)), [("reach", 10.0, False)])
    assert not count.can_tell
    assert math.isnan(count.per_hour(1))


def test_nothing_at_all() -> None:
    count = hour_counts(DayStates(), [])
    assert (count.hours, count.seen_s, dict(count.kinds)) == ((), 0.0, {})
