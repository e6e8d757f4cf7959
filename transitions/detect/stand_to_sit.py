"""Stand to sit: from the hips starting down to sitting upright and still.

`contact_s` is when the seat is reached: downward speed under a tenth of its peak with the hips within 3 %
of a standing height of where they come to rest.
"""

from __future__ import annotations

import numpy as np

from transitions.detect.posture import PostureChange, posture_changes
from transitions.detect.sit_to_stand import FULL_TRAVEL
from transitions.model import Detector, Segment
from transitions.series import Kinematics

CONTACT_SPEED_SHARE = 0.10
CONTACT_BAND = 0.03


def find_stand_to_sits(kinematics: Kinematics) -> list[Segment]:
    """Descents from standing to a seat, in time order."""
    return [_segment(kinematics, change) for change in posture_changes(kinematics) if not change.rising]


def _segment(kinematics: Kinematics, change: PostureChange) -> Segment:
    phases = {"contact_s": min(contact_s(kinematics, change), change.end_s)}
    return Segment(
        "stand_to_sit", change.start_s, change.end_s, min(1.0, change.travel / FULL_TRAVEL), phases
    )


def contact_s(kinematics: Kinematics, change: PostureChange) -> float:
    """When the hips reach the seat."""
    down = -np.nan_to_num(kinematics["hip_speed_hps"].value, nan=0.0)
    height = np.nan_to_num(kinematics["hip_height_norm"].value, nan=np.inf)
    rest = height[change.low]
    after = slice(change.peak, len(down))
    landed = (down[after] < CONTACT_SPEED_SHARE * down[change.peak]) & (height[after] < rest + CONTACT_BAND)
    rows = np.flatnonzero(landed)
    return float(kinematics.t_s[change.peak + rows[0]]) if len(rows) else change.end_s


DETECTOR = Detector("stand_to_sit", find_stand_to_sits, precedence=50)
