"""A twist that is held, with its bands: the measure of every rule about it (the numbers: `sustained_twist`)."""

from __future__ import annotations

import numpy as np

from transitions.evidence import source
from transitions.model import Grade
from transitions.rules._holds import highest_held
from transitions.rules.record import BOTH, CurveStatistic, JudgedCurve, Measurement, Thresholds
from transitions.series import BoolArray, Kinematics, longest_step_s

HOLD_S = 0.2
BANDS = Thresholds(mild=20, moderate=30, severe=40, grade=Grade.PROVISIONAL)
SOURCES = (source("iso11226"), source("en1005_4"), source("fujii2007"))
CURVE = JudgedCurve("trunk_twist_deg", CurveStatistic.KEPT, BOTH, read_as=f"kept for {HOLD_S:g} s")
TOO_SHORT = "The moment is too short or too often hidden to see a held twist."


def held_twist(
    kinematics: Kinematics,
    start_s: float,
    end_s: float,
    counted: BoolArray | None = None,
    known: BoolArray | None = None,
) -> Measurement:
    """Largest twist from neutral, either way, kept for `HOLD_S` between two times, in degrees.

    Parameters
    ----------
    counted : true for the rows in between whose twist counts; in the others it is taken as none.
    known : where that is known of them; in the others the twist is as good as unseen.
    """
    rows = kinematics.between(start_s, end_s)
    t_s, curve = kinematics.t_s[rows], kinematics["trunk_twist_deg"]
    twist_deg = np.abs(curve.value[rows])
    if counted is not None:
        twist_deg = np.where(counted | ~curve.valid[rows], twist_deg, 0.0)
    if known is not None:
        twist_deg = np.where(known, twist_deg, np.nan)
    held = highest_held(t_s, twist_deg, HOLD_S, longest_step_s(kinematics.t_s))
    if not np.isfinite(held.level):
        return Measurement.not_assessable(TOO_SHORT)
    at_s = float(t_s[held.row])
    return Measurement(held.level, float(curve.u[rows][held.row]), at_s, stretch_s=(held.start_s, held.end_s))
