"""Getting out of a car seat, or into one: the hips change height while body and feet turn through the door.

Getting in is getting out seen backwards in time, so both detectors share this.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from transitions.detect.places import (
    body_middle,
    body_point,
    rest_place,
    rest_threshold,
    scene_middle,
    scene_point,
    speed_of,
)
from transitions.detect.posture import MIN_TRAVEL, SEAT_HEIGHT, STANDING_HEIGHT, turning_points
from transitions.detect.strokes import (
    Stroke,
    find_strokes,
    movement_edges_s,
    movement_strokes,
    stroke_edges_s,
)
from transitions.detect.turns import hip_direction_deg
from transitions.series import FloatArray, Kinematics

MIN_TURN_DEG = 35.0
"""The body turns by about 90 degrees through a door, of which the landmarks show 60-100; a twisted rise
shows up to 20."""

MIN_FOOT_TRAVEL_TRUNKS = 0.4
"""Both feet move by over half a metre (1.0-1.5 trunk lengths seen from 35-60 degrees); in a rise they stay."""

MAX_FOOT_HEIGHT_TRUNKS = 1.2
"""The feet end about as high as they began, but for the sill and a step nearer to the camera (up to 0.3 seen); somebody
who jumps off a wall lands 3.4 trunk lengths lower."""

MIN_SEATED_FOOT_TRAVEL_TRUNKS = 0.2
"""At least one foot leaves before the hips do: somebody who rises and walks off is not leaving a car."""

LULL_SEATED_S = 1.2
LULL_STANDING_S = 0.5
"""Legs, trunk and hips may move one after the other with pauses up to this; standing outside, a longer
pause ends the passage."""

MIN_SPEED_PER_S = 0.25
"""Speed of the body state under which it rests: trunk lengths a second, or 15 degrees a second of turn."""

MIN_STROKE = 0.35
"""Least way of a stroke of the body state: seated feet half hidden by the sill jitter by up to 0.3."""

MIN_SEAT_HEIGHT = 0.12
"""Hips under this, in standing heights, are on the floor or misread: no seat is so low."""

MAX_DURATION_S = 20.0

CERTAIN_TURN_DEG = 60.0
"""Turn from which a passage through a door is certain."""

TURN_SCALE_DEG = 60.0
"""Turn that counts as much as one trunk length of a foot."""


@dataclass(frozen=True)
class Passage:
    """One way through the car's door.

    Attributes
    ----------
    start_s, end_s : from rest in the seat to standing still (or the reverse, for getting in).
    seat_s : when the hips leave the seat (or reach it).
    passes_s : when head, trunk, hips, first and second foot are halfway along their own way.
    turn_deg : turn of the hips from seat to standing, in the sense of `hip_direction_deg`.
    """

    start_s: float
    end_s: float
    seat_s: float
    passes_s: dict[str, float]
    turn_deg: float


@dataclass(frozen=True)
class _Body:
    """What is read of the body, each a row per frame; places in trunk lengths."""

    t_s: FloatArray
    hip_height: FloatArray
    turn_deg: FloatArray
    state: FloatArray
    parts: dict[str, FloatArray]

    @cached_property
    def speed(self) -> FloatArray:
        return speed_of(self.t_s, self.state)

    @cached_property
    def resting_speed(self) -> float:
        return rest_threshold(self.speed, MIN_SPEED_PER_S)

    @cached_property
    def strokes(self) -> list[Stroke]:
        return [
            s
            for s in find_strokes(self.speed, self.resting_speed)
            if np.linalg.norm(self.state[s.last] - self.state[s.first]) >= MIN_STROKE
        ]

    def reversed(self) -> _Body:
        """Seen backwards in time."""
        return replace(
            self,
            t_s=-self.t_s[::-1],
            hip_height=self.hip_height[::-1],
            turn_deg=self.turn_deg[::-1],
            state=self.state[::-1],
            parts={name: place[::-1] for name, place in self.parts.items()},
        )


def passages_out(kinematics: Kinematics) -> list[Passage]:
    """Every way out of a car seat, in time order."""
    return _passages(_body(kinematics))


def passages_in(kinematics: Kinematics) -> list[Passage]:
    """Every way into a car seat, in time order."""
    back = _passages(_body(kinematics).reversed())
    return [
        Passage(-p.end_s, -p.start_s, -p.seat_s, {k: -v for k, v in p.passes_s.items()}, p.turn_deg)
        for p in reversed(back)
    ]


def _body(kinematics: Kinematics) -> _Body:
    turn_deg = hip_direction_deg(kinematics)
    feet = [body_point(kinematics, f"{side}_ankle") for side in ("left", "right")]
    return _Body(
        t_s=kinematics.t_s,
        hip_height=kinematics["hip_height_norm"].value,
        turn_deg=turn_deg,
        state=np.column_stack([*feet, body_middle(kinematics, "shoulder"), turn_deg / TURN_SCALE_DEG]),
        parts={
            "head": scene_point(kinematics, "nose"),
            "trunk": scene_middle(kinematics, "shoulder"),
            "hips": scene_middle(kinematics, "hip"),
            "left_foot": scene_point(kinematics, "left_ankle"),
            "right_foot": scene_point(kinematics, "right_ankle"),
        },
    )


def _passages(body: _Body) -> list[Passage]:
    rows = np.flatnonzero(np.isfinite(body.hip_height))
    if not len(rows):
        return []
    turns = [int(rows[i]) for i in turning_points(body.hip_height[rows], MIN_TRAVEL)]
    found: list[Passage] = []
    for low, high in pairwise(turns):
        passage = _passage(body, low, high) if body.hip_height[low] < body.hip_height[high] else None
        if passage is not None and not (found and passage.start_s < found[-1].end_s):
            found.append(passage)
    return found


def _passage(body: _Body, low: int, high: int) -> Passage | None:
    """The passage around a rise of the hips between two rows; None when it is a rise like any other."""
    t_s = body.t_s
    rise = -np.gradient(body.parts["hips"][low : high + 1, 1])
    if not np.isfinite(rise).any():
        return None
    fastest = low + int(np.nanargmax(rise))
    movement = movement_strokes(t_s, body.strokes, fastest, LULL_SEATED_S, LULL_STANDING_S)
    if not movement:
        return None
    first, last = movement[0], movement[-1]
    if not _from_seat_to_standing(body, first.first, last.last):
        return None
    turn_deg = _way(t_s, body.turn_deg[:, None], first.first, last.last)[0]
    feet = [body.parts[name] for name in ("left_foot", "right_foot")]
    ways = np.array([_way(t_s, foot, first.first, last.last) for foot in feet])
    moved, sunk = np.linalg.norm(ways, axis=1), np.abs(ways[:, 1])
    if (
        abs(turn_deg) < MIN_TURN_DEG
        or moved.min() < MIN_FOOT_TRAVEL_TRUNKS
        or sunk.max() > MAX_FOOT_HEIGHT_TRUNKS
    ):
        return None
    seat_s, seat_off = _seat_off(body, movement, fastest)
    early = [float(np.linalg.norm(foot[seat_off] - foot[first.first])) for foot in feet]
    if max(early) < MIN_SEATED_FOOT_TRAVEL_TRUNKS:
        return None
    start_s, end_s = movement_edges_s(t_s, body.speed, first, last, body.resting_speed)
    passes_s = {name: _halfway_s(t_s, place, first.first, last.last) for name, place in body.parts.items()}
    return Passage(start_s, end_s, seat_s, passes_s, float(turn_deg))


def _from_seat_to_standing(body: _Body, first: int, last: int) -> bool:
    """Whether the movement over rows first..last begins in a seat and ends on the feet, in good time."""
    seated, standing = body.hip_height[first], body.hip_height[last]
    duration_s = body.t_s[last] - body.t_s[first]
    return bool(
        MIN_SEAT_HEIGHT < seated < SEAT_HEIGHT
        and standing >= STANDING_HEIGHT
        and duration_s <= MAX_DURATION_S
    )


def _seat_off(body: _Body, movement: list[Stroke], fastest: int) -> tuple[float, int]:
    """When the hips leave the seat: the beginning of their way up, and its row."""
    height = -body.parts["hips"][:, 1:2]
    first, last = movement[0].first, movement[-1].last
    lowest = first + int(np.nanargmin(height[first : fastest + 1, 0]))
    seat = rest_place(body.t_s, height, lowest, -1, first)
    seat_s, _ = stroke_edges_s(body.t_s, height, Stroke(lowest, last), seat, height[last])
    return seat_s, min(int(np.searchsorted(body.t_s, seat_s)), len(body.t_s) - 1)


def _way(t_s: FloatArray, place: FloatArray, first: int, last: int) -> FloatArray:
    """From the rest before row `first` to the rest after row `last`."""
    way: FloatArray = rest_place(t_s, place, last, +1, len(t_s) - 1) - rest_place(t_s, place, first, -1, 0)
    return way


def _halfway_s(t_s: FloatArray, place: FloatArray, first: int, last: int) -> float:
    """When a part has gone half of its own way, for good."""
    start, way = rest_place(t_s, place, first, -1, 0), _way(t_s, place, first, last)
    share = (place[first : last + 1] - start) @ way / max(float(way @ way), 1e-9)
    under = np.flatnonzero(share < 0.5)
    return float(t_s[first + int(under[-1])]) if len(under) else float(t_s[first])
