"""Fits an uncertainty: a quantile regression of the errors on takes not fitted on, sources balanced.

Half of its weight lies on takes whose whole source was left out (a movement like none fitted on), half on takes
of known sources and unknown persons (what the shipped weights mostly meet); the calibration bodies kept back,
who move at random, count as one source more.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize

from bench.fit_networks.out_of_fold import OutOfFold
from transitions.series import INTERVAL_U, FloatArray

COVERED = 0.93
"""Aimed at, for the 90 % interval: on other takes it holds the truth a few in a hundred times less often."""

RIDGE = 0.002
SMOOTH = 0.1
"""The pinball loss is rounded off over this much of log error, so that it has a gradient."""


def take_weights(left_out: Sequence[OutOfFold]) -> FloatArray:
    """(takes,) adding up to 1: every kind of fold and source alike, every take of it alike."""
    groups = [(t.kind, t.take.source) for t in left_out]
    counts = {group: groups.count(group) for group in groups}
    return np.array([1.0 / (counts[group] * len(counts)) for group in groups])


def fit_log_u(features: FloatArray, errors: FloatArray, weights: FloatArray, floor: float) -> FloatArray:
    """(f,) the log-linear model of the standard uncertainty: value ± `INTERVAL_U` u holds `COVERED` of the errors.

    Errors under `floor` count as this: u need not follow them down.
    """
    fitted = fit_quantile(features, np.log(np.maximum(np.abs(errors), floor)), weights)
    fitted[0] -= np.log(INTERVAL_U)
    return fitted


def fit_quantile(features: FloatArray, log_error: FloatArray, weights: FloatArray) -> FloatArray:
    """(f,) coefficients whose line `COVERED` of the weighted errors lie under (smoothed pinball loss, ridge)."""
    weights = weights / weights.sum()
    mean = weights @ features
    spread = np.sqrt(weights @ (features - mean) ** 2)
    mean[0], varies = 0.0, spread > 1e-6
    varies[0] = True
    spread = np.where(spread > 1e-6, spread, 1.0)
    standard = (features - mean) / spread * varies

    def cost(p: FloatArray) -> tuple[float, FloatArray]:
        over = (log_error - standard @ p) / SMOOTH
        loss = SMOOTH * (COVERED * over + np.logaddexp(0.0, -over))
        slope = COVERED - 1.0 / (1.0 + np.exp(np.clip(over, -50, 50)))
        ridge = RIDGE * np.r_[0.0, p[1:]]
        return float(weights @ loss + 0.5 * ridge @ p), ridge - standard.T @ (weights * slope)

    start = np.zeros(features.shape[1])
    start[0] = np.log(np.sqrt(weights @ np.exp(2 * log_error)))
    p = np.asarray(minimize(cost, start, jac=True, method="L-BFGS-B").x)
    coefficients = p / spread * varies
    coefficients[0] -= mean[1:] @ coefficients[1:]
    return coefficients
