"""Where hands, feet and trunk are: against the hips, or against the scene, in trunk lengths.

Trunk lengths take out the camera's distance and the person's size; places against the hips also take out
their walking across the room.
"""

from __future__ import annotations

import numpy as np

from transitions.kinematics.filters import fill_gaps, low_pass
from transitions.kinematics.geometry import midpoint
from transitions.kinematics.scale import pixels_per_metre, trunk_length_m
from transitions.series import INDEX, FloatArray, Kinematics

DEPTH_WEIGHT = 0.3
"""The pose model's depth wanders several times as far as its image plane (engineering value, provisional)."""

STROKE_CUTOFF_HZ = 4.0
"""Passes a stroke of 0.4 s; jitter of the landmarks lies above."""

MAX_GAP_S = 0.4
"""Detectors ask where a hand went, not how fast it was there: they bridge longer gaps than measures do."""

REST_WINDOW_S = 0.3
"""A resting place is the median over this."""


def depth_weight(kinematics: Kinematics) -> float:
    """Weight of depth in a `body_point`: low with an image, full for landmarks measured in the room."""
    return DEPTH_WEIGHT if kinematics.pose.has_image else 1.0


def body_point(kinematics: Kinematics, landmark: str) -> FloatArray:
    """(n, 3) place of a landmark from the hip midpoint, in trunk lengths, depth weighted down with an image."""
    world = kinematics.pose.world_m
    place = (world[:, INDEX[landmark]] - midpoint(world, "hip")) / trunk_length_m(world)
    place = fill_gaps(kinematics.t_s, place * np.array([1.0, 1.0, depth_weight(kinematics)]), MAX_GAP_S)
    return low_pass(kinematics.t_s, place, STROKE_CUTOFF_HZ)


def scene_point(kinematics: Kinematics, landmark: str) -> FloatArray:
    """(n, d) place of a landmark in the picture (d = 2), or in the room without an image (d = 3).

    In trunk lengths; NaN where unseen. The camera's own motion is taken out.
    """
    pose = kinematics.pose
    if pose.has_image:
        scale = trunk_length_m(pose.world_m) * pixels_per_metre(pose)
        place = pose.scene_px[:, INDEX[landmark]] / scale
    else:
        place = pose.world_m[:, INDEX[landmark]] / trunk_length_m(pose.world_m)
    return low_pass(kinematics.t_s, fill_gaps(kinematics.t_s, place, MAX_GAP_S), STROKE_CUTOFF_HZ)


def scene_middle(kinematics: Kinematics, joint: str) -> FloatArray:
    """(n, d) as `scene_point`, of the midpoint of the left and right `joint`."""
    middle: FloatArray = (
        scene_point(kinematics, f"left_{joint}") + scene_point(kinematics, f"right_{joint}")
    ) / 2
    return middle


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
