"""The fitted weights: read once, checked against the sha256 they were committed with."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from transitions.errors import ModelFileError
from transitions.kinematics.networks.network import Ensemble
from transitions.series import FloatArray

FITTED = Path(__file__).with_name("fitted.npz")
"""The weights that ship; the sha256 they were committed with is beside them."""


@cache
def load_ensemble(path: Path = FITTED) -> Ensemble:
    """Read an ensemble from `path`, once; its sha256 is kept in ``PATH.sha256``.

    Raises
    ------
    ModelFileError
        If a file is missing or is not the one that was committed.
    """
    return _unpack(read_verified(path))


def read_verified(path: Path) -> bytes:
    """The bytes of a weights file whose sha256 is kept in ``PATH.sha256``.

    Raises
    ------
    ModelFileError
        If a file is missing or is not the one that was committed.
    """
    try:
        content = path.read_bytes()
        expected = path.with_suffix(".npz.sha256").read_text(encoding="ascii").split()[0]
    except (OSError, IndexError) as error:
        raise ModelFileError(
            f"The measuring network {path.name} is missing: install the program again to restore it."
        ) from error
    if hashlib.sha256(content).hexdigest() != expected:
        raise ModelFileError(
            f"The measuring network {path.name} was altered: install the program again to restore it."
        )
    return content


def save_ensemble(ensemble: Ensemble, path: Path = FITTED) -> None:
    """Write `path` and ``PATH.sha256``.

    Weights are kept as 8-bit integers with one scale for each column: a quarter of the size, and the answers
    move by a few hundredths of a degree (tests/kinematics/test_networks_weights.py).
    """
    arrays: dict[str, Any] = {
        "offsets_s": ensemble.offsets_s,
        "mean": ensemble.mean.astype(np.float32),
        "scale": ensemble.scale.astype(np.float32),
        "novelty_axes": ensemble.novelty_axes.astype(np.float16),
        "novelty_limit": np.array(ensemble.novelty_limit),
        "u_weights": ensemble.u_weights,
        "shares": ensemble.shares,
        "depths": np.array([len(layers) for layers in ensemble.members]),
    }
    for m, layers in enumerate(ensemble.members):
        for k, (weights, biases) in enumerate(layers):
            step = np.maximum(np.abs(weights).max(axis=0), np.finfo(np.float32).tiny) / 127.0
            arrays[f"weights_{m}_{k}"] = np.round(weights / step).astype(np.int8)
            arrays[f"step_{m}_{k}"] = step.astype(np.float32)
            arrays[f"biases_{m}_{k}"] = biases.astype(np.float32)
    buffer = BytesIO()
    np.savez_compressed(buffer, **arrays)
    content = buffer.getvalue()
    path.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    path.with_suffix(".npz.sha256").write_text(f"{digest}  {path.name}\n", encoding="ascii")


def _unpack(content: bytes) -> Ensemble:
    with np.load(BytesIO(content)) as stored:
        arrays = {key: stored[key] for key in stored.files}
    return Ensemble(
        offsets_s=arrays["offsets_s"],
        mean=arrays["mean"],
        scale=arrays["scale"],
        members=[
            [_layer(arrays, f"{m}_{k}") for k in range(depth)] for m, depth in enumerate(arrays["depths"])
        ],
        shares=arrays["shares"],
        novelty_axes=arrays["novelty_axes"].astype(np.float32),
        novelty_limit=float(arrays["novelty_limit"]),
        u_weights=arrays["u_weights"],
    )


def _layer(arrays: Mapping[str, FloatArray], place: str) -> tuple[FloatArray, FloatArray]:
    weights = arrays[f"weights_{place}"].astype(np.float32) * arrays[f"step_{place}"]
    return weights, arrays[f"biases_{place}"]
