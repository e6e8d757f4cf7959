"""Measured angles against true ones, by the camera's view at each instant."""

from __future__ import annotations

import numpy as np

from transitions.kinematics.view import view_band
from transitions.rules.judging import COVERAGE
from transitions.series import BoolArray, Curve, FloatArray, Kinematics
from transitions.validate.truth import TrueEvent, Truth

ALL_VIEWS = "all"
NEAR_KNEE, FAR_KNEE = "knee_flexion_near_deg", "knee_flexion_far_deg"
NEAR_HIP, FAR_HIP = "hip_flexion_near_deg", "hip_flexion_far_deg"

TWISTED_DEG = 15.0
"""A transition with a true peak over this holds a twist worth measuring (a healthy turn stays under it)."""

UNTWISTED_DEG = 2.0
"""A clip whose true twist stays under this holds none."""

PEAK_WITHIN_DEG = 8.0
FALSE_TWIST_DEG = 5.0
PEAK_WINDOW_S = 0.3
"""The measured peak is looked for within this of the true one: a filter may shift it, another twist may not
stand in for it."""

Sums = dict[str, tuple[float, float]]


def score_angles(truth: Truth, kinematics: Kinematics | None) -> Sums:
    """Absolute errors, coverage and interval hits of every known angle, per view band and over all views.

    Returns
    -------
    ``angle/NAME/VIEW/mae`` (summed degrees, assessable frames), ``.../coverage`` (assessable frames,
    frames), ``.../interval`` (frames whose stated 90 % interval holds the truth, assessable frames).
    """
    sums: Sums = {}
    if not len(truth.t_s):
        return sums
    t_s = kinematics.t_s if kinematics else truth.t_s
    view_deg = _nearest(t_s, truth.t_s, truth.view_deg)
    bands = np.array([view_band(abs(angle)).value for angle in view_deg])
    for name, error_deg, u_deg in _errors(truth, kinematics, t_s, view_deg):
        for band in sorted(set(bands)):
            _add_frames(sums, f"angle/{name}/{band}", error_deg[bands == band], u_deg[bands == band])
        _add_frames(sums, f"angle/{name}/{ALL_VIEWS}", error_deg, u_deg)
    return sums


def _errors(
    truth: Truth, kinematics: Kinematics | None, t_s: FloatArray, view_deg: FloatArray
) -> list[tuple[str, FloatArray, FloatArray]]:
    """Name, (n,) error in degrees and its stated standard uncertainty; NaN where not assessable."""
    found: dict[str, tuple[FloatArray, FloatArray]] = {}
    for name, true_deg in truth.angles.items():
        curve = _curve(kinematics, name)
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


def _add_frames(sums: Sums, key: str, error_deg: FloatArray, u_deg: FloatArray) -> None:
    valid = np.isfinite(error_deg)
    inside = np.abs(error_deg[valid]) <= COVERAGE * u_deg[valid]
    assessable = float(np.sum(valid))
    sums[f"{key}/mae"] = (float(np.abs(error_deg[valid]).sum()), assessable)
    sums[f"{key}/coverage"] = (assessable, float(len(error_deg)))
    sums[f"{key}/interval"] = (float(np.sum(inside)), assessable)


def score_twist_peaks(truth: Truth, kinematics: Kinematics | None) -> Sums:
    """Peaks of true twists, and readings where there is none.

    Returns
    -------
    ``twist/peak_within`` (peaks read within 8 degrees, peaks assessable), ``twist/peak_error``,
    ``twist/peak_coverage`` (peaks assessable, peaks), ``twist/quiet`` (1 when a clip without twist never
    reads over 5 degrees, 1).
    """
    sums: Sums = {}
    true_deg = truth.angles.get("trunk_twist_deg")
    if true_deg is None or not len(true_deg):
        return sums
    curve = _curve(kinematics, "trunk_twist_deg")
    if float(np.abs(true_deg).max()) < UNTWISTED_DEG:
        if curve and curve.valid.any():
            largest_deg = float(np.abs(curve.value[curve.valid]).max())
            sums["twist/quiet"] = (float(largest_deg <= FALSE_TWIST_DEG), 1.0)
        return sums
    for event in truth.events or ():
        peak = _true_peak(truth, event)
        if peak is not None:
            error_deg = _peak_error_deg(*peak, kinematics, curve)
            _add_peak(sums, error_deg)
    return sums


def _true_peak(truth: Truth, event: TrueEvent) -> tuple[float, float] | None:
    """Time and signed size of the largest twist of a transition; None when it holds no twist."""
    rows = np.flatnonzero((truth.t_s >= event.start_s) & (truth.t_s < event.end_s))
    twist_deg = truth.angles["trunk_twist_deg"][rows]
    if not len(rows) or np.abs(twist_deg).max() < TWISTED_DEG:
        return None
    at = int(np.argmax(np.abs(twist_deg)))
    return float(truth.t_s[rows[at]]), float(twist_deg[at])


def _peak_error_deg(
    at_s: float, true_deg: float, kinematics: Kinematics | None, curve: Curve | None
) -> float:
    """Measured less true size of the peak, in the true direction; NaN where not assessable."""
    if kinematics is None or curve is None:
        return float("nan")
    rows = kinematics.between(at_s - PEAK_WINDOW_S, at_s + PEAK_WINDOW_S)
    seen = curve.value[rows][curve.valid[rows]]
    if not len(seen) or not curve.valid[rows][np.argmin(np.abs(kinematics.t_s[rows] - at_s))]:
        return float("nan")
    return float((np.sign(true_deg) * seen).max()) - abs(true_deg)


def _add_peak(sums: Sums, error_deg: float) -> None:
    known = float(np.isfinite(error_deg))
    for figure, numerator, denominator in (
        ("peak_coverage", known, 1.0),
        ("peak_within", float(abs(error_deg) <= PEAK_WITHIN_DEG) if known else 0.0, known),
        ("peak_error", abs(error_deg) if known else 0.0, known),
    ):
        old = sums.get(f"twist/{figure}", (0.0, 0.0))
        sums[f"twist/{figure}"] = (old[0] + numerator, old[1] + denominator)


def _curve(kinematics: Kinematics | None, name: str) -> Curve | None:
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
