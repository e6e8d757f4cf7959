"""Car exit: out of a car seat through the door to standing outside.

The order in which the parts of the body pass tells a turn of the whole body (feet first) from one that leads with
the trunk. `side` is the foot that goes first.
"""

from __future__ import annotations

from transitions.detect.clip_motion import ClipMotion
from transitions.detect.compared import time_until
from transitions.detect.passage import CURVES, SIDE, compared, part_phases, passages
from transitions.detect.record import Detector, Phase
from transitions.evidence import source
from transitions.model import Segment
from transitions.states import PostureState


def find_car_exits(motion: ClipMotion) -> list[Segment]:
    """Ways out of a car seat, in time order."""
    return passages(motion, "car_exit", "seat_off_s", "out")


DETECTOR = Detector(
    kind="car_exit",
    name="Getting out of a car",
    about="Out of a car seat, through the door, to standing outside.",
    find=find_car_exits,
    phases=(Phase("seat_off_s", "leaving the seat", "the hips leave the seat"), *part_phases("out")),
    moment="seat_off_s",
    side=SIDE,
    begins=PostureState.SITTING,
    ends=PostureState.STANDING,
    sources=(source("movement_networks"),),
    curves=CURVES,
    compared=compared(time_until("seat_off_s", "Time to leaving the seat")),
)
