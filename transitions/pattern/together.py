"""What may be said of a plot: whether the two went together, over enough days, and never why."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from scipy import special, stats

from transitions.comparison.nonoverlap import UNKNOWN, Interval
from transitions.pattern.plotted import Plot, PlottedPoint
from transitions.series import FloatArray

FEWEST_DAYS = 10
"""Rank correlations of fewer days have intervals from about -0.6 to 0.6 even where nothing goes together: nothing could
be said. Bonett & Wright (2000, Psychometrika 65:23) give their interval for ten and more."""

FEWEST_IN_GROUP = 5
"""A middle of fewer values moves by a whole rank with every further one (provisional)."""

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Together:
    """How a number and a quantity went together, by days.

    Attributes
    ----------
    correlation, interval : Spearman's rank correlation of the days' means and its 95 % interval; NaN where `reason`
        says why there is none.
    """

    days: int
    correlation: float = math.nan
    interval: Interval = UNKNOWN
    reason: str | None = None


@dataclass(frozen=True)
class GroupMiddle:
    """The values at one word: how many recordings, and their median; NaN under `FEWEST_IN_GROUP`."""

    word: str
    count: int
    middle: float


def went_together(plot: Plot) -> Together:
    """Spearman's correlation over days: recordings of one day belong together and count once.

    Of what is not a scale (`Against.is_number`) there is none. The interval is Fisher's with the variance of Bonett &
    Wright, (1 + r²/2)/(n − 3).
    """
    if not plot.against.is_number:
        return Together(0, reason="Words have no order, so only the groups are counted.")
    x, y = _by_day(plot.points)
    if len(x) < FEWEST_DAYS:
        return Together(
            len(x),
            reason=f"No trend is worked out: it takes {FEWEST_DAYS} days with both told, there are {len(x)}. Of fewer "
            "it could come out either way by chance.",
        )
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return Together(len(x), reason="One of the two is the same on all days, so nothing can go with it.")
    r = float(stats.spearmanr(x, y).statistic)
    return Together(len(x), r, _interval(r, len(x)))


def group_middles(plot: Plot) -> tuple[GroupMiddle, ...]:
    """For each word its count and median, in alphabetical order of the words."""
    groups: dict[str, list[float]] = {}
    for point in plot.points:
        groups.setdefault(str(point.x), []).append(point.y)
    return tuple(
        GroupMiddle(word, len(values), median(values) if len(values) >= FEWEST_IN_GROUP else math.nan)
        for word, values in sorted(groups.items())
    )


def _by_day(points: Sequence[PlottedPoint]) -> tuple[FloatArray, FloatArray]:
    days: dict[str, list[PlottedPoint]] = {}
    for point in points:
        days.setdefault(point.day, []).append(point)
    x = np.array([np.mean([float(point.x) for point in day]) for day in days.values()])
    y = np.array([np.mean([point.y for point in day]) for day in days.values()])
    return x, y


def _interval(r: float, n: int) -> Interval:
    # At a perfect order Fisher's scale has no end: it is taken half a rank short of it.
    edge = 1.0 - 0.5 * 6.0 / (n * (n * n - 1))
    reach = float(special.ndtri(0.5 + CONFIDENCE / 2)) * math.sqrt((1.0 + r * r / 2.0) / (n - 3))
    middle = math.atanh(min(max(r, -edge), edge))
    low, high = math.tanh(middle - reach), math.tanh(middle + reach)
    return Interval(-1.0 if r <= -1.0 else low, 1.0 if r >= 1.0 else high)
