"""Whether a curve can be read in a segment: shared by the rules (the underscore keeps it from being one)."""

from __future__ import annotations

import numpy as np

from transitions.model import Segment
from transitions.series import Curve, Kinematics

MIN_SEEN_SHARE = 0.7
"""A segment is judged when the curve is valid in at least this share of it (provisional)."""

NOT_SEEN = "The person is not seen clearly enough in this moment."


def unreadable_reason(kinematics: Kinematics, name: str, segment: Segment) -> str | None:
    """Why the curve cannot be judged in this segment, or None when it can."""
    rows = kinematics.between(segment.start_s, segment.end_s)
    curve: Curve = kinematics[name]
    valid = curve.valid[rows]
    if not len(valid) or np.mean(valid) < MIN_SEEN_SHARE:
        return curve.reason_in(rows) or NOT_SEEN
    return None
