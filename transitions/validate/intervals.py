"""Figures over clips with their 95 % intervals, each kind of figure by the method that is right for it.

Counts of independent answers have Wilson's interval, right at 0 and 1 too. What is averaged over frames or transitions
has a bootstrap that resamples people (clips where nobody appears twice): they are what varies independently.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest, chi2

from transitions.series import FloatArray

RESAMPLES = 2000
SEED = 20260101
"""Fixed, so that the same clips give the same interval."""

LEVEL = 0.95
TAILS = ((1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0)

NAN = float("nan")


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval. NaN where no clip says anything of it.

    `clips` is how many clips say something, `count` the denominator (transitions, frames or clips). `low` and
    `high` are NaN where one person alone says something of an average: nothing tells how others would differ.
    """

    value: float
    low: float
    high: float
    clips: int
    count: int


NOTHING = Estimate(NAN, NAN, NAN, 0, 0)


@dataclass(frozen=True, eq=False)
class Ratios:
    """What each clip adds to a ratio of sums.

    Attributes
    ----------
    numerators, denominators : (clips,); a clip with a denominator of 0 says nothing.
    people : (clips,) who moves in the clip, as a number.
    """

    numerators: FloatArray
    denominators: FloatArray
    people: NDArray[np.intp]

    def spoken(self) -> Ratios:
        """Without the clips that say nothing."""
        speaks = self.denominators > 0
        return Ratios(self.numerators[speaks], self.denominators[speaks], self.people[speaks])

    def ratio(self) -> float:
        """Sum of numerators over sum of denominators."""
        return float(self.numerators.sum() / self.denominators.sum())

    def by_person(self) -> tuple[FloatArray, FloatArray]:
        """(people,) numerators and denominators."""
        _, place = np.unique(self.people, return_inverse=True)
        numerators, denominators = (np.bincount(place, x) for x in (self.numerators, self.denominators))
        return numerators.astype(float), denominators.astype(float)

    def estimate(self, value: float, low: float, high: float) -> Estimate:
        """The figure with these clips' numbers."""
        return Estimate(value, low, high, len(self.numerators), round(float(self.denominators.sum())))


def proportion(ratios: Ratios) -> Estimate:
    """Right answers out of answers that may be right or wrong, with Wilson's interval."""
    ratios = ratios.spoken()
    if not len(ratios.numerators):
        return NOTHING
    right, answers = round(float(ratios.numerators.sum())), round(float(ratios.denominators.sum()))
    return ratios.estimate(ratios.ratio(), *_wilson(right, answers))


def share(ratios: Ratios) -> Estimate:
    """A part of 1 averaged over frames or transitions: bootstrap by person.

    Where everybody is at 0, or at 1, there is nothing to resample: the interval is then Wilson's for so many people.
    """
    ratios = ratios.spoken()
    if not len(ratios.numerators):
        return NOTHING
    numerators, denominators = ratios.by_person()
    if np.all(numerators == 0.0) or np.all(numerators == denominators):
        people = len(numerators)
        low, high = _wilson(people if numerators[0] else 0, people)
    else:
        low, high = _resampled_ratio(numerators, denominators)
    return ratios.estimate(ratios.ratio(), low, high)


def mean(ratios: Ratios) -> Estimate:
    """An average: bootstrap by person."""
    ratios = ratios.spoken()
    if not len(ratios.numerators):
        return NOTHING
    return ratios.estimate(ratios.ratio(), *_resampled_ratio(*ratios.by_person()))


def rate(ratios: Ratios) -> Estimate:
    """Chance events per unit (false transitions a clip), with the exact Poisson interval (Garwood 1936)."""
    ratios = ratios.spoken()
    if not len(ratios.numerators):
        return NOTHING
    events, units = float(ratios.numerators.sum()), float(ratios.denominators.sum())
    low = chi2.ppf(TAILS[0], 2.0 * events) / 2.0 if events else 0.0
    high = chi2.ppf(TAILS[1], 2.0 * events + 2.0) / 2.0
    return ratios.estimate(events / units, float(low) / units, float(high) / units)


def quantile(values: FloatArray, clips: NDArray[np.intp], people: NDArray[np.intp], level: float) -> Estimate:
    """A quantile of values, (n,) each with the number of its clip and person: bootstrap by person.

    The smallest value that at least `level` of all do not exceed.
    """
    if not len(values):
        return NOTHING
    order = np.argsort(values)
    ranked, (names, place) = values[order], np.unique(people[order], return_inverse=True)

    def quantiles(weights: FloatArray) -> FloatArray:
        reached = np.cumsum(weights[:, place], axis=1)
        at = np.argmax(reached >= level * reached[:, -1:] - 1e-9, axis=1)
        return np.asarray(ranked[at])

    value = float(quantiles(np.ones((1, len(names))))[0])
    low, high = _resampled(quantiles, len(names))
    return Estimate(value, low, high, len(np.unique(clips)), len(values))


def _wilson(right: int, answers: int) -> tuple[float, float]:
    interval = binomtest(right, answers).proportion_ci(LEVEL, method="wilson")
    return float(interval.low), float(interval.high)


def _resampled_ratio(numerators: FloatArray, denominators: FloatArray) -> tuple[float, float]:
    return _resampled(lambda weights: (weights @ numerators) / (weights @ denominators), len(numerators))


def _resampled(statistic: Callable[[FloatArray], FloatArray], people: int) -> tuple[float, float]:
    if people < 2:
        return NAN, NAN
    low, high = np.quantile(statistic(_weights(people)), TAILS)
    return float(low), float(high)


@cache
def _weights(people: int) -> FloatArray:
    """(resamples, people) how often each is drawn."""
    rng = np.random.default_rng(SEED)
    drawn = rng.multinomial(people, np.full(people, 1.0 / people), size=RESAMPLES)
    return np.asarray(drawn, dtype=float)
