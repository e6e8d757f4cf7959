"""Strokes: single movements of a hand or of the body, told apart by slow moments, and their exact edges."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from transitions.kinematics.filters import stretches
from transitions.series import FloatArray

SPLIT_SHARE = 0.4
"""Two strokes are told apart where the speed between them falls under this share of the lower peak."""

LOW_SHARE, HIGH_SHARE = 0.15, 0.60
"""Shares of a stroke's way between which its pace is read: above the noise, and past the middle because
the pose model follows a quick onset late."""

MIN_JERK_EDGE = 1.099
"""A minimum-jerk stroke (10 s^3 - 15 s^4 + 6 s^5; Flash and Hogan 1985) has gone 15 % and 60 % of its way
after 0.290 and 0.554 of its duration: it begins 1.099 times that interval before the first."""

MAX_LEAD = 0.2
"""A stroke passes the speed threshold that found it at the latest after this share of its duration (at a
tenth of its peak speed: 0.09; a third: 0.15)."""

ADJOINING_S = 0.2
"""Strokes with a shorter pause between them may belong to one movement."""

MIN_GAIN = 0.04
"""Trunk lengths that a stroke must add to the way to belong to it; above the jitter at rest."""


@dataclass(frozen=True)
class Stroke:
    """Rows first..last of one movement between two slow moments."""

    first: int
    last: int


def find_strokes(speed: FloatArray, threshold: float) -> list[Stroke]:
    """Stretches over the threshold, split where the speed falls deeply between two peaks."""
    found: list[Stroke] = []
    for part in stretches(np.nan_to_num(speed, nan=0.0) > threshold):
        cuts = [part.start, *_dips(speed, part), part.stop - 1]
        found += [Stroke(a, b) for a, b in pairwise(cuts) if b > a]
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


def movement_strokes(
    t_s: FloatArray, strokes: list[Stroke], row: int, lull_before_s: float, lull_after_s: float
) -> list[Stroke]:
    """The strokes around a row that follow one another with pauses of at most the given lengths."""
    if not strokes:
        return []
    distance = [max(s.first - row, row - s.last, 0) for s in strokes]
    first = last = int(np.argmin(distance))
    while first > 0 and t_s[strokes[first].first] - t_s[strokes[first - 1].last] <= lull_before_s:
        first -= 1
    while last + 1 < len(strokes) and t_s[strokes[last + 1].first] - t_s[strokes[last].last] <= lull_after_s:
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
    first_s, last_s = float(t_s[rows.first]), float(t_s[rows.last])
    margin_s = MAX_LEAD * (last_s - first_s)
    return max(start_s, first_s - margin_s, float(t_s[0])), min(end_s, last_s + margin_s, float(t_s[-1]))


def _leaves_rest_s(t_s: FloatArray, way: FloatArray) -> float:
    """When rest was left, going back from the middle of the way to its slow beginning."""
    high = int(np.argmax(way >= HIGH_SHARE))
    under = np.flatnonzero(way[: high + 1] < LOW_SHARE)
    if not len(under) or way[high] < HIGH_SHARE:
        return float(t_s[0])
    low_s = _passing_s(t_s, way, int(under[-1]), LOW_SHARE)
    high_s = _passing_s(t_s, way, high - 1, HIGH_SHARE)
    return low_s - MIN_JERK_EDGE * (high_s - low_s)


def _passing_s(t_s: FloatArray, way: FloatArray, row: int, share: float) -> float:
    """When the way passes `share` between a row and the next."""
    part = (share - way[row]) / (way[row + 1] - way[row])
    return float(t_s[row] + part * (t_s[row + 1] - t_s[row]))


def movement_edges_s(
    t_s: FloatArray, speed: FloatArray, first: Stroke, last: Stroke, threshold: float
) -> tuple[float, float]:
    """When a movement of several parts begins and ends, from its first and last stroke.

    Parts that start one after another have no common way, so the edges are read where the speed passes
    `threshold` and moved outwards by the time a minimum-jerk stroke needs to reach it.
    """
    start_s = float(t_s[first.first]) - _threshold_lead_s(
        t_s[first.first : first.last + 1], speed[first.first : first.last + 1], threshold
    )
    end_s = float(t_s[last.last]) + _threshold_lead_s(
        -t_s[last.first : last.last + 1][::-1], speed[last.first : last.last + 1][::-1], threshold
    )
    return max(start_s, float(t_s[0])), min(end_s, float(t_s[-1]))


def _threshold_lead_s(t_s: FloatArray, speed: FloatArray, threshold: float) -> float:
    """Time a minimum-jerk stroke takes from rest to the threshold.

    Its speed is 16 s^2 (1 - s)^2 of its peak, so it passes a small share r of it at s = sqrt(r) / 4; its
    duration is twice the time to its peak.
    """
    peak = int(np.argmax(speed >= 0.5 * np.max(speed)))
    while peak + 1 < len(speed) and speed[peak + 1] > speed[peak]:
        peak += 1
    share = 0.25 * float(np.sqrt(min(threshold / speed[peak], 1.0)))
    return share * 2.0 * float(t_s[peak] - t_s[0])
