"""Kinematics made of analytic curves, for tests of rules and detectors.

Everything not named is at rest and assessable, so that a test states only what it is about.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from transitions.model import Segment, View
from transitions.series import INDEX, Curve, FloatArray, Kinematics, PoseSeries

UNITS = {
    "trunk_inclination_deg": "deg",
    "trunk_twist_deg": "deg",
    "spine_flexion_deg": "deg",
    "knee_flexion_left_deg": "deg",
    "knee_flexion_right_deg": "deg",
    "hip_flexion_left_deg": "deg",
    "hip_flexion_right_deg": "deg",
    "hip_height_norm": "heights",
    "hip_speed_hps": "heights/s",
    "trunk_flexion_speed_dps": "deg/s",
    "twist_speed_dps": "deg/s",
}

SEATED_M = {
    "nose": (0.0, -0.72, -0.10),
    "shoulder": (0.18, -0.50, 0.0),
    "hip": (0.10, 0.0, 0.0),
    "knee": (0.12, -0.02, -0.42),
    "ankle": (0.12, 0.40, -0.42),
    "heel": (0.12, 0.43, -0.38),
    "foot_index": (0.14, 0.44, -0.60),
}
"""Somebody seated who faces the camera: world axes (x right in the image, y down, z away), left side."""


def times_s(duration_s: float, rate_hz: float = 30.0) -> FloatArray:
    """Even frame times."""
    return np.arange(round(duration_s * rate_hz)) / rate_hz


def kinematics_of(
    t_s: FloatArray,
    curves: Mapping[str, FloatArray],
    *,
    u: Mapping[str, float] | None = None,
    reason: str | None = None,
    world_m: FloatArray | None = None,
) -> Kinematics:
    """Kinematics with the given curves; NaN in a curve is not assessable, for `reason`.

    Parameters
    ----------
    u : standard uncertainty per curve, 1.0 (in the curve's unit) where not named.
    world_m : (n, 33, 3) landmarks; a seated person who does not move by default.
    """
    u = u or {}
    built = {}
    for name, unit in UNITS.items():
        value = np.asarray(curves.get(name, np.zeros(len(t_s))), dtype=float)
        valid = np.isfinite(value)
        built[name] = Curve(
            value, np.full(len(t_s), u.get(name, 1.0)), valid, unit, None if valid.all() else reason
        )
    pose = PoseSeries(
        t_s=t_s,
        image_px=np.full((len(t_s), 33, 3), np.nan),
        world_m=seated_m(len(t_s)) if world_m is None else world_m,
        visibility=np.ones((len(t_s), 33)),
        width_px=0,
        height_px=0,
    )
    rate_hz = float(1 / np.median(np.diff(t_s)))
    return Kinematics(t_s, pose, built, np.zeros(len(t_s)), rate_hz, standing_height=1.6)


def seated_m(n: int) -> FloatArray:
    """(n, 33, 3) landmarks of a seated person at rest."""
    body = np.zeros((33, 3))
    for part, (x, y, z) in SEATED_M.items():
        if part in INDEX:
            body[INDEX[part]] = (x, y, z)
        else:
            body[INDEX[f"left_{part}"]], body[INDEX[f"right_{part}"]] = (x, y, z), (-x, y, z)
    return np.repeat(body[None], n, axis=0)


def whole(kinematics: Kinematics, kind: str, **phases: float) -> Segment:
    """A segment over all frames, seen from an oblique camera."""
    end_s = float(kinematics.t_s[-1]) + 1 / kinematics.frame_rate_hz
    return Segment(kind, float(kinematics.t_s[0]), end_s, 1.0, phases, id="s1", view=View.OBLIQUE)


def plateau(t_s: FloatArray, height: float, start_s: float, end_s: float) -> FloatArray:
    """`height` from start_s up to but not including end_s, 0 elsewhere."""
    eps = 1e-9
    return np.where((t_s >= start_s - eps) & (t_s < end_s - eps), height, 0.0)


def smooth_turn(t_s: FloatArray, angle: float, start_s: float, duration_s: float) -> FloatArray:
    """A minimum-jerk change from 0 to `angle`: its peak speed is 1.875 * angle / duration."""
    s = np.clip((t_s - start_s) / duration_s, 0.0, 1.0)
    return angle * (10 * s**3 - 15 * s**4 + 6 * s**5)


def smooth_turn_speed(t_s: FloatArray, angle: float, start_s: float, duration_s: float) -> FloatArray:
    """Exact speed of `smooth_turn`."""
    s = np.clip((t_s - start_s) / duration_s, 0.0, 1.0)
    return angle * 30 * s**2 * (1 - s) ** 2 / duration_s
