"""How far an answer may be off: a log-linear model of what the ensemble knows about itself and the pose.

Fitted on answers for bodies the networks had not seen (cross-validation by body), so it holds the error
of new people, not of the fitted set.
"""

from __future__ import annotations

import numpy as np

from transitions.kinematics.networks.network import OUTPUTS
from transitions.series import FloatArray

U_FEATURES = ("one", "log_spread", "log_novelty", "abs_twist", "inclination", "front", "side")
_SPREAD_FLOOR = 0.1
"""Degrees: members that agree better than this are not better for it."""


def uncertainty_features(spread: FloatArray, novelty: FloatArray, answer: FloatArray) -> FloatArray:
    """(m, 10, 7) the terms of the model for each row and output.

    Parameters
    ----------
    spread : (m, 10) standard deviation over the members. novelty : (m,). answer : (m, 10) their mean.
    """
    facing = answer[:, OUTPUTS.index("view_cosine")]
    shared = np.stack(
        [
            np.log(np.maximum(novelty, 0.1)),
            np.abs(answer[:, OUTPUTS.index("trunk_twist_deg")]) / 30.0,
            answer[:, OUTPUTS.index("trunk_inclination_deg")] / 30.0,
            np.maximum(facing, 0.0) ** 2,
            np.clip(1.0 - facing**2, 0.0, 1.0),
        ],
        axis=1,
    )
    rows, outputs = answer.shape
    return np.concatenate(
        [
            np.ones((rows, outputs, 1)),
            np.log(np.maximum(spread, _SPREAD_FLOOR))[:, :, None],
            np.repeat(shared[:, None], outputs, axis=1),
        ],
        axis=2,
    )


def standard_uncertainty(u_weights: FloatArray, features: FloatArray) -> FloatArray:
    """(m, 10) standard uncertainty from the fitted weights (10, 7)."""
    return np.asarray(np.exp(np.einsum("mof,of->mo", features, u_weights)))
