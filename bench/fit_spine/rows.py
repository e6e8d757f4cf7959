"""Every take with a mask as the spine networks read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.fit_networks.samples import STEP_S, balanced
from bench.sources import Take
from transitions.kinematics.spine_inputs import spine_inputs
from transitions.series import BoolArray, ByteArray, FloatArray

FLATTEN = 0.6
"""Weight of a row: its flexion's share of the set to this power, inverted: rounded backs are rare."""

MOVING_WEIGHT = 4.0
"""How much more often a row is drawn when back and trunk bend by 60 degrees."""


@dataclass(frozen=True, eq=False)
class Rows:
    """Usable rows of all takes: inputs (m, 135), masks (m, 32, 32), truth (m,), number of the take (m,)."""

    takes: Sequence[Take]
    inputs: FloatArray
    masks: ByteArray
    flexion_deg: FloatArray
    inclination_deg: FloatArray
    take: FloatArray

    def shares(self, kept: BoolArray) -> FloatArray:
        """(m,) how likely each row is drawn when only the takes of `kept` are fitted on."""
        bent = [np.clip(x / 60.0, 0.0, 1.0) for x in (self.flexion_deg, self.inclination_deg)]
        return balanced(self.takes, self.take, (1.0 + MOVING_WEIGHT * sum(bent)) * kept[self.take])


def read_rows(takes: Sequence[Take]) -> Rows:
    """The rows of every take that has a mask, thinned to those that say something new."""
    parts: list[tuple[FloatArray, ...]] = []
    for number, take in enumerate(takes):
        if take.pose.trunk_mask is None:
            continue
        inputs, masks, usable = spine_inputs(take.pose)
        every = max(int(STEP_S / np.median(np.diff(take.t_s))), 1)
        at = np.flatnonzero(usable)[::every]
        angles = (take.truth[name][at] for name in ("spine_flexion_deg", "trunk_inclination_deg"))
        parts.append((inputs[at].astype(np.float32), masks[at], *angles, np.full(len(at), number)))
    if not parts:
        raise ValueError("No take has a mask; give clips, or calibration bodies whose poses are kept.")
    return Rows(takes, *(np.concatenate(part) for part in zip(*parts, strict=True)))


def loss_weights(rows: Rows) -> FloatArray:
    """(m,) more for rare flexions and deep leans, on average 1."""
    counts, edges = np.histogram(rows.flexion_deg, np.arange(-12.0, 68.0, 4.0))
    share = np.maximum(counts, 1)[np.digitize(rows.flexion_deg, edges[1:-1])] / len(rows.flexion_deg)
    weight = share**-FLATTEN
    weight = weight / weight.mean() * (1.0 + np.clip((rows.inclination_deg - 30.0) / 30.0, 0.0, 1.0))
    weight = np.minimum(weight / weight.mean(), 8.0)
    return np.asarray(weight / weight.mean())
