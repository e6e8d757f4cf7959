"""Car entry: from standing beside the car to sitting in it, legs and all; a car exit seen backwards.

Phases: `seat_on_s` when the hips reach the seat, and when each part of the body passes halfway along its own
way in: `head_in_s`, `trunk_in_s`, `hips_in_s`, `first_foot_in_s`, `second_foot_in_s`. `side` is the foot
that goes first.
"""

from __future__ import annotations

from transitions.detect.car_seat import CERTAIN_TURN_DEG, Passage, passages_in
from transitions.model import Detector, Segment
from transitions.series import Kinematics


def find_car_entries(kinematics: Kinematics) -> list[Segment]:
    """Ways into a car seat, in time order."""
    return [_segment(passage) for passage in passages_in(kinematics)]


def _segment(passage: Passage) -> Segment:
    feet = {side: passage.passes_s[f"{side}_foot"] for side in ("left", "right")}
    first, second = sorted(feet, key=lambda side: feet[side])
    phases = {
        "seat_on_s": passage.seat_s,
        "head_in_s": passage.passes_s["head"],
        "trunk_in_s": passage.passes_s["trunk"],
        "hips_in_s": passage.passes_s["hips"],
        "first_foot_in_s": feet[first],
        "second_foot_in_s": feet[second],
    }
    confidence = min(1.0, abs(passage.turn_deg) / CERTAIN_TURN_DEG)
    return Segment("car_enter", passage.start_s, passage.end_s, confidence, phases, side=first)


DETECTOR = Detector("car_enter", find_car_entries, precedence=70)
