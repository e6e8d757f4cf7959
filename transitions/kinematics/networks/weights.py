"""The fitted weights: read once, checked against the sha256 they were committed with."""

from __future__ import annotations

import hashlib
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from transitions.errors import ModelFileError
from transitions.kinematics.networks.network import Ensemble

FOLDER = Path(__file__).parent / "fitted"


@cache
def load_ensemble(name: str, folder: Path = FOLDER) -> Ensemble:
    """Read an ensemble.

    Parameters
    ----------
    name : ``image`` (world and image landmarks) or ``world`` (world landmarks only).
    folder : holds ``NAME.npz`` and, beside it, ``NAME.npz.sha256``.

    Raises
    ------
    ModelFileError
        If a file is missing or is not the one that was committed.
    """
    path = folder / f"{name}.npz"
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
    return _unpack(content)


def save_ensemble(ensemble: Ensemble, name: str, folder: Path = FOLDER) -> None:
    """Write ``NAME.npz`` (weights as float16, a tenth of a degree at most in what they answer) and its sha256."""
    arrays: dict[str, Any] = {
        "offsets_s": ensemble.offsets_s,
        "mean": ensemble.mean.astype(np.float32),
        "scale": ensemble.scale.astype(np.float32),
        "novelty_axes": ensemble.novelty_axes.astype(np.float16),
        "novelty_limit": np.array(ensemble.novelty_limit),
        "u_weights": ensemble.u_weights,
        "shape": np.array([len(ensemble.members), len(ensemble.members[0])]),
    }
    for m, layers in enumerate(ensemble.members):
        for k, (weights, biases) in enumerate(layers):
            arrays[f"weights_{m}_{k}"] = weights.astype(np.float16)
            arrays[f"biases_{m}_{k}"] = biases.astype(np.float32)
    buffer = BytesIO()
    np.savez_compressed(buffer, **arrays)
    content = buffer.getvalue()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.npz"
    path.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    path.with_suffix(".npz.sha256").write_text(f"{digest}  {path.name}\n", encoding="ascii")


def _unpack(content: bytes) -> Ensemble:
    with np.load(BytesIO(content)) as stored:
        arrays = {key: stored[key] for key in stored.files}
    members, depth = arrays["shape"]
    return Ensemble(
        offsets_s=arrays["offsets_s"],
        mean=arrays["mean"],
        scale=arrays["scale"],
        members=[
            [(arrays[f"weights_{m}_{k}"].astype(np.float32), arrays[f"biases_{m}_{k}"]) for k in range(depth)]
            for m in range(members)
        ],
        novelty_axes=arrays["novelty_axes"].astype(np.float32),
        novelty_limit=float(arrays["novelty_limit"]),
        u_weights=arrays["u_weights"],
    )
