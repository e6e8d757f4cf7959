"""Reach: a hand leaves its resting place, goes away from the body, and comes back to rest.

`side` is the hand that travels further. A whole-body turn with steps that runs into the reach belongs to it.
"""

from __future__ import annotations

import numpy as np

from transitions.detect.clip_motion import ClipMotion
from transitions.detect.compared import DURATION, FLEXION_SPEED, LEAN, TWIST, TWIST_SPEED, time_until
from transitions.detect.record import Detector, Phase
from transitions.evidence import source
from transitions.model import Segment

REST_S = 0.15
"""Where the hand sets out from is its median place over this."""


def find_reaches(motion: ClipMotion) -> list[Segment]:
    """Reaches of either hand, in time order."""
    return [
        m.segment({"grasp_s": m.moment_s}, reaching_side(motion, m.start_s, m.end_s))
        for m in motion.movements.of("reach")
    ]


def reaching_side(motion: ClipMotion, start_s: float, end_s: float) -> str | None:
    """The hand that goes further from where it set out; None when neither is seen."""
    rows = motion.kinematics.between(start_s, end_s)
    around = motion.kinematics.between(start_s - REST_S, start_s + REST_S)
    travel = {}
    for side in ("left", "right"):
        place = motion.body_point(f"{side}_wrist")
        set_out = place[around][np.isfinite(place[around]).all(axis=1)]
        if len(set_out) and np.isfinite(place[rows]).any():
            travel[side] = float(np.nanmax(np.linalg.norm(place[rows] - np.median(set_out, axis=0), axis=1)))
    return max(travel, key=lambda side: travel[side]) if travel else None


DETECTOR = Detector(
    kind="reach",
    name="Reaching",
    about="A hand leaves its resting place, goes away from the body, and comes back to rest.",
    find=find_reaches,
    phases=(Phase("grasp_s", "at the object", "the hand arrives at its far point"),),
    moment="grasp_s",
    side="{} hand",
    sources=(source("movement_networks"),),
    curves=("trunk_twist_deg", "trunk_inclination_deg"),
    compared=(
        TWIST_SPEED,
        TWIST,
        DURATION,
        time_until("grasp_s", "Time to the hand's far point"),
        LEAN,
        FLEXION_SPEED,
    ),
)
