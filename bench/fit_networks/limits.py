"""How far the ensemble may be off, and where it must not be asked.

The shape of the uncertainty is fitted on held-out bodies of the calibration set. They move at random and in
odd poses, so their errors are several times those of people in everyday transitions (twist: median 4° against
0.4°). Its size, and how it grows with the twist and towards the camera, are therefore set on the rendered
transitions (``clips``), each answered by networks fitted without it, so that the 90 % interval holds the truth.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.optimize import minimize

from bench.fit_networks.ensemble import TWIST, Tried
from transitions.kinematics.networks.network import OUTPUT_SCALE, OUTPUT_TWIN, OUTPUTS
from transitions.kinematics.networks.uncertainty import U_FEATURES, standard_uncertainty
from transitions.series import FloatArray

NOVELTY_QUANTILE = 0.9995
"""Of the held-out rows: beyond it the networks were not tried."""

COVERED = 0.93
"""Aimed at, for the 90 % interval: sized on other clips it holds the truth three in a hundred times less often."""

INTERVAL = 1.64
"""The stated 90 % interval is ± 1.64 u."""

GROWTH_BOUNDS = (1.0, 2.5)
"""How much more steeply than on the calibration set the uncertainty rises: at least as steeply, so that what is
odd stays doubtful."""

ADJUSTED = tuple(U_FEATURES.index(name) for name in ("root_twist", "inclination", "facing_squared"))
AT_REST = 0.33
"""An angle within this many `OUTPUT_SCALE` (5 degrees of twist or lean, 10 of a joint) of its clip's median, for
the twist of zero, is at rest."""

PULL = 0.003
"""Ridge on the adjustments: 48 clips cannot hold more than a few numbers for each output."""


def novelty_limit(held_out: Tried) -> float:
    """The novelty beyond which the networks were not tried."""
    return float(np.quantile(held_out.novelty, NOVELTY_QUANTILE))


def shape_weights(held_out: Tried) -> FloatArray:
    """(10, n_features) the uncertainty model of every output for bodies that move at random."""
    return _for_every_output(lambda k: _fit_shape(*_both_sides(held_out, k)))


def sized_weights(shape: FloatArray, everyday: Tried) -> FloatArray:
    """(10, n_features) the uncertainty model of `shape`, sized for everyday transitions."""

    def sized(k: int) -> FloatArray:
        return _set_size(shape[k], *_both_sides(everyday, k), _row_weights(everyday, k))

    return _for_every_output(sized)


def _for_every_output(model_of: Callable[[int], FloatArray]) -> FloatArray:
    """Left and right share one model to the last digit: mirroring a person changes no uncertainty."""
    model = np.empty((len(OUTPUTS), len(U_FEATURES)))
    for k, twin in enumerate(OUTPUT_TWIN):
        model[k] = model[twin] if twin < k else model_of(k)
    return model


def _row_weights(everyday: Tried, output: int) -> FloatArray:
    """(2 m,) what each row of both sides counts: clips alike, and moving rows of an angle as much as resting ones.

    People are at rest in nine rows of ten; without this the interval would be sized for those and hold the
    truth too seldom in the rest, which are what the rules read.
    """
    weights = []
    for side in (output, OUTPUT_TWIN[output]):
        one = 1.0 / np.bincount(everyday.group)[everyday.group]
        answer = everyday.answer[:, side]
        rest = np.zeros(len(answer))
        if side != TWIST:
            for clip in np.unique(everyday.group):
                inside = everyday.group == clip
                rest[inside] = np.median(answer[inside])
        moving = np.abs(answer - rest) > AT_REST * OUTPUT_SCALE[side]
        for stratum in (moving, ~moving):
            one[stratum] /= 4.0 * one[stratum].sum()
        weights.append(one)
    return np.concatenate(weights)


def _both_sides(tried: Tried, output: int) -> tuple[FloatArray, FloatArray]:
    """Features and errors of an output and of its twin on the other side: left and right are treated alike."""
    sides = [output, OUTPUT_TWIN[output]]
    return (
        np.concatenate([tried.features[:, k] for k in sides]),
        np.concatenate([tried.error()[:, k] for k in sides]),
    )


def _fit_shape(features: FloatArray, error: FloatArray) -> FloatArray:
    """Weights of log u that make the held-out errors likeliest (Gaussian)."""

    def cost(weights: FloatArray) -> tuple[float, FloatArray]:
        log_u = np.clip(features @ weights, -8.0, 6.0)
        square = (error * np.exp(-log_u)) ** 2
        return float(np.mean(log_u + square / 2)), np.mean((1 - square)[:, None] * features, axis=0)

    start = np.zeros(features.shape[1])
    start[0] = np.log(np.std(error))
    return np.asarray(minimize(cost, start, jac=True, method="L-BFGS-B").x)


def _set_size(shape: FloatArray, features: FloatArray, error: FloatArray, weights: FloatArray) -> FloatArray:
    """Adjust the shape so that ± 1.64 u is the everyday errors' 90 % quantile (pinball loss)."""
    log_error = np.log(np.maximum(np.abs(error), np.exp(-6.0)))

    def adjusted(p: FloatArray) -> FloatArray:
        result = shape * p[1]
        result[0] += p[0]
        result[list(ADJUSTED)] += p[2:]
        return result

    def cost(p: FloatArray) -> float:
        over = log_error - features @ adjusted(p) - np.log(INTERVAL)
        pinball = np.sum(weights * np.maximum(COVERED * over, (COVERED - 1) * over))
        return float(pinball + PULL * np.sum(p[2:] ** 2))

    start = np.array([0.0, 1.2, *np.zeros(len(ADJUSTED))])
    bounds = [(-6.0, 6.0), GROWTH_BOUNDS, *[(-3.0, 3.0)] * len(ADJUSTED)]
    best = minimize(cost, start, method="Powell", bounds=bounds, options={"maxiter": 200, "xtol": 1e-4})
    return adjusted(np.asarray(best.x))


def leave_one_out_u(shape: FloatArray, everyday: Tried) -> FloatArray:
    """(m, 10) uncertainty of each everyday row by a model sized on the other clips."""
    u = np.empty(everyday.answer.shape)
    for clip in np.unique(everyday.group):
        inside = everyday.group == clip
        model = sized_weights(shape, _rows(everyday, ~inside))
        u[inside] = standard_uncertainty(model, everyday.features[inside])
    return u


def _rows(tried: Tried, rows: FloatArray) -> Tried:
    parts: Sequence[FloatArray] = [
        getattr(tried, name)[rows] for name in ("features", "answer", "truth", "novelty")
    ]
    return Tried(*parts, np.unique(tried.group[rows], return_inverse=True)[1])
