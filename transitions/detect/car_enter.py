"""Car entry: from standing beside the car to sitting in it, legs and all.

Phases: `seat_on_s` when the hips reach the seat, and when each part of the body passes halfway along its own
way in: `head_in_s`, `trunk_in_s`, `hips_in_s`, `first_foot_in_s`, `second_foot_in_s`. `side` is the foot
that goes first.
"""

from __future__ import annotations

from transitions.detect.movement import Movements
from transitions.detect.passage import foot_order, passing_times_s
from transitions.model import Detector, Segment
from transitions.series import Kinematics


def find_car_entries(kinematics: Kinematics, movements: Movements) -> list[Segment]:
    """Ways into a car seat, in time order."""
    segments = []
    for m in movements.of("car_enter"):
        times_s = passing_times_s(kinematics, m.start_s, m.end_s)
        side, feet_s = foot_order(times_s)
        passed = {part: times_s[part] for part in ("head", "trunk", "hips") if part in times_s} | feet_s
        phases = {"seat_on_s": m.moment_s} | {f"{part}_in_s": at_s for part, at_s in passed.items()}
        segments.append(movements.segment(m, phases, side))
    return segments


DETECTOR = Detector("car_enter", find_car_entries)
