"""Which transitions come before a flare: days on which pain rose beside the others, counted.

The day is the unit: transitions of one day belong together, and a day's pain was told once. Counts come with what they
are counts of. What goes together is not what causes it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from transitions.comparison.nonoverlap import UNKNOWN, Interval, nap, nap_interval
from transitions.pattern.occasion import Occasion, PastMoment
from transitions.series import FloatArray

LEAST_RISE = 2
"""Points of ten by which pain has to rise: about two are what people notice as a change (Farrar 2001, Pain 94:149;
Childs 2005, Spine 30:1331, people with low back pain)."""

FEWEST_DAYS_A_SIDE = 5
"""Newcombe's interval of the nonoverlap held 94.5 to 96.6 % at five and more a side (MEASURES: before and after)."""

CONFIDENCE = 0.95
TIMES_IN_ORDER = ("morning", "midday", "afternoon", "evening", "night")


@dataclass(frozen=True)
class PainDay:
    """A day with its recordings.

    `rise` is by how much the most pain told later is over the day's first, None where one of them was not told.
    """

    day: str
    occasions: tuple[Occasion, ...]
    rise: int | None


@dataclass(frozen=True)
class Counted:
    """`hits` of `count`."""

    hits: int
    count: int

    @property
    def share(self) -> float:
        """Hits by what they were counted of; NaN of nothing."""
        return self.hits / self.count if self.count else math.nan


@dataclass(frozen=True)
class FlareRow:
    """One line, on days on which pain rose and on the others.

    Attributes
    ----------
    kind, rule : the transition and the pattern; of an empty rule it is transitions per recording, else flagged of
        judged transitions.
    days : days on each side that tell it. overlap : how likely a day of the first side has more than one of the second
        (0.5: no difference), and its joint 95 % interval; NaN where `reason` says why it is not worked out.
    """

    kind: str
    rule: str
    rising: Counted
    others: Counted
    days: tuple[int, int]
    overlap: float = math.nan
    interval: Interval = UNKNOWN
    reason: str | None = None

    @property
    def stands_apart(self) -> bool:
        """Whether the interval leaves out 0.5."""
        return self.interval.low > 0.5 or self.interval.high < 0.5


@dataclass(frozen=True)
class FlareTable:
    """The rows, those that differ most first, and how many days there are of each sort."""

    rising_days: int
    other_days: int
    untold_days: int
    rows: tuple[FlareRow, ...]


def pain_days(
    occasions: Iterable[Occasion], *, with_next_day: bool = True, told_by: Iterable[Occasion] | None = None
) -> tuple[PainDay, ...]:
    """The days in order, each with how far pain rose.

    The first pain told before a recording of the day is held against every pain of the day told after that, before or
    after a recording, and, with `with_next_day`, against the first told before a recording of the day after: a flare
    often comes overnight.

    Parameters
    ----------
    told_by : the recordings that tell how pain went, where they are more than those counted: a filter on what is
        counted must not change what a day was.
    """
    by_day = _by_day(occasions)
    telling = by_day if told_by is None else _by_day(told_by)
    return tuple(
        PainDay(
            day,
            tuple(by_day[day]),
            _rise(telling.get(day, ()), _next(telling, day) if with_next_day else []),
        )
        for day in sorted(by_day)
    )


def flare_table(
    occasions: Iterable[Occasion],
    *,
    least_rise: int = LEAST_RISE,
    with_next_day: bool = True,
    told_by: Iterable[Occasion] | None = None,
) -> FlareTable:
    """Count every transition and every flag on days on which pain rose by `least_rise` or more, and on the others.

    `told_by` is that of `pain_days`.
    """
    days = pain_days(occasions, with_next_day=with_next_day, told_by=told_by)
    rising = [day for day in days if day.rise is not None and day.rise >= least_rise]
    others = [day for day in days if day.rise is not None and day.rise < least_rise]
    named = _named(rising + others)
    confidence = 1.0 - (1.0 - CONFIDENCE) / max(len(named), 1)
    rows = [_row(kind, rule, rising, others, confidence) for kind, rule in named]
    return FlareTable(
        len(rising),
        len(others),
        len(days) - len(rising) - len(others),
        tuple(sorted(rows, key=lambda row: (-_apart(row), row.kind, row.rule))),
    )


