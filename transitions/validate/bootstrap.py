"""Ratios of sums over clips with a bootstrap interval: clips, not frames, are what vary independently."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transitions.series import FloatArray

RESAMPLES = 2000
SEED = 20260101
"""Fixed, so that the same clips give the same interval."""

PERCENTILES = (2.5, 97.5)


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval. NaN where no clip says anything of it.

    `clips` is how many clips say something, `count` the denominator (transitions, frames or clips).
    The interval is degenerate when every clip answers alike: few clips then prove less than it seems.
    """

    value: float
    low: float
    high: float
    clips: int
    count: int


def ratio_with_interval(numerators: FloatArray, denominators: FloatArray) -> Estimate:
    """Sum of numerators over sum of denominators, resampling clips with replacement.

    Parameters
    ----------
    numerators, denominators : (clips,) what each clip adds; clips with a denominator of 0 say nothing.
    """
    speaks = denominators > 0
    numerators, denominators = numerators[speaks], denominators[speaks]
    clips = len(numerators)
    if not clips:
        nan = float("nan")
        return Estimate(nan, nan, nan, 0, 0)
    rng = np.random.default_rng(SEED)
    weights = rng.multinomial(clips, np.full(clips, 1.0 / clips), size=RESAMPLES)
    ratios = (weights @ numerators) / (weights @ denominators)
    low, high = np.percentile(ratios, PERCENTILES)
    return Estimate(
        value=float(numerators.sum() / denominators.sum()),
        low=float(low),
        high=float(high),
        clips=clips,
        count=round(float(denominators.sum())),
    )
