"""What straight knees read: bodies that were fitted on bent at the knees make everybody stand so."""

from __future__ import annotations

import numpy as np

from transitions.kinematics.view import BAND_EDGES_DEG
from transitions.series import FloatArray, Kinematics
from transitions.validate.angles import measured
from transitions.validate.tally import Tally
from transitions.validate.truth import Truth

KNEES = ("knee_flexion_left_deg", "knee_flexion_right_deg")

STRAIGHT_DEG = 10.0
"""Both knees under this, and the trunk within `UPRIGHT_DEG` of vertical: the person stands straight."""

UPRIGHT_DEG = 20.0
LIMIT_DEG, LIMIT_FRONT_DEG = 12.0, 15.0
"""What straight knees may read, and what they may from a camera in front, where bending goes towards it."""


def score_standing_knees(truth: Truth, kinematics: Kinematics | None) -> Tally:
    """Readings of both knees while they are straight and the person upright.

    Returns
    -------
    values ``knees/standing`` (median reading in degrees of a clip's frames), and ``knees/standing_within`` (1 when
    that is no more than the limit of the clip's view, 1). Nothing where nobody stands straight.
    """
    tally = Tally()
    if kinematics is None or not {*KNEES, "trunk_inclination_deg"} <= set(truth.angles):
        return tally

    def true_at(values: FloatArray) -> FloatArray:
        return np.asarray(np.interp(kinematics.t_s, truth.t_s, values))

    stands = true_at(truth.angles["trunk_inclination_deg"]) < UPRIGHT_DEG
    for knee in KNEES:
        stands &= true_at(truth.angles[knee]) < STRAIGHT_DEG
    curves = [curve for knee in KNEES if (curve := measured(kinematics, knee))]
    readings_deg = [curve.value[stands & curve.valid] for curve in curves]
    if not sum(map(len, readings_deg)):
        return tally
    reading_deg = float(np.median(np.concatenate(readings_deg)))
    in_front = np.abs(true_at(truth.view_deg)[stands]) < BAND_EDGES_DEG[0]
    limit_deg = LIMIT_FRONT_DEG if np.mean(in_front) > 0.5 else LIMIT_DEG
    tally.note("knees/standing", reading_deg)
    tally.add("knees/standing_within", float(reading_deg <= limit_deg), 1.0)
    return tally
