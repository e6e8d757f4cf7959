"""Whether curves can be read in a segment: shared by the rules (the underscore keeps it from being one)."""

from __future__ import annotations

import numpy as np

from transitions.model import Segment
from transitions.series import Kinematics

MIN_SEEN_SHARE = 0.7
"""A segment is judged when the curve is valid in at least this share of it (provisional)."""

NOT_SEEN = "The person is not seen clearly enough in this moment."


def unreadable_reason(kinematics: Kinematics, segment: Segment, *names: str) -> str | None:
    """Why the first of these curves that cannot be judged in this segment cannot; None when all can."""
    rows = kinematics.between(segment.start_s, segment.end_s)
    for name in names:
        valid = kinematics[name].valid[rows]
        if not len(valid) or np.mean(valid) < MIN_SEEN_SHARE:
            return kinematics[name].reason_in(rows) or NOT_SEEN
    return None
