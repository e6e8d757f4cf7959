"""From takes to `JointNetworks`: a base fitted on the calibration bodies, taken further on every source.

The base is kept (``joint_base.npz``), so that leaving any other source, family or person out costs a minute or two.
What the networks say of takes they were not fitted on sizes their uncertainty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from bench.fit_networks.balance import strata_alike
from bench.fit_networks.folds import kept_back
from bench.fit_networks.joint_samples import OFFSETS_S, JointSamples, make_samples, true_outputs
from bench.fit_networks.joint_train import RECIPES, Schedule, fit_members, random_members
from bench.fit_networks.out_of_fold import OutOfFold, predict_out_of_fold
from bench.fit_networks.quantile import fit_log_u, take_weights
from bench.sources import CALIBRATION, Take, fitted_on
from transitions.kinematics.networks.joint_angles import read_joints
from transitions.kinematics.networks.joint_inputs import encode, leg_columns, mirror_inputs
from transitions.kinematics.networks.joint_networks import (
    OUTPUT_SCALE,
    OUTPUT_TWIN,
    OUTPUTS,
    JointNetworks,
    load_joint_networks,
)
from transitions.kinematics.networks.joint_uncertainty import JOINT_U_FEATURES
from transitions.kinematics.networks.layers import Layers
from transitions.series import BoolArray, FloatArray

BASE = Path(__file__).with_name("joint_base.npz")

MEMBERS = {"twist": 3, "sagittal": 3, "legs": 4}
"""Networks of each recipe, in this order."""

WITH_BASE = ("twist", "sagittal")
"""Recipes whose members start from the base; the others are small enough to start at random each time."""

FIRST, FURTHER, AT_ONCE = Schedule(4000, 2e-3), Schedule(400, 1e-3), Schedule(1500, 3e-3)

TWIST_KIND_SHARE = 0.25
"""Share of the twist networks in the outputs other than twist: a little diversity, mostly for the trunk."""

NOVELTY_AXES = 24
"""Hold 95 % of the inputs' variance."""

NOVELTY_QUANTILE = 0.9995
"""Of the rows tried: beyond it the networks were not."""

AT_REST = 0.33
"""A true angle within this many `OUTPUT_SCALE` (5 degrees of twist or lean, 10 of a joint) of its clip's median, for
the twist of zero, is at rest."""

FLOOR_DEG = 0.3
FLOOR_OF_VIEW = 0.01
"""Errors under these count as these."""

TWIST = OUTPUTS.index("trunk_twist_deg")
KNEES, HIPS = (
    [OUTPUTS.index(f"{joint}_flexion_{side}_deg") for side in ("left", "right")] for joint in ("knee", "hip")
)


def fit_base(takes: Sequence[Take], seed: int = 0) -> JointNetworks:
    """Networks fitted on the calibration bodies alone, from random starts."""
    bodies = [t for t in takes if t.source == CALIBRATION]
    bodies = [body for body, back in zip(bodies, kept_back(bodies), strict=True) if not back]
    samples = make_samples(bodies)
    encoded = _encoded(samples.windows[0])
    mean, scale = encoded.mean(axis=0), encoded.std(axis=0) + np.float32(1e-3)
    axes = _novelty_axes((encoded - mean) / scale)
    members: list[Layers] = []
    everyone = np.ones(len(bodies), dtype=bool)
    for kind in WITH_BASE:
        start = random_members(RECIPES[kind], len(mean), MEMBERS[kind], seed)
        members += fit_members(start, samples, everyone, (mean, scale), RECIPES[kind], FIRST, seed)
    u_weights = np.zeros((len(OUTPUTS), len(JOINT_U_FEATURES)))
    return JointNetworks(OFFSETS_S, mean, scale, members, member_shares(WITH_BASE), axes, np.inf, u_weights)


def member_shares(kinds: Sequence[str] = tuple(MEMBERS)) -> FloatArray:
    """(members, 9) twist and knees from their own kind, hips half from that of the legs, others mostly from theirs."""
    of = np.repeat(list(kinds), [MEMBERS[kind] for kind in kinds])
    shares = np.zeros((len(of), len(OUTPUTS)))
    for kind, share in (("twist", TWIST_KIND_SHARE), ("sagittal", 1.0 - TWIST_KIND_SHARE)):
        shares[of == kind] = share / MEMBERS[kind]
    shares[:, TWIST] = (of == "twist") / MEMBERS["twist"]
    if "legs" in kinds:
        legs = (of == "legs")[:, None] / MEMBERS["legs"]
        shares[:, KNEES] = legs
        shares[:, HIPS] = 0.5 * shares[:, HIPS] + 0.5 * legs
    return shares


