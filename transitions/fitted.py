"""The fitted weights an analysis runs on: which files, and how they are kept.

A weights file is a tree of arrays: an ``.npz`` whose names are the paths to the leaves (``members/0/dense/1/0``),
with its sha256 beside it in ``PATH.sha256``. Every network of the program is kept this way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transitions.errors import ModelFileError
from transitions.series import FloatArray

_PACKAGE = Path(__file__).parent


@dataclass(frozen=True)
class Fitted:
    """The weights files of one fit.

    Attributes
    ----------
    angles : the networks that read joint angles from landmarks.
    spine : the networks that read spine flexion from landmarks and the mask about the trunk.
    movement : the networks that read posture and movement through time, for the detectors.
    """

    angles: Path
    spine: Path
    movement: Path


SHIPPED = Fitted(
    angles=_PACKAGE / "kinematics" / "networks" / "joints.npz",
    spine=_PACKAGE / "kinematics" / "networks" / "spine.npz",
    movement=_PACKAGE / "detect" / "movement" / "weights.npz",
)
"""What a clip is analysed with unless something else is asked for."""


def load_weights(path: Path) -> dict[str, Any]:
    """The tree in a weights file: mappings by name, sequences by number, arrays; half precision as single.

    Raises
    ------
    ModelFileError
        If a file is missing or is not the one that was committed.
    """
    tree: dict[str, Any] = {}
    with np.load(BytesIO(_verified(path))) as stored:
        for name in stored.files:
            *branches, leaf = name.split("/")
            node = tree
            for branch in branches:
                node = node.setdefault(branch, {})
            node[leaf] = stored[name]
    return {name: _grown(node) for name, node in tree.items()}


def save_weights(tree: Mapping[str, Any], path: Path) -> None:
    """Write a tree of mappings, sequences and arrays to `path`, and ``PATH.sha256``.

    Arrays are kept in the precision they come in; `in_steps` and ``float16`` make small files.
    """
    buffer, leaves = BytesIO(), dict(_leaves(tree))
    np.savez_compressed(buffer, **leaves)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue())
    digest = hashlib.sha256(buffer.getvalue()).hexdigest()
    path.with_suffix(".npz.sha256").write_text(f"{digest}  {path.name}\n", encoding="ascii")


def in_steps(weights: FloatArray) -> Mapping[str, NDArray[Any]]:
    """Weights (n_in, n_out) as 8-bit multiples of one step a column, a leaf of `save_weights`.

    A quarter of the size of single precision; loaded they are the products again.
    """
    step = np.maximum(np.abs(weights).max(axis=0), np.finfo(np.float32).tiny) / 127.0
    return {"multiple": np.round(weights / step).astype(np.int8), "step": step.astype(np.float32)}


def _verified(path: Path) -> bytes:
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


def _leaves(node: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    if not isinstance(node, Mapping | list | tuple):
        yield place, np.asarray(node)
        return
    for name, child in node.items() if isinstance(node, Mapping) else enumerate(node):
        yield from _leaves(child, f"{place}/{name}" if place else str(name))


def _grown(node: Any) -> Any:
    if isinstance(node, np.ndarray):
        return node.astype(np.float32) if node.dtype == np.float16 else node
    if node.keys() == {"multiple", "step"}:
        return node["multiple"].astype(np.float32) * node["step"]
    if "0" in node:
        return [_grown(node[str(k)]) for k in range(len(node))]
    return {name: _grown(child) for name, child in node.items()}
