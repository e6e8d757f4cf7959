"""Several measures at once: one of twenty would change by chance (Holm 1979, Scand J Stat 6:65)."""

from __future__ import annotations

import numpy as np

from transitions.series import FloatArray


def holm(p: FloatArray) -> FloatArray:
    """Holm's step-down adjusted p-values, in the order given; NaN stays NaN and counts as no test."""
    adjusted = np.full(len(p), np.nan)
    tested = np.flatnonzero(np.isfinite(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    steps = p[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return adjusted
