"""From takes to an `Ensemble`: a base fitted on the calibration bodies, taken further on every source.

The base is kept (``base.npz``), so that leaving any other source, family or person out costs a minute or two. What
the networks say of takes they were not fitted on sizes their uncertainty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from bench.fit_networks.folds import kept_back, make_folds
from bench.fit_networks.limits import fit_uncertainty, novelty_limit
from bench.fit_networks.samples import OFFSETS_S, Samples, make_samples, true_outputs
from bench.fit_networks.train import RECIPES, Schedule, fit_members, random_members
from bench.fit_networks.tried import Tried
from bench.sources import CALIBRATION, Take, fitted_on
from transitions.kinematics.networks.estimate import read_angles
from transitions.kinematics.networks.features import encode
from transitions.kinematics.networks.inputs import mirror_inputs
from transitions.kinematics.networks.network import OUTPUTS, Ensemble, Layers
from transitions.kinematics.networks.uncertainty import U_FEATURES
from transitions.kinematics.networks.weights import load_ensemble
from transitions.series import BoolArray, FloatArray

BASE = Path(__file__).with_name("base.npz")

MEMBERS = {"twist": 3, "sagittal": 3}
"""Networks of each recipe, in this order."""

FIRST, FURTHER = Schedule(4000, 2e-3), Schedule(400, 1e-3)

TWIST_KIND_SHARE = 0.25
"""Share of the twist networks in the outputs other than twist: a little diversity, mostly for the trunk."""

NOVELTY_AXES = 24
"""Hold 95 % of the inputs' variance."""


def fit_base(takes: Sequence[Take], seed: int = 0) -> Ensemble:
    """Networks fitted on the calibration bodies alone, from random starts."""
    bodies = [t for t in takes if t.source == CALIBRATION]
    bodies = [body for body, back in zip(bodies, kept_back(bodies), strict=True) if not back]
    samples = make_samples(bodies)
    shares = samples.shares(np.ones(len(bodies), dtype=bool))
    encoded = _encoded(samples.windows[0])
    mean, scale = encoded.mean(axis=0), encoded.std(axis=0) + np.float32(1e-3)
    axes = _novelty_axes((encoded - mean) / scale)
    members: list[Layers] = []
    for kind, recipe in RECIPES.items():
        start = random_members(recipe, len(mean), MEMBERS[kind], seed)
        members += fit_members(start, samples, shares, (mean, scale), recipe, FIRST, seed)
    u_weights = np.zeros((len(OUTPUTS), len(U_FEATURES)))
    return Ensemble(OFFSETS_S, mean, scale, members, member_shares(), axes, np.inf, u_weights)


def member_shares() -> FloatArray:
    """(members, 10) twist from its own kind of networks, the other outputs mostly from theirs."""
    kinds = np.repeat(list(MEMBERS), list(MEMBERS.values()))
    shares = np.zeros((len(kinds), len(OUTPUTS)))
    for kind, share in (("twist", TWIST_KIND_SHARE), ("sagittal", 1.0 - TWIST_KIND_SHARE)):
        rows = np.flatnonzero(kinds == kind)
        shares[rows] = share / len(rows)
        shares[rows, OUTPUTS.index("trunk_twist_deg")] = float(kind == "twist") / len(rows)
    return shares


def fit_angles(takes: Sequence[Take], seed: int = 0, base: Ensemble | None = None) -> Ensemble:
    """An ensemble for the movements of `takes`, with its uncertainty; held-out takes among them are left aside.

    Parameters
    ----------
    takes : of the calibration set and any other sources.
    base : networks to start from, fitted on calibration bodies only; the kept ones when None.
    """
    return fit_with_folds(takes, seed, base)[0]


def fit_with_folds(
    takes: Sequence[Take], seed: int = 0, base: Ensemble | None = None
) -> tuple[Ensemble, list[Tried]]:
    """`fit_angles`, and what its folds said of the takes left out of them."""
    torch.set_num_threads(1)
    base = base or load_ensemble(BASE)
    takes = fitted_on(takes)
    samples = make_samples(takes)
    tried = try_folds(base, samples, seed)
    fitted = continue_ensemble(base, samples, ~kept_back(takes), seed)
    return replace(fitted, u_weights=fit_uncertainty(tried), novelty_limit=novelty_limit(tried)), tried


def continue_ensemble(base: Ensemble, samples: Samples, kept: BoolArray, seed: int) -> Ensemble:
    """The members of `base` fitted further on the takes of `kept`."""
    shares = samples.shares(kept)
    members: list[Layers] = []
    for kind, recipe in RECIPES.items():
        start = base.members[len(members) : len(members) + MEMBERS[kind]]
        members += fit_members(start, samples, shares, (base.mean, base.scale), recipe, FURTHER, seed)
    return replace(base, members=members)


def try_folds(base: Ensemble, samples: Samples, seed: int) -> list[Tried]:
    """What networks say of the takes that they were not fitted on."""
    takes = samples.takes
    back = kept_back(takes)
    tried = []
    for k, fold in enumerate(make_folds(takes, seed)):
        ensemble = continue_ensemble(base, samples, ~(fold.left_out | back), seed + 1 + k)
        tried += [try_on(ensemble, takes[i], fold.kind) for i in np.flatnonzero(fold.left_out)]
    tried += [try_on(ensemble, takes[i], "person") for i in np.flatnonzero(back)]
    return [one for one in tried if len(one.t_s)]


def try_on(ensemble: Ensemble, take: Take, kind: str) -> Tried:
    """What `ensemble` reads of every row of `take` in which the person is seen."""
    reading = read_angles(take.pose, ensemble)
    rows = reading.rows
    return Tried(
        take,
        kind,
        take.t_s[rows],
        reading.values[rows],
        true_outputs(take)[rows],
        reading.features,
        reading.novelty,
    )


def _encoded(windows: FloatArray) -> FloatArray:
    """(2 m, F) the encoding of windows and of their mirror images."""
    parts = [windows[first : first + 4096] for first in range(0, len(windows), 4096)]
    return np.concatenate([encode(x) for part in parts for x in (part, mirror_inputs(part))])


def _novelty_axes(standardised: FloatArray) -> FloatArray:
    """(F, p) principal axes of the standardised inputs, each divided by its standard deviation."""
    variance, axes = np.linalg.eigh(standardised.T @ standardised / len(standardised))
    return np.asarray(axes[:, -NOVELTY_AXES:] / np.sqrt(variance[-NOVELTY_AXES:]), dtype=np.float32)
