"""From takes to `SpineNetworks`: a base fitted on the calibration bodies, taken further on every source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from bench.fit_networks.balance import strata_alike
from bench.fit_networks.folds import kept_back
from bench.fit_networks.out_of_fold import OutOfFold, predict_out_of_fold
from bench.fit_networks.quantile import fit_log_u, take_weights
from bench.fit_networks.spine_rows import SpineRows, read_rows
from bench.fit_networks.spine_train import Convolved, fit_member
from bench.sources import CALIBRATION, Take, fitted_on
from transitions.kinematics.networks.layers import standardised
from transitions.kinematics.networks.spine_flexion import SPINE_U_FEATURES, read_spine
from transitions.kinematics.networks.spine_networks import (
    INPUT_LIMIT,
    SpineMember,
    SpineNetworks,
    load_spine_networks,
)
from transitions.series import BoolArray, FloatArray

BASE = Path(__file__).with_name("spine_base.npz")
MEMBERS = 4
"""Each on another three quarters of the bodies."""

NOVELTY_AXES = 40
NOVELTY_MARGIN = 1.25

FLOOR_DEG = 0.5
"""Errors under this count as this: u need not follow them down."""

BENT_DEG = 10.0
"""A back truly this much rounder than in the clip's middle is moving; such rows together count as all others."""


def fit_base(takes: Sequence[Take]) -> SpineNetworks:
    """Networks fitted on the calibration bodies alone, from random starts."""
    bodies = [t for t in takes if t.source == CALIBRATION]
    rows = read_rows([body for body, back in zip(bodies, kept_back(bodies), strict=True) if not back])
    part = np.random.default_rng(0).permutation(len(rows.takes))[rows.take] % MEMBERS
    members = tuple(fit_member(rows, part != k, seed=k) for k in range(MEMBERS))
    u_weights = np.zeros(len(SPINE_U_FEATURES))
    return SpineNetworks(members, *_novelty_of(rows, members[0]), u_weights)


def fit_spine(takes: Sequence[Take], seed: int = 0) -> SpineNetworks:
    """Networks for the movements of `takes`, with their uncertainty; held-out takes among them are left aside.

    Parameters
    ----------
    takes : of any sources; those without a mask are not used.
    """
    return fit_with_folds(takes, seed)[0]


def fit_with_folds(takes: Sequence[Take], seed: int = 0) -> tuple[SpineNetworks, list[OutOfFold]]:
    """`fit_spine`, and what its folds said of the takes left out of them."""
    torch.set_num_threads(1)
    base = load_spine_networks(BASE)
    rows = read_rows(fitted_on(takes))
    convolved = [Convolved(member, rows, seed + k) for k, member in enumerate(base.members)]
    base = replace(base, novelty_limit=_novelty_limit(rows, base))

    def fit_further(kept: BoolArray, k: int) -> SpineNetworks:
        return _further(base, convolved, rows, kept, seed + 10 * (k + 1))

    left_out = predict_out_of_fold(rows.takes, seed, fit_further, predict)
    fitted = _further(base, convolved, rows, ~kept_back(rows.takes), seed)
    return replace(fitted, u_weights=fit_uncertainty(left_out)), left_out


def fit_uncertainty(left_out: Sequence[OutOfFold]) -> FloatArray:
    """(f,) the uncertainty model; rounded rows count as much as all others of a take."""
    weights = [
        weight * strata_alike(one.truth[:, 0] - np.median(one.truth) > BENT_DEG)
        for one, weight in zip(left_out, take_weights(left_out), strict=True)
    ]
    features, errors = (
        np.concatenate(parts)
        for parts in ([one.features[:, 0] for one in left_out], [one.error()[:, 0] for one in left_out])
    )
    return fit_log_u(features, errors, np.concatenate(weights), FLOOR_DEG)


def _further(
    base: SpineNetworks, convolved: Sequence[Convolved], rows: SpineRows, kept: BoolArray, seed: int
) -> SpineNetworks:
    shares = rows.shares(kept)
    members = tuple(c.fit_further(shares, seed + k) for k, c in enumerate(convolved))
    return replace(base, members=members)


def predict(networks: SpineNetworks, take: Take, kind: str) -> OutOfFold:
    """What `networks` read of every row of `take` in which the spine is read; no rows without a mask."""
    if take.pose.trunk_mask is None:
        nothing = np.empty((0, 1))
        features = np.empty((0, 1, len(SPINE_U_FEATURES)))
        return OutOfFold(take, kind, np.empty(0), nothing, nothing, features, np.empty(0))
    reading = read_spine(take.pose, networks)
    seen = np.isfinite(reading.value) & np.all(np.isfinite(reading.features), axis=1)
    return OutOfFold(
        take,
        kind,
        take.t_s[seen],
        reading.value[seen, None],
        take.truth["spine_flexion_deg"][seen, None],
        reading.features[seen, None],
        reading.novelty[seen],
    )


def _novelty_of(rows: SpineRows, first: SpineMember) -> tuple[FloatArray, float]:
    """Whitening axes of the fitted set; the limit is left open."""
    standard = standardised(rows.inputs, first.mean, first.scale, INPUT_LIMIT)
    variance, axes = np.linalg.eigh(np.cov(standard.T))
    top = slice(-NOVELTY_AXES, None)
    return axes[:, top] / np.sqrt(variance[top] * NOVELTY_AXES), float("inf")


def _novelty_limit(rows: SpineRows, base: SpineNetworks) -> float:
    """What one fitted row in a thousand reaches, and a margin."""
    return NOVELTY_MARGIN * float(np.quantile(base.novelty(rows.inputs), 0.999))
