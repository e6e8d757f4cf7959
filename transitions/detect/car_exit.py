"""Car exit: out of a car seat through the door to standing outside.

Phases: `seat_off_s`, and when each part of the body passes halfway along its own way out: `head_out_s`,
`trunk_out_s`, `hips_out_s`, `first_foot_out_s`, `second_foot_out_s`; their order tells a turn of the whole
body (feet first) from one that leads with the trunk. `side` is the foot that goes first.
"""

from __future__ import annotations

from transitions.detect.movement import Movements
from transitions.detect.passage import passages
from transitions.model import Detector, Segment
from transitions.series import Kinematics


def find_car_exits(kinematics: Kinematics, movements: Movements) -> list[Segment]:
    """Ways out of a car seat, in time order."""
    return passages(kinematics, movements, "car_exit", "seat_off_s", "out")


DETECTOR = Detector("car_exit", find_car_exits)
