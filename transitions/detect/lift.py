"""Lift: something held is brought overhead, as into a bin or onto a shelf, and the hands come down again."""

from __future__ import annotations

from transitions.detect.clip_motion import ClipMotion
from transitions.detect.compared import DURATION, TRUNK, time_until
from transitions.detect.record import Detector, Phase
from transitions.evidence import source
from transitions.model import Segment


def find_lifts(motion: ClipMotion) -> list[Segment]:
    """Lifts overhead, in time order."""
    return [m.segment({"grasp_s": m.moment_s}) for m in motion.movements.of("lift")]


DETECTOR = Detector(
    kind="lift",
    name="Lifting overhead",
    about="Something held is brought overhead, as onto a shelf, and the hands come down again.",
    find=find_lifts,
    phases=(Phase("grasp_s", "hands overhead", "the hands arrive up there"),),
    moment="grasp_s",
    sources=(source("movement_networks"),),
    curves=("trunk_inclination_deg", "trunk_twist_deg", "hip_height_norm"),
    compared=(DURATION, time_until("grasp_s", "Time to the hand's far point"), *TRUNK),
)
