"""A hand's path: its strokes, the places between them, and the excursions from home and back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transitions.detect.places import body_point, depth_weight, rest_place, rest_threshold, speed_of
from transitions.detect.strokes import MIN_GAIN, Stroke, find_strokes, homeward_strokes, outward_strokes
from transitions.detect.turns import hip_direction_deg
from transitions.series import FloatArray, Kinematics

MIN_SPEED_TPS = 0.12
"""Trunk lengths a second: hands at rest jitter by 0.02-0.06, the slowest stroke peaks at 0.4 (measured)."""

MIN_STROKE_TRUNKS = 0.08
"""Shorter strokes are fidgets."""

MIN_TRAVEL_TRUNKS = 0.22
"""About 10 cm in the image plane: a forward reach seen from the front. Provisional."""

HOME_SHARE = 0.5
"""The hand comes back to within this share of its travel of where it set out."""

AWAY_SHARE = 0.3
"""Between setting out and coming home the hand never rests nearer to home than this share of the travel."""

OUTWARD_SHARE = 0.3
"""A far point is surely further out than home when it is so by this share of the travel, and surely not
when it is nearer by as much; in between the place of the shorter stay is the far one."""

MIN_REST_S = 0.15
"""The hand rests at home for this long before or after: it does not just pass."""

MAX_STROKES = 6
MAX_DURATION_S = 15.0
"""Longer is holding something, not reaching for it."""


@dataclass(frozen=True)
class Hand:
    """One hand's path through the clip.

    Attributes
    ----------
    side : ``left`` or ``right``. t_s : (n,). place : (n, 3) as `body_point`. speed : (n,) per second.
    turn_deg : (n,) direction of the hips. depth_weight : of `place`. strokes : its movements, fidgets left out.
    """

    side: str
    t_s: FloatArray
    place: FloatArray
    speed: FloatArray
    turn_deg: FloatArray
    depth_weight: float
    strokes: list[Stroke]

    def before(self, i: int) -> FloatArray:
        """Where it rested before stroke i."""
        return rest_place(self.t_s, self.place, self.strokes[i].first, -1, self._earliest(i))

    def after(self, i: int) -> FloatArray:
        """Where it rested after stroke i."""
        return rest_place(self.t_s, self.place, self.strokes[i].last, +1, self._latest(i))

    def rest_before_s(self, i: int) -> float:
        """How long it rested before stroke i."""
        return float(self.t_s[self.strokes[i].first] - self.t_s[self._earliest(i)])

    def rest_after_s(self, i: int) -> float:
        """How long it rested after stroke i."""
        return float(self.t_s[self._latest(i)] - self.t_s[self.strokes[i].last])

    def _earliest(self, i: int) -> int:
        return self.strokes[i - 1].last if i else 0

    def _latest(self, i: int) -> int:
        return self.strokes[i + 1].first if i + 1 < len(self.strokes) else len(self.t_s) - 1


@dataclass(frozen=True)
class Excursion:
    """Away from home and home again: the strokes that lead out and back, the far place, the travel.

    `out.first`..`out.last` are the rows of the way out, `back.first`..`back.last` those of the way home;
    `home` and `home_again` the places of rest; `travel` is in trunk lengths.
    """

    out: Stroke
    back: Stroke
    home: FloatArray
    far: FloatArray
    home_again: FloatArray
    travel: float


def hand_path(kinematics: Kinematics, side: str) -> Hand:
    """The path of the left or right wrist."""
    place = body_point(kinematics, f"{side}_wrist")
    speed = speed_of(kinematics.t_s, place)
    strokes = [
        s
        for s in find_strokes(speed, rest_threshold(speed, MIN_SPEED_TPS))
        if np.linalg.norm(place[s.last] - place[s.first]) >= MIN_STROKE_TRUNKS
    ]
    return Hand(
        side, kinematics.t_s, place, speed, hip_direction_deg(kinematics), depth_weight(kinematics), strokes
    )


def excursions(hand: Hand) -> list[Excursion]:
    """Every excursion, each as short as it can be; one begins where another ended or later."""
    found: list[Excursion] = []
    free = 0
    for back in range(1, len(hand.strokes)):
        for out in range(back - 1, max(free, back - MAX_STROKES) - 1, -1):
            repeated = bool(found) and out == free
            excursion = _excursion(hand, out, back) if repeated or _rests(hand, out, back) else None
            if excursion is not None:
                found.append(excursion)
                free = back + 1
                break
    return found


def _rests(hand: Hand, out: int, back: int) -> bool:
    """Whether the hand rests before or after strokes out..back; the clip's edges count as rest."""
    if out == 0 or back == len(hand.strokes) - 1:
        return True
    return max(hand.rest_before_s(out), hand.rest_after_s(back)) >= MIN_REST_S


