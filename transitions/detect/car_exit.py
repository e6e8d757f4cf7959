"""Car exit: out of a car seat through the door to standing outside.

Phases: `seat_off_s`, and when each part of the body passes halfway along its own way out: `head_out_s`,
`trunk_out_s`, `hips_out_s`, `first_foot_out_s`, `second_foot_out_s`; their order tells a turn of the whole
body (feet first) from one that leads with the trunk. `side` is the foot that goes first.
"""

from __future__ import annotations

from transitions.detect.car_seat import CERTAIN_TURN_DEG, Passage, passages_out
from transitions.model import Detector, Segment
from transitions.series import Kinematics


def find_car_exits(kinematics: Kinematics) -> list[Segment]:
    """Ways out of a car seat, in time order."""
    return [_segment(passage) for passage in passages_out(kinematics)]


def _segment(passage: Passage) -> Segment:
    feet = {side: passage.passes_s[f"{side}_foot"] for side in ("left", "right")}
    first, second = sorted(feet, key=lambda side: feet[side])
    phases = {
        "seat_off_s": passage.seat_s,
        "head_out_s": passage.passes_s["head"],
        "trunk_out_s": passage.passes_s["trunk"],
        "hips_out_s": passage.passes_s["hips"],
        "first_foot_out_s": feet[first],
        "second_foot_out_s": feet[second],
    }
    confidence = min(1.0, abs(passage.turn_deg) / CERTAIN_TURN_DEG)
    return Segment("car_exit", passage.start_s, passage.end_s, confidence, phases, side=first)


DETECTOR = Detector("car_exit", find_car_exits, precedence=70)
