"""A quantity of each recording against when it was or what was told of it: the points of one plot."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from transitions.model import ReviewersSay, Severity
from transitions.pattern.occasion import JudgedRule, Occasion


class Against(StrEnum):
    """What a quantity is held against."""

    DATE = "date"
    TIME_OF_DAY = "time_of_day"
    TASK = "task"
    LOAD = "load"
    PAIN_BEFORE = "pain_before"
    PAIN_AFTER = "pain_after"

    @property
    def is_number(self) -> bool:
        """Whether it can be laid out on a scale."""
        return self not in (Against.TIME_OF_DAY, Against.TASK)


class QuantityKind(StrEnum):
    """What is read off a recording."""

    MOMENTS = "moments"
    FLAGGED = "flagged"
    MEASURED = "measured"
    DURATION = "duration"


@dataclass(frozen=True)
class Quantity:
    """What is plotted.

    Attributes
    ----------
    kind : `MOMENTS`: how many moments; `FLAGGED`: percent of the moments that could be judged that are flagged, by
        `rule` or by any when it is empty; `MEASURED`: mean of what `rule` measured; `DURATION`: mean length in seconds.
    """

    kind: QuantityKind
    rule: str = ""


@dataclass(frozen=True)
class PlottedPoint:
    """One recording of a plot.

    Attributes
    ----------
    x : a number (`Against.DATE`: the ordinal of the day) or a word. y : in the quantity's unit.
    hits, count : of `count` moments that tell something, `hits` are flagged; equal for what is no share.
    agreed : of the flagged, those a reviewer agreed with or gave another size. finding_id : the moment to open, that of
        the largest value, a flagged one before others; None where nothing of it is in a store.
    """

    recording_id: int
    day: str
    x: float | str
    y: float
    hits: int
    count: int
    agreed: int = 0
    finding_id: int | None = None


@dataclass(frozen=True)
class Plot:
    """The points, and how many recordings have none: because nobody told `x`, or because nothing tells `y`."""

    against: Against
    points: tuple[PlottedPoint, ...]
    without_x: int
    without_y: int


def plotted(occasions: Iterable[Occasion], quantity: Quantity, against: Against) -> Plot:
    """The points of one plot, in the order of the recordings."""
    points, without_x, without_y = [], 0, 0
    for one in occasions:
        x = _PLACES[against](one)
        y, hits, count = _READ[quantity.kind](one, quantity.rule)
        if x is None or x == "":
            without_x += 1
        elif not math.isfinite(y):
            without_y += 1
        else:
            told = (one.recording_id, one.day, x, y, hits, count)
            points.append(PlottedPoint(*told, _agreed(one, quantity.rule), _to_open(one, quantity.rule)))
    return Plot(against, tuple(points), without_x, without_y)


def _moments(one: Occasion, _: str) -> tuple[float, int, int]:
    return float(len(one.moments)), len(one.moments), len(one.moments)


def _flagged(one: Occasion, rule: str) -> tuple[float, int, int]:
    told = [[judged for judged in moment.judged if _counts(judged, rule)] for moment in one.moments]
    told = [judged for judged in told if judged]
    hits = sum(any(judged.is_flagged for judged in moment) for moment in told)
    return (100.0 * hits / len(told) if told else math.nan), hits, len(told)


def _agreed(one: Occasion, rule: str) -> int:
    """Moments with a flag that reviewers stand by."""
    stood_by = (ReviewersSay.AGREED, ReviewersSay.CORRECTED)
    return sum(
        any(j.is_flagged and j.say in stood_by for j in moment.judged if _counts(j, rule))
        for moment in one.moments
    )


def _to_open(one: Occasion, rule: str) -> int | None:
    """Of `rule` the finding most worth opening; of any rule, or where it judged nothing, that of all."""
    every = [judged for moment in one.moments for judged in moment.judged if judged.finding_id is not None]
    worth = [judged for judged in every if _counts(judged, rule)] or every
    return max(worth, key=_worth_opening).finding_id if worth else None


def _worth_opening(judged: JudgedRule) -> tuple[int, float]:
    """Sizes first; of one size the larger value, which only compares within one rule."""
    size = 0 if judged.severity is None else 1 + list(Severity).index(judged.severity)
    return size, judged.value if math.isfinite(judged.value) else -math.inf


def _counts(judged: JudgedRule, rule: str) -> bool:
    return judged.is_judged and (not rule or judged.rule == rule)


def _measured(one: Occasion, rule: str) -> tuple[float, int, int]:
    values = [j.value for m in one.moments for j in m.judged if _counts(j, rule) and math.isfinite(j.value)]
    return _mean(values)


def _duration(one: Occasion, _: str) -> tuple[float, int, int]:
    return _mean([moment.duration_s for moment in one.moments])


def _mean(values: list[float]) -> tuple[float, int, int]:
    return (sum(values) / len(values) if values else math.nan), len(values), len(values)


_READ: Mapping[QuantityKind, Callable[[Occasion, str], tuple[float, int, int]]] = {
    QuantityKind.MOMENTS: _moments,
    QuantityKind.FLAGGED: _flagged,
    QuantityKind.MEASURED: _measured,
    QuantityKind.DURATION: _duration,
}

_PLACES: Mapping[Against, Callable[[Occasion], float | str | None]] = {
    Against.DATE: lambda one: float(date.fromisoformat(one.day).toordinal()),
    Against.TIME_OF_DAY: lambda one: one.time_of_day,
    Against.TASK: lambda one: one.task,
    Against.LOAD: lambda one: one.load_kg,
    Against.PAIN_BEFORE: lambda one: one.pain_before,
    Against.PAIN_AFTER: lambda one: one.pain_after,
}
