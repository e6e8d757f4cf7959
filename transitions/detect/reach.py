"""Reach: a hand leaves its resting place, goes away from the body, and comes back to rest.

`grasp_s` is when the hand arrives at its far point; `side` is the hand that travels further. A whole-body turn
with steps that runs into the reach belongs to it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from transitions.detect.movement import Movements
from transitions.detect.places import body_point
from transitions.model import Detector, Segment
from transitions.series import FloatArray, Kinematics

HOME_S = 0.15
"""Where the hand sets out from is its median place over this."""


def find_reaches(kinematics: Kinematics, movements: Movements) -> list[Segment]:
    """Reaches of either hand, in time order."""
    reaches = movements.of("reach")
    if not reaches:
        return []
    wrists = {side: body_point(kinematics, f"{side}_wrist") for side in ("left", "right")}
    return [
        movements.segment(m, {"grasp_s": m.moment_s}, reaching_side(kinematics, wrists, m.start_s, m.end_s))
        for m in reaches
    ]


def reaching_side(
    kinematics: Kinematics, wrists: Mapping[str, FloatArray], start_s: float, end_s: float
) -> str | None:
    """The hand that goes further from where it set out; None when neither is seen."""
    rows = kinematics.between(start_s, end_s)
    home = kinematics.between(start_s - HOME_S, start_s + HOME_S)
    travel = {}
    for side, place in wrists.items():
        set_out = place[home][np.isfinite(place[home]).all(axis=1)]
        if len(set_out) and np.isfinite(place[rows]).any():
            travel[side] = float(np.nanmax(np.linalg.norm(place[rows] - np.median(set_out, axis=0), axis=1)))
    return max(travel, key=lambda side: travel[side]) if travel else None


DETECTOR = Detector("reach", find_reaches)
