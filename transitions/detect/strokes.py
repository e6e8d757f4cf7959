"""Strokes of a hand or of the body: where it rests, where it goes, and when each movement begins and ends.

Positions are hip-centred and in trunk lengths, so that the camera's distance, the person's size and their
walking across the room do not matter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transitions.kinematics.filters import low_pass, stretches
from transitions.kinematics.geometry import midpoint
from transitions.series import INDEX, FloatArray, Kinematics

DEPTH_WEIGHT = 0.3
"""The pose model's depth wanders about three times as far as its image plane (measured on still people)."""

STROKE_CUTOFF_HZ = 4.0
"""Passes a stroke of 0.4 s; jitter of the landmarks lies above."""

SPLIT_SHARE = 0.4
"""Two strokes are told apart where the speed between them falls under this share of the lower peak."""

LOW_SHARE, HIGH_SHARE = 0.15, 0.60
"""Shares of a stroke's way between which its pace is read: above the noise, and past the middle because
the pose model follows a quick onset late."""

MIN_JERK_EDGE = 1.099
"""A minimum-jerk stroke (10 s^3 - 15 s^4 + 6 s^5; Flash and Hogan 1985) has gone 15 % and 60 % of its way
after 0.290 and 0.554 of its duration: it begins 1.099 times that interval before the first."""

ADJOINING_S = 0.2
"""Strokes with a shorter pause between them may belong to one movement."""

MIN_GAIN = 0.04
"""Trunk lengths that a stroke must add to the way to belong to it; above the jitter at rest."""

REST_WINDOW_S = 0.3
"""A resting place is the median over this."""


@dataclass(frozen=True)
class Stroke:
    """Rows first..last of one movement between two slow moments."""

    first: int
    last: int


def trunk_length_m(kinematics: Kinematics) -> float:
    """Median distance from hip midpoint to shoulder midpoint; NaN when never seen."""
    world = kinematics.pose.world_m
    length = np.linalg.norm(midpoint(world, "shoulder") - midpoint(world, "hip"), axis=1)
    seen = length[np.isfinite(length)]
    return float(np.median(seen)) if len(seen) else float("nan")


def body_point(kinematics: Kinematics, landmark: str) -> FloatArray:
    """(n, 3) place of a landmark from the hip midpoint, in trunk lengths, depth weighted down with an image."""
    world = kinematics.pose.world_m
    place = (world[:, INDEX[landmark]] - midpoint(world, "hip")) / trunk_length_m(kinematics)
    depth = DEPTH_WEIGHT if kinematics.pose.has_image else 1.0
    return low_pass(kinematics.t_s, place * np.array([1.0, 1.0, depth]), STROKE_CUTOFF_HZ)


def speed_of(t_s: FloatArray, place: FloatArray) -> FloatArray:
    """(n,) speed of an (n, d) place, per second; NaN beside gaps."""
    speed = np.full(len(t_s), np.nan)
    for part in stretches(np.isfinite(place).all(axis=1)):
        if part.stop - part.start >= 3:
            speed[part] = np.linalg.norm(np.gradient(place[part], t_s[part], axis=0), axis=1)
    return speed


