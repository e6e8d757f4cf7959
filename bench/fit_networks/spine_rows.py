"""Every take with a mask as the spine networks read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.fit_networks.balance import balanced, thinned
from bench.sources import Take
from transitions.kinematics.networks.spine_inputs import spine_inputs
from transitions.series import BoolArray, ByteArray, FloatArray

FLATTEN = 0.6
"""Weight of a row: its flexion's share of the set to this power, inverted: rounded backs are rare."""

MOVING_WEIGHT = 4.0
"""How much more often a row is drawn when back and trunk bend by 60 degrees."""


@dataclass(frozen=True, eq=False)
class SpineRows:
    """Usable rows of all takes: inputs (m, 135), masks (m, 32, 32), truth (m,), number of the take (m,)."""

    takes: Sequence[Take]
    inputs: FloatArray
    masks: ByteArray
    flexion_deg: FloatArray
    inclination_deg: FloatArray
    take: NDArray[np.int_]

    def shares(self, kept: BoolArray) -> FloatArray:
        """(m,) how likely each row is drawn when only the takes of `kept` are fitted on."""
        bent = np.clip(np.stack([self.flexion_deg, self.inclination_deg]) / 60.0, 0.0, 1.0).sum(axis=0)
        return balanced(self.takes, self.take, (1.0 + MOVING_WEIGHT * bent) * kept[self.take])


def read_rows(takes: Sequence[Take]) -> SpineRows:
    """The rows of every take that has a mask, thinned to those that say something new."""
    parts: list[tuple[NDArray[Any], ...]] = []
    for number, take in enumerate(takes):
        if take.pose.trunk_mask is None:
            continue
        inputs, masks, usable = spine_inputs(take.pose)
        at = np.flatnonzero(usable)[thinned(take)]
        angles = (take.truth[name][at] for name in ("spine_flexion_deg", "trunk_inclination_deg"))
        parts.append((inputs[at].astype(np.float32), masks[at], *angles, np.full(len(at), number)))
    if not parts:
        raise ValueError("No take has a mask; give clips, or calibration bodies whose poses are kept.")
    return SpineRows(takes, *(np.concatenate(part) for part in zip(*parts, strict=True)))


def loss_weights(rows: SpineRows) -> FloatArray:
    """(m,) more for rare flexions and deep leans, on average 1."""
    counts, edges = np.histogram(rows.flexion_deg, np.arange(-12.0, 68.0, 4.0))
    share = np.maximum(counts, 1)[np.digitize(rows.flexion_deg, edges[1:-1])] / len(rows.flexion_deg)
    weight = share**-FLATTEN
    weight = weight / weight.mean() * (1.0 + np.clip((rows.inclination_deg - 30.0) / 30.0, 0.0, 1.0))
    weight = np.minimum(weight / weight.mean(), 8.0)
    return np.asarray(weight / weight.mean())