def _by_day(occasions: Iterable[Occasion]) -> dict[str, list[Occasion]]:
    by_day: dict[str, list[Occasion]] = {}
    for one in occasions:
        by_day.setdefault(one.day, []).append(one)
    return by_day


def _next(by_day: Mapping[str, Sequence[Occasion]], day: str) -> Sequence[Occasion]:
    following = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    return by_day.get(following, ())


def _rise(today: Sequence[Occasion], tomorrow: Sequence[Occasion]) -> int | None:
    in_order = sorted(today, key=_order)
    at = _first_told(in_order)
    if at is None:
        return None
    # Pain before a later recording counts too: a flare may come between two recordings.
    later = [one.pain_after for one in in_order[at:]] + [one.pain_before for one in in_order[at + 1 :]]
    next_day = sorted(tomorrow, key=_order)
    start = _first_told(next_day)
    if start is not None:
        later.append(next_day[start].pain_before)
    told = [pain for pain in later if pain is not None]
    first = in_order[at].pain_before
    return None if first is None or not told else max(told) - first


def _first_told(in_order: Sequence[Occasion]) -> int | None:
    """The place of the first recording that tells the pain before it; None where none does."""
    return next((place for place, one in enumerate(in_order) if one.pain_before is not None), None)


def _order(one: Occasion) -> tuple[int, int]:
    """In the order of the day; those of no time told last, then as they were added."""
    times = TIMES_IN_ORDER
    place = times.index(one.time_of_day) if one.time_of_day in times else len(times)
    return place, one.recording_id


def _named(days: Iterable[PainDay]) -> list[tuple[str, str]]:
    """Every transition and every pattern of it that was flagged at least once."""
    moments = [moment for day in days for one in day.occasions for moment in one.moments]
    kinds = {(moment.kind, "") for moment in moments}
    flags = {
        (moment.kind, judged.rule) for moment in moments for judged in moment.judged if judged.is_flagged
    }
    return sorted(kinds | flags)


def _row(
    kind: str, rule: str, rising: Sequence[PainDay], others: Sequence[PainDay], confidence: float
) -> FlareRow:
    sides = [[_count(day, kind, rule) for day in side] for side in (rising, others)]
    totals = [Counted(sum(c.hits for c in side), sum(c.count for c in side)) for side in sides]
    shares = [np.array([c.share for c in side if c.count]) for side in sides]
    n = len(shares[0]), len(shares[1])
    row = FlareRow(kind, rule, totals[0], totals[1], n)
    if min(n) < FEWEST_DAYS_A_SIDE:
        return FlareRow(kind, rule, totals[0], totals[1], n, reason=_too_few(n))
    return _told_apart(row, shares[0], shares[1], confidence)


def _told_apart(row: FlareRow, rising: FloatArray, others: FloatArray, confidence: float) -> FlareRow:
    overlap = nap(others, rising)
    interval = nap_interval(overlap, len(others), len(rising), confidence)
    return FlareRow(row.kind, row.rule, row.rising, row.others, row.days, overlap, interval)


def _too_few(n: tuple[int, int]) -> str:
    return (
        f"Counted only: it takes {FEWEST_DAYS_A_SIDE} days of each sort that tell it, there are {n[0]} and {n[1]}; of "
        "fewer, chance alone makes differences as large as any."
    )


def _count(day: PainDay, kind: str, rule: str) -> Counted:
    own = [moment for one in day.occasions for moment in one.moments if moment.kind == kind]
    if not rule:
        return Counted(len(own), len(day.occasions))
    told = [_flag(moment, rule) for moment in own]
    return Counted(sum(flag is True for flag in told), sum(flag is not None for flag in told))


def _flag(moment: PastMoment, rule: str) -> bool | None:
    """Whether the moment is flagged by the rule; None where it could not be judged."""
    said = [judged.is_flagged for judged in moment.judged if judged.rule == rule and judged.is_judged]
    return any(said) if said else None


def _apart(row: FlareRow) -> float:
    """How far the two sides' counts lie apart, 0 to 1: of shares their difference, of numbers it by the larger."""
    a, b = row.rising.share, row.others.share
    if math.isnan(a) or math.isnan(b):
        return -1.0
    return abs(a - b) if row.rule else abs(a - b) / max(a, b, 1e-9)
