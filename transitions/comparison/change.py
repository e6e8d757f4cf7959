"""The change between two sides of repetitions, with the error of measurement it is judged by.

SEM is the root of the within-person mean square; the change between two means is judged with Student's t on
the degrees of freedom that mean square has (2k − 2 for k repetitions a side). The normal quantile would call 12 % of
people who did not change changed at k = 3, the percentile bootstrap 21 %.

Repetitions of one day are not days: filmed again, a session moves every value of that day together (camera,
clothes, the person's day). So where a side has several sessions these are the unit: the t test is of their
means, on the sessions' own mean square. Its size was measured with simulated people (`tests/comparison`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import special, stats

from transitions.comparison.nonoverlap import UNKNOWN, Interval, rounding_of
from transitions.series import FloatArray

CONFIDENCE = 0.95
MIN_FOR_BOOTSTRAP = 3
"""Under three values a side a bootstrap has too few different resamples to say anything."""

RESAMPLES = 9999


class UnitOfAnalysis(StrEnum):
    """What is counted: sessions where a side has several, else the repetitions of the one session a side."""

    REPETITION = "repetition"
    SESSION = "session"


@dataclass(frozen=True)
class Change:
    """The change of one measure, in the measure's unit.

    Attributes
    ----------
    before, after, difference : means, and after less before.
    interval : 95 % interval of the difference. NaN where nothing tells the spread.
    sem : standard error of measurement of one `unit`. NaN where there is one repetition a side.
    mdc : the smallest difference of these two means that counts: half the width of the interval, NaN where it is.
    df : degrees of freedom of the t quantile. infinite where the error was known beforehand.
    p : two-sided. g : Hedges' g, the difference in SEM with the small-sample correction; NaN without a SEM.
    """

    before: float
    after: float
    difference: float
    interval: Interval
    sem: float
    mdc: float
    df: float
    p: float
    g: float
    unit: UnitOfAnalysis


def change(
    before: Sequence[FloatArray],
    after: Sequence[FloatArray],
    *,
    filming_u: float = 0.0,
    known_sd: float = float("nan"),
) -> Change:
    """Judge the change between two sides.

    Parameters
    ----------
    before, after : one array a session, of that session's repetitions; none empty, none NaN.
    filming_u : standard error that all repetitions of one filming share (how this camera reads this body). It
        shows in the spread of sessions but not in that of repetitions, so it is added where there is one
        session a side.
    known_sd : spread of one repetition known beforehand, used only where there is one repetition a side.
    """
    units = UnitOfAnalysis.SESSION if max(len(before), len(after)) > 1 else UnitOfAnalysis.REPETITION
    if units is UnitOfAnalysis.SESSION:
        sides = [np.array([np.mean(session) for session in side]) for side in (before, after)]
    else:
        sides = [np.asarray(side[0], dtype=float) for side in (before, after)]
    n_before, n_after = (len(side) for side in sides)
    spread_df = n_before + n_after - 2
    sem = pooled_sem(*sides)
    spread_sd = sem if spread_df else known_sd
    own_variance = spread_sd**2 * (1.0 / n_before + 1.0 / n_after)
    shared_variance = 2.0 * filming_u**2 if units is UnitOfAnalysis.REPETITION else 0.0
    means = [float(side.mean()) for side in sides]
    error, df = _error(own_variance, spread_df or np.inf, shared_variance)
    # Without any error an interval of no width would call every difference a change.
    mdc = t_quantile(df) * error if error > 0 else float("nan")
    difference = means[1] - means[0]
    return Change(
        before=means[0],
        after=means[1],
        difference=difference,
        interval=Interval(difference - mdc, difference + mdc),
        sem=sem,
        mdc=mdc,
        df=df,
        p=float(2.0 * special.stdtr(df, -abs(difference) / error)) if error > 0 else float("nan"),
        g=hedges_g(difference, sem, spread_df),
        unit=units,
    )


def t_quantile(df: float) -> float:
    """Student's t quantile of a two-sided 95 % interval; the normal one for infinite degrees of freedom."""
    return float(special.stdtrit(df, 0.5 + CONFIDENCE / 2.0))


def pooled_sem(before: FloatArray, after: FloatArray) -> float:
    """Root of the within-side mean square; 0 where that is rounding, NaN where neither side has two values."""
    df = len(before) + len(after) - 2
    if df < 1:
        return float("nan")
    squares = sum(float(np.sum((side - side.mean()) ** 2)) for side in (before, after))
    sem = float(np.sqrt(squares / df))
    return sem if sem > rounding_of(before, after) else 0.0


def hedges_g(difference: float, sd: float, df: int) -> float:
    """Standardised difference with Hedges' exact small-sample correction; NaN under 2 degrees of freedom."""
    if df < 2 or not sd > 0:
        return float("nan")
    correction = np.exp(special.gammaln(df / 2) - special.gammaln((df - 1) / 2)) / np.sqrt(df / 2)
    return float(difference / sd * correction)


def bca_interval(before: FloatArray, after: FloatArray, seed: int = 0) -> Interval:
    """Bias-corrected and accelerated bootstrap interval of the change between two means (Efron 1987).

    NaN under three values a side, and where a side does not vary.
    """
    if min(len(before), len(after)) < MIN_FOR_BOOTSTRAP:
        return UNKNOWN
    if min(np.ptp(before), np.ptp(after)) <= rounding_of(before, after):
        return UNKNOWN
    result = stats.bootstrap(
        (before, after),
        _mean_difference,
        n_resamples=RESAMPLES,
        vectorized=True,
        method="BCa",
        rng=np.random.default_rng(seed),
    )
    ends = result.confidence_interval
    return Interval(float(ends.low), float(ends.high))


def _mean_difference(before: FloatArray, after: FloatArray, axis: int = -1) -> FloatArray:
    difference: FloatArray = np.mean(after, axis=axis) - np.mean(before, axis=axis)
    return difference


def _error(own_variance: float, own_df: float, shared_variance: float) -> tuple[float, float]:
    """Standard error of the difference and its degrees of freedom (Satterthwaite 1946).

    The shared part was known beforehand and has infinite degrees of freedom.
    """
    variance = own_variance + shared_variance
    df = own_df * (variance / own_variance) ** 2 if own_variance > 0 else np.inf
    return float(np.sqrt(variance)), float(df)
