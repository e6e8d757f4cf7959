"""How the hips travel through a rise or a descent: what the phases of both are read from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transitions.series import FloatArray, Kinematics


@dataclass(frozen=True, eq=False)
class HipTravel:
    """Rows of one transition in which the hips are seen.

    Attributes
    ----------
    t_s, height, speed : (m,) seconds, standing heights, standing heights a second. fastest : row of the
        largest speed in the direction of travel.
    """

    t_s: FloatArray
    height: FloatArray
    speed: FloatArray
    fastest: int


def hip_travel(kinematics: Kinematics, start_s: float, end_s: float, direction: int) -> HipTravel | None:
    """The hips' travel up (`direction` 1) or down (-1) between two times; None where none is seen."""
    rows = kinematics.between(start_s, end_s)
    height, speed = kinematics["hip_height_norm"].value[rows], kinematics["hip_speed_hps"].value[rows]
    seen = np.isfinite(height) & np.isfinite(speed)
    if seen.sum() < 4:
        return None
    height, speed = height[seen], speed[seen]
    if direction * (height[-1] - height[0]) <= 0:
        return None
    return HipTravel(kinematics.t_s[rows][seen], height, speed, int(np.argmax(direction * speed)))
