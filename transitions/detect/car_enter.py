"""Car entry: from standing beside the car to sitting in it, legs and all. `side` is the foot that goes first."""

from __future__ import annotations

from transitions.detect.clip_motion import ClipMotion
from transitions.detect.compared import time_until
from transitions.detect.passage import CURVES, SIDE, compared, part_phases, passages
from transitions.detect.record import Detector, Phase
from transitions.evidence import source
from transitions.model import Segment
from transitions.states import PostureState


def find_car_entries(motion: ClipMotion) -> list[Segment]:
    """Ways into a car seat, in time order."""
    return passages(motion, "car_enter", "seat_on_s", "in")


DETECTOR = Detector(
    kind="car_enter",
    name="Getting into a car",
    about="From standing beside a car to sitting in it, legs and all.",
    find=find_car_entries,
    phases=(Phase("seat_on_s", "on the seat", "the hips reach the seat"), *part_phases("in")),
    moment="seat_on_s",
    side=SIDE,
    begins=PostureState.STANDING,
    ends=PostureState.SITTING,
    sources=(source("movement_networks"),),
    curves=CURVES,
    compared=compared(time_until("seat_on_s", "Time to sitting on the seat")),
)
