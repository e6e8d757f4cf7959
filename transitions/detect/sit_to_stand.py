"""Sit to stand: from the trunk's first movement towards lift-off to standing still.

Times after Schenkman's phases (flexion momentum, momentum transfer, extension, stabilisation).
"""

from __future__ import annotations

import numpy as np

from transitions.detect.clip_motion import ClipMotion
from transitions.detect.compared import DURATION, ROUNDING, TRUNK, highest, time_until
from transitions.detect.hip_travel import hip_travel
from transitions.detect.movement import Movement
from transitions.detect.record import Detector, Phase, Seat
from transitions.evidence import Seen, Source, source
from transitions.model import Segment
from transitions.series import Kinematics
from transitions.states import PostureState
from transitions.units import HEIGHTS_PER_S

SEAT_OFF_SHARE = 0.05
"""Hips have left the seat where, going back from their peak speed, it falls under this share of it."""

MIN_JERK_LEAD = 0.059
"""A minimum-jerk movement, 16 s^2 (1 - s)^2 of its peak speed (Flash and Hogan 1985), reaches 5 % of the peak
after this part of its duration and the peak after half."""

RISEN_SHARE = 0.95
"""Hips have risen at this share of their travel."""


def find_sit_to_stands(motion: ClipMotion) -> list[Segment]:
    """Rises from a seat to standing, in time order."""
    return [_segment(motion.kinematics, m) for m in motion.movements.of("sit_to_stand")]


def _segment(kinematics: Kinematics, m: Movement) -> Segment:
    phases = _phases(kinematics, m.start_s, m.end_s)
    if not m.start_s <= phases.get("seat_off_s", -np.inf) < m.end_s and m.moment_s is not None:
        phases["seat_off_s"] = m.moment_s  # the hips' own course does not show it: the networks' answer
    return m.segment(phases)


def _phases(kinematics: Kinematics, start_s: float, end_s: float) -> dict[str, float]:
    """Seat-off and upright, each only where the hips show it."""
    hips = hip_travel(kinematics, start_s, end_s, 1)
    if hips is None:
        return {}
    phases = {}
    slow = np.flatnonzero(hips.speed[: hips.fastest] < SEAT_OFF_SHARE * hips.speed[hips.fastest])
    if len(slow):
        left_s = float(hips.t_s[slow[-1]])
        to_peak_s = float(hips.t_s[hips.fastest]) - left_s
        phases["seat_off_s"] = left_s - MIN_JERK_LEAD / (0.5 - MIN_JERK_LEAD) * to_peak_s
    top, travel = hips.height[-1], hips.height[-1] - hips.height[0]
    risen = np.flatnonzero(hips.height[hips.fastest :] >= top - (1.0 - RISEN_SHARE) * travel)
    if len(risen):
        phases["upright_s"] = float(hips.t_s[hips.fastest + risen[0]])
    return phases


DETECTOR = Detector(
    kind="sit_to_stand",
    name="Standing up",
    about="From sitting on a seat, from the trunk's first movement towards lift-off, to standing still.",
    find=find_sit_to_stands,
    phases=(
        Phase("seat_off_s", "leaving the seat", "the hips leave the seat"),
        Phase("upright_s", "upright", "the hips have risen 95 % of their way"),
    ),
    moment="seat_off_s",
    begins=PostureState.SITTING,
    ends=PostureState.STANDING,
    seat=Seat.BEFORE,
    sources=(
        source("movement_networks"),
        Source(
            key="frykberg2015",
            citation="Frykberg GE, Häger CK 2015, Movement analysis of sit-to-stand: research informing clinical "
            "practice, Physical Therapy Reviews",
            seen=Seen.ABSTRACT,
            doi="10.1179/1743288X15Y.0000000005",
            used="the phases of a rise, after Schenkman",
        ),
        source("flash1985"),
    ),
    curves=("hip_height_norm", "trunk_inclination_deg"),
    compared=(
        DURATION,
        time_until("seat_off_s", "Time to leaving the seat"),
        *TRUNK,
        ROUNDING,
        highest("hip_speed_hps", "Fastest rise of the hips", HEIGHTS_PER_S),
    ),
)
