"""Measured angles against true ones, by the camera's view at each instant, at rest and in movement."""

from __future__ import annotations

import numpy as np

from transitions.kinematics.view import view_band
from transitions.series import INTERVAL_U, BoolArray, Curve, FloatArray, Kinematics
from transitions.validate.tally import Tally
from transitions.validate.truth import Truth

ALL_VIEWS = "all"
REST, MOVING = "rest", "moving"
NEAR_KNEE, FAR_KNEE = "knee_flexion_near_deg", "knee_flexion_far_deg"
NEAR_HIP, FAR_HIP = "hip_flexion_near_deg", "hip_flexion_far_deg"

MOVING_DPS = 10.0
"""A row moves where any true angle changes faster than this, over `MOVING_WINDOW_S`: sway at rest stays under it."""

MOVING_WINDOW_S = 0.2


def score_angles(truth: Truth, kinematics: Kinematics | None) -> Tally:
    """Absolute errors, coverage and interval hits of every known angle: by view band, at rest and moving, and in all.

    Returns
    -------
    ``angle/NAME/GROUP/mae`` (summed degrees, assessable frames), ``.../coverage`` (assessable frames, frames),
    ``.../interval`` (frames whose stated 90 % interval holds the truth, assessable frames); GROUP is a view band,
    ``rest``, ``moving`` or ``all``.
    """
    tally = Tally()
    if not len(truth.t_s):
        return tally
    t_s = kinematics.t_s if kinematics else truth.t_s
    view_deg = _nearest(t_s, truth.t_s, truth.view_deg)
    bands = np.array([view_band(abs(angle)).value for angle in view_deg])
    moving = np.interp(t_s, truth.t_s, moving_rows(truth)) > 0.5
    groups = {band: bands == band for band in sorted(set(bands))}
    groups |= {REST: ~moving, MOVING: moving, ALL_VIEWS: np.ones(len(t_s), dtype=bool)}
    for name, error_deg, u_deg in _errors(truth, kinematics, t_s, view_deg):
        for group, rows in groups.items():
            _add_frames(tally, f"angle/{name}/{group}", error_deg[rows], u_deg[rows])
    return tally


def moving_rows(truth: Truth) -> BoolArray:
    """(m,) whether the person moves, by the true angles, in each row of the truth."""
    moving = np.zeros(len(truth.t_s), dtype=bool)
    before, after = truth.t_s - MOVING_WINDOW_S / 2.0, truth.t_s + MOVING_WINDOW_S / 2.0
    for true_deg in truth.angles.values():
        change_deg = np.interp(after, truth.t_s, true_deg) - np.interp(before, truth.t_s, true_deg)
        moving |= np.abs(change_deg) > MOVING_DPS * MOVING_WINDOW_S
    return moving


def _errors(
    truth: Truth, kinematics: Kinematics | None, t_s: FloatArray, view_deg: FloatArray
) -> list[tuple[str, FloatArray, FloatArray]]:
    """Name, (n,) error in degrees and its stated standard uncertainty; NaN where not assessable."""
    found: dict[str, tuple[FloatArray, FloatArray]] = {}
    for name, true_deg in truth.angles.items():
        curve = measured(kinematics, name)
        unknown = np.full(len(t_s), np.nan)
        value, u = (curve.value, curve.u) if curve else (unknown, unknown)
        found[name] = (value - np.interp(t_s, truth.t_s, true_deg), u)
    result = [(name, *pair) for name, pair in found.items() if "_left_" not in name and "_right_" not in name]
    for joint, near, far in (("knee", NEAR_KNEE, FAR_KNEE), ("hip", NEAR_HIP, FAR_HIP)):
        left, right = (found.get(f"{joint}_flexion_{side}_deg") for side in ("left", "right"))
        if left and right:
            at_left = view_deg >= 0
            result.append((near, np.where(at_left, left[0], right[0]), np.where(at_left, left[1], right[1])))
            result.append((far, np.where(at_left, right[0], left[0]), np.where(at_left, right[1], left[1])))
    return result


def _add_frames(tally: Tally, key: str, error_deg: FloatArray, u_deg: FloatArray) -> None:
    valid = np.isfinite(error_deg)
    inside = np.abs(error_deg[valid]) <= INTERVAL_U * u_deg[valid]
    assessable = float(np.sum(valid))
    tally.add(f"{key}/mae", float(np.abs(error_deg[valid]).sum()), assessable)
    tally.add(f"{key}/coverage", assessable, float(len(error_deg)))
    tally.add(f"{key}/interval", float(np.sum(inside)), assessable)


def measured(kinematics: Kinematics | None, name: str) -> Curve | None:
    """A curve of the run; None without one."""
    return kinematics.curves.get(name) if kinematics else None


def _nearest(t_s: FloatArray, known_s: FloatArray, values: FloatArray) -> FloatArray:
    """Values of the nearest known times: a view angle that wraps at 180 must not be averaged."""
    after = (
        np.clip(np.searchsorted(known_s, t_s), 1, len(known_s) - 1) if len(known_s) > 1 else np.zeros(1, int)
    )
    before = np.maximum(after - 1, 0)
    nearest: BoolArray = np.abs(t_s - known_s[before]) <= np.abs(known_s[after] - t_s)
    result: FloatArray = np.where(nearest, values[before], values[after])
    return result
