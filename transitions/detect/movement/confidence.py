"""How sure a stretch is: a logistic model of its evidence, fitted on takes the networks had not seen."""

from __future__ import annotations

import numpy as np

from transitions.detect.movement.decode import Stretch
from transitions.series import FloatArray

TERMS = ("one", "support", "start", "end", "shortness")
_FLOOR = 0.02


def confidence_terms(stretch: Stretch) -> FloatArray:
    """(5,) terms `TERMS`: log odds of the kind inside and of the two edges, and how short it is."""
    odds = [_log_odds(p) for p in (stretch.support, stretch.start_support, stretch.end_support)]
    return np.array([1.0, *odds, 1.0 / max(stretch.end_s - stretch.start_s, 0.3)])


def confidence(stretch: Stretch, weights: FloatArray) -> float:
    """How often such a stretch is a true transition of its kind, 0-1, for fitted (5,) weights."""
    return float(1.0 / (1.0 + np.exp(-np.clip(confidence_terms(stretch) @ weights, -30.0, 30.0))))


def _log_odds(probability: float) -> float:
    kept = min(max(probability, _FLOOR), 1.0 - _FLOOR)
    return float(np.log(kept / (1.0 - kept)))
