"""From takes to `SpineNetworks`: a base fitted on the calibration bodies, taken further on every source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from bench.fit_networks.folds import kept_back, make_folds
from bench.fit_networks.limits import fit_quantile
from bench.fit_spine.rows import Rows, read_rows
from bench.fit_spine.train import Convolved, fit_member
from bench.sources import CALIBRATION, Take, fitted_on
from transitions.kinematics.spine import read_spine
from transitions.kinematics.spine_network import INPUT_LIMIT, Member, SpineNetworks, load_networks
from transitions.kinematics.spine_uncertainty import SPINE_U_FEATURES
from transitions.series import INTERVAL_U, BoolArray, FloatArray

BASE = Path(__file__).with_name("base.npz")
MEMBERS = 4
"""Each on another three quarters of the bodies."""

NOVELTY_AXES = 40
NOVELTY_MARGIN = 1.25

FLOOR_DEG = 0.5
"""Errors under this count as this: u need not follow them down."""

BENT_DEG = 10.0
"""A back truly this much rounder than in the clip's middle is moving; such rows together count as all others."""


@dataclass(frozen=True, eq=False)
class TriedSpine:
    """One take not fitted on: what was left out, and of the rows read (m,) error and answer, (m, f) features."""

    take: Take
    kind: str
    answer: FloatArray
    error: FloatArray
    features: FloatArray


def fit_base(takes: Sequence[Take]) -> SpineNetworks:
    """Networks fitted on the calibration bodies alone, from random starts."""
    bodies = [t for t in takes if t.source == CALIBRATION]
    rows = read_rows([body for body, back in zip(bodies, kept_back(bodies), strict=True) if not back])
    part = np.random.default_rng(0).permutation(len(rows.takes))[rows.take] % MEMBERS
    members = tuple(fit_member(rows, part != k, seed=k) for k in range(MEMBERS))
    u_weights = np.zeros(len(SPINE_U_FEATURES))
    return SpineNetworks(members, *_novelty_of(rows, members[0]), u_weights)


def fit_spine(takes: Sequence[Take], seed: int = 0, base: SpineNetworks | None = None) -> SpineNetworks:
    """Networks for the movements of `takes`, with their uncertainty; held-out takes among them are left aside.

    Parameters
    ----------
    takes : of any sources; those without a mask are not used.
    base : networks to start from, fitted on calibration bodies only; the kept ones when None.
    """
    return fit_with_folds(takes, seed, base)[0]


def fit_with_folds(
    takes: Sequence[Take], seed: int = 0, base: SpineNetworks | None = None
) -> tuple[SpineNetworks, list[TriedSpine]]:
    """`fit_spine`, and what its folds said of the takes left out of them."""
    torch.set_num_threads(1)
    base = base or load_networks(BASE)
    rows = read_rows(fitted_on(takes))
    convolved = [Convolved(member, rows, seed + k) for k, member in enumerate(base.members)]
    base = replace(base, novelty_limit=_novelty_limit(rows, base))
    tried = try_folds(base, rows, convolved, seed)
    fitted = _further(base, convolved, rows, ~kept_back(rows.takes), seed)
    return replace(fitted, u_weights=fit_u_weights(tried)), tried


def try_folds(base: SpineNetworks, rows: Rows, convolved: Sequence[Convolved], seed: int) -> list[TriedSpine]:
    """What networks say of the takes that they were not fitted on."""
    back = kept_back(rows.takes)
    tried = []
    for k, fold in enumerate(make_folds(rows.takes, seed)):
        networks = _further(base, convolved, rows, ~(fold.left_out | back), seed + 10 * (k + 1))
        tried += [_try_on(networks, rows.takes[i], fold.kind) for i in np.flatnonzero(fold.left_out)]
    tried += [_try_on(networks, rows.takes[i], "person") for i in np.flatnonzero(back)]
    return [one for one in tried if len(one.error)]


def fit_u_weights(tried: Sequence[TriedSpine]) -> FloatArray:
    """(f,) the uncertainty model: kinds of fold and sources alike, their takes alike, rounded rows half of each."""
    groups = [(one.kind, one.take.source) for one in tried]
    weights = []
    for one, group in zip(tried, groups, strict=True):
        truth = one.answer - one.error
        bent = truth - np.median(truth) > BENT_DEG
        weight = np.ones(len(bent))
        for stratum in (bent, ~bent):
            weight[stratum] /= max(int(stratum.sum()), 1)
        weights.append(weight / weight.sum() / groups.count(group))
    log_error = np.log(np.maximum(np.abs(np.concatenate([one.error for one in tried])), FLOOR_DEG))
    features = np.concatenate([one.features for one in tried])
    fitted = fit_quantile(features, log_error, np.concatenate(weights))
    fitted[0] -= np.log(INTERVAL_U)
    return fitted


def _further(
    base: SpineNetworks, convolved: Sequence[Convolved], rows: Rows, kept: BoolArray, seed: int
) -> SpineNetworks:
    shares = rows.shares(kept)
    members = tuple(c.fit_further(shares, seed + k) for k, c in enumerate(convolved))
    return replace(base, members=members)


def _try_on(networks: SpineNetworks, take: Take, kind: str) -> TriedSpine:
    if take.pose.trunk_mask is None:
        return TriedSpine(take, kind, np.empty(0), np.empty(0), np.empty((0, len(SPINE_U_FEATURES))))
    reading = read_spine(take.pose, networks)
    seen = np.isfinite(reading.value) & np.all(np.isfinite(reading.features), axis=1)
    error = reading.value - take.truth["spine_flexion_deg"]
    return TriedSpine(take, kind, reading.value[seen], error[seen], reading.features[seen])


def _novelty_of(rows: Rows, first: Member) -> tuple[FloatArray, float]:
    """Whitening axes of the fitted set; the limit is left open."""
    standard = np.clip((rows.inputs - first.mean) / first.scale, -INPUT_LIMIT, INPUT_LIMIT)
    variance, axes = np.linalg.eigh(np.cov(standard.T))
    top = slice(-NOVELTY_AXES, None)
    return axes[:, top] / np.sqrt(variance[top] * NOVELTY_AXES), float("inf")


def _novelty_limit(rows: Rows, base: SpineNetworks) -> float:
    """What one fitted row in a thousand reaches, and a margin."""
    return NOVELTY_MARGIN * float(np.quantile(base.novelty(rows.inputs), 0.999))
