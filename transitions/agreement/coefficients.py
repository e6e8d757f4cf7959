"""Agreement coefficients of tables of counts, for one table or for thousands of resampled ones at once.

All compare the disagreement that is observed with that expected of raters who judge by chance: 1 is full agreement, 0
no more than chance. Where chance leaves no disagreement (everybody said the same of everything) none can be told: NaN.

Tables are worked out for each unit and added up, so a resample of people is a weighted sum: the reason for own code
here, where statsmodels (κ, Fleiss) and krippendorff (α) take one table a call. Both are oracles in the tests.
"""

from __future__ import annotations

import numpy as np

from transitions.agreement.ratings import Ratings, Scale
from transitions.series import FloatArray


def pair_tables(ratings: Ratings, first: int = 0, second: int = 1) -> FloatArray:
    """(units, q, q) one count where two raters, the rows' and the columns', both rated the unit; else 0."""
    codes = ratings.codes()[:, [first, second]]
    q = len(ratings.categories)
    tables = np.zeros((len(codes), q, q))
    both = np.flatnonzero((codes >= 0).all(axis=1))
    tables[both, codes[both, 0], codes[both, 1]] = 1.0
    return tables


def category_counts(ratings: Ratings) -> FloatArray:
    """(units, q) how many raters put the unit into each category."""
    codes = ratings.codes()
    return np.stack([(codes == k).sum(axis=1) for k in range(len(ratings.categories))], axis=1).astype(float)


def coincidences(counts: FloatArray) -> FloatArray:
    """(units, q, q) Krippendorff's coincidences of each unit; 0 where fewer than two raters rated it."""
    raters = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :]
    q = counts.shape[1]
    pairs[:, range(q), range(q)] -= counts
    return np.asarray(pairs / np.maximum(raters - 1.0, 1.0)[:, None, None])


def percent_agreement(table: FloatArray) -> FloatArray:
    """(...,) share of the pairs on the diagonal of (..., q, q) tables or coincidences."""
    return _share(np.trace(table, axis1=-2, axis2=-1), table.sum(axis=(-2, -1)))


def weighted_kappa(table: FloatArray, categories: FloatArray, power: float = 2.0) -> FloatArray:
    """(...,) Cohen's κ of two raters from (..., q, q) counts.

    Parameters
    ----------
    categories : (q,) their values: steps of the scale, also where a step between them was never used.
    power : a disagreement by k steps counts k ** power: 2 quadratic, 1 linear weights, 0 unweighted.
    """
    apart = np.abs(np.subtract.outer(categories, categories))
    weights = np.where(apart > 0, apart**power, 0.0)
    total = table.sum(axis=(-2, -1))
    rows, columns = table.sum(axis=-1), table.sum(axis=-2)
    observed = _share((weights * table).sum(axis=(-2, -1)), total)
    by_chance = np.einsum("...i,ij,...j->...", rows, weights, columns)
    return np.asarray(1.0 - _share(observed, _share(by_chance, total**2)))


def fleiss_kappa(sums: FloatArray) -> FloatArray:
    """(...,) Fleiss' κ from `fleiss_sums`, added up over units."""
    units, agreement, totals = sums[..., 0], sums[..., 1], sums[..., 2:]
    observed = _share(agreement, units)
    shares = _share(totals, totals.sum(axis=-1)[..., None])
    by_chance = (shares**2).sum(axis=-1)
    return np.asarray(1.0 - _share(1.0 - observed, 1.0 - by_chance))


def fleiss_sums(counts: FloatArray, raters: int) -> FloatArray:
    """(units, 2 + q) one, agreement and ratings by category of each unit that all `raters` rated; else 0."""
    whole = counts.sum(axis=1) == raters
    agreement = (counts * (counts - 1.0)).sum(axis=1) / (raters * (raters - 1.0))
    return np.asarray(np.column_stack([np.ones(len(counts)), agreement, counts]) * whole[:, None])


def krippendorff_alpha(table: FloatArray, categories: FloatArray, scale: Scale) -> FloatArray:
    """(...,) Krippendorff's α from (..., q, q) coincidences; raters may be many and ratings missing."""
    marginal = table.sum(axis=-1)
    apart = _squared_difference(marginal, categories, scale)
    observed = (table * apart).sum(axis=(-2, -1))
    by_chance = (marginal[..., :, None] * marginal[..., None, :] * apart).sum(axis=(-2, -1))
    return np.asarray(1.0 - (marginal.sum(axis=-1) - 1.0) * _share(observed, by_chance))


def _squared_difference(marginal: FloatArray, categories: FloatArray, scale: Scale) -> FloatArray:
    first, second = categories[:, None], categories[None, :]
    if scale is Scale.NOMINAL:
        return np.asarray(first != second, dtype=float)
    if scale is Scale.INTERVAL:
        return np.asarray((first - second) ** 2)
    if scale is Scale.RATIO:
        return np.asarray(_share(first - second, first + second, 0.0) ** 2)
    middle = np.cumsum(marginal, axis=-1) - marginal / 2.0
    return np.asarray((middle[..., :, None] - middle[..., None, :]) ** 2)


def prevalence(table: FloatArray) -> FloatArray:
    """(..., q) share of each category over both raters of (..., q, q) counts."""
    return _share(table.sum(axis=-1) + table.sum(axis=-2), 2.0 * table.sum(axis=(-2, -1))[..., None])


def bias(table: FloatArray) -> FloatArray:
    """(..., q) how much more often the columns' rater uses each category than the rows' (shares, -1 to 1)."""
    return _share(table.sum(axis=-2) - table.sum(axis=-1), table.sum(axis=(-2, -1))[..., None])


def _share(part: FloatArray, whole: FloatArray, otherwise: float = np.nan) -> FloatArray:
    part, whole = np.broadcast_arrays(np.asarray(part, float), np.asarray(whole, float))
    return np.asarray(np.divide(part, whole, out=np.full(part.shape, otherwise), where=whole != 0))
