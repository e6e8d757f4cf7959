"""What a speed loses by being read from frames that are far apart."""

from __future__ import annotations

import numpy as np

from transitions.series import FloatArray

QUICK_S = 0.5
"""A quick everyday movement takes half a second (MEASURES: signal handling); slower ones lose less."""

MISSED_SHARE = 10.0 / 3.0
"""Of the peak speed of a minimum-jerk movement of length T, frames h apart miss this times (h / T)², on average
over where the peak falls between them: the speed between neighbours h to either side is 8/3 (h / T)² under its
middle's, and the middle lies up to half a frame beside the peak, which adds 2/3 (h / T)² on average (its speed is
1.875 (1 − 4 x²)², x from −½ to ½ in units of T)."""


def speed_share_missed(t_s: FloatArray) -> FloatArray:
    """(n,) share of a quick movement's peak speed that is missed at rows `t_s` seconds, from 0 up to 1.

    0.015 at 30 frames a second, 0.06 at 15, 0.13 at 10.
    """
    if len(t_s) < 2:
        return np.ones(len(t_s))
    missed: FloatArray = np.minimum(MISSED_SHARE * (np.gradient(t_s) / QUICK_S) ** 2, 1.0)
    return missed
