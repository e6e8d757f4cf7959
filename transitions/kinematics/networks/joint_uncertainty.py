"""How far an answer may be off: a log-linear model of what is known about the answer and the movement.

Its coefficients were fitted so that ± `INTERVAL_U` u holds nine tenths of the errors on takes that the networks had not
seen, half of them from a source, the others from a family, left out: ``bench/fit_networks/README.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from transitions.kinematics.geometry import across, midpoint
from transitions.kinematics.networks.joint_inputs import WORLD_CHANNELS
from transitions.kinematics.networks.joint_networks import OUTPUT_SCALE, OUTPUTS
from transitions.kinematics.networks.landmarks import AT
from transitions.series import FloatArray

JOINT_U_FEATURES = (
    "one",
    "log_spread",
    "log_novelty",
    "log_departure",
    "log_travel",
    "log_correction",
    "root_twist",
    "twist",
    "inclination",
    "facing",
    "facing_squared",
    "far_side",
    "hands_before_trunk",
    "hands_together",
    "log_stepping",
)
"""The terms of the model. All but the spread are alike for the person and the mirrored person."""

_SPREAD_FLOOR = 0.05
_NOVELTY_FLOOR = 0.1
_TRAVEL_FLOOR = 0.1
_CORRECTION_FLOOR = 0.1
"""In output scales: below these nothing more is known."""

TRAVEL_WINDOW_S = 0.3
"""How far an angle moves within this time before and after: quick movements are read less well."""

STEP_WINDOW_S = 0.5
"""Within this time before and after, how far the ankles move against each other tells walking."""

HAND_REACH = 0.5
"""Trunk lengths from the middle of the trunk, and from each other, at which hands begin to hide it."""


@dataclass(frozen=True, eq=False)
class Predictors:
    """What the model is told of each of m rows.

    Attributes
    ----------
    t_s : (m,). values : (m, 9) the smoothed answers. spread : (m, 9) standard deviation over the members.
    novelty : (m,) distance from the calibration set. departure : (m,) distance from the clip's own median
    posture: the error there is subtracted with the neutral. correction : (m, 9) how far the networks go from plain
    geometry. landmarks : (m, 21, 5) scaled landmarks.
    """

    t_s: FloatArray
    values: FloatArray
    spread: FloatArray
    novelty: FloatArray
    departure: FloatArray
    correction: FloatArray
    landmarks: FloatArray


def joint_u_features(known: Predictors) -> FloatArray:
    """(m, 9, f) the terms `JOINT_U_FEATURES` of the model for each row and output."""
    values = known.values
    facing = np.clip(values[:, OUTPUTS.index("view_cosine")], -1.0, 1.0)
    twist = np.minimum(np.abs(values[:, OUTPUTS.index("trunk_twist_deg")]) / 30.0, 2.0)
    columns: Sequence[FloatArray] = (
        np.ones(len(values)),
        np.log(np.maximum(known.spread / OUTPUT_SCALE, _SPREAD_FLOOR)),
        np.log(np.maximum(known.novelty, _NOVELTY_FLOOR)),
        np.log(np.maximum(known.departure, _NOVELTY_FLOOR)),
        np.log(_travel(known.t_s, values / OUTPUT_SCALE, TRAVEL_WINDOW_S) + _TRAVEL_FLOOR),
        np.log(np.abs(known.correction) / OUTPUT_SCALE + _CORRECTION_FLOOR),
        np.sqrt(twist),
        twist,
        np.clip(values[:, OUTPUTS.index("trunk_inclination_deg")] / 30.0, 0.0, 4.0),
        facing,
        facing**2,
        _far_side(values),
        _hands_before_trunk(known.landmarks),
        _hands_together(known.landmarks),
        np.log(_stepping(known.t_s, known.landmarks) + _TRAVEL_FLOOR),
    )
    return np.stack([_per_output(column, values.shape) for column in columns], axis=2)


def joint_u(u_weights: FloatArray, features: FloatArray) -> FloatArray:
    """(m, 9) standard uncertainty from the fitted weights (9, n_features)."""
    return np.asarray(np.exp(np.einsum("mof,of->mo", features, u_weights)))


def _far_side(values: FloatArray) -> FloatArray:
    """(m, 9) for hips and knees 1 on the side away from the camera, -1 on the near one; else 0."""
    sine = np.clip(values[:, OUTPUTS.index("view_sine")], -1.0, 1.0)
    sides = np.array([float("right" in name) - float("left" in name) for name in OUTPUTS])
    return np.asarray(sine[:, None] * sides)


def _hands_before_trunk(landmarks: FloatArray) -> FloatArray:
    """(m,) near 1 where a wrist lies over the trunk in the picture."""
    image = landmarks[..., WORLD_CHANNELS:]
    middle = midpoint(image, "shoulder", AT) / 2.0
    wrists = (image[:, AT[f"{side}_wrist"]] for side in ("left", "right"))
    near = (np.exp(-np.sum((wrist - middle) ** 2, axis=1) / HAND_REACH**2) for wrist in wrists)
    return np.asarray(np.maximum(*near))


def _hands_together(landmarks: FloatArray) -> FloatArray:
    """(m,) near 1 where both wrists are close, as about a load."""
    apart = across(landmarks[..., :WORLD_CHANNELS], "wrist", AT)
    return np.asarray(np.exp(-np.sum(apart**2, axis=1) / HAND_REACH**2))


def _stepping(t_s: FloatArray, landmarks: FloatArray) -> FloatArray:
    """(m,) how far the ankles move against each other, in trunk lengths."""
    apart = across(landmarks[..., :WORLD_CHANNELS], "ankle", AT)
    return np.asarray(np.linalg.norm(_travel(t_s, apart, STEP_WINDOW_S), axis=1))


def _travel(t_s: FloatArray, values: FloatArray, window_s: float) -> FloatArray:
    """(m, k) path length of each column within `window_s` before and after each row."""
    travelled = np.cumsum(np.abs(np.diff(values, axis=0, prepend=values[:1])), axis=0)
    return np.stack(
        [np.interp(t_s + window_s, t_s, path) - np.interp(t_s - window_s, t_s, path) for path in travelled.T],
        axis=1,
    )


def _per_output(column: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    return np.broadcast_to(column if column.ndim == 2 else column[:, None], shape)
