"""Turn: the shoulders turn far against the hips, as with a box in the hands on planted feet, outside of anything else.

Somebody who steps round with the load turns as a whole and gives no segment here. `widest_s` is when the
shoulders are furthest round; `side` is where they turn to.
"""

from __future__ import annotations

import numpy as np

from transitions.detect.movement import Movements
from transitions.kinematics.filters import stretches
from transitions.model import Detector, Segment
from transitions.series import FloatArray, Kinematics

LEAST_DEG = 20.0
"""In healthy turning the shoulders lead the hips by less (MEASURES: Events): the whole 90 % interval must lie above."""

INTERVAL = 1.64
HOME_DEG = 5.0
"""A turn begins and ends where the shoulders stand over the hips again, within what twist can be read to."""

LONGEST_S = 15.0
CERTAIN_DEG = 40.0


def find_turns(kinematics: Kinematics, movements: Movements) -> list[Segment]:
    """Twists of a standing or sitting person outside every other movement, in time order."""
    twist = kinematics["trunk_twist_deg"]
    t_s = kinematics.t_s
    certain_deg = np.where(twist.valid, np.abs(twist.value) - INTERVAL * twist.u, 0.0)
    away = np.where(twist.valid, np.abs(twist.value), 0.0) > HOME_DEG
    segments = []
    for part in stretches(away):
        rows = slice(max(part.start - 1, 0), min(part.stop + 1, len(t_s)))
        start_s, end_s = float(t_s[rows.start]), float(t_s[rows.stop - 1])
        if np.nanmax(certain_deg[part]) < LEAST_DEG or end_s - start_s > LONGEST_S:
            continue
        if not any(m.start_s < end_s and start_s < m.end_s for m in movements.found):
            segments.append(_segment(t_s[part], twist.value[part], certain_deg[part], start_s, end_s))
    return segments


def _segment(
    t_s: FloatArray, twist_deg: FloatArray, certain_deg: FloatArray, start_s: float, end_s: float
) -> Segment:
    widest = int(np.nanargmax(np.abs(twist_deg)))
    confidence = 0.5 + 0.5 * min((float(np.nanmax(certain_deg)) - LEAST_DEG) / (CERTAIN_DEG - LEAST_DEG), 1.0)
    side = "left" if twist_deg[widest] > 0 else "right"
    return Segment("turn", start_s, end_s, confidence, {"widest_s": float(t_s[widest])}, side=side)


DETECTOR = Detector("turn", find_turns)
