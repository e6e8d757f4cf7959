"""The movement network at run time, in NumPy: dilated convolutions along time, symmetric by construction.

For every grid row it answers how likely the row lies in each kind of transition, or in none, and how likely a
transition starts, ends, or has its own moment (seat-off, grasp, lowest point) there. Fitted with torch
(``bench/fit_movement``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from transitions.detect.movement.features import Features, mirrored
from transitions.detect.movement.seat import SeatOdds
from transitions.series import FloatArray

KINDS = ("sit_to_stand", "stand_to_sit", "reach", "pick_up", "lift", "car_exit", "car_enter")
"""Columns 1 to 7 of the kinds; column 0 is no transition."""

ONTO_SEAT, OFF_SEAT = ("stand_to_sit", "car_enter"), ("sit_to_stand", "car_exit")
"""Kinds that end, and that begin, on something that bears the body."""

EDGES = ("start", "end", "moment")
NEAR_ROWS = 5
"""A quarter of a second to either side of an edge: there its kind shows."""

KERNEL = 3


@dataclass(frozen=True, eq=False)
class Member:
    """One network: (kernel, in, out) weights and (out,) biases of each layer.

    Attributes
    ----------
    mean, scale : (f + 1,) of the features, `seen` last.
    entry : 1 x 1 layer into the channels. blocks : per dilation a (3, c, c) layer and a (1, c, c) one.
    head : 1 x 1 layer to the kinds and edges. dilations : of the blocks.
    """

    mean: FloatArray
    scale: FloatArray
    entry: tuple[FloatArray, FloatArray]
    blocks: Sequence[tuple[FloatArray, FloatArray, FloatArray, FloatArray]]
    head: tuple[FloatArray, FloatArray]
    dilations: tuple[int, ...]

    def answer(self, inputs: FloatArray) -> FloatArray:
        """(m, 11) logits of the kinds and edges for (m, f + 1) inputs; a NaN counts as the fitted mean."""
        standard = np.nan_to_num((inputs - self.mean) / self.scale, nan=0.0)
        x = np.maximum(standard @ self.entry[0][0] + self.entry[1], 0.0)
        for dilation, (wide, wide_bias, narrow, narrow_bias) in zip(self.dilations, self.blocks, strict=True):
            inner = np.maximum(_dilated(x, wide, dilation) + wide_bias, 0.0)
            x = x + inner @ narrow[0] + narrow_bias
        return np.asarray(np.maximum(x, 0.0) @ self.head[0][0] + self.head[1])


class MovementEvidence(NamedTuple):
    """What the networks say of each of m grid rows.

    `t_s` (m,); `kind` (m, 8) log probabilities of none and each of `KINDS`; `edge` (m, 3) logits of `EDGES`;
    `place` (m, 7) how much likelier, as a logarithm, what the picture shows under the hips made each of `KINDS` about
    a row, and with it an edge of that kind; `kind` holds it already.
    """

    t_s: FloatArray
    kind: FloatArray
    edge: FloatArray
    place: FloatArray


def movement_evidence(features: Features, members: Sequence[Member]) -> MovementEvidence:
    """The members' mean answer for the person and the mirrored person, and what the picture adds to it."""
    if not len(features.t_s):
        return MovementEvidence(
            features.t_s,
            np.zeros((0, len(KINDS) + 1)),
            np.zeros((0, len(EDGES))),
            np.zeros((0, len(KINDS))),
        )
    seen = features.seen[:, None].astype(float)
    sides = [np.hstack([values, seen]) for values in (features.values, mirrored(features.values))]
    logits = np.mean([member.answer(side) for member in members for side in sides], axis=0)
    network = _log_probabilities(logits[:, : len(KINDS) + 1])
    kind = _with_seat(network, features.seat)
    place = _highest_near(kind[:, 1:]) - _highest_near(network[:, 1:])
    return MovementEvidence(features.t_s, kind, logits[:, len(KINDS) + 1 :], place)


def _highest_near(values: FloatArray) -> FloatArray:
    """(m, k) the highest of each column within `NEAR_ROWS` of the row."""
    # SciPy's own filter takes longer to import than a short clip takes to be searched.
    padded = np.pad(values, ((NEAR_ROWS, NEAR_ROWS), (0, 0)), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * NEAR_ROWS + 1, axis=0)
    return np.asarray(windows.max(axis=-1))


def _with_seat(kind: FloatArray, seat: SeatOdds) -> FloatArray:
    """(m, 8) log probabilities once the kinds that need a seat have got the odds of one."""
    odds = np.array(kind)
    for added, kinds in zip(seat, (ONTO_SEAT, OFF_SEAT), strict=True):
        odds[:, [1 + KINDS.index(name) for name in kinds]] += added[:, None]
    return _log_probabilities(odds)


def _log_probabilities(logits: FloatArray) -> FloatArray:
    level = logits - logits.max(axis=1, keepdims=True)
    return np.asarray(level - np.log(np.exp(level).sum(axis=1, keepdims=True)))


def novelty(features: Features, member: Member) -> FloatArray:
    """(m,) root mean square of the features in spreads from what the networks were fitted on: 1 is usual."""
    standard = np.nan_to_num((features.values - member.mean[:-1]) / member.scale[:-1], nan=0.0)
    return np.asarray(np.sqrt(np.mean(standard**2, axis=1)))


def _dilated(x: FloatArray, weights: FloatArray, dilation: int) -> FloatArray:
    """Centred convolution with zeros beyond the ends."""
    reach = (len(weights) - 1) // 2 * dilation
    padded = np.pad(x, ((reach, reach), (0, 0)))
    total = np.zeros((len(x), weights.shape[2]))
    for k, layer in enumerate(weights):
        total += padded[k * dilation : k * dilation + len(x)] @ layer
    return total
