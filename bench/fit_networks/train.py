"""Fits one member in NumPy: a rectified multi-layer perceptron, symmetric by construction, AdamW, Huber loss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from transitions.kinematics.networks.inputs import mirror_inputs
from transitions.kinematics.networks.network import OUTPUT_SIGN, OUTPUT_TWIN, Layers
from transitions.series import FloatArray

BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-8
WARM_UP_STEPS = 100


@dataclass(frozen=True)
class Recipe:
    """How a member is fitted; lengths in trunk lengths.

    `row_noise` is drawn anew for every row and instant, `body_noise` once a body and epoch (another
    person's proportions). The twist's loss weighs ``twist_weight * (1 + peak_weight * |twist| / 30°)``, the others' 1.
    """

    offsets_s: tuple[float, ...] = (-0.2, -0.1, 0.0, 0.1, 0.2)
    channels: int = 5
    hidden: tuple[int, ...] = (256, 64)
    epochs: int = 30
    batch: int = 512
    learning_rate: float = 2e-3
    weight_decay: float = 1e-2
    dropout: float = 0.3
    row_noise: float = 0.02
    body_noise: float = 0.02
    tempos: tuple[float, ...] = (1.0, 1.5, 2.0)
    peak_weight: float = 1.0
    twist_weight: float = 3.0
    huber: float = 0.5


@dataclass(frozen=True, eq=False)
class Samples:
    """Every row of the bodies to fit on: inputs per tempo, standardised; truth / OUTPUT_SCALE; body number."""

    inputs: Sequence[FloatArray]
    targets: FloatArray
    weights: FloatArray
    body: FloatArray
    scale: FloatArray


def fit_member(samples: Samples, recipe: Recipe, seed: int) -> Layers:
    """Fit one network from its own random start."""
    rng = np.random.default_rng(seed)
    sizes = [int(np.prod(samples.inputs[0].shape[1:])), *recipe.hidden, samples.targets.shape[1]]
    layers = [
        [
            (rng.standard_normal((a, b)) * np.sqrt((2.0 if i else 1.0) / a)).astype(np.float32),
            np.zeros(b, np.float32),
        ]
        for i, (a, b) in enumerate(zip(sizes[:-1], sizes[1:], strict=True))
    ]
    adam = _AdamW(layers, recipe)
    n = len(samples.targets)
    steps_per_epoch = n // recipe.batch
    total = recipe.epochs * steps_per_epoch
    for _ in range(recipe.epochs):
        order = rng.permutation(n)
        body_shift = _normal(rng, (int(samples.body.max()) + 1, *samples.scale.shape[1:]), recipe.body_noise)
        for step in range(steps_per_epoch):
            rows = order[step * recipe.batch : (step + 1) * recipe.batch]
            x = samples.inputs[rng.integers(len(samples.inputs))][rows]
            shift = body_shift[samples.body[rows]][:, None] + _normal(rng, x.shape, recipe.row_noise)
            gradient = _gradient(layers, x + shift / samples.scale, samples, rows, recipe, rng)
            adam.step(gradient, total)
    return [(weights, biases) for weights, biases in layers]


def _gradient(layers, x, samples, rows, recipe, rng):  # type: ignore[no-untyped-def]
    """Gradient of the weighted Huber loss of the symmetric answer."""
    both = np.concatenate([x, mirror_inputs(x)]).reshape(2 * len(x), -1)
    activations, masks = [both], []
    for k, (weights, biases) in enumerate(layers):
        z = activations[-1] @ weights + biases
        if k < len(layers) - 1:
            keep = (rng.random(z.shape, dtype=np.float32) >= recipe.dropout) & (z > 0)
            mask = keep.astype(np.float32) / np.float32(1 - recipe.dropout)
            masks.append(mask)
            z = z * mask
        activations.append(z)
    sign = OUTPUT_SIGN.astype(np.float32)
    direct, twin = np.split(activations[-1], 2)
    error = (direct + twin[:, OUTPUT_TWIN] * sign) / 2 - samples.targets[rows]
    slope = np.clip(error, -recipe.huber, recipe.huber) * samples.weights[rows] / (error.size * 2)
    delta = np.concatenate([slope, (slope * sign)[:, OUTPUT_TWIN]])
    gradient = []
    for k in range(len(layers) - 1, -1, -1):
        gradient.append((activations[k].T @ delta, delta.sum(axis=0)))
        if k:
            delta = (delta @ layers[k][0].T) * masks[k - 1]
    return gradient[::-1]


class _AdamW:
    """Adam with decoupled weight decay, a short warm-up and a cosine to zero (Loshchilov & Hutter 2019)."""

    def __init__(self, layers, recipe):  # type: ignore[no-untyped-def]
        self.layers, self.recipe, self.count = layers, recipe, 0
        self.mean = [[np.zeros_like(p) for p in layer] for layer in layers]
        self.square = [[np.zeros_like(p) for p in layer] for layer in layers]

    def step(self, gradient, total):  # type: ignore[no-untyped-def]
        rate = self.recipe.learning_rate * min(1.0, (self.count + 1) / WARM_UP_STEPS)
        rate *= 0.5 + 0.5 * np.cos(np.pi * self.count / total)
        self.count += 1
        correct_1, correct_2 = 1 - BETA_1**self.count, 1 - BETA_2**self.count
        for layer, slopes, means, squares in zip(self.layers, gradient, self.mean, self.square, strict=True):
            for k, slope in enumerate(slopes):
                means[k] += (1 - BETA_1) * (slope - means[k])
                squares[k] += (1 - BETA_2) * (slope * slope - squares[k])
                update = (means[k] / correct_1) / (np.sqrt(squares[k] / correct_2) + EPSILON)
                layer[k] -= np.float32(rate) * (update + self.recipe.weight_decay * layer[k]).astype(
                    np.float32
                )


def _normal(rng: np.random.Generator, shape: tuple[int, ...], sd: float) -> FloatArray:
    return rng.standard_normal(shape, dtype=np.float32) * np.float32(sd)
