"""Fits the uncertainty: a quantile regression of the errors on takes not fitted on, sources balanced.

Half of its weight lies on takes whose whole source was left out (a movement like none fitted on), half on takes
of known sources and unknown persons (what the shipped weights mostly meet); the calibration bodies kept back,
who move at random, count as one source more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.optimize import minimize

from bench.fit_networks.tried import Tried
from transitions.kinematics.networks.network import OUTPUT_SCALE, OUTPUT_TWIN, OUTPUTS
from transitions.kinematics.networks.uncertainty import U_FEATURES
from transitions.series import INTERVAL_U, FloatArray

COVERED = 0.93
"""Aimed at, for the 90 % interval: on other takes it holds the truth a few in a hundred times less often."""


AT_REST = 0.33
"""A true angle within this many `OUTPUT_SCALE` (5 degrees of twist or lean, 10 of a joint) of its clip's median, for
the twist of zero, is at rest."""

RIDGE = 0.002
SMOOTH = 0.1
"""The pinball loss is rounded off over this much of log error, so that it has a gradient."""

FLOOR_DEG = 0.3
"""Errors under this count as this: u need not follow them down."""

NOVELTY_QUANTILE = 0.9995
"""Of the rows tried: beyond it the networks were not."""

TWIST = OUTPUTS.index("trunk_twist_deg")


def novelty_limit(tried: Sequence[Tried]) -> float:
    """The novelty beyond which the networks were not tried."""
    return float(np.quantile(np.concatenate([t.novelty for t in tried]), NOVELTY_QUANTILE))


def fit_uncertainty(tried: Sequence[Tried]) -> FloatArray:
    """(10, n_features) the uncertainty model of every output."""
    weights = take_weights(tried)

    def model(k: int) -> FloatArray:
        features, errors, shares = [], [], []
        for side in {k, int(OUTPUT_TWIN[k])}:
            for take, weight in zip(tried, weights, strict=True):
                features.append(take.features[:, side])
                errors.append(np.abs(take.error()[:, side]) / OUTPUT_SCALE[side])
                shares.append(weight * row_weights(take, side))
        floor = FLOOR_DEG / OUTPUT_SCALE[k] if OUTPUTS[k].endswith("_deg") else 0.01
        log_error = np.log(np.maximum(np.concatenate(errors), floor))
        fitted = fit_quantile(np.concatenate(features), log_error, np.concatenate(shares))
        fitted[0] += np.log(OUTPUT_SCALE[k] / INTERVAL_U)
        return fitted

    return _for_every_output(model)


def take_weights(tried: Sequence[Tried]) -> FloatArray:
    """(takes,) adding up to 1: every kind of fold and source alike, every take of it alike."""
    groups = [(t.kind, t.take.source) for t in tried]
    counts = {group: groups.count(group) for group in groups}
    return np.array([1.0 / (counts[group] * len(counts)) for group in groups])


def row_weights(tried: Tried, output: int) -> FloatArray:
    """(m,) adding up to 1: rows in which an angle truly moves together as much as resting ones.

    People are at rest in nine rows of ten; without this the interval would be sized for those and hold the
    truth too seldom in the rest, which are what the rules read.
    """
    truth = tried.truth[:, output]
    rest = 0.0 if output == TWIST else np.median(truth)
    moving = np.abs(truth - rest) > AT_REST * OUTPUT_SCALE[output]
    weights = np.ones(len(truth))
    for stratum in (moving, ~moving):
        weights[stratum] /= max(int(stratum.sum()), 1)
    return np.asarray(weights / weights.sum())


def _for_every_output(model_of: Callable[[int], FloatArray]) -> FloatArray:
    """Left and right share one model to the last digit: mirroring a person changes no uncertainty."""
    model = np.empty((len(OUTPUTS), len(U_FEATURES)))
    for k, twin in enumerate(OUTPUT_TWIN):
        model[k] = model[twin] if twin < k else model_of(k)
    return model


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
