"""Intervals that resample people: what one person's transitions have in common must not count twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transitions.series import FloatArray

RESAMPLES = 1000
SEED = 20260101
"""Fixed, so that the same ratings give the same interval."""

LEVEL = 0.95
FEWEST_PEOPLE = 10
"""With fewer people the resamples differ too little for the interval to be trusted (engineering value)."""

MOST_UNTOLD = 0.05
"""Where more of the resamples than this have no value, what is left of them says too little."""

FEW = "Ratings of {people} are too few for an interval; at least {fewest} are needed."
NO_VALUE = "It cannot be told: nobody rated the same, or everybody said the same of everything."
NO_SPREAD = "Everybody's ratings agree alike, so nothing tells how other people's would."
TOO_FEW_DIFFER = "All but a few people's ratings agree alike, which is too little for an interval."

_AT_ONCE = 4_000_000
"""Numbers held at a time while resampling, so that memory stays flat."""

_NEAREST_ONE = 1.0 - 1e-9

_ROUNDING = 1e-9
"""A standard error this small comes from adding up in another order: everybody's ratings agree alike."""

NOTHING = "Nobody marked the same."

Statistic = Callable[[FloatArray], FloatArray]
"""From (..., *table), tables added up over people, to (...,) values."""


@dataclass(frozen=True)
class AgreementFigure:
    """A figure with its 95 % interval and what it rests on.

    NaN where it cannot be told; `note` then says why, in one sentence, also where only the interval is missing.
    """

    value: float
    low: float
    high: float
    people: int
    note: str = ""


@dataclass(frozen=True)
class Bounds:
    """Between which values a statistic lies: its interval is worked out where they are infinitely far."""

    low: float
    high: float

    def stretch(self, values: FloatArray) -> FloatArray:
        """Fisher's z of the values brought to -1 … 1."""
        middle, half = (self.high + self.low) / 2.0, (self.high - self.low) / 2.0
        return np.arctanh(np.clip((values - middle) / half, -_NEAREST_ONE, _NEAREST_ONE))

    def shrink(self, stretched: float) -> float:
        """The value again."""
        middle, half = (self.high + self.low) / 2.0, (self.high - self.low) / 2.0
        return float(middle + half * np.tanh(stretched))


CORRELATION = Bounds(-1.0, 1.0)
SHARE = Bounds(0.0, 1.0)
DIFFERENCE = Bounds(-2.0, 2.0)


def figure_by_person(
    sums: FloatArray, statistic: Statistic, bounds: Bounds, *, resamples: int = RESAMPLES, seed: int = SEED
) -> AgreementFigure:
    """A statistic of tables added up by person, (people, *table), with its symmetric studentised interval.

    Each resample of people is studentised by its own jackknife, on Fisher's z: with few people the percentile interval
    is too narrow. That this one is not is held by `tests/agreement/test_coverage.py`.
    """
    people = len(sums)
    total = sums.sum(axis=0)
    value = float(statistic(total))
    if not np.isfinite(value):
        return AgreementFigure(value, np.nan, np.nan, people, NO_VALUE)
    if people < FEWEST_PEOPLE:
        return AgreementFigure(value, np.nan, np.nan, people, _few(people))
    error = float(_jackknife_error(bounds.stretch(statistic(total - sums)), np.ones(people)))
    if not error > _ROUNDING:
        return AgreementFigure(value, np.nan, np.nan, people, NO_SPREAD)
    centre = float(bounds.stretch(np.asarray(value)))
    pivots = _pivots(sums, statistic, bounds, centre, np.random.default_rng(seed), resamples)
    known = pivots[np.isfinite(pivots)]
    if len(known) < (1.0 - MOST_UNTOLD) * resamples:
        return AgreementFigure(value, np.nan, np.nan, people, TOO_FEW_DIFFER)
    reach = float(np.quantile(np.abs(known), LEVEL)) * error
    return AgreementFigure(value, bounds.shrink(centre - reach), bounds.shrink(centre + reach), people)


def median_by_person(values: FloatArray, people: NDArray[np.intp]) -> AgreementFigure:
    """The median of (n,) values, each of one of the `people`, with the percentile interval of resampled people.

    A median jumps where a person is left out, so it cannot be studentised as the other figures are.
    """
    names, person = np.unique(people, return_inverse=True)
    if not len(values):
        return AgreementFigure(np.nan, np.nan, np.nan, 0, NOTHING)
    value = float(np.median(values))
    if len(names) < FEWEST_PEOPLE:
        return AgreementFigure(value, np.nan, np.nan, len(names), _few(len(names)))
    order = np.argsort(values)
    rng = np.random.default_rng(SEED)
    weights = rng.multinomial(len(names), np.full(len(names), 1.0 / len(names)), size=RESAMPLES)
    counted = np.cumsum(weights[:, person[order]], axis=1)
    half = counted[:, -1:] / 2.0
    lower, upper = (counted >= half).argmax(axis=1), (counted > half).argmax(axis=1)
    medians = (values[order][lower] + values[order][upper]) / 2.0
    if medians.min() == medians.max():
        return AgreementFigure(value, np.nan, np.nan, len(names), NO_SPREAD)
    low, high = np.quantile(medians, [(1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0])
    return AgreementFigure(value, float(low), float(high), len(names))


def ratio(sums: FloatArray) -> FloatArray:
    """(...,) the first of (..., 2) sums over the second; NaN where that is 0."""
    part, whole = sums[..., 0], sums[..., 1]
    return np.asarray(np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0))


def _few(people: int) -> str:
    counted = "1 person" if people == 1 else f"{people} people"
    return FEW.format(people=counted, fewest=FEWEST_PEOPLE)


def _pivots(
    sums: FloatArray,
    statistic: Statistic,
    bounds: Bounds,
    centre: float,
    rng: np.random.Generator,
    resamples: int,
) -> FloatArray:
    """(resamples,) how far each resample lies from the figure, in its own standard errors."""
    people = len(sums)
    weights = rng.multinomial(people, np.full(people, 1.0 / people), size=resamples).astype(float)
    rows = max(1, _AT_ONCE // sums.size)
    pivots = []
    for first in range(0, resamples, rows):
        drawn = weights[first : first + rows]
        totals = np.tensordot(drawn, sums, axes=1)
        values = bounds.stretch(statistic(totals))
        errors = _jackknife_error(bounds.stretch(statistic(totals[:, None] - sums)), drawn)
        with np.errstate(divide="ignore", invalid="ignore"):
            pivots.append((values - centre) / errors)
    return np.concatenate(pivots)


def _jackknife_error(left_out: FloatArray, weights: FloatArray) -> FloatArray:
    """(...,) standard error from (..., people) values without each, `weights` being how often each was drawn."""
    people = left_out.shape[-1]
    values = np.where(weights > 0, left_out, 0.0)
    mean = (weights * values).sum(axis=-1, keepdims=True) / people
    variance = (weights * (values - mean) ** 2).sum(axis=-1) * (people - 1) / people
    return np.asarray(np.sqrt(variance))