def outwardness(place: FloatArray) -> float:
    """How far a hip-centred place lies out from the body: to the side and in front, and up."""
    return float(np.hypot(place[0], place[2]) - place[1])


def _excursion(hand: Hand, out: int, back: int) -> Excursion | None:
    """The excursion of strokes out..back; None when they do not lead away and home."""
    first, last = hand.strokes[out].first, hand.strokes[back].last
    if hand.t_s[last] - hand.t_s[first] > MAX_DURATION_S:
        return None
    start, end = hand.before(out), hand.after(back)
    if _came_from_home(hand, out, end) or _goes_on_home(hand, back, start):
        return None
    turned = _turned(start, float(hand.turn_deg[last] - hand.turn_deg[first]), hand.depth_weight)
    homes = [start, turned, end]
    away = np.min([np.linalg.norm(hand.place - home, axis=1) for home in homes], axis=0)[first : last + 1]
    if not np.isfinite(away).any() or np.nanmax(away) < MIN_TRAVEL_TRUNKS:
        return None
    travel, far = float(np.nanmax(away)), hand.place[first + int(np.nanargmax(away))]
    stays = [hand.after(i) for i in range(out, back) if hand.rest_after_s(i) >= MIN_REST_S]
    if min(_distance(start, end), _distance(turned, end)) > HOME_SHARE * travel or any(
        min(_distance(stay, home) for home in homes) < AWAY_SHARE * travel for stay in stays
    ):
        return None
    if not _outward(hand, out, back, far, travel):
        return None
    way_out, way_back = _ways(hand, out, back, far, travel)
    return Excursion(way_out, way_back, start, far, end, travel)


def _came_from_home(hand: Hand, out: int, home: FloatArray) -> bool:
    """Whether the stroke before led here without a rest, from nearer to home."""
    if out == 0 or hand.rest_before_s(out) >= MIN_REST_S:
        return False
    return _distance(hand.before(out - 1), home) < _distance(hand.before(out), home) - MIN_GAIN


def _goes_on_home(hand: Hand, back: int, home: FloatArray) -> bool:
    """Whether the next stroke follows without a rest and brings the hand nearer to home still."""
    if back + 1 >= len(hand.strokes) or hand.rest_after_s(back) >= MIN_REST_S:
        return False
    return _distance(hand.after(back + 1), home) < _distance(hand.after(back), home) - MIN_GAIN


def _ways(hand: Hand, out: int, back: int, far: FloatArray, travel: float) -> tuple[Stroke, Stroke]:
    """Rows of the way out and of the way home, with the strokes that adjoin and lead the same way."""
    near = AWAY_SHARE * travel
    numbers = range(out, back + 1)
    arrives = next((i for i in numbers if _distance(hand.place[hand.strokes[i].last], far) < near), out)
    leaves = next(
        (i for i in reversed(numbers) if _distance(hand.place[hand.strokes[i].first], far) < near), back
    )
    way_out = outward_strokes(hand.t_s, hand.place, hand.strokes, out, far)
    way_back = homeward_strokes(hand.t_s, hand.place, hand.strokes, back, far)
    arrived = hand.strokes[min(arrives, back - 1)].last
    return Stroke(way_out.first, arrived), Stroke(max(hand.strokes[leaves].first, arrived), way_back.last)


def _outward(hand: Hand, out: int, back: int, far: FloatArray, travel: float) -> bool:
    """Whether the far place is the far one, and home home: further out, or else the shorter stay."""
    gain = outwardness(far) - max(outwardness(hand.before(out)), outwardness(hand.after(back)))
    if abs(gain) >= OUTWARD_SHARE * travel:
        return gain > 0
    stay_s = hand.t_s[hand.strokes[back].first] - hand.t_s[hand.strokes[out].last]
    return bool(stay_s < max(hand.rest_before_s(out), hand.rest_after_s(back)))


def _turned(place: FloatArray, turn_deg: float, depth_weight: float) -> FloatArray:
    """A hip-centred place after the body has turned (in the sense of `hip_direction_deg`)."""
    if not np.isfinite(turn_deg):
        return place
    cosine, sine = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    x, y, z = place / np.array([1.0, 1.0, depth_weight])
    return np.array([x * cosine + z * sine, y, (z * cosine - x * sine) * depth_weight])


def _distance(a: FloatArray, b: FloatArray) -> float:
    return float(np.linalg.norm(a - b))
