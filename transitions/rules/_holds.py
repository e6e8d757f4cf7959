"""How high a curve stays for a given time: shared by the rules that ask for a minimum duration."""

from __future__ import annotations

import numpy as np

from transitions.series import FloatArray


def highest_held(t_s: FloatArray, x: FloatArray, hold_s: float) -> tuple[float, int]:
    """The highest level that `x` keeps for `hold_s`, and the row where it is highest within that time.

    A stretch counts from its first to its last row, so at 10 frames a second 0.2 s is three rows. NaN and
    row 0 when no stretch without gaps is long enough.
    """
    best, at = float("nan"), 0
    last = np.searchsorted(t_s, t_s + hold_s - 1e-9, side="left")
    for first in range(len(t_s)):
        if last[first] >= len(t_s):
            break
        window = x[first : last[first] + 1]
        level = float(np.min(window))
        if level > best or (np.isnan(best) and np.isfinite(level)):
            best, at = level, first + int(np.argmax(window))
    return best, at
