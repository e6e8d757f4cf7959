"""Car entry: from standing beside the car to sitting in it, legs and all.

Phases: `seat_on_s` when the hips reach the seat, and when each part of the body passes halfway along its own
way in: `head_in_s`, `trunk_in_s`, `hips_in_s`, `first_foot_in_s`, `second_foot_in_s`. `side` is the foot
that goes first.
"""

from __future__ import annotations

from transitions.detect.movement import Movements
from transitions.detect.passage import passages
from transitions.model import Detector, Segment
from transitions.series import Kinematics


def find_car_entries(kinematics: Kinematics, movements: Movements) -> list[Segment]:
    """Ways into a car seat, in time order."""
    return passages(kinematics, movements, "car_enter", "seat_on_s", "in")


DETECTOR = Detector("car_enter", find_car_entries)
