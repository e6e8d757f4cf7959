"""How far the spine's answer may be off: a log-linear model of the networks' doubt and of what they were shown.

Fitted so that ± 1.64 u holds nine tenths of the errors on takes not fitted on (``bench/fit_spine``).
"""

from __future__ import annotations

import numpy as np

from transitions.series import FloatArray

SPINE_U_FEATURES = (
    "one",
    "log_doubt",
    "log_spread",
    "log_novelty",
    "log_departure",
    "rounded",
    "side_on",
)

_SPREAD_FLOOR_DEG = 0.3
_DEPARTURE_FLOOR_DEG = 3.0
"""Below these nothing more is known."""


def spine_u_features(
    value: FloatArray,
    doubt: FloatArray,
    spread: FloatArray,
    novelty: FloatArray,
    side_on: FloatArray,
) -> FloatArray:
    """(n, f) the terms `SPINE_U_FEATURES`; NaN where the spine is not read.

    Parameters
    ----------
    value, doubt, spread : (n,) degrees, smoothed. novelty : (n,). side_on : (n,) 1 seen from the side, 0 from
        front or back. The departure is from the clip's own median answer.
    """
    seen = np.isfinite(value)
    middle = float(np.median(value[seen])) if seen.any() else 0.0
    return np.stack(
        [
            np.where(seen, 1.0, np.nan),
            np.log(np.maximum(doubt, _SPREAD_FLOOR_DEG)),
            np.log(np.maximum(spread, _SPREAD_FLOOR_DEG)),
            np.log(np.maximum(novelty, 0.1)),
            np.log(np.abs(value - middle) + _DEPARTURE_FLOOR_DEG),
            np.clip(value / 30.0, -0.5, 2.5),
            side_on,
        ],
        axis=1,
    )


def spine_u_deg(u_weights: FloatArray, features: FloatArray) -> FloatArray:
    """(n,) standard uncertainty from the fitted weights (f,)."""
    return np.asarray(np.exp(features @ u_weights))
