"""Whether curves can be read in a segment: shared by the rules (the underscore keeps it from being one)."""

from __future__ import annotations

from transitions.model import Segment
from transitions.series import Kinematics

MIN_SEEN_SHARE = 0.7
"""A segment is judged when the curve is valid in at least this share of its time (provisional)."""

NOT_SEEN = "The person is not seen clearly enough in this moment."


def unreadable_reason(
    kinematics: Kinematics, segment: Segment, *names: str, until_s: float | None = None
) -> str | None:
    """Why the first of these curves that cannot be judged in this segment cannot; None when all can.

    Parameters
    ----------
    until_s : only so far is it asked, where the value is read from the segment's beginning.
    """
    end_s = segment.end_s if until_s is None else until_s
    rows = kinematics.between(segment.start_s, end_s)
    for name in names:
        curve = kinematics[name]
        if kinematics.share_of_time(curve.valid[rows], segment.start_s, end_s) < MIN_SEEN_SHARE:
            return curve.reason_in(rows) or NOT_SEEN
    return None
