"""The person's neutral twist in a clip: what the networks read while the person is not twisting."""

from __future__ import annotations

import numpy as np

from transitions.series import FloatArray, longest_step_s

MAX_NEUTRAL_DEG = 12.0
"""Networks wander by a few degrees with body and view; what reads more than this is a twist (provisional)."""

MIN_NEUTRAL_SHARE = 0.15
"""With less of the clip near zero than this there is no neutral posture to go by (provisional)."""


def neutral_twist_deg(t_s: FloatArray, twist_deg: FloatArray) -> float:
    """The offset to subtract from a clip's twist.

    Parameters
    ----------
    t_s : (n,) seconds. twist_deg : (n,) smoothed, NaN where unseen.

    Returns
    -------
    Degrees: the time-weighted median of the rows within `MAX_NEUTRAL_DEG` of zero, so that a twist does not
    move it however long it is held; 0 when such rows make up less than `MIN_NEUTRAL_SHARE` of the clip.
    """
    seen = np.isfinite(twist_deg)
    near = seen & (np.abs(np.where(seen, twist_deg, np.inf)) <= MAX_NEUTRAL_DEG)
    if len(t_s) < 2 or not near.any():
        return 0.0
    # Rows beside missing ones stand for no more than what is bridged.
    weights_s = np.minimum(np.gradient(t_s), longest_step_s(t_s))
    if weights_s[near].sum() < MIN_NEUTRAL_SHARE * weights_s[seen].sum():
        return 0.0
    return _weighted_median(twist_deg[near], weights_s[near])


def _weighted_median(x: FloatArray, weights: FloatArray) -> float:
    """Where half of the weight lies on either side, interpolated: negating `x` negates it exactly."""
    order = np.argsort(x)
    middle = np.cumsum(weights[order]) - weights[order] / 2
    return float(np.interp(weights.sum() / 2, middle, x[order]))
