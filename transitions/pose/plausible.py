"""Whether the positions of a landmark file can be a person's, in metres and seconds."""

from __future__ import annotations

import numpy as np

from transitions.errors import LandmarkFileError
from transitions.kinematics.scale import trunk_length_m
from transitions.series import FloatArray

TRUNK_M = (0.2, 1.0)
"""A trunk (hip to shoulder midpoint) is between these from a toddler to the tallest; anything else is
not metres (engineering value)."""

FARTHEST_M = 1e6
"""No person is a thousand kilometres from the file's origin."""

LONGEST_STEP_S = 5.0
"""Rows farther apart than this hold no movement: their times are not seconds."""


def check_positions(landmarks_m: FloatArray, file_name: str) -> None:
    """Refuse (n, 33, 3) landmarks that are no person's in metres; NaN is unseen.

    Raises
    ------
    LandmarkFileError
        If a position is infinite or absurdly far, or the trunk is too long or too short.
    """
    if (np.abs(landmarks_m[~np.isnan(landmarks_m)]) > FARTHEST_M).any():
        raise LandmarkFileError(
            f"{file_name} holds positions that cannot be a person's: export the landmarks again."
        )
    trunk_m = trunk_length_m(landmarks_m)
    if trunk_m < TRUNK_M[0] or trunk_m > TRUNK_M[1]:
        raise LandmarkFileError(
            f"{file_name} shows a trunk {trunk_m:.3g} metres long, so its positions are not in the "
            "unit it names: export the markers in metres or millimetres, not pixels."
        )


def check_times(t_s: FloatArray, file_name: str) -> None:
    """Refuse (n,) times that hold no movement.

    Raises
    ------
    LandmarkFileError
        If there is one row only, or the rows lie many seconds apart.
    """
    if len(t_s) < 2:
        raise LandmarkFileError(f"{file_name} holds a single row: a movement needs many.")
    step_s = float(np.median(np.diff(t_s)))
    if step_s > LONGEST_STEP_S:
        raise LandmarkFileError(
            f"{file_name} has rows {step_s:.3g} s apart: give its times in seconds, many rows a second."
        )
