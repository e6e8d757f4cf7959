"""How far an answer may be off: a log-linear model of what the ensemble knows about itself and the movement.

Its shape was fitted on bodies the networks had not seen; those move at random and err several times
more than people do in everyday transitions, so its size was then set on the rendered transitions (``clips``), each
answered by networks fitted without it: ``bench/fit_networks/README.md``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transitions.kinematics.networks.network import OUTPUTS
from transitions.series import FloatArray

U_FEATURES = (
    "one",
    "log_spread",
    "log_novelty",
    "log_departure",
    "log_travel",
    "root_twist",
    "twist",
    "inclination",
    "facing",
    "facing_squared",
)

_SPREAD_FLOOR = 0.05
_NOVELTY_FLOOR = 0.1
_TRAVEL_FLOOR = 0.1
"""In output scales: below these nothing more is known."""

TRAVEL_WINDOW_S = 0.3
"""How far an angle moves within this time before and after: quick movements are read less well."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """What the model is told of each of m rows.

    Attributes
    ----------
    t_s : (m,). values : (m, 10) the smoothed answers. spread : (m, 10) standard deviation over the members.
    novelty : (m,) distance from the calibration set. departure : (m,) distance from the clip's own median
    posture: the error there is subtracted with the neutral.
    """

    t_s: FloatArray
    values: FloatArray
    spread: FloatArray
    novelty: FloatArray
    departure: FloatArray


def uncertainty_features(evidence: Evidence, output_scale: FloatArray) -> FloatArray:
    """(m, 10, 10) the terms `U_FEATURES` of the model for each row and output."""
    values = evidence.values
    facing = np.clip(values[:, OUTPUTS.index("view_cosine")], -1.0, 1.0)
    twist = np.minimum(np.abs(values[:, OUTPUTS.index("trunk_twist_deg")]) / 30.0, 2.0)
    shared = (
        np.sqrt(twist),
        twist,
        np.clip(values[:, OUTPUTS.index("trunk_inclination_deg")] / 30.0, 0.0, 4.0),
        facing,
        facing**2,
    )
    travel = _travel(evidence.t_s, values / output_scale)
    columns = (
        np.ones(len(values)),
        np.log(np.maximum(evidence.spread / output_scale, _SPREAD_FLOOR)),
        np.log(np.maximum(evidence.novelty, _NOVELTY_FLOOR)),
        np.log(np.maximum(evidence.departure, _NOVELTY_FLOOR)),
        np.log(travel + _TRAVEL_FLOOR),
        *shared,
    )
    return np.stack([_per_output(column, values.shape) for column in columns], axis=2)


def standard_uncertainty(u_weights: FloatArray, features: FloatArray) -> FloatArray:
    """(m, 10) standard uncertainty from the fitted weights (10, n_features)."""
    return np.asarray(np.exp(np.einsum("mof,of->mo", features, u_weights)))


def _travel(t_s: FloatArray, values: FloatArray) -> FloatArray:
    """(m, 10) path length of each output within `TRAVEL_WINDOW_S` before and after each row."""
    travelled = np.cumsum(np.abs(np.diff(values, axis=0, prepend=values[:1])), axis=0)
    return np.stack(
        [
            np.interp(t_s + TRAVEL_WINDOW_S, t_s, way) - np.interp(t_s - TRAVEL_WINDOW_S, t_s, way)
            for way in travelled.T
        ],
        axis=1,
    )


def _per_output(column: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    return np.broadcast_to(column if column.ndim == 2 else column[:, None], shape)
