"""Reach: a hand leaves its resting place, goes away from the body, and comes back to rest.

`grasp_s` is when the hand arrives at its far point; `side` is the hand that travels further. Walking,
typing, gestures that never rest, and hands that go to the face are not reaches, nor are the arm swings of a
rise, a descent or a squat. A whole-body turn with steps that runs into the reach belongs to it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transitions.detect.places import body_point, rest_place, speed_of
from transitions.detect.strokes import Stroke, find_strokes, stroke_edges_s
from transitions.detect.turns import turn_onset_s
from transitions.model import Detector, Segment
from transitions.series import FloatArray, Kinematics

MIN_SPEED_TPS = 0.12
"""Trunk lengths a second: hands at rest jitter by 0.02-0.06, the slowest stroke peaks at 0.4 (measured)."""

MIN_STROKE_TRUNKS = 0.08
"""Shorter strokes are fidgets."""

MIN_TRAVEL_TRUNKS = 0.22
"""About 10 cm in the image plane: a forward reach seen from the front. Provisional."""

HOME_SHARE = 0.5
"""The hand comes back to within this share of its travel of where it set out."""

OUTWARD_SHARE = 0.3
"""The far point is further out (to the side, in front, or up) than home by this share of the travel."""

MAX_STROKES = 6
MAX_DURATION_S = 15.0
"""Longer is holding something, not reaching for it."""

MAX_HIP_TRAVEL = 0.09
"""Standing heights; hips that move more are rising, sitting or squatting (half of the lowest rise)."""

FACE_TRUNKS = 0.35
"""A wrist this near the nose is at the face or the hair."""

RESTLESS_TPS = 0.5
RESTLESS_PERCENTILE = 20.0
RESTLESS_MARGIN_S = 2.0
"""Hands that move faster than this for four fifths of the time around it are walking, waving or balancing."""

ADJOINING_S = 0.2
ARRIVAL_SHARE = 0.3
CERTAIN_TRAVEL_TRUNKS = 0.5


@dataclass(frozen=True)
class _Hand:
    """One hand's path through the clip."""

    side: str
    t_s: FloatArray
    place: FloatArray
    speed: FloatArray
    strokes: list[Stroke]

    def before(self, i: int) -> FloatArray:
        """Where it rested before stroke i."""
        limit = self.strokes[i - 1].last if i else 0
        return rest_place(self.t_s, self.place, self.strokes[i].first, -1, limit)

    def after(self, j: int) -> FloatArray:
        """Where it rested after stroke j."""
        limit = self.strokes[j + 1].first if j + 1 < len(self.strokes) else len(self.t_s) - 1
        return rest_place(self.t_s, self.place, self.strokes[j].last, +1, limit)


@dataclass(frozen=True)
class _Excursion:
    """Strokes `out`..`back` of a hand: away from home and home again."""

    out: int
    back: int
    travel: float


def find_reaches(kinematics: Kinematics) -> list[Segment]:
    """Reaches of either hand in time order; one segment where both hands go."""
    candidates = []
    for side in ("left", "right"):
        hand = _hand(kinematics, side)
        for excursion in _excursions(hand):
            segment = _segment(kinematics, hand, excursion)
            if _is_reach(kinematics, hand, segment):
                candidates.append((excursion.travel, segment))
    kept: list[Segment] = []
    for _, segment in sorted(candidates, key=lambda c: -c[0]):
        if not any(segment.start_s < k.end_s and k.start_s < segment.end_s for k in kept):
            kept.append(segment)
    return sorted(kept, key=lambda s: s.start_s)


def _hand(kinematics: Kinematics, side: str) -> _Hand:
    place = body_point(kinematics, f"{side}_wrist")
    speed = speed_of(kinematics.t_s, place)
    strokes = [
        s
        for s in find_strokes(speed, MIN_SPEED_TPS)
        if np.linalg.norm(place[s.last] - place[s.first]) >= MIN_STROKE_TRUNKS
    ]
    return _Hand(side, kinematics.t_s, place, speed, strokes)


def _excursions(hand: _Hand) -> list[_Excursion]:
    """Out-and-back movements, each as short as it can be, that do not overlap."""
    found: list[_Excursion] = []
    free = 0
    for back in range(1, len(hand.strokes)):
        for out in range(back - 1, max(free, back - MAX_STROKES) - 1, -1):
            travel = _travel(hand, out, back)
            if travel >= MIN_TRAVEL_TRUNKS:
                found.append(_extended(hand, _Excursion(out, back, travel), free))
                free = found[-1].back + 1
                break
    return found


