"""Reach: a hand leaves its resting place, goes away from the body, and comes back to rest.

`grasp_s` is when the hand arrives at its far point; `side` is the hand that travels further. Walking,
typing, gestures that never rest, and hands that go to the face are not reaches, nor are the arm swings of a
rise, a descent or a squat. A whole-body turn with steps that runs into the reach belongs to it.
"""

from __future__ import annotations

import numpy as np

from transitions.detect.hand_path import Excursion, Hand, excursions, hand_path
from transitions.detect.places import ankle_speed
from transitions.detect.posture import STANDING_HEIGHT
from transitions.detect.strokes import stroke_edges_s
from transitions.detect.turns import Turn, find_turns
from transitions.kinematics.geometry import joint_flexion_deg
from transitions.model import Detector, Segment
from transitions.series import FloatArray, Kinematics

MAX_HIP_TRAVEL = 0.09
"""Standing heights; hips that move more are rising, sitting or squatting (half of the lowest rise)."""

MAX_ELBOW_FLEXION_DEG = 110.0
"""A hand at the face or the hair bends the elbow by 120 and more; reaching ends with 0-70 (measured)."""

RESTLESS_TPS = 0.3
RESTLESS_PERCENTILE = 20.0
RESTLESS_MARGIN_S = 2.0
"""Hands faster than this, in trunk lengths a second, for four fifths of the time around it walk or wave
(an arm that swings by 0.5 at walking pace: 0.4; reaching again and again without a pause: 0.25)."""

WALKING_TPS = 0.4
"""Ankles of somebody who walks move faster than this against the hips for most of the time (a step peaks at
1-3 trunk lengths a second; the feet of a standing person jitter by 0.1)."""

CERTAIN_TRAVEL_TRUNKS = 0.5


def find_reaches(kinematics: Kinematics) -> list[Segment]:
    """Reaches of either hand in time order; one segment, of the hand that goes further, where both go."""
    turns, feet_speed = find_turns(kinematics), ankle_speed(kinematics)
    candidates: list[tuple[float, Segment]] = []
    for side in ("left", "right"):
        hand = hand_path(kinematics, side)
        candidates += [
            (excursion.travel, _segment(hand, excursion, turns))
            for excursion in excursions(hand)
            if _is_reach(kinematics, hand, excursion) and not _walks(kinematics, feet_speed, excursion, turns)
        ]
    kept: list[Segment] = []
    for _, segment in sorted(candidates, key=lambda c: -c[0]):
        if not any(segment.start_s < k.end_s and k.start_s < segment.end_s for k in kept):
            kept.append(segment)
    return sorted(kept, key=lambda s: s.start_s)


def _segment(hand: Hand, excursion: Excursion, turns: list[Turn]) -> Segment:
    t_s, place = hand.t_s, hand.place
    out, back = excursion.out, excursion.back
    start_s, grasp_s = stroke_edges_s(t_s, place, out, excursion.home, place[out.last])
    _, end_s = stroke_edges_s(t_s, place, back, place[back.first], excursion.home_again)
    for turn in turns:
        if turn.start_s < grasp_s and turn.end_s > start_s:
            start_s = turn.start_s if turn.start_s < t_s[out.first] else start_s
    confidence = min(1.0, excursion.travel / CERTAIN_TRAVEL_TRUNKS)
    return Segment("reach", start_s, end_s, confidence, {"grasp_s": grasp_s}, side=hand.side)


def _is_reach(kinematics: Kinematics, hand: Hand, excursion: Excursion) -> bool:
    """Whether the rest of the body agrees: hips stay at their height, the arm extends, hands rest around it."""
    first, last = excursion.out.first, excursion.back.last
    heights = kinematics["hip_height_norm"].value[first : last + 1]
    heights = heights[np.isfinite(heights)]
    if len(heights) and float(np.ptp(heights)) > MAX_HIP_TRAVEL:
        return False
    around = kinematics.between(hand.t_s[first] - RESTLESS_MARGIN_S, hand.t_s[last] + RESTLESS_MARGIN_S)
    if float(np.nanpercentile(hand.speed[around], RESTLESS_PERCENTILE)) > RESTLESS_TPS:
        return False
    side = hand.side
    elbow_deg = joint_flexion_deg(
        kinematics.pose.world_m[excursion.out.last : excursion.back.first + 1],
        f"{side}_shoulder",
        f"{side}_elbow",
        f"{side}_wrist",
    )
    return bool(np.nanmedian(elbow_deg) < MAX_ELBOW_FLEXION_DEG)


def _walks(kinematics: Kinematics, feet_speed: FloatArray, excursion: Excursion, turns: list[Turn]) -> bool:
    """Whether the feet of a standing person step through the excursion, turns on the spot left out."""
    rows = slice(excursion.out.first, excursion.back.last + 1)
    t_s, heights = kinematics.t_s[rows], kinematics["hip_height_norm"].value[rows]
    heights = heights[np.isfinite(heights)]
    if not len(heights) or np.median(heights) < STANDING_HEIGHT:
        return False
    speed = feet_speed[rows]
    turning = np.zeros(len(t_s), dtype=bool)
    for turn in turns:
        turning |= (t_s >= turn.start_s) & (t_s <= turn.end_s)
    counted = speed[np.isfinite(speed) & ~turning]
    return bool(len(counted)) and float(np.median(counted)) > WALKING_TPS


DETECTOR = Detector("reach", find_reaches, precedence=20)
