"""The spine networks at run time, in NumPy: small convolutions over the mask, then layers that join the landmarks.

Each member answers spine flexion and its own expected error. The members were fitted with torch on overlapping three
quarters of the bodies (``bench/fit_networks``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from transitions.fitted import SHIPPED, load_weights, save_weights
from transitions.kinematics.networks.layers import Layers, forward, standardised
from transitions.series import ByteArray, FloatArray

OFFSET_DEG, SCALE_DEG = 12.0, 15.0
"""The networks answer (flexion - offset) / scale: about the mean and spread of the calibration set."""

STRIDE = 2
MAX_LOG_ERROR = 3.0
INPUT_LIMIT = 4.0
"""No standardised input counts beyond four spreads, in the fit and at run time."""
ROWS_AT_ONCE = 16
"""Frames per pass: so many unfolded pictures stay in a core's cache, those of an hour would not fit in memory."""


@dataclass(frozen=True, eq=False)
class SpineMember:
    """One network: its convolutions, then its dense layers.

    `mean` and `scale` (135,) standardise the landmark inputs as in the bodies it was fitted on.
    """

    convolutions: Layers
    dense: Layers
    mean: FloatArray
    scale: FloatArray

    def answer_deg(self, inputs: FloatArray, masks: ByteArray) -> tuple[FloatArray, FloatArray]:
        """(m,) flexion and (m,) the mean absolute error it expects, for (m, 135) inputs, (m, 32, 32) masks."""
        x: FloatArray = masks[:, None].astype(np.float32) / np.float32(255.0)  # type: ignore[assignment]
        for kernels, biases in self.convolutions:
            x = np.maximum(convolve(x, kernels) + biases[:, None, None], 0.0)
        standard = standardised(inputs, self.mean, self.scale, INPUT_LIMIT)
        x = np.concatenate([x.reshape(len(x), -1), standard.astype(np.float32)], axis=1)
        flexion, log_error = forward(self.dense, x).T
        expected_error = np.exp(np.clip(log_error, -MAX_LOG_ERROR, MAX_LOG_ERROR))
        return OFFSET_DEG + SCALE_DEG * flexion, SCALE_DEG * expected_error


@dataclass(frozen=True, eq=False)
class SpineNetworks:
    """The members and what is known of them.

    Attributes
    ----------
    members : each answers on its own.
    novelty_axes : (135, k) whitening axes of the fitted set, for inputs standardised by the first member.
    novelty_limit : beyond it a pose is unlike the fitted ones.
    u_weights : (f,) log-linear model of the standard uncertainty (`spine_flexion`).
    """

    members: Sequence[SpineMember]
    novelty_axes: FloatArray
    novelty_limit: float
    u_weights: FloatArray

    def answer_deg(self, inputs: FloatArray, masks: ByteArray) -> FloatArray:
        """(3, m) the members' mean answer, their mean expected error and how far they disagree."""
        parts = [
            self._answer_deg(inputs[first : first + ROWS_AT_ONCE], masks[first : first + ROWS_AT_ONCE])
            for first in range(0, len(inputs), ROWS_AT_ONCE)
        ]
        return np.concatenate(parts, axis=1)

    def _answer_deg(self, inputs: FloatArray, masks: ByteArray) -> FloatArray:
        answers = np.array([member.answer_deg(inputs, masks) for member in self.members])
        return np.stack([answers[:, 0].mean(axis=0), answers[:, 1].mean(axis=0), answers[:, 0].std(axis=0)])

    def novelty(self, inputs: FloatArray) -> FloatArray:
        """(m,) distance of the inputs from the fitted set, about 1 within it."""
        first = self.members[0]
        standard = standardised(inputs, first.mean, first.scale, INPUT_LIMIT)
        return np.asarray(np.linalg.norm(standard @ self.novelty_axes, axis=1))


def convolve(x: FloatArray, kernels: FloatArray) -> FloatArray:
    """(m, out, h/2, w/2) pictures (m, in, h, w) convolved with (out, in, k, k) at stride 2, edges padded by 0."""
    filters, channels, size, _ = kernels.shape
    rows, _, height, width = x.shape
    pad = size // 2
    # Channels outermost, so that each step of the kernel is one copy and the product is the next layer's input.
    padded = np.zeros((channels, rows, height + 2 * pad, width + 2 * pad), x.dtype)
    padded[:, :, pad : pad + height, pad : pad + width] = x.swapaxes(0, 1)
    high, wide = -(-height // STRIDE), -(-width // STRIDE)
    unfolded = np.empty((channels, size, size, rows, high, wide), x.dtype)
    for down, across in np.ndindex(size, size):
        unfolded[:, down, across] = padded[
            :, :, down : down + STRIDE * high : STRIDE, across : across + STRIDE * wide : STRIDE
        ]
    result = kernels.reshape(filters, -1) @ unfolded.reshape(channels * size * size, -1)
    return np.asarray(result.reshape(filters, rows, high, wide).swapaxes(0, 1))


@cache
def load_spine_networks(path: Path = SHIPPED.spine) -> SpineNetworks:
    """Read networks from `path`, once.

    Raises
    ------
    ModelFileError
        If a file is missing or is not the one that was committed.
    """
    tree = load_weights(path)
    members = [SpineMember(**member) for member in tree["members"]]
    return SpineNetworks(members, tree["novelty_axes"], float(tree["novelty_limit"]), tree["u_weights"])


def save_spine_networks(networks: SpineNetworks, path: Path) -> None:
    """Write `path` and its sha256, weights in half precision: under a tenth of a degree in the answer."""
    members = [
        {
            "convolutions": _halved(member.convolutions),
            "dense": _halved(member.dense),
            "mean": member.mean.astype(np.float32),
            "scale": member.scale.astype(np.float32),
        }
        for member in networks.members
    ]
    axes = networks.novelty_axes.astype(np.float16)
    save_weights({**vars(networks), "members": members, "novelty_axes": axes}, path)


def _halved(layers: Layers) -> Layers:
    return [(weights.astype(np.float16), biases.astype(np.float32)) for weights, biases in layers]
