"""What the networks are made of: layers with a rectifier between them, and how they are kept on disk."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from transitions.series import FloatArray

Layers = Sequence[tuple[FloatArray, FloatArray]]
"""Weights (n_in, n_out), or kernels (out, in, k, k), and biases (n_out,) of each layer."""


def forward(layers: Layers, x: FloatArray) -> FloatArray:
    """(m, n_out) the answer of dense layers to (m, n_in) inputs."""
    for weights, biases in layers[:-1]:
        x = np.maximum(x @ weights + biases, 0.0)
    weights, biases = layers[-1]
    return np.asarray(x @ weights + biases, dtype=float)


def standardised(x: FloatArray, mean: FloatArray, scale: FloatArray, limit: float) -> FloatArray:
    """Inputs in spreads of those fitted on, none beyond `limit`: one odd landmark must not outweigh all others."""
    return np.asarray(np.clip((x - mean) / scale, -limit, limit))
