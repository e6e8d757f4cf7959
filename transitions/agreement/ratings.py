"""What raters said of the same units, as numbers on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from transitions.series import FloatArray


class Scale(StrEnum):
    """What the numbers mean, and so how far apart two ratings are."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


@dataclass(frozen=True, eq=False)
class Ratings:
    """Ratings of units by raters; a rating that was not given is NaN, never a category.

    Attributes
    ----------
    values : (units, raters) NaN where a rater gave none.
    raters : their names, in the order of the columns.
    people : (units,) who is filmed in the unit, as a number: units of one person are not independent.
    scale : how the numbers compare.
    """

    values: FloatArray
    raters: tuple[str, ...]
    people: NDArray[np.intp]
    scale: Scale

    def __post_init__(self) -> None:
        units, raters = self.values.shape
        if len(self.raters) != raters or len(self.people) != units:
            raise ValueError(f"{units} units and {raters} raters need as many people and names")

    @property
    def categories(self) -> FloatArray:
        """(q,) every value that occurs, in rising order."""
        return np.unique(self.values[np.isfinite(self.values)])

    def only(self, raters: Sequence[str]) -> Ratings:
        """The columns of these raters."""
        columns = [self.raters.index(rater) for rater in raters]
        return Ratings(self.values[:, columns], tuple(raters), self.people, self.scale)

    def codes(self) -> NDArray[np.intp]:
        """(units, raters) the place of each rating among `categories`; -1 where none was given."""
        given = np.isfinite(self.values)
        codes = np.full(self.values.shape, -1, dtype=np.intp)
        codes[given] = np.searchsorted(self.categories, self.values[given])
        return codes


def sums_by_person(people: NDArray[np.intp], per_unit: FloatArray) -> FloatArray:
    """(persons, ...) the units' tables added up for each person who has any."""
    names, place = np.unique(people, return_inverse=True)
    sums = np.zeros((len(names), *per_unit.shape[1:]))
    np.add.at(sums, place, per_unit)
    return sums
