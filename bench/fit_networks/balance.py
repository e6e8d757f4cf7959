"""How much each take, and each row of it, counts: no source, no choreography and no state of the body dominates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bench.sources import CALIBRATION, Take
from transitions.series import BoolArray, FloatArray

STEP_S = 0.095
"""Rows of a clip are thinned to about this: what lies between says nothing new."""

CALIBRATION_SHARE = 0.4
"""Part of all rows that come from the calibration bodies when there are other sources."""


def thinned(take: Take) -> slice:
    """Every so many rows of a take, about `STEP_S` apart."""
    return slice(None, None, max(int(STEP_S / np.median(np.diff(take.t_s))), 1))


def balanced(takes: Sequence[Take], take: NDArray[np.int_], weights: FloatArray) -> FloatArray:
    """(m,) weights made to add up to 1 so that no source and no choreography in it dominates.

    Sources and choreographies count as the root of their takes, the takes of one choreography alike; the calibration
    bodies get `CALIBRATION_SHARE` of the whole. Takes whose weights are all 0 do not count.
    """
    share = weights
    kept = np.bincount(take, weights, len(takes)) > 0
    for depth in (3, 2, 1):
        keys = [(t.source, t.choreography, t.name)[:depth] for t in takes]
        numbers = {key: k for k, key in enumerate(dict.fromkeys(keys))}
        group = np.array([numbers[key] for key in keys])
        weight = np.sqrt(np.bincount(group, kept))
        total = np.bincount(group[take], share, len(weight))
        share = share * (weight / np.maximum(total, 1e-12))[group[take]]
    is_body = np.array([t.source == CALIBRATION for t in takes])[take]
    if share[is_body].sum() > 0 and share[~is_body].sum() > 0:
        share[is_body] *= CALIBRATION_SHARE / share[is_body].sum()
        share[~is_body] *= (1.0 - CALIBRATION_SHARE) / share[~is_body].sum()
    return np.asarray(share / share.sum())


def strata_alike(in_first: BoolArray) -> FloatArray:
    """(m,) weights adding up to 1 so that the rows of both strata together count alike.

    People are at rest in nine rows of ten; without this an interval would be sized for those and hold the truth too
    seldom in the rest, which are what the rules read.
    """
    weights = np.ones(len(in_first))
    for stratum in (in_first, ~in_first):
        weights[stratum] /= max(int(stratum.sum()), 1)
    return np.asarray(weights / weights.sum())