def find_strokes(speed: FloatArray, threshold: float) -> list[Stroke]:
    """Stretches over the threshold, split where the speed falls deeply between two peaks."""
    found: list[Stroke] = []
    for part in stretches(np.nan_to_num(speed, nan=0.0) > threshold):
        cuts = [part.start, *_dips(speed, part), part.stop - 1]
        found += [Stroke(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if b > a]
    return found


def _dips(speed: FloatArray, part: slice) -> list[int]:
    """Rows of the minima that lie under `SPLIT_SHARE` of the peaks on both sides."""
    rows = range(part.start + 1, part.stop - 1)
    minima = [i for i in rows if speed[i] <= speed[i - 1] and speed[i] < speed[i + 1]]
    cuts: list[int] = []
    for row in minima:
        before = cuts[-1] if cuts else part.start
        lower_peak = min(np.max(speed[before : row + 1]), np.max(speed[row : part.stop]))
        if speed[row] < SPLIT_SHARE * lower_peak:
            cuts.append(row)
    return cuts


def rest_place(t_s: FloatArray, place: FloatArray, row: int, side: int, limit: int) -> FloatArray:
    """Median place over `REST_WINDOW_S` before (`side` -1) or after (+1) a row, not past row `limit`."""
    if side < 0:
        first = max(int(np.searchsorted(t_s, t_s[row] - REST_WINDOW_S)), limit)
        window = place[first : row + 1]
    else:
        last = min(int(np.searchsorted(t_s, t_s[row] + REST_WINDOW_S)), limit)
        window = place[row : last + 1]
    seen = window[np.isfinite(window).all(axis=1)]
    return np.median(seen, axis=0) if len(seen) else place[row]


def movement_strokes(t_s: FloatArray, strokes: list[Stroke], row: int, lull_s: float) -> list[Stroke]:
    """The strokes around a row that follow one another with pauses of at most `lull_s`."""
    if not strokes:
        return []
    distance = [max(s.first - row, row - s.last, 0) for s in strokes]
    first = last = int(np.argmin(distance))
    while first > 0 and t_s[strokes[first].first] - t_s[strokes[first - 1].last] <= lull_s:
        first -= 1
    while last + 1 < len(strokes) and t_s[strokes[last + 1].first] - t_s[strokes[last].last] <= lull_s:
        last += 1
    return strokes[first : last + 1]


def outward_strokes(
    t_s: FloatArray, place: FloatArray, strokes: list[Stroke], at: int, far: FloatArray
) -> Stroke:
    """Stroke number `at` with the adjoining earlier ones that also approach the place `far`."""
    first = at
    while first > 0:
        gap_s = t_s[strokes[first].first] - t_s[strokes[first - 1].last]
        gain = np.linalg.norm(place[strokes[first - 1].first] - far) - np.linalg.norm(
            place[strokes[first].first] - far
        )
        if gap_s > ADJOINING_S or gain < MIN_GAIN:
            break
        first -= 1
    return Stroke(strokes[first].first, strokes[at].last)


def homeward_strokes(
    t_s: FloatArray, place: FloatArray, strokes: list[Stroke], at: int, far: FloatArray
) -> Stroke:
    """Stroke number `at` with the adjoining later ones that also lead away from the place `far`."""
    last = len(t_s) - 1
    back = [Stroke(last - s.last, last - s.first) for s in reversed(strokes)]
    merged = outward_strokes(-t_s[::-1], place[::-1], back, len(strokes) - 1 - at, far)
    return Stroke(last - merged.last, last - merged.first)


def stroke_edges_s(
    t_s: FloatArray, place: FloatArray, rows: Stroke, start: FloatArray, end: FloatArray
) -> tuple[float, float]:
    """When a stroke from place `start` to place `end` within `rows` begins and ends, in seconds.

    Its pace between 15 % and 60 % of the way from either rest is followed back to that rest as a
    minimum-jerk stroke would; never outside the clip.
    """
    length = max(float(np.linalg.norm(end - start)), 1e-9)
    inside = slice(rows.first, rows.last + 1)
    gone = np.linalg.norm(place[inside] - start, axis=1) / length
    left = np.linalg.norm(place[inside] - end, axis=1) / length
    start_s = _leaves_rest_s(t_s[inside], gone)
    end_s = -_leaves_rest_s(-t_s[inside][::-1], left[::-1])
    return max(start_s, float(t_s[0])), min(end_s, float(t_s[-1]))


def _leaves_rest_s(t_s: FloatArray, way: FloatArray) -> float:
    low_s, high_s = _crossing_s(t_s, way, LOW_SHARE), _crossing_s(t_s, way, HIGH_SHARE)
    return low_s - MIN_JERK_EDGE * max(high_s - low_s, 0.0)


def _crossing_s(t_s: FloatArray, way: FloatArray, share: float) -> float:
    """First time the way reaches `share`, read between the rows."""
    over = np.flatnonzero(way >= share)
    if not len(over) or over[0] == 0:
        return float(t_s[0])
    row = int(over[0])
    part = (share - way[row - 1]) / (way[row] - way[row - 1])
    return float(t_s[row - 1] + part * (t_s[row] - t_s[row - 1]))
