"""Windows that the movement networks are fitted on, with the hands of somebody else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from transitions.detect.movement.features import feature_names
from transitions.detect.movement.network import KINDS
from transitions.series import FloatArray

HANDS_EXCHANGED = 0.5
"""Of a batch's windows in which nothing is done with the hands, so many get the hands of another: arms are anywhere
while people rise and sit, and the few who are filmed hold them as those few do."""

HANDS_FREE = (0, *(1 + KINDS.index(kind) for kind in ("sit_to_stand", "stand_to_sit")))
"""Columns of the kinds in which the hands have no part."""


def exchange_hands(
    windows: Sequence[tuple[FloatArray, ...]], rng: np.random.Generator
) -> list[tuple[FloatArray, ...]]:
    """Of windows in which the hands have no part some with the hands of another such window.

    Parameters
    ----------
    windows : inputs (rows, features + 1), kind (rows,) and what else belongs to each, which stays.
    """
    hands = np.array([name.split("_")[1] in {"wrist", "elbow"} for name in feature_names()])
    free = [
        k for k, (x, kind, *_) in enumerate(windows) if np.isin(kind, HANDS_FREE).all() and x[:, -1].any()
    ]
    exchanged = list(windows)
    for own, other in zip(free, rng.permutation(free), strict=True):
        if own == other or rng.random() >= HANDS_EXCHANGED:
            continue
        x, given = np.array(windows[own][0]), windows[other][0]
        # Where the other is out of view, its hands stay as they were last seen.
        seen = np.flatnonzero(given[:, -1])
        rows = seen[np.clip(np.searchsorted(seen, np.arange(len(x)), side="right") - 1, 0, len(seen) - 1)]
        x[:, :-1][:, hands] = given[rows, :-1][:, hands] * x[:, -1:]
        exchanged[own] = (x, *windows[own][1:])
    return exchanged