def fit_joints(takes: Sequence[Take], seed: int = 0) -> JointNetworks:
    """Networks for the movements of `takes`, with their uncertainty; held-out takes among them are left aside.

    Parameters
    ----------
    takes : of the calibration set and any other sources.
    """
    return fit_with_folds(takes, seed)[0]


def fit_with_folds(takes: Sequence[Take], seed: int = 0) -> tuple[JointNetworks, list[OutOfFold]]:
    """`fit_joints`, and what its folds said of the takes left out of them."""
    torch.set_num_threads(1)
    base = load_joint_networks(BASE)
    takes = fitted_on(takes)
    samples = make_samples(takes)
    back = kept_back(takes)
    left_out = predict_out_of_fold(
        takes, seed, lambda kept, k: fit_further(base, samples, kept, seed + 1 + k), predict
    )
    fitted = fit_further(base, samples, ~back, seed)
    novelty_limit = float(np.quantile(np.concatenate([t.novelty for t in left_out]), NOVELTY_QUANTILE))
    return replace(fitted, u_weights=fit_uncertainty(left_out), novelty_limit=novelty_limit), left_out


def fit_further(base: JointNetworks, samples: JointSamples, kept: BoolArray, seed: int) -> JointNetworks:
    """The members of `base` fitted further on the takes of `kept`."""
    members: list[Layers] = []
    for kind, recipe in RECIPES.items():
        if kind in WITH_BASE:
            start, schedule = base.members[len(members) : len(members) + MEMBERS[kind]], FURTHER
        else:
            start, schedule = (
                random_members(recipe, leg_columns(OFFSETS_S).shape[1], MEMBERS[kind], seed),
                AT_ONCE,
            )
        members += fit_members(start, samples, kept, (base.mean, base.scale), recipe, schedule, seed)
    return replace(base, members=members, shares=member_shares())


def predict(networks: JointNetworks, take: Take, kind: str) -> OutOfFold:
    """What `networks` read of every row of `take` in which the person is seen."""
    reading = read_joints(take.pose, networks)
    rows = reading.rows
    return OutOfFold(
        take,
        kind,
        take.t_s[rows],
        reading.values[rows],
        true_outputs(take)[rows],
        reading.features,
        reading.novelty,
    )


def fit_uncertainty(left_out: Sequence[OutOfFold]) -> FloatArray:
    """(9, n_features) the uncertainty model of every output.

    Left and right share one model to the last digit: mirroring a person changes no uncertainty.
    """
    weights = take_weights(left_out)
    model = np.empty((len(OUTPUTS), len(JOINT_U_FEATURES)))
    for k, twin in enumerate(OUTPUT_TWIN):
        model[k] = model[twin] if twin < k else _u_model(left_out, weights, k)
    return model


def _u_model(left_out: Sequence[OutOfFold], weights: FloatArray, output: int) -> FloatArray:
    parts = [
        (one.features[:, side], one.error()[:, side] / OUTPUT_SCALE[side], weight * row_weights(one, side))
        for side in {output, int(OUTPUT_TWIN[output])}
        for one, weight in zip(left_out, weights, strict=True)
    ]
    features, errors, shares = (np.concatenate(part) for part in zip(*parts, strict=True))
    floor = FLOOR_DEG / OUTPUT_SCALE[output] if OUTPUTS[output].endswith("_deg") else FLOOR_OF_VIEW
    fitted = fit_log_u(features, errors, shares, floor)
    fitted[0] += np.log(OUTPUT_SCALE[output])
    return fitted


def row_weights(left_out: OutOfFold, output: int) -> FloatArray:
    """(m,) adding up to 1: rows in which an angle truly moves together as much as resting ones."""
    truth = left_out.truth[:, output]
    rest = 0.0 if output == TWIST else np.median(truth)
    return strata_alike(np.abs(truth - rest) > AT_REST * OUTPUT_SCALE[output])


def _encoded(windows: FloatArray) -> FloatArray:
    """(2 m, F) the encoding of windows and of their mirror images."""
    parts = [windows[first : first + 4096] for first in range(0, len(windows), 4096)]
    return np.concatenate([encode(x) for part in parts for x in (part, mirror_inputs(part))])


def _novelty_axes(standardised: FloatArray) -> FloatArray:
    """(F, p) principal axes of the standardised inputs, each divided by its standard deviation."""
    variance, axes = np.linalg.eigh(standardised.T @ standardised / len(standardised))
    return np.asarray(axes[:, -NOVELTY_AXES:] / np.sqrt(variance[-NOVELTY_AXES:]), dtype=np.float32)
