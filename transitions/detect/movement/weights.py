"""The movement networks' weights: read once, checked against the sha256 they were committed with."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from transitions.detect.movement.network import Member
from transitions.kinematics.networks.weights import read_verified
from transitions.series import FloatArray


@dataclass(frozen=True, eq=False)
class FittedMovement:
    """The fitted networks.

    Attributes
    ----------
    members : the networks. confidence : (5,) weights of the confidence in what they find.
    strangest : the largest strangeness they were fitted on; postures beyond it are not read.
    """

    members: tuple[Member, ...]
    confidence: FloatArray
    strangest: float = float("inf")


@cache
def load_movement(path: Path) -> FittedMovement:
    """Read the networks in `path`, once; its sha256 is kept in ``PATH.sha256``.

    Raises
    ------
    ModelFileError
        If a file is missing or is not the one that was committed.
    """
    with np.load(BytesIO(read_verified(path))) as stored:
        arrays = {name: stored[name] for name in stored.files}
    members = tuple(_member(arrays, m) for m in range(int(arrays["members"])))
    return FittedMovement(members, arrays["confidence"], float(arrays["strangest"]))


def save_movement(fitted: FittedMovement, path: Path) -> None:
    """Write the networks (float16) and their sha256."""
    arrays: dict[str, Any] = {"members": np.array(len(fitted.members)), "confidence": fitted.confidence}
    arrays["strangest"] = np.array(fitted.strangest)
    for m, member in enumerate(fitted.members):
        arrays[f"{m}_mean"], arrays[f"{m}_scale"] = (
            x.astype(np.float32) for x in (member.mean, member.scale)
        )
        arrays[f"{m}_dilations"] = np.array(member.dilations)
        layers = [*member.entry, *(part for block in member.blocks for part in block), *member.head]
        arrays |= {f"{m}_layer_{k}": layer.astype(np.float16) for k, layer in enumerate(layers)}
    buffer = BytesIO()
    np.savez_compressed(buffer, **arrays)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue())
    digest = hashlib.sha256(buffer.getvalue()).hexdigest()
    path.with_suffix(".npz.sha256").write_text(f"{digest}  {path.name}\n", encoding="ascii")


def _member(arrays: dict[str, Any], m: int) -> Member:
    dilations = tuple(int(d) for d in arrays[f"{m}_dilations"])
    layers = [arrays[f"{m}_layer_{k}"].astype(np.float32) for k in range(4 * len(dilations) + 4)]
    blocks = [tuple(layers[2 + 4 * k : 6 + 4 * k]) for k in range(len(dilations))]
    return Member(
        mean=arrays[f"{m}_mean"],
        scale=arrays[f"{m}_scale"],
        entry=(layers[0], layers[1]),
        blocks=[(a, b, c, d) for a, b, c, d in blocks],
        head=(layers[-2], layers[-1]),
        dilations=dilations,
    )
