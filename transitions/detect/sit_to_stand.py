"""Sit to stand: from the trunk leaving its seated rest to standing still.

Times after Schenkman's phases (flexion momentum, momentum transfer, extension, stabilisation): `seat_off_s`
is when the hips leave the seat, `upright_s` when they have risen.
"""

from __future__ import annotations

import numpy as np

from transitions.detect.boundaries import edge_lead
from transitions.detect.posture import PostureChange, posture_changes
from transitions.model import Detector, Segment
from transitions.series import Kinematics

SEAT_OFF_SHARE = 0.05
"""Hips have left the seat where, going back from their peak speed, it falls under this share of it; the hips
themselves start a little earlier (`boundaries.edge_lead`, over twice the time to the peak)."""

RISEN_SHARE = 0.95
"""Hips have risen at this share of their travel."""

FULL_TRAVEL = 0.15
"""Travel, in standing heights, from which a rise from an ordinary chair is certain."""


def find_sit_to_stands(kinematics: Kinematics) -> list[Segment]:
    """Rises from a seat to standing, in time order."""
    return [_segment(kinematics, change) for change in posture_changes(kinematics) if change.rising]


def _segment(kinematics: Kinematics, change: PostureChange) -> Segment:
    t_s = kinematics.t_s
    speed = np.nan_to_num(kinematics["hip_speed_hps"].value, nan=0.0)
    height = np.nan_to_num(kinematics["hip_height_norm"].value, nan=0.0)
    slow = np.flatnonzero(speed[: change.peak] < SEAT_OFF_SHARE * speed[change.peak])
    seat_off_s = float(t_s[slow[-1]]) if len(slow) else change.start_s
    seat_off_s -= edge_lead(SEAT_OFF_SHARE) * 2.0 * (float(t_s[change.peak]) - seat_off_s)
    risen = np.flatnonzero(height[change.peak :] >= height[change.high] - (1 - RISEN_SHARE) * change.travel)
    upright_s = float(t_s[change.peak + risen[0]]) if len(risen) else change.end_s
    phases = {"seat_off_s": max(seat_off_s, change.start_s), "upright_s": min(upright_s, change.end_s)}
    return Segment(
        "sit_to_stand", change.start_s, change.end_s, min(1.0, change.travel / FULL_TRAVEL), phases
    )


DETECTOR = Detector("sit_to_stand", find_sit_to_stands, precedence=50)
