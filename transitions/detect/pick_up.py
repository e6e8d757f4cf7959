"""Pick-up: somebody on their feet brings a hand down to the floor, or near it, and comes up again.

`lowest_s` is when the hand arrives down there. However it is done (squatting, hinging, stooping, in a lunge or
on one knee), the event runs from the trunk's or knees' first movement to standing upright.
"""

from __future__ import annotations

from transitions.detect.movement import Movements
from transitions.model import Detector, Segment
from transitions.series import Kinematics


def find_pick_ups(kinematics: Kinematics, movements: Movements) -> list[Segment]:
    """Pick-ups from the floor, in time order."""
    return [movements.segment(m, {"lowest_s": m.moment_s}) for m in movements.of("pick_up")]


DETECTOR = Detector("pick_up", find_pick_ups)
