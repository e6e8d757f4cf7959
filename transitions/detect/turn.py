"""Turn: the shoulders turn far against the hips and come back, as with a box in the hands, outside of anything else.

Somebody who turns as a whole, by stepping round, turns the shoulders little against the hips and gives no segment.
`widest_s` is when the shoulders are furthest round; `side` is where they turn to. The confidence is an engineering
value: no clips with marked turns were there to fit it on.
"""

from __future__ import annotations

import numpy as np

from transitions.detect.movement import LEAST_CONFIDENCE, Movements
from transitions.kinematics.filters import fill_gaps, stretches
from transitions.model import Detector, Segment
from transitions.series import INTERVAL_U, FloatArray, Kinematics

LEAST_DEG, CERTAIN_DEG = 20.0, 40.0
"""In healthy turning the shoulders lead the hips by less (MEASURES: Events): the whole 90 % interval must lie above
the first; from the second the turn is certain."""

HOME_DEG = 5.0
"""A turn begins and ends where the shoulders stand over the hips again, within what twist can be read to."""

SHORTEST_S, LONGEST_S = 0.3, 15.0
MAX_GAP_S = 0.2
"""Gaps are bridged up to this, as landmarks are."""


def find_turns(kinematics: Kinematics, movements: Movements) -> list[Segment]:
    """Twists of a standing or sitting person outside every other movement, in time order."""
    t_s, curve = kinematics.t_s, kinematics["trunk_twist_deg"]
    twist_deg = fill_gaps(t_s, curve.value, MAX_GAP_S)
    with np.errstate(invalid="ignore"):
        away = np.abs(twist_deg) > HOME_DEG
    others = (*movements.found, *movements.doubtful)
    segments = []
    for part in stretches(away):
        whole = part.start > 0 and part.stop < len(t_s)
        if not whole or not np.isfinite(twist_deg[[part.start - 1, part.stop]]).all():
            continue
        start_s, end_s = float(t_s[part.start - 1]), float(t_s[part.stop])
        sure_deg = np.nanmax(np.abs(curve.value[part]) - INTERVAL_U * curve.u[part], initial=-np.inf)
        if sure_deg < LEAST_DEG or not SHORTEST_S <= end_s - start_s <= LONGEST_S:
            continue
        if not any(m.start_s < end_s and start_s < m.end_s for m in others):
            segments.append(_segment(t_s[part], twist_deg[part], float(sure_deg), start_s, end_s))
    return segments


def _segment(
    t_s: FloatArray, twist_deg: FloatArray, sure_deg: float, start_s: float, end_s: float
) -> Segment:
    widest = int(np.argmax(np.abs(twist_deg)))
    share = min((sure_deg - LEAST_DEG) / (CERTAIN_DEG - LEAST_DEG), 1.0)
    confidence = LEAST_CONFIDENCE + (1.0 - LEAST_CONFIDENCE) * share
    side = "left" if twist_deg[widest] > 0 else "right"
    return Segment("turn", start_s, end_s, confidence, {"widest_s": float(t_s[widest])}, side=side)


DETECTOR = Detector("turn", find_turns)
