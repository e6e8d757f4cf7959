"""Raters whose agreement is known: they see the same size of a pattern, each with an error of their own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transitions.agreement.ratings import Ratings, Scale

CUTS = (0.0, 0.8, 1.6)
"""Where the size passes into the next category."""


@dataclass(frozen=True)
class Raters:
    """`usual` size of the pattern; standard deviation of a rater's `error`; share of ratings `missing`."""

    usual: float = 0.3
    error: float = 0.6
    missing: float = 0.1
    units_each: int = 5
    raters: int = 3

    def draw(self, rng: np.random.Generator, people: int) -> Ratings:
        """Their ratings of so many people; units of one person are alike."""
        person = np.repeat(np.arange(people), self.units_each)
        size = rng.normal(self.usual, 0.7, people)[person] + rng.normal(0.0, 0.7, len(person))
        seen = size[:, None] + rng.normal(0.0, self.error, (len(person), self.raters))
        values = np.digitize(seen, CUTS).astype(float)
        values[rng.random(values.shape) < self.missing] = np.nan
        names = tuple(f"rater {k}" for k in range(self.raters))
        return Ratings(values, names, person, Scale.ORDINAL)
