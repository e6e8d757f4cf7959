"""How little two phases overlap, whatever the shape of their spread: NAP, Tau and Tau-U.

NAP is the share of all pairs (one value of each side) in which the later side's is the higher, ties counting
one half (Parker & Vannest 2009, Behavior Therapy 40:357); Tau is the same from -1 to 1, and Tau-U takes out what a
trend within the earlier side explains (Parker, Vannest, Davis & Sauber 2011, Behavior Therapy 42:284).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

from transitions.series import FloatArray


@dataclass(frozen=True)
class Interval:
    """A confidence interval; NaN where it cannot be told."""

    low: float
    high: float


UNKNOWN = Interval(float("nan"), float("nan"))

ROUNDING = 1e-9
"""Values closer than this share of the largest differ by how they were worked out, not by what was measured."""


def pair_score(before: FloatArray, after: FloatArray) -> int:
    """Pairs in which `after` is higher, less those in which it is lower; what differs by rounding is a tie."""
    return int(_signs(after, before).sum())


def trend_score(in_order: FloatArray) -> int:
    """Pairs of one side that rise in the order of time, less those that fall (Kendall's S)."""
    return int(np.tril(_signs(in_order, in_order), -1).sum())


def rounding_of(*sides: FloatArray) -> float:
    """How far values of the sides lie apart at most where they are the same."""
    return ROUNDING * max((float(np.abs(side).max(initial=0.0)) for side in sides), default=0.0)


def _signs(these: FloatArray, those: FloatArray) -> FloatArray:
    """(these, those) 1 where this is higher, -1 where it is lower, 0 where they are the same."""
    differences: FloatArray = np.subtract.outer(these, those)
    return np.where(np.abs(differences) <= rounding_of(these, those), 0.0, np.sign(differences))


def nap(before: FloatArray, after: FloatArray) -> float:
    """Nonoverlap of all pairs, 0 to 1; 0.5 where the sides do not differ. NaN when a side is empty."""
    return (tau(before, after) + 1.0) / 2.0


def tau(before: FloatArray, after: FloatArray) -> float:
    """Nonoverlap from -1 (all lower after) to 1 (all higher). NaN when a side is empty."""
    pairs = len(before) * len(after)
    return pair_score(before, after) / pairs if pairs else float("nan")


def tau_u(before: FloatArray, after: FloatArray) -> float:
    """Tau less the trend within the earlier side; both in the order of time. NaN when a side is empty.

    As in its paper it is divided by the pairs between the sides, so it can pass 1 in size where the earlier
    side is the longer one.
    """
    pairs = len(before) * len(after)
    return (pair_score(before, after) - trend_score(before)) / pairs if pairs else float("nan")


def nap_interval(estimate: float, n_before: int, n_after: int, confidence: float = 0.95) -> Interval:
    """Newcombe's method 5 (2006, Statistics in Medicine 25:559): the score interval, symmetrised.

    Its ends θ solve (NAP − θ)² = z² θ(1 − θ) / (m n) · [1 + h (1 − θ)/(2 − θ) + h θ/(1 + θ)] with
    h = (m + n)/2 − 1. At NAP = 1 that has a second root at θ = 1, which is not the lower end: there the factor
    1 − θ is divided out before the root is sought (at NAP = 0 likewise, by symmetry).

    Parameters
    ----------
    estimate : NAP of `n_before` against `n_after` values, taken as independent.
    """
    if not np.isfinite(estimate) or not n_before or not n_after:
        return UNKNOWN
    if estimate <= 0.0:
        mirrored = nap_interval(1.0 - estimate, n_before, n_after, confidence)
        return Interval(1.0 - mirrored.high, 1.0 - mirrored.low)
    z2 = float(stats.norm.ppf(0.5 + confidence / 2.0)) ** 2
    h = (n_before + n_after) / 2.0 - 1.0

    def variance_per_bernoulli(theta: float) -> float:
        """The variance of NAP at θ, over θ(1 − θ)."""
        bracket = 1.0 + h * (1.0 - theta) / (2.0 - theta) + h * theta / (1.0 + theta)
        return bracket / (n_before * n_after)

    def excess(theta: float) -> float:
        return (estimate - theta) ** 2 - z2 * theta * (1.0 - theta) * variance_per_bernoulli(theta)

    def excess_at_one(theta: float) -> float:
        return (1.0 - theta) - z2 * theta * variance_per_bernoulli(theta)

    if estimate >= 1.0:
        return Interval(float(optimize.brentq(excess_at_one, 0.0, 1.0)), 1.0)
    low, high = optimize.brentq(excess, 0.0, estimate), optimize.brentq(excess, estimate, 1.0)
    return Interval(float(low), float(high))
