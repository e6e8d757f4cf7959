"""From bodies to an `Ensemble`: inputs standardised, members fitted, novelty and uncertainty measured on unseen bodies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.fit_networks.calibration import Body
from bench.fit_networks.train import Recipe, Samples, fit_member
from transitions.kinematics.networks.inputs import mirror_inputs
from transitions.kinematics.networks.network import OUTPUT_SCALE, OUTPUTS, Ensemble
from transitions.kinematics.networks.uncertainty import U_FEATURES
from transitions.series import FloatArray

NOVELTY_AXES = 24
TWIST = OUTPUTS.index("trunk_twist_deg")


def fit_ensemble(bodies: Sequence[Body], recipe: Recipe, seeds: Sequence[int]) -> Ensemble:
    """Members fitted on `bodies`; novelty limit and uncertainty are left open (infinite, zero)."""
    offsets_s = np.array(recipe.offsets_s)
    raw = [
        np.concatenate([b.windows(offsets_s, recipe.channels, tempo) for b in bodies])
        for tempo in recipe.tempos
    ]
    mean, scale = _symmetric_moments(raw[0])
    inputs = [(x - mean) / scale for x in raw]
    truth = np.concatenate([b.truth for b in bodies])
    weights = np.ones_like(truth, dtype=np.float32)
    weights[:, TWIST] = recipe.twist_weight * (1 + recipe.peak_weight * np.abs(truth[:, TWIST]) / 30.0)
    samples = Samples(
        inputs,
        (truth / OUTPUT_SCALE).astype(np.float32),
        weights,
        np.repeat(np.arange(len(bodies)), [len(b.t_s) for b in bodies]),
        scale,
    )
    members = [fit_member(samples, recipe, seed) for seed in seeds]
    return Ensemble(
        offsets_s,
        mean,
        scale,
        members,
        _novelty_axes(inputs[0]),
        np.inf,
        np.zeros((len(OUTPUTS), len(U_FEATURES))),
    )


def _symmetric_moments(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Mean and standard deviation of the inputs and their mirror images together."""
    mean, twin = x.mean(axis=0), mirror_inputs(x.mean(axis=0))
    variance = (x.var(axis=0) + _mirror_positions(x.var(axis=0))) / 2 + ((mean - twin) / 2) ** 2
    return (mean + twin) / 2, np.sqrt(variance) + 1e-3


def _mirror_positions(x: FloatArray) -> FloatArray:
    """Exchange sides without negating."""
    return np.abs(mirror_inputs(x))


def _novelty_axes(x: FloatArray) -> FloatArray:
    """(k * 21 * c, p) principal axes of the standardised inputs, each divided by its standard deviation."""
    flat = np.concatenate([x, mirror_inputs(x)]).reshape(2 * len(x), -1)
    variance, axes = np.linalg.eigh(flat.T @ flat / len(flat))
    return np.asarray(axes[:, -NOVELTY_AXES:] / np.sqrt(variance[-NOVELTY_AXES:]))
