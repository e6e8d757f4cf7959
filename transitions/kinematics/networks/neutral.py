"""The person's neutral twist in a clip: what the networks read while the person is not twisting."""

from __future__ import annotations

import numpy as np

from transitions.kinematics.networks.network import OUTPUTS
from transitions.series import FloatArray

MAX_NEUTRAL_DEG = 12.0
"""Networks wander by a few degrees with body and view; a larger offset is a twist held through the clip."""


def neutral_twist_deg(t_s: FloatArray, values: FloatArray) -> float:
    """The offset to subtract from a clip's twist.

    Parameters
    ----------
    t_s : (n,) seconds. values : (n, 10) smoothed outputs, NaN where unseen.

    Returns
    -------
    Degrees: the time-weighted median, limited to `MAX_NEUTRAL_DEG` either way (provisional). People spend
    most of a clip untwisted, so the median is not moved by a twist shorter than half of it.
    """
    twist_deg = values[:, OUTPUTS.index("trunk_twist_deg")]
    seen = np.isfinite(twist_deg)
    if not seen.any():
        return 0.0
    weights_s = np.gradient(t_s)[seen] if len(t_s) > 1 else np.ones(1)
    order = np.argsort(twist_deg[seen])
    share = np.cumsum(weights_s[order]) - weights_s[order] / 2
    median_deg = float(np.interp(share[-1] / 2 + weights_s[order][-1] / 4, share, twist_deg[seen][order]))
    return float(np.clip(median_deg, -MAX_NEUTRAL_DEG, MAX_NEUTRAL_DEG))
