"""Pick-up: somebody on their feet brings a hand down to the floor, or near it, and comes up again.

However it is done (squatting, hinging, stooping, in a lunge or on one knee), the event runs from the trunk's or
knees' first movement to standing upright.
"""

from __future__ import annotations

from transitions.detect.clip_motion import ClipMotion
from transitions.detect.compared import DURATION, ROUNDING, TRUNK, lowest, time_until
from transitions.detect.record import Detector, Phase
from transitions.evidence import source
from transitions.model import Segment
from transitions.states import PostureState
from transitions.units import HEIGHTS


def find_pick_ups(motion: ClipMotion) -> list[Segment]:
    """Pick-ups from the floor, in time order."""
    return [m.segment({"lowest_s": m.moment_s}) for m in motion.movements.of("pick_up")]


DETECTOR = Detector(
    kind="pick_up",
    name="Picking up",
    about="Standing, down to the floor or near it with a hand, however it is done, and up to standing again.",
    find=find_pick_ups,
    phases=(Phase("lowest_s", "lowest point", "the hand arrives down there"),),
    moment="lowest_s",
    begins=PostureState.STANDING,
    ends=PostureState.STANDING,
    sources=(source("movement_networks"),),
    curves=("trunk_inclination_deg", "hip_height_norm"),
    compared=(
        ROUNDING,
        DURATION,
        time_until("lowest_s", "Time to the hand's lowest point"),
        *TRUNK,
        lowest("hip_height_norm", "Lowest height of the hips", HEIGHTS),
    ),
)
