"""A recording as the pattern sees it: when it was, what was told of it, and what was found in it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from transitions.model import Result, ReviewersSay, Severity


@dataclass(frozen=True)
class JudgedRule:
    """What a rule said of one moment.

    Attributes
    ----------
    result, severity : what counts: of the program, or of those who reviewed it. value : as measured, NaN where nothing
        was. finding_id : of the store; None of what is not in one. say : how reviewers stand to it.
    """

    rule: str
    result: Result
    severity: Severity | None = None
    value: float = math.nan
    finding_id: int | None = None
    say: ReviewersSay = ReviewersSay.NOTHING

    @property
    def is_judged(self) -> bool:
        """Whether the rule could tell at all: only these count as a denominator."""
        return self.result is not Result.NOT_ASSESSABLE

    @property
    def is_flagged(self) -> bool:
        """Whether the page shows it as something to look at."""
        return self.severity is not None


@dataclass(frozen=True)
class PastMoment:
    """One transition of a recording with what its rules said."""

    kind: str
    duration_s: float
    judged: tuple[JudgedRule, ...] = ()


@dataclass(frozen=True)
class Occasion:
    """One analysed recording.

    Attributes
    ----------
    day : ISO date it was filmed; the day it was added where `day_is_told` is false.
    time_of_day, task : in words, empty when not told. load_kg, pain_before, pain_after : None when not told.
    """

    recording_id: int
    name: str
    day: str
    day_is_told: bool = True
    time_of_day: str = ""
    task: str = ""
    load_kg: float | None = None
    pain_before: int | None = None
    pain_after: int | None = None
    moments: tuple[PastMoment, ...] = ()


@dataclass(frozen=True)
class OccasionFilter:
    """Which recordings, and which of their moments, are looked at; an empty set or text lets everything through.

    `since` and `until` are ISO dates, both included; so are the ends of a range of pain. A recording that does not tell
    its pain is in no range.
    """

    kinds: frozenset[str] = frozenset()
    tasks: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    since: str = ""
    until: str = ""
    pain_before: tuple[int, int] | None = None
    pain_after: tuple[int, int] | None = None


def chosen_occasions(occasions: Iterable[Occasion], where: OccasionFilter) -> tuple[Occasion, ...]:
    """Those that pass, in the order of days. One that keeps no moment stays: it was filmed, and nothing was seen."""
    passing = (
        one
        for one in occasions
        if (not where.tasks or one.task in where.tasks)
        and (not where.times or one.time_of_day in where.times)
        and (not where.since or one.day >= where.since)
        and (not where.until or one.day <= where.until)
        and _within(one.pain_before, where.pain_before)
        and _within(one.pain_after, where.pain_after)
    )
    kept = (replace(one, moments=_of_kinds(one.moments, where.kinds)) for one in passing)
    return tuple(sorted(kept, key=lambda one: (one.day, one.recording_id)))


def _within(told: int | None, pain: tuple[int, int] | None) -> bool:
    return pain is None or (told is not None and pain[0] <= told <= pain[1])


def _of_kinds(moments: tuple[PastMoment, ...], kinds: frozenset[str]) -> tuple[PastMoment, ...]:
    return moments if not kinds else tuple(moment for moment in moments if moment.kind in kinds)
