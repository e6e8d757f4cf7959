"""Lift: something held is brought overhead, as into a bin or onto a shelf, and the hands come down again.

`grasp_s` is when the hands arrive up there.
"""

from __future__ import annotations

from transitions.detect.movement import Movements
from transitions.model import Detector, Segment
from transitions.series import Kinematics


def find_lifts(kinematics: Kinematics, movements: Movements) -> list[Segment]:
    """Lifts overhead, in time order."""
    return [movements.segment(m, {"grasp_s": m.moment_s}) for m in movements.of("lift")]


DETECTOR = Detector("lift", find_lifts)
