"""Pick-up: somebody standing brings a hand down to the floor, or near it, and comes up again.

`lowest_s` is when the hand arrives down there. However it is done (squatting, hinging or stooping), the
event runs from the trunk's or knees' first movement to standing upright. A squat without the hands, and
sitting down and rising again, are not pick-ups.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transitions.detect.places import MAX_GAP_S, body_middle, body_point, rest_place, rest_threshold, speed_of
from transitions.detect.posture import is_seated, turning_points
from transitions.detect.strokes import (
    Stroke,
    find_strokes,
    homeward_strokes,
    outward_strokes,
    stroke_edges_s,
)
from transitions.kinematics.filters import fill_gaps
from transitions.kinematics.geometry import joint_flexion_deg, trunk_inclination_deg
from transitions.model import Detector, Segment
from transitions.series import FloatArray, Kinematics

LOW_HAND_TRUNKS = 0.95
"""Wrist above the ankles, in trunk lengths: 0.1-0.7 in floor pick-ups, 1.5 hanging, 1.0-1.3 in the lap."""

MIN_DROP_TRUNKS = 0.5
"""Least way of the hand down and up again; it hangs at 1.5, so this only tells one pick-up from the next."""

STANDING_HEIGHT = 0.42
"""Hip height before and after, in standing heights: standing is 0.50-0.54, the highest seat 0.45."""

CERTAIN_DROP_TRUNKS = 0.9
MIN_SPEED_TPS = 0.15
"""Speed of the whole body under which it rests, trunk lengths a second (it jitters by 0.05)."""

TRUNK_SCALE_DEG = 60.0
KNEE_SCALE_DEG = 60.0
"""Angles that count as much as a hand's way of one trunk length."""


@dataclass(frozen=True)
class _Dip:
    """Rows at which the hands are up, lowest, and up again."""

    before: int
    lowest: int
    after: int


def find_pick_ups(kinematics: Kinematics) -> list[Segment]:
    """Pick-ups from the floor, in time order."""
    height = hand_height(kinematics)
    dips = [dip for dip in _dips(height) if _from_standing(kinematics, dip)]
    if not dips:
        return []
    body = _body(kinematics)
    speed = speed_of(kinematics.t_s, body)
    strokes = find_strokes(speed, rest_threshold(speed, MIN_SPEED_TPS))
    return [_segment(kinematics.t_s, height, body, strokes, dip) for dip in dips] if strokes else []


def hand_height(kinematics: Kinematics) -> FloatArray:
    """(n,) height of the lower wrist above the ankles, in trunk lengths."""
    wrists = np.maximum(
        body_point(kinematics, "left_wrist")[:, 1], body_point(kinematics, "right_wrist")[:, 1]
    )
    return body_middle(kinematics, "ankle")[:, 1] - wrists


def _dips(height: FloatArray) -> list[_Dip]:
    """Every time the hands go down to the floor and up again."""
    rows = np.flatnonzero(np.isfinite(height))
    if not len(rows):
        return []
    turns = [int(rows[i]) for i in turning_points(height[rows], MIN_DROP_TRUNKS)]
    dips = [_Dip(a, b, c) for a, b, c in zip(turns, turns[1:], turns[2:], strict=False)]
    return [d for d in dips if height[d.lowest] < min(height[d.before], LOW_HAND_TRUNKS)]


def _from_standing(kinematics: Kinematics, dip: _Dip) -> bool:
    """Whether the person stands before and after, and does not sit in between."""
    hips = kinematics["hip_height_norm"].value
    if min(np.nan_to_num(hips[dip.before]), np.nan_to_num(hips[dip.after])) < STANDING_HEIGHT:
        return False
    lowest_hips = dip.before + int(np.nanargmin(hips[dip.before : dip.after + 1]))
    return hips[lowest_hips] > STANDING_HEIGHT or not is_seated(kinematics, lowest_hips)


def _segment(
    t_s: FloatArray, height: FloatArray, body: FloatArray, strokes: list[Stroke], dip: _Dip
) -> Segment:
    hand_speed = np.gradient(height, t_s)
    falls = dip.before + int(np.nanargmin(hand_speed[dip.before : dip.lowest + 1]))
    rises = dip.lowest + int(np.nanargmax(hand_speed[dip.lowest : dip.after + 1]))
    down = outward_strokes(t_s, body, strokes, _stroke_at(strokes, falls), body[dip.lowest])
    up = homeward_strokes(t_s, body, strokes, _stroke_at(strokes, rises), body[dip.lowest])
    before = rest_place(t_s, body, down.first, -1, 0)
    after = rest_place(t_s, body, up.last, +1, len(t_s) - 1)
    start_s, _ = stroke_edges_s(t_s, body, down, before, body[down.last])
    _, end_s = stroke_edges_s(t_s, body, up, body[up.first], after)
    hand = height[:, None]
    there = rest_place(t_s, hand, down.last, +1, up.first)
    _, lowest_s = stroke_edges_s(t_s, hand, down, hand[down.first], there)
    drop = min(height[dip.before], height[dip.after]) - height[dip.lowest]
    return Segment(
        "pick_up", start_s, end_s, min(1.0, float(drop) / CERTAIN_DROP_TRUNKS), {"lowest_s": lowest_s}
    )


def _stroke_at(strokes: list[Stroke], row: int) -> int:
    """Number of the stroke that holds a row (or the nearest one)."""
    return int(np.argmin([max(s.first - row, row - s.last, 0) for s in strokes]))


def _body(kinematics: Kinematics) -> FloatArray:
    """(n, 11) what a pick-up moves, on one scale: shoulders and wrists over the ankles, trunk lean, knees.

    The angles are there because hips and shoulders hardly sink while straight knees begin to bend. They are
    read straight from the landmarks: when they change matters here, not how well they are calibrated.
    """
    ankles, shoulders = body_middle(kinematics, "ankle"), body_middle(kinematics, "shoulder")
    wrists = [body_point(kinematics, f"{side}_wrist") for side in ("left", "right")]
    world = kinematics.pose.world_m
    lean = trunk_inclination_deg(world) / TRUNK_SCALE_DEG
    knees = sum(joint_flexion_deg(world, f"{s}_hip", f"{s}_knee", f"{s}_ankle") for s in ("left", "right"))
    columns = [point - ankles for point in (shoulders, *wrists)]
    body = np.column_stack([*columns, lean, knees / 2 / KNEE_SCALE_DEG])
    return fill_gaps(kinematics.t_s, body, MAX_GAP_S)


DETECTOR = Detector("pick_up", find_pick_ups, precedence=60)
