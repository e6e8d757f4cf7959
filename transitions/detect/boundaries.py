"""Where a movement begins and ends, from a signal of how much is moving.

A smooth movement starts and stops gently, so its first and last tenths lie under any speed threshold that
noise leaves usable. The boundary is therefore read where activity crosses a share of its peak and moved
outwards by the time a minimum-jerk movement needs to reach that share.
"""

from __future__ import annotations

import numpy as np

from transitions.kinematics.filters import TIME_ROUNDING_S, low_pass
from transitions.series import BoolArray, FloatArray, Kinematics

EDGE_SHARE = 0.08
"""Share of the peak activity at which an edge is read (engineering value, provisional)."""

LULL_S = 0.2
"""Shorter pauses belong to the movement (hips wait while the trunk leans)."""

LEANING_LULL_S = 0.8
"""A pause with the trunk still leaning belongs to the movement too: slow rises wait with the weight forward."""

LEANING_SHARE = 0.5
"""Leaning is over this share of the deepest lean nearby."""

REST_PERCENTILE = 20.0
"""The clip's own noise floor: somebody rests for at least a fifth of a clip that holds a transition."""

NOISE_FACTOR = 2.5

TRUNK_SCALE_DPS = 60.0
HIP_SCALE_HPS = 0.3
"""Speeds of an ordinary rise; they put trunk and hips on one scale."""


def posture_activity(kinematics: Kinematics) -> FloatArray:
    """(n,) how fast trunk and hips move, 1 at the speeds of an ordinary rise; NaN where unseen."""
    trunk = np.abs(kinematics["trunk_flexion_speed_dps"].value) / TRUNK_SCALE_DPS
    hips = np.abs(kinematics["hip_speed_hps"].value) / HIP_SCALE_HPS
    return low_pass(kinematics.t_s, np.hypot(trunk, hips), 5.0)


def activity_floor(activity: FloatArray) -> float:
    """Activity of a person at rest in this clip."""
    seen = activity[np.isfinite(activity)]
    return float(np.percentile(seen, REST_PERCENTILE)) if len(seen) else 0.0


def leaning_rows(kinematics: Kinematics, row: int) -> BoolArray:
    """(n,) where the trunk leans over half as far as its deepest within `LEANING_LULL_S` of `row`."""
    lean_deg = np.nan_to_num(kinematics["trunk_inclination_deg"].value, nan=0.0)
    near = np.abs(kinematics.t_s - kinematics.t_s[row]) <= LEANING_LULL_S + TIME_ROUNDING_S
    leaning: BoolArray = lean_deg > LEANING_SHARE * float(lean_deg[near].max())
    return leaning


def movement_bounds(
    t_s: FloatArray,
    activity: FloatArray,
    first: int,
    last: int,
    earliest: int,
    latest: int,
    leaning: BoolArray | None = None,
) -> tuple[float, float]:
    """Start and end of the movement whose core lies in rows first..last.

    Parameters
    ----------
    activity : (n,) speed-like signal. earliest, latest : rows the search may not pass (neighbouring
        movements, or the clip's edges). leaning : (n,) rows in which a pause is part of the movement.

    Returns
    -------
    start_s, end_s : within t_s[earliest]..t_s[latest].
    """
    core = activity[first : last + 1]
    peak = float(np.nanmax(core)) if np.isfinite(core).any() else 0.0
    threshold = min(max(EDGE_SHARE * peak, NOISE_FACTOR * activity_floor(activity)), 0.5 * peak)
    moving = np.nan_to_num(activity, nan=0.0) > threshold
    lull_s = np.where(leaning, LEANING_LULL_S, LULL_S) if leaning is not None else np.full(len(t_s), LULL_S)
    start = _walk(t_s, moving, lull_s, first, earliest, -1)
    stop = _walk(t_s, moving, lull_s, last, latest, +1)
    lead_s = edge_lead(threshold / peak) * float(t_s[stop] - t_s[start]) if peak > 0 else 0.0
    return max(float(t_s[start]) - lead_s, float(t_s[earliest])), min(
        float(t_s[stop]) + lead_s, float(t_s[latest])
    )


def edge_lead(share: float) -> float:
    """How long a minimum-jerk movement takes to reach `share` of its peak speed, in times it stays above.

    Its speed is 30 s^2 (1 - s)^2 of the mean at the part s of its duration, 1.875 at the peak (Flash and
    Hogan 1985), so 16 s^2 (1 - s)^2 = share.
    """
    part = (1.0 - np.sqrt(1.0 - np.sqrt(share))) / 2.0
    return float(part / (1.0 - 2.0 * part))


def _walk(t_s: FloatArray, moving: BoolArray, lull_s: FloatArray, row: int, limit: int, step: int) -> int:
    """Last moving row in direction `step`, passing over lulls up to `lull_s`."""
    edge = row
    while row != limit:
        row += step
        if moving[row]:
            edge = row
        elif abs(t_s[row] - t_s[edge]) > lull_s[row] + TIME_ROUNDING_S:
            break
    return edge
