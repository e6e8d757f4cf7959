"""How much the body speaks for sitting rather than being on the feet, and for moving about, row by row.

Both are weighed sums of what the movement networks read too (`detect.movement.features`), so that the camera's place,
the person's size and the clip's length drop out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from transitions.detect.movement.features import GRID_HZ, SIDES, feature_names, movement_features
from transitions.series import BoolArray, FloatArray, PoseSeries

SITTING_WEIGHTS = {"hip_height": -1.54, "knee_up": 3.28, "knee_flexion": 2.81}
SITTING_BIAS = 0.27
"""Log odds of sitting against being on the feet: logistic regression on simulated people and every other clip of two
rendered sources (``python -m bench.day_states --fit``)."""

MOVING_WEIGHTS = {"ankle_speed": 2.02, "turn_speed": 3.08}
MOVING_BIAS = -2.36
"""Log odds of walking, stepping or turning round against standing, of speeds over a second: fitted on simulated people
alone, for the other truth does not say who walks."""

SPEED_WINDOW_S = 1.0
"""A step takes half a second, during which the other foot stands still."""

LEVEL_TRUNK_UP = 0.5
"""The trunk's axis reaches up by less than this share of its length, 60° from upright: bent low or lying."""

LEVEL_SHANK_UP = 0.25
"""Both knees stand less than this over their ankles, in trunk lengths (a shank is 0.8 of one): shanks within 18° of
level. A seat holds them up, however the feet are tucked or stretched; kneeling lays them down (geometry; no clip of
somebody kneeling was at hand)."""

STEP_S = 0.25
"""Postures last seconds: evidence is averaged over steps of this."""

_UP_SCALE = 2.0
"""The feature ``trunk_up`` is the axis's upward part times this."""

_PLACE_SCALE = 1.5
"""The features of where knees and ankles are stand in trunk lengths times this."""


@dataclass(frozen=True, eq=False)
class PostureEvidence:
    """Steps of `STEP_S`.

    Attributes
    ----------
    start_s : (m,) when each begins. sitting, moving : (m,) log odds; 0 where the person is not seen.
    seen : (m,) whether the person is. level : (m,) whether the trunk is nearer to level than to upright.
    kneeling : (m,) whether both shanks lie about level.
    """

    start_s: FloatArray
    sitting: FloatArray
    moving: FloatArray
    seen: BoolArray
    level: BoolArray
    kneeling: BoolArray


def posture_evidence(pose: PoseSeries) -> PostureEvidence:
    """The evidence of one person's pose, repaired (gaps filled) and smoothed or not."""
    t_s, seen, columns = summed_features(pose)
    if not len(t_s):
        none = np.zeros(0, dtype=bool)
        return PostureEvidence(np.zeros(0), np.zeros(0), np.zeros(0), none, none, none)
    sitting = SITTING_BIAS + sum(weight * columns[name] for name, weight in SITTING_WEIGHTS.items())
    moving = MOVING_BIAS + sum(weight * columns[name] for name, weight in MOVING_WEIGHTS.items())
    level = seen & (columns["trunk_up"] < LEVEL_TRUNK_UP * _UP_SCALE)
    shanks_up = [columns[f"{side}_knee_up"] - columns[f"{side}_ankle_up"] for side in SIDES]
    kneeling = seen & (np.maximum(*shanks_up) < LEVEL_SHANK_UP * _PLACE_SCALE)
    rows = max(round(STEP_S * GRID_HZ), 1)
    first = np.arange(0, len(seen), rows)

    def share(x: FloatArray | BoolArray) -> FloatArray:
        sums = np.add.reduceat(np.where(seen, x, 0.0), first)
        counts = np.add.reduceat(seen.astype(float), first)
        return np.asarray(np.where(counts > 0, sums / np.maximum(counts, 1.0), 0.0))

    return PostureEvidence(
        start_s=np.asarray(t_s[first], dtype=float),
        sitting=share(np.asarray(sitting)),
        moving=share(np.asarray(moving)),
        seen=np.add.reduceat(seen.astype(float), first) * 2.0 >= np.diff([*first, len(seen)]),
        level=share(level) >= 0.5,
        kneeling=share(kneeling) >= 0.5,
    )


def joined_evidence(parts: Iterable[PostureEvidence], duration_s: float) -> PostureEvidence:
    """One evidence from 0 to `duration_s`; where no part tells anything the person is not seen."""
    count = max(math.ceil(duration_s / STEP_S - 1e-9), 1)
    sitting, moving = np.zeros(count), np.zeros(count)
    seen, level, kneeling = (np.zeros(count, dtype=bool) for _ in range(3))
    for part in parts:
        at = np.round(part.start_s / STEP_S).astype(int)
        inside = (at >= 0) & (at < count)
        at = at[inside]
        sitting[at], moving[at] = part.sitting[inside], part.moving[inside]
        seen[at], level[at], kneeling[at] = part.seen[inside], part.level[inside], part.kneeling[inside]
    return PostureEvidence(np.arange(float(count)) * STEP_S, sitting, moving, seen, level, kneeling)


def summed_features(pose: PoseSeries) -> tuple[FloatArray, BoolArray, dict[str, FloatArray]]:
    """(m,) times of the movement networks' grid, (m,) whether the person is seen, and every feature by name.

    Both sides' knees are averaged, the faster ankle's and the turn's speed are means over `SPEED_WINDOW_S`.
    """
    features = movement_features(pose)
    columns = dict(zip(feature_names(), np.nan_to_num(features.values).T, strict=True))
    columns["knee_up"] = (columns["left_knee_up"] + columns["right_knee_up"]) / 2
    columns["knee_flexion"] = (columns["left_knee_flexion"] + columns["right_knee_flexion"]) / 2
    faster = np.maximum(columns["left_ankle_speed"], columns["right_ankle_speed"])
    columns["ankle_speed"] = _over_window(faster)
    columns["turn_speed"] = _over_window(np.abs(columns["turn_speed_lateral"]))
    return features.t_s, features.seen, columns


def _over_window(x: FloatArray) -> FloatArray:
    """Mean over `SPEED_WINDOW_S` around each row; at the ends over what there is."""
    half = max(round(SPEED_WINDOW_S * GRID_HZ / 2), 1)
    total = np.concatenate([[0.0], np.cumsum(x)])
    at = np.arange(len(x))
    first, last = np.maximum(at - half, 0), np.minimum(at + half + 1, len(x))
    return np.asarray((total[last] - total[first]) / (last - first))
