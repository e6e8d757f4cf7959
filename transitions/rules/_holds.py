"""How high a curve stays for a given time: shared by the rules that ask for a minimum duration."""

from __future__ import annotations

import numpy as np

from transitions.series import FloatArray

STEP_S = 1.0 / 240.0
"""Fine enough to place a hold between frames: whole frames would make it longer, and every peak lower, the
fewer frames a clip has."""


def highest_held(t_s: FloatArray, x: FloatArray, hold_s: float) -> tuple[float, int]:
    """The highest level that `x`, straight between frames, keeps for `hold_s`.

    Returns
    -------
    level : NaN when no stretch without gaps is long enough.
    row : where `x` is highest within that stretch; 0 without one.
    """
    span = round(hold_s / STEP_S) + 1
    fine_s = np.arange(t_s[0], t_s[-1] + STEP_S / 2, STEP_S) if len(t_s) else np.zeros(0)
    if len(fine_s) < span:
        return float("nan"), 0
    windows = np.lib.stride_tricks.sliding_window_view(np.interp(fine_s, t_s, x), span)
    levels = windows.min(axis=1)
    if not np.isfinite(levels).any():
        return float("nan"), 0
    best = int(np.nanargmax(levels))
    highest_s = fine_s[best + int(np.argmax(windows[best]))]
    return float(levels[best]), int(np.argmin(np.abs(t_s - highest_s)))
