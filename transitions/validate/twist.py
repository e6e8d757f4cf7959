"""Peaks of true twists, and what is read where nothing turns."""

from __future__ import annotations

import numpy as np

from transitions.series import BoolArray, Curve, FloatArray, Kinematics
from transitions.validate.angles import measured
from transitions.validate.tally import Tally
from transitions.validate.truth import Truth

TWIST = "trunk_twist_deg"

TWISTED_DEG = 15.0
"""A transition with a true peak over this holds a twist worth measuring (a healthy turn stays under it)."""

UNTWISTED_DEG = 5.0
"""A clip, or a transition, whose true twist stays under this holds none."""

PEAK_WITHIN_DEG = 8.0
FALSE_TWIST_DEG = 5.0
PEAK_WINDOW_S = 0.3
"""The measured peak is looked for within this of the true one: a filter may shift it, another twist may not
stand in for it."""


def score_twist(truth: Truth, kinematics: Kinematics | None) -> Tally:
    """Peaks of true twists, and readings where there is none.

    Returns
    -------
    ``twist/peak_within`` (peaks read within 8 degrees, peaks assessable), ``twist/peak_coverage`` (peaks assessable,
    peaks), ``twist/quiet`` (stretches without twist in which no reading exceeds the truth by over 5 degrees,
    stretches); values ``twist/peak`` (measured less true size of each peak) and ``twist/false`` (the most by which a
    reading exceeds the true twist in each stretch without). A stretch without twist is a whole clip, or each
    transition without in a clip that has some.
    """
    tally = Tally()
    true_deg = truth.angles.get(TWIST)
    if true_deg is None or not len(true_deg):
        return tally
    curve = measured(kinematics, TWIST)
    events = [(truth.t_s >= e.start_s) & (truth.t_s < e.end_s) for e in truth.events or ()]
    for rows in events:
        if rows.any() and np.abs(true_deg[rows]).max() >= TWISTED_DEG:
            _add_peak(tally, truth, rows, kinematics, curve)
    everything = np.ones(len(true_deg), dtype=bool)
    for rows in [everything] if _untwisted(true_deg) else events:
        if rows.any() and _untwisted(true_deg[rows]) and kinematics and curve:
            _add_false(tally, truth, rows, kinematics, curve)
    return tally


def _untwisted(true_deg: FloatArray) -> bool:
    return bool(np.abs(true_deg).max() < UNTWISTED_DEG)


def _add_peak(
    tally: Tally, truth: Truth, rows: BoolArray, kinematics: Kinematics | None, curve: Curve | None
) -> None:
    twist_deg = np.where(rows, truth.angles[TWIST], 0.0)
    at = int(np.argmax(np.abs(twist_deg)))
    error_deg = _peak_error_deg(float(truth.t_s[at]), float(twist_deg[at]), kinematics, curve)
    known = bool(np.isfinite(error_deg))
    tally.add("twist/peak_coverage", float(known), 1.0)
    tally.add("twist/peak_within", float(known and abs(error_deg) <= PEAK_WITHIN_DEG), float(known))
    if known:
        tally.note("twist/peak", error_deg)


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


def _add_false(tally: Tally, truth: Truth, rows: BoolArray, kinematics: Kinematics, curve: Curve) -> None:
    start_s, end_s = truth.t_s[rows][[0, -1]]
    seen = (kinematics.t_s >= start_s) & (kinematics.t_s <= end_s) & curve.valid
    if not seen.any():
        return
    true_deg = np.interp(kinematics.t_s[seen], truth.t_s, truth.angles[TWIST])
    excess_deg = max(float((np.abs(curve.value[seen]) - np.abs(true_deg)).max()), 0.0)
    tally.note("twist/false", excess_deg)
    tally.add("twist/quiet", float(excess_deg <= FALSE_TWIST_DEG), 1.0)
