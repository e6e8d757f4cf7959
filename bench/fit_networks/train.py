"""Fits one member in NumPy: a rectified multi-layer perceptron, symmetric by construction, AdamW, Huber loss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from transitions.kinematics.networks.features import encode
from transitions.kinematics.networks.inputs import mirror_inputs
from transitions.kinematics.networks.network import (
    OUTPUT_SCALE,
    OUTPUT_SIGN,
    OUTPUT_TWIN,
    OUTPUTS,
    Layers,
    geometric_answer,
)
from transitions.series import FloatArray

BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-8
WARM_UP_STEPS = 100
LAST_LAYER_GAIN = 0.3
"""The fit starts near the geometric angle."""

TEMPOS = (1.0, 1.5, 2.0)
"""At 2 the context is read twice as far apart: the same movement at double speed."""

_SIGN = OUTPUT_SIGN.astype(np.float32)


@dataclass(frozen=True)
class Recipe:
    """How a member is fitted; lengths in trunk lengths, the losses in units of OUTPUT_SCALE.

    `row_noise` is drawn anew for every row, instant and landmark, `body_noise` once a body and epoch (another
    person's proportions).
    """

    hidden: tuple[int, ...] = (256, 64)
    epochs: int = 20
    batch: int = 512
    learning_rate: float = 2e-3
    weight_decay: float = 1e-2
    dropout: float = 0.3
    row_noise: float = 0.02
    body_noise: float = 0.02
    huber: float = 0.5
    twist_weight: float = 1.0
    deep_lean_weight: float = 0.0
    """Added to the inclination's weight for every 30 degrees over 30."""
    everyday_steps: int = 600
    """Batches of the second stage, in which everyday clips join the bodies (`continue_member`)."""


@dataclass(frozen=True, eq=False)
class Samples:
    """Every row of the bodies to fit on: windows per tempo, truth in OUTPUT_SCALE, body number, moments."""

    windows: Sequence[FloatArray]
    truth: FloatArray
    body: FloatArray
    mean: FloatArray
    scale: FloatArray


@dataclass
class _Adam:
    """Adam with decoupled weight decay (Loshchilov & Hutter 2019), a short warm-up and a cosine to zero."""

    parameters: list[FloatArray]
    recipe: Recipe
    total: int
    count: int = 0
    means: list[FloatArray] = field(default_factory=list)
    squares: list[FloatArray] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.means = [np.zeros_like(p) for p in self.parameters]
        self.squares = [np.zeros_like(p) for p in self.parameters]

    def step(self, gradient: Sequence[FloatArray]) -> None:
        """Move the parameters, in place."""
        rate = self.recipe.learning_rate * min(1.0, (self.count + 1) / WARM_UP_STEPS)
        rate *= 0.5 + 0.5 * np.cos(np.pi * self.count / self.total)
        self.count += 1
        unbias_1, unbias_2 = 1 - BETA_1**self.count, 1 - BETA_2**self.count
        for parameter, slope, mean, square in zip(
            self.parameters, gradient, self.means, self.squares, strict=True
        ):
            mean += np.float32(1 - BETA_1) * (slope - mean)
            square += np.float32(1 - BETA_2) * (slope * slope - square)
            update = (mean / unbias_1) / (np.sqrt(square / unbias_2) + EPSILON)
            parameter -= np.float32(rate) * (update + self.recipe.weight_decay * parameter).astype(np.float32)


def fit_member(samples: Samples, recipe: Recipe, seed: int) -> Layers:
    """Fit one network from its own random start; every row comes once an epoch."""
    rng = np.random.default_rng(seed)
    parameters = _random_start([len(samples.mean), *recipe.hidden, len(OUTPUTS)], rng)
    rows = len(samples.truth)
    epochs = [
        rng.permutation(rows)[: rows // recipe.batch * recipe.batch].reshape(-1, recipe.batch)
        for _ in range(recipe.epochs)
    ]
    return _descend(parameters, samples, recipe, np.concatenate(epochs), rng)


def continue_member(
    layers: Layers, samples: Samples, recipe: Recipe, shares: FloatArray, seed: int
) -> Layers:
    """Fit a network further on rows drawn with the probabilities `shares` (m,)."""
    rng = np.random.default_rng(seed)
    parameters = [np.array(part, dtype=np.float32) for layer in layers for part in layer]
    batches = rng.choice(len(shares), (recipe.everyday_steps, recipe.batch), p=shares)
    return _descend(parameters, samples, recipe, batches, rng)


def _descend(
    parameters: list[FloatArray],
    samples: Samples,
    recipe: Recipe,
    batches: FloatArray,
    rng: np.random.Generator,
) -> Layers:
    """Change the parameters in place over (steps, batch) row numbers."""
    weights = _loss_weights(samples.truth, recipe)
    adam = _Adam(parameters, recipe, len(batches))
    bodies, epoch = int(samples.body.max()) + 1, len(samples.truth) // recipe.batch
    for step, batch in enumerate(batches):
        if step % epoch == 0:
            body_shift = _normal(rng, (bodies, 1, *samples.windows[0].shape[2:]), recipe.body_noise)
        windows = samples.windows[rng.integers(len(samples.windows))][batch]
        windows = windows + body_shift[samples.body[batch]] + _normal(rng, windows.shape, recipe.row_noise)
        adam.step(_gradient(parameters, windows, samples, batch, weights[batch], recipe, rng))
    return list(zip(parameters[::2], parameters[1::2], strict=True))


def _loss_weights(truth: FloatArray, recipe: Recipe) -> FloatArray:
    weights = np.ones(truth.shape, dtype=np.float32)
    lean = OUTPUTS.index("trunk_inclination_deg")
    lean_deg = truth[:, lean] * OUTPUT_SCALE[lean]
    weights[:, OUTPUTS.index("trunk_twist_deg")] = recipe.twist_weight
    weights[:, lean] += recipe.deep_lean_weight * np.maximum(lean_deg - 30.0, 0.0) / 30.0
    return weights


def _random_start(sizes: Sequence[int], rng: np.random.Generator) -> list[FloatArray]:
    """Weights and biases in turn, scaled for rectifiers (He et al. 2015)."""
    parameters: list[FloatArray] = []
    for n_in, n_out in pairwise(sizes):
        gain = LAST_LAYER_GAIN if n_out == sizes[-1] else np.sqrt(2.0)
        parameters.append(_normal(rng, (n_in, n_out), float(gain / np.sqrt(n_in))))
        parameters.append(np.zeros(n_out, dtype=np.float32))
    return parameters


def _gradient(
    parameters: Sequence[FloatArray],
    windows: FloatArray,
    samples: Samples,
    batch: FloatArray,
    weights: FloatArray,
    recipe: Recipe,
    rng: np.random.Generator,
) -> list[FloatArray]:
    """Gradient of the weighted Huber loss of the symmetric answer."""
    both = np.concatenate([encode(windows), encode(mirror_inputs(windows))])
    activations, masks = _forward(parameters, (both - samples.mean) / samples.scale, recipe.dropout, rng)
    direct, twin = np.split(activations[-1], 2)
    start = (geometric_answer(windows) / OUTPUT_SCALE).astype(np.float32)
    error = start + (direct + twin[:, OUTPUT_TWIN] * _SIGN) / 2 - samples.truth[batch]
    slope = np.clip(error, -recipe.huber, recipe.huber) * weights / np.float32(2 * error.size)
    delta = np.concatenate([slope, (slope * _SIGN)[:, OUTPUT_TWIN]])
    gradient: list[FloatArray] = []
    for k in range(len(masks), -1, -1):
        gradient = [activations[k].T @ delta, delta.sum(axis=0), *gradient]
        if k:
            delta = (delta @ parameters[2 * k].T) * masks[k - 1]
    return gradient


def _forward(
    parameters: Sequence[FloatArray], x: FloatArray, dropout: float, rng: np.random.Generator
) -> tuple[list[FloatArray], list[FloatArray]]:
    """Activations of every layer, and the rectifier-and-dropout mask of every hidden one."""
    activations, masks = [x], []
    for weights, biases in zip(parameters[:-2:2], parameters[1:-2:2], strict=True):
        z = activations[-1] @ weights + biases
        kept = (rng.random(z.shape, dtype=np.float32) >= dropout) & (z > 0)
        masks.append(kept.astype(np.float32) / np.float32(1 - dropout))
        activations.append(z * masks[-1])
    activations.append(activations[-1] @ parameters[-2] + parameters[-1])
    return activations, masks


def _normal(rng: np.random.Generator, shape: tuple[int, ...], sd: float) -> FloatArray:
    return np.asarray(rng.standard_normal(shape, dtype=np.float32) * np.float32(sd))
