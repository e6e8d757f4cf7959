"""The movement networks' weights: read once, checked against the sha256 they were committed with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transitions.detect.movement.network import Member
from transitions.fitted import load_weights, save_weights
from transitions.series import FloatArray


@dataclass(frozen=True, eq=False)
class FittedMovement:
    """The fitted networks.

    Attributes
    ----------
    members : the networks. confidence : (5,) weights of the confidence in what they find.
    novelty_limit : the largest novelty they were fitted on; postures beyond it are not read.
    """

    members: tuple[Member, ...]
    confidence: FloatArray
    novelty_limit: float = float("inf")


@cache
def load_movement(path: Path) -> FittedMovement:
    """Read the networks in `path`, once; its sha256 is kept in ``PATH.sha256``.

    Raises
    ------
    ModelFileError
        If a file is missing or is not the one that was committed.
    """
    tree = load_weights(path)
    members = tuple(_member(member) for member in tree["members"])
    return FittedMovement(members, tree["confidence"], float(tree["novelty_limit"]))


def save_movement(fitted: FittedMovement, path: Path) -> None:
    """Write the networks (float16) and their sha256."""
    members = [
        {
            "mean": member.mean.astype(np.float32),
            "scale": member.scale.astype(np.float32),
            "entry": _halved(member.entry),
            "blocks": [_halved(block) for block in member.blocks],
            "head": _halved(member.head),
            "dilations": np.array(member.dilations),
        }
        for member in fitted.members
    ]
    save_weights({**vars(fitted), "members": members}, path)


def _halved(layer: tuple[FloatArray, ...]) -> list[NDArray[np.float16]]:
    return [part.astype(np.float16) for part in layer]


def _member(tree: Mapping[str, Any]) -> Member:
    entry, head = tuple(tree["entry"]), tuple(tree["head"])
    blocks = [tuple(block) for block in tree["blocks"]]
    return Member(tree["mean"], tree["scale"], entry, blocks, head, tuple(int(d) for d in tree["dilations"]))
