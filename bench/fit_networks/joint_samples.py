"""The rows that the joint networks are fitted on: windows of every take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.fit_networks.balance import balanced, thinned
from bench.fit_networks.folds import stands_straight
from bench.sources import CALIBRATION, Take
from transitions.kinematics.networks.joint_inputs import context_windows, scaled_landmarks
from transitions.kinematics.networks.joint_networks import OUTPUT_SCALE, OUTPUTS
from transitions.series import BoolArray, FloatArray

OFFSETS_S = np.array([-0.2, -0.1, 0.0, 0.1, 0.2])

TEMPOS = (1.0, 1.7)
"""At 1.7 the context is read 1.7 times as far apart: the same movement so much faster."""

MOVING_WEIGHT = 4.0
"""How much more often a row is drawn with 20 degrees of twist (twice that at 40) or 60 of lean."""

STRAIGHT_DEG, STRAIGHT_WEIGHT = 14.0, 4.0
"""How much more often a row with a straight knee is drawn: two bodies in three never straighten theirs, and networks
that take this for the rule read 25 degrees where real people stand straight."""

STANDING_DEG = 32.0
"""Under this the straighter knee of a body that never gets under `STRAIGHT_DEG` is as straight as that body stands:
the pelvis of those was hung 12 mm low, which bends a standing knee by 18 to 23 degrees."""

_KNEES = [OUTPUTS.index(f"knee_flexion_{side}_deg") for side in ("left", "right")]
_TWIST, _LEAN = OUTPUTS.index("trunk_twist_deg"), OUTPUTS.index("trunk_inclination_deg")


@dataclass(frozen=True, eq=False)
class JointSamples:
    """Rows of all takes together.

    Attributes
    ----------
    takes : the takes they are of.
    windows : for each of `TEMPOS` (m, 5, 21, 5).
    truth : (m, 9) in `OUTPUT_SCALE`.
    take : (m,) number of the take. unit : (m,) number of what a member sees all of or nothing: the choreography
        of a clip, the body of the calibration set.
    """

    takes: Sequence[Take]
    windows: Sequence[FloatArray]
    truth: FloatArray
    take: NDArray[np.int_]
    unit: NDArray[np.int_]

    def shares(self, kept: BoolArray, bent_standing: float = 1.0, low_pelvis: float = 1.0) -> FloatArray:
        """(m,) how likely each row is drawn when only the takes of `kept` are fitted on; they add up to 1.

        Rows in which somebody stands who never straightens their knees (`STANDING_DEG`) count `bent_standing` times:
        bodies made so tell nothing of how people stand. Calibration bodies made so count `low_pelvis` times in all
        rows, the other bodies so much more.
        """
        truth = self.truth * OUTPUT_SCALE
        moved = np.minimum(np.abs(truth[:, _TWIST]) / 20.0, 2.0) + np.minimum(truth[:, _LEAN] / 60.0, 1.0)
        straight = truth[:, _KNEES].min(axis=1) < STRAIGHT_DEG
        weight = (1.0 + MOVING_WEIGHT * moved) * np.where(straight, STRAIGHT_WEIGHT, 1.0)
        least_bent = np.full(len(self.takes), np.inf)
        np.minimum.at(least_bent, self.take, truth[:, _KNEES].min(axis=1))
        stands_bent = (least_bent[self.take] > STRAIGHT_DEG) & (truth[:, _KNEES].min(axis=1) < STANDING_DEG)
        weight = np.where(stands_bent, weight * bent_standing, weight)
        share = balanced(self.takes, self.take, weight * kept[self.take])
        is_body = np.array([take.source == CALIBRATION for take in self.takes])[self.take]
        hangs_low = is_body & ~np.array([stands_straight(take) for take in self.takes])[self.take]
        of_bodies = share[is_body].sum()
        share[hangs_low] *= low_pelvis
        if share[is_body].sum() > 0:
            share[is_body] *= of_bodies / share[is_body].sum()
        return np.asarray(share / share.sum())


def true_outputs(take: Take) -> FloatArray:
    """(n, 9) the truth in the order of `OUTPUTS`."""
    view = np.radians(take.truth["view_deg"])
    known = {**take.truth, "view_sine": np.sin(view), "view_cosine": np.cos(view)}
    return np.stack([known[name] for name in OUTPUTS], axis=1)


def make_samples(takes: Sequence[Take]) -> JointSamples:
    """The rows of `takes` in which the person is seen."""
    windows: list[list[FloatArray]] = [[] for _ in TEMPOS]
    truths, numbers = [], []
    for k, take in enumerate(takes):
        landmarks = scaled_landmarks(take.pose.world_m, take.pose.image_px)
        seen = np.all(np.isfinite(landmarks), axis=(1, 2))
        if not seen.any():
            continue
        every = thinned(take)
        for tempo, rows in zip(TEMPOS, windows, strict=True):
            around = context_windows(take.t_s, landmarks, seen, OFFSETS_S * tempo)
            rows.append(around[every].astype(np.float32))
        truths.append(true_outputs(take)[seen][every])
        numbers.append(np.full(len(truths[-1]), k))
    number = np.concatenate(numbers)
    return JointSamples(
        takes,
        [np.concatenate(rows) for rows in windows],
        (np.concatenate(truths) / OUTPUT_SCALE).astype(np.float32),
        number,
        _units(takes)[number],
    )


def _units(takes: Sequence[Take]) -> NDArray[np.int_]:
    keys = [(t.source, t.name if t.source == CALIBRATION else t.choreography) for t in takes]
    numbers = {key: k for k, key in enumerate(dict.fromkeys(keys))}
    return np.array([numbers[key] for key in keys])
