"""Transitions on days on which pain rose beside the others: counts, and when a difference is called one."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest

from transitions.model import Result, Severity
from transitions.pattern import JudgedRule, Occasion, PastMoment, flare_table, pain_days
from transitions.pattern.flares import FEWEST_DAYS_A_SIDE, FlareRow

START = date(2026, 5, 4)
TWIST = "abrupt_twist"


def reach(*, flag: bool | None = False) -> PastMoment:
    """A reach with or without a quick twist; None where that could not be judged."""
    result = Result.NOT_ASSESSABLE if flag is None else Result.OBSERVED if flag else Result.NOT_OBSERVED
    return PastMoment("reach", 1.0, (JudgedRule(TWIST, result, Severity.MILD if flag else None),))


def filmed(
    number: int,
    before: int | None,
    after: int | None,
    *moments: PastMoment,
    time_of_day: str = "",
    every: int = 2,
) -> Occasion:
    """A recording on its own day, every other day."""
    day = (START + timedelta(days=every * number)).isoformat()
    return Occasion(
        number,
        f"{number}",
        day,
        time_of_day=time_of_day,
        pain_before=before,
        pain_after=after,
        moments=moments,
    )


def row(rows: tuple[FlareRow, ...], kind: str, rule: str) -> FlareRow:
    return next(one for one in rows if (one.kind, one.rule) == (kind, rule))


def test_the_rise_is_over_the_first_pain_of_the_day() -> None:
    morning, evening = filmed(0, 2, 3, time_of_day="morning"), filmed(0, 4, 6, time_of_day="evening")
    (day,) = pain_days([evening, morning])
    assert day.rise == 4


def test_pain_told_before_the_first_is_no_rise() -> None:
    morning, evening = filmed(0, None, 6, time_of_day="morning"), filmed(0, 2, 3, time_of_day="evening")
    (day,) = pain_days([evening, morning])
    assert day.rise == 1


def test_the_next_days_first_pain_counts_where_asked_for() -> None:
    days = [filmed(0, 2, 2, every=1), filmed(1, 5, 5, every=1)]
    assert [day.rise for day in pain_days(days)] == [3, 0]
    assert [day.rise for day in pain_days(days, with_next_day=False)] == [0, 0]


def test_of_the_next_day_only_the_first_told_in_the_order_of_the_day_counts() -> None:
    untold = filmed(1, None, 9, every=1, time_of_day="morning")
    noon, evening = (
        filmed(1, pain, 3, every=1, time_of_day=at) for pain, at in ((3, "midday"), (8, "evening"))
    )
    first, _ = pain_days([filmed(0, 2, 2, every=1), evening, noon, untold])
    assert first.rise == 1


def test_pain_that_rose_between_two_recordings_of_a_day_counts() -> None:
    morning, evening = filmed(0, 2, 2, time_of_day="morning"), filmed(0, 7, 6, time_of_day="evening")
    untold = [filmed(0, 2, None, time_of_day="morning"), filmed(0, 7, None, time_of_day="evening")]
    assert [day.rise for recordings in ([evening, morning], untold) for day in pain_days(recordings)] == [
        5,
        5,
    ]


def test_only_the_very_next_day_counts() -> None:
    assert [day.rise for day in pain_days([filmed(0, 2, 2), filmed(1, 8, 8)])] == [0, 0]


@pytest.mark.parametrize(("before", "after"), [(None, 5), (3, None), (None, None)])
def test_a_day_that_tells_no_rise_is_left_out(before: int | None, after: int | None) -> None:
    table = flare_table([filmed(0, before, after, reach(flag=True)), filmed(1, 2, 6, reach())])
    assert (table.rising_days, table.other_days, table.untold_days) == (1, 0, 1)


def test_counts_come_with_what_they_are_counts_of() -> None:
    table = flare_table(
        [
            filmed(0, 2, 5, reach(flag=True), reach(), reach(flag=None)),
            filmed(1, 2, 4, reach(flag=True)),
            filmed(2, 2, 2, reach(), reach()),
        ]
    )
    assert (table.rising_days, table.other_days) == (2, 1)
    flags, moments = row(table.rows, "reach", TWIST), row(table.rows, "reach", "")
    assert (flags.rising.hits, flags.rising.count, flags.others.hits, flags.others.count) == (2, 3, 0, 2)
    assert (moments.rising.hits, moments.rising.count, moments.others.hits, moments.others.count) == (
        4,
        2,
        2,
        1,
    )


def test_a_pattern_never_flagged_makes_no_row() -> None:
    table = flare_table([filmed(0, 2, 5, reach()), filmed(1, 2, 2, reach())])
    assert [(one.kind, one.rule) for one in table.rows] == [("reach", "")]


def test_with_few_days_it_counts_and_says_how_many_it_takes() -> None:
    occasions = [filmed(n, 2, 6 if n < 4 else 2, reach(flag=n < 4)) for n in range(12)]
    flags = row(flare_table(occasions).rows, "reach", TWIST)
    assert flags.reason is not None
    assert f"it takes {FEWEST_DAYS_A_SIDE} days of each sort" in flags.reason
    assert "4 and 8" in flags.reason
    assert math.isnan(flags.overlap)
    assert not flags.stands_apart


def test_with_enough_days_a_clear_difference_stands_apart_and_first() -> None:
    occasions = [
        filmed(n, 2, 6 if n < 8 else 2, reach(flag=n < 8), PastMoment("pick_up", 1.0)) for n in range(24)
    ]
    table = flare_table(occasions)
    assert (table.rows[0].kind, table.rows[0].rule) == ("reach", TWIST)
    assert table.rows[0].stands_apart
    assert table.rows[0].overlap == 1.0
    assert not row(table.rows, "pick_up", "").stands_apart


def test_the_least_rise_is_the_viewers_choice() -> None:
    occasions = [filmed(0, 2, 3, reach()), filmed(1, 2, 4, reach())]
    assert [flare_table(occasions, least_rise=n).rising_days for n in (1, 2, 3)] == [2, 1, 0]


def test_chance_alone_is_seldom_called_a_difference() -> None:
    """Ten patterns that have nothing to do with pain: in about one table of twenty any row stands apart."""
    rng = np.random.default_rng(5)
    called = 0
    for _ in range(300):
        occasions = []
        for number in range(30):
            moments = [
                PastMoment(
                    "reach", 1.0, (JudgedRule(f"rule_{k}", Result.OBSERVED, Severity.MILD if flag else None),)
                )
                for k in range(9)
                for flag in rng.random(3) < 0.4
            ]
            occasions.append(filmed(number, 2, 5 if rng.random() < 0.4 else 2, *moments))
        called += any(one.stands_apart for one in flare_table(occasions).rows)
    assert called / 300 < 0.1


def test_a_filter_on_what_is_counted_does_not_change_what_a_day_was() -> None:
    morning, evening = filmed(0, 2, 2, time_of_day="morning"), filmed(0, 3, 6, time_of_day="evening")
    assert [day.rise for day in pain_days([morning])] == [0]
    assert [day.rise for day in pain_days([morning], told_by=[morning, evening])] == [4]
    assert flare_table([morning], told_by=[morning, evening]).rising_days == 1