def _travel(hand: _Hand, out: int, back: int) -> float:
    """How far the hand goes out from home in strokes out..back; 0 when it does not come home."""
    first, last = hand.strokes[out].first, hand.strokes[back].last
    if hand.t_s[last] - hand.t_s[first] > MAX_DURATION_S:
        return 0.0
    start, end = hand.before(out), hand.after(back)
    away = np.minimum(np.linalg.norm(hand.place - start, axis=1), np.linalg.norm(hand.place - end, axis=1))[
        first : last + 1
    ]
    if not np.isfinite(away).any():
        return 0.0
    far = hand.place[first + int(np.nanargmax(away))]
    travel = float(np.nanmax(away))
    outward = outwardness(far) - max(outwardness(start), outwardness(end))
    home = np.linalg.norm(end - start) <= HOME_SHARE * travel
    return travel if home and outward >= OUTWARD_SHARE * travel else 0.0


def outwardness(place: FloatArray) -> float:
    """How far a hip-centred place lies out from the body: sideways and in front, and up."""
    return float(np.hypot(place[0], place[2]) - place[1])


def _extended(hand: _Hand, excursion: _Excursion, free: int) -> _Excursion:
    """Take in the adjoining strokes that lead out from, or further back to, home."""
    out, back = excursion.out, excursion.back
    while (
        out > free
        and _adjoin(hand, out - 1)
        and _nearer(hand.before(out - 1), hand.before(out), hand.after(back))
    ):
        out -= 1
    while (
        back + 1 < len(hand.strokes)
        and _adjoin(hand, back)
        and _nearer(hand.after(back + 1), hand.after(back), hand.before(out))
    ):
        back += 1
    return _Excursion(out, back, excursion.travel)


def _adjoin(hand: _Hand, i: int) -> bool:
    """Whether stroke i + 1 follows stroke i without rest."""
    return bool(hand.t_s[hand.strokes[i + 1].first] - hand.t_s[hand.strokes[i].last] < ADJOINING_S)


def _nearer(a: FloatArray, b: FloatArray, home: FloatArray) -> bool:
    return bool(np.linalg.norm(a - home) < np.linalg.norm(b - home))


def _segment(kinematics: Kinematics, hand: _Hand, excursion: _Excursion) -> Segment:
    t_s, place = hand.t_s, hand.place
    out, back = hand.strokes[excursion.out], hand.strokes[excursion.back]
    start, end = hand.before(excursion.out), hand.after(excursion.back)
    arrived, departs = _far_rows(hand, excursion)
    start_s, grasp_s = stroke_edges_s(t_s, place, Stroke(out.first, arrived), start, place[arrived])
    _, end_s = stroke_edges_s(t_s, place, Stroke(departs, back.last), place[departs], end)
    start_s = min(start_s, turn_onset_s(kinematics, start_s, grasp_s))
    confidence = min(1.0, excursion.travel / CERTAIN_TRAVEL_TRUNKS)
    return Segment("reach", start_s, end_s, confidence, {"grasp_s": grasp_s}, side=hand.side)


def _far_rows(hand: _Hand, excursion: _Excursion) -> tuple[int, int]:
    """Rows at which the hand has arrived at its far place, and at which it leaves it.

    Both are slow moments: the end of the first outward stroke that brings it near its furthest place, and
    the beginning of the last stroke that takes it away.
    """
    strokes = hand.strokes[excursion.out : excursion.back + 1]
    start = hand.before(excursion.out)
    away = np.linalg.norm(hand.place - start, axis=1)
    near = ARRIVAL_SHARE * excursion.travel
    furthest = hand.place[strokes[0].first + int(np.nanargmax(away[strokes[0].first : strokes[-1].last + 1]))]
    short = np.linalg.norm(hand.place - furthest, axis=1)
    arrived = next((s.last for s in strokes if short[s.last] < near), strokes[0].last)
    departs = next((s.first for s in reversed(strokes) if short[s.first] < near), strokes[-1].first)
    return arrived, max(departs, arrived)


def _is_reach(kinematics: Kinematics, hand: _Hand, segment: Segment) -> bool:
    """Whether the rest of the body agrees: hips stay at their height, hands rest around it, not to the face."""
    during = kinematics.between(segment.start_s, segment.end_s)
    heights = kinematics["hip_height_norm"].value[during]
    heights = heights[np.isfinite(heights)]
    if len(heights) and float(np.ptp(heights)) > MAX_HIP_TRAVEL:
        return False
    around = kinematics.between(segment.start_s - RESTLESS_MARGIN_S, segment.end_s + RESTLESS_MARGIN_S)
    speed = hand.speed[around]
    if float(np.nanpercentile(speed, RESTLESS_PERCENTILE)) > RESTLESS_TPS:
        return False
    at_face = np.linalg.norm(hand.place - body_point(kinematics, "nose"), axis=1)
    grasp = int(np.searchsorted(hand.t_s, segment.phases["grasp_s"]))
    return bool(at_face[min(grasp, len(at_face) - 1)] > FACE_TRUNKS)


DETECTOR = Detector("reach", find_reaches, precedence=20)
