"""Stand to sit: from the hips starting down to sitting upright and still.

`contact_s` is when the seat is reached: downward speed under a tenth of its peak with the hips within 3 %
of a standing height of where they come to rest.
"""

from __future__ import annotations

import numpy as np

from transitions.detect.clip_motion import ClipMotion
from transitions.detect.compared import DESCENT, DURATION, ROUNDING, TRUNK, time_until
from transitions.detect.hip_travel import hip_travel
from transitions.detect.record import Detector, Phase, Seat
from transitions.evidence import source
from transitions.model import Segment
from transitions.series import Kinematics
from transitions.states import PostureState

CONTACT_SPEED_SHARE = 0.10
CONTACT_BAND = 0.03


def find_stand_to_sits(motion: ClipMotion) -> list[Segment]:
    """Descents from standing to a seat, in time order."""
    return [
        m.segment(_phases(motion.kinematics, m.start_s, m.end_s)) for m in motion.movements.of("stand_to_sit")
    ]


def _phases(kinematics: Kinematics, start_s: float, end_s: float) -> dict[str, float]:
    """When the hips reach the seat, where they are seen to."""
    hips = hip_travel(kinematics, start_s, end_s, -1)
    if hips is None:
        return {}
    down, height = -hips.speed[hips.fastest :], hips.height[hips.fastest :]
    landed = np.flatnonzero(
        (down < CONTACT_SPEED_SHARE * -hips.speed[hips.fastest]) & (height < hips.height[-1] + CONTACT_BAND)
    )
    return {"contact_s": float(hips.t_s[hips.fastest + landed[0]])} if len(landed) else {}


DETECTOR = Detector(
    kind="stand_to_sit",
    name="Sitting down",
    about="From standing, from the hips' first movement down, to sitting upright and still.",
    find=find_stand_to_sits,
    phases=(Phase("contact_s", "on the seat", "the hips have come to rest on the seat"),),
    moment="contact_s",
    begins=PostureState.STANDING,
    ends=PostureState.SITTING,
    seat=Seat.AFTER,
    sources=(source("movement_networks"),),
    curves=("hip_height_norm", "trunk_inclination_deg"),
    compared=(DESCENT, DURATION, time_until("contact_s", "Time to reaching the seat"), *TRUNK, ROUNDING),
)
