"""The spine networks at run time, in NumPy: small convolutions over the mask, then layers that join the landmarks.

Each member answers spine flexion and its own doubt. The members were fitted with torch on overlapping three
quarters of the bodies (``bench/fit_spine``).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from transitions.fitted import SHIPPED
from transitions.kinematics.networks.weights import read_verified
from transitions.series import ByteArray, FloatArray

WEIGHTS = SHIPPED.spine

OFFSET_DEG, SCALE_DEG = 12.0, 15.0
"""The networks answer (flexion - offset) / scale: about the mean and spread of the calibration set."""

STRIDE = 2
MAX_LOG_DOUBT = 3.0
INPUT_LIMIT = 4.0
"""No standardised input counts beyond four spreads, in the fit and at run time."""
ROWS_AT_ONCE = 64
"""Frames per pass: the unfolded pictures of an hour would not fit in memory."""

Layers = tuple[tuple[FloatArray, FloatArray], ...]


@dataclass(frozen=True, eq=False)
class Member:
    """One network: convolution kernels (out, in, k, k) with biases, dense weights (in, out) with biases.

    `mean` and `scale` (135,) standardise the landmark inputs as in the bodies it was fitted on.
    """

    convolutions: Layers
    dense: Layers
    mean: FloatArray
    scale: FloatArray

    def answer_deg(self, inputs: FloatArray, masks: ByteArray) -> tuple[FloatArray, FloatArray]:
        """(m,) flexion and (m,) doubt (mean absolute error expected), for (m, 135) inputs, (m, 32, 32) masks."""
        x: FloatArray = masks[:, None].astype(np.float32) / np.float32(255.0)  # type: ignore[assignment]
        for kernels, biases in self.convolutions:
            x = np.maximum(convolve(x, kernels) + biases[:, None, None], 0.0)
        standard = np.clip((inputs - self.mean) / self.scale, -INPUT_LIMIT, INPUT_LIMIT)
        x = np.concatenate([x.reshape(len(x), -1), standard.astype(np.float32)], axis=1)
        for weights, biases in self.dense[:-1]:
            x = np.maximum(x @ weights + biases, 0.0)
        weights, biases = self.dense[-1]
        flexion, log_doubt = np.asarray(x @ weights + biases, dtype=float).T
        doubt = np.exp(np.clip(log_doubt, -MAX_LOG_DOUBT, MAX_LOG_DOUBT))
        return OFFSET_DEG + SCALE_DEG * flexion, SCALE_DEG * doubt


@dataclass(frozen=True, eq=False)
class SpineNetworks:
    """The members and what is known of them.

    Attributes
    ----------
    members : each answers on its own.
    novelty_axes : (135, k) whitening axes of the fitted set, for inputs standardised by the first member.
    novelty_limit : beyond it a pose is unlike the fitted ones.
    u_weights : (f,) log-linear model of the standard uncertainty (`spine_uncertainty`).
    """

    members: tuple[Member, ...]
    novelty_axes: FloatArray
    novelty_limit: float
    u_weights: FloatArray

    def answer_deg(self, inputs: FloatArray, masks: ByteArray) -> FloatArray:
        """(3, m) the members' mean answer, their mean doubt and how far they disagree."""
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
        standard = np.clip((inputs - first.mean) / first.scale, -INPUT_LIMIT, INPUT_LIMIT)
        return np.asarray(np.linalg.norm(standard @ self.novelty_axes, axis=1))


def convolve(x: FloatArray, kernels: FloatArray) -> FloatArray:
    """(m, out, h/2, w/2) pictures (m, in, h, w) convolved with (out, in, k, k) at stride 2, edges padded by 0."""
    size = kernels.shape[-1]
    pad = size // 2
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (size, size), axis=(2, 3))
    windows = windows[:, :, ::STRIDE, ::STRIDE]
    rows, channels, height, width = windows.shape[:4]
    unfolded = windows.transpose(0, 2, 3, 1, 4, 5).reshape(-1, channels * size * size)
    result = unfolded @ kernels.reshape(len(kernels), -1).T
    return np.asarray(result.reshape(rows, height, width, len(kernels)).transpose(0, 3, 1, 2))


@cache
def load_networks(path: Path = WEIGHTS) -> SpineNetworks:
    """Read the committed weights, checked against the sha256 beside them.

    Raises
    ------
    ModelFileError
        If a file is missing or is not the one that was committed.
    """
    with np.load(BytesIO(read_verified(path))) as stored:
        arrays = {key: stored[key].astype(np.float32) for key in stored.files}
    members = tuple(
        Member(
            _layers(arrays, f"member_{m}_convolution"),
            _layers(arrays, f"member_{m}_dense"),
            arrays[f"member_{m}_mean"],
            arrays[f"member_{m}_scale"],
        )
        for m in range(int(arrays["members"]))
    )
    return SpineNetworks(members, arrays["novelty_axes"], float(arrays["novelty_limit"]), arrays["u_weights"])


def _layers(arrays: dict[str, Any], stem: str) -> Layers:
    depth = sum(name.startswith(f"{stem}_weights_") for name in arrays)
    return tuple((arrays[f"{stem}_weights_{k}"], arrays[f"{stem}_biases_{k}"]) for k in range(depth))


def save_networks(networks: SpineNetworks, path: Path = WEIGHTS) -> None:
    """Write the weights (float16: under a tenth of a degree in the answer) and their sha256."""
    arrays: dict[str, Any] = {
        "members": np.array(len(networks.members)),
        "novelty_axes": networks.novelty_axes.astype(np.float16),
        "novelty_limit": np.array(networks.novelty_limit),
        "u_weights": networks.u_weights,
    }
    for m, member in enumerate(networks.members):
        arrays[f"member_{m}_mean"] = member.mean.astype(np.float32)
        arrays[f"member_{m}_scale"] = member.scale.astype(np.float32)
        for stem, layers in (("convolution", member.convolutions), ("dense", member.dense)):
            for k, (weights, biases) in enumerate(layers):
                arrays[f"member_{m}_{stem}_weights_{k}"] = weights.astype(np.float16)
                arrays[f"member_{m}_{stem}_biases_{k}"] = biases.astype(np.float32)
    buffer = BytesIO()
    np.savez_compressed(buffer, **arrays)
    path.write_bytes(buffer.getvalue())
    digest = hashlib.sha256(buffer.getvalue()).hexdigest()
    path.with_suffix(".npz.sha256").write_text(f"{digest}  {path.name}\n", encoding="ascii")
