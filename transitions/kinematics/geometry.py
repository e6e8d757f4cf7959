"""Angles and directions straight from landmarks: pure geometry, no fitting.

World axes are the camera's: x right in the image, y down, z away from the camera. An angle is in degrees;
NaN where a landmark is NaN.
"""

from __future__ import annotations

import numpy as np

from transitions.series import INDEX, FloatArray

UP = np.array([0.0, -1.0, 0.0])


def midpoint(points: FloatArray, joint: str) -> FloatArray:
    """(n, d) midpoint of the left and right `joint` of (n, 33, d) landmarks."""
    middle: FloatArray = (points[:, INDEX[f"left_{joint}"]] + points[:, INDEX[f"right_{joint}"]]) / 2
    return middle


def angle_between_deg(a: FloatArray, b: FloatArray) -> FloatArray:
    """(n,) unsigned angle between (n, 3) vectors, by atan2 so that small angles keep their precision."""
    cross = np.linalg.norm(np.cross(a, b), axis=-1)
    dot = np.sum(a * b, axis=-1)
    return np.asarray(np.degrees(np.arctan2(cross, dot)))


def trunk_axis(world_m: FloatArray) -> FloatArray:
    """(n, 3) unit vector from hip midpoint to shoulder midpoint."""
    axis = midpoint(world_m, "shoulder") - midpoint(world_m, "hip")
    with np.errstate(invalid="ignore", divide="ignore"):
        unit: FloatArray = axis / np.linalg.norm(axis, axis=1, keepdims=True)
    return unit


def trunk_inclination_deg(world_m: FloatArray, up: FloatArray = UP) -> FloatArray:
    """(n,) angle of the trunk axis against `up`, 0 upright."""
    axis = trunk_axis(world_m)
    return angle_between_deg(axis, np.broadcast_to(up, axis.shape))


def joint_flexion_deg(world_m: FloatArray, proximal: str, joint: str, distal: str) -> FloatArray:
    """(n,) flexion at `joint`, 0 when proximal, joint and distal are in line."""
    upper = world_m[:, INDEX[joint]] - world_m[:, INDEX[proximal]]
    lower = world_m[:, INDEX[distal]] - world_m[:, INDEX[joint]]
    return angle_between_deg(upper, lower)


def trunk_twist_deg(world_m: FloatArray) -> FloatArray:
    """(n,) shoulder line against hip line about the trunk axis, left turn positive; biased small.

    Depth is what one camera sees worst, and a line whose depth is missed seems to turn less: use the fitted network
    where there is an image.
    """
    axis = trunk_axis(world_m)

    def across(joint: str) -> FloatArray:
        line = world_m[:, INDEX[f"left_{joint}"]] - world_m[:, INDEX[f"right_{joint}"]]
        flat: FloatArray = line - np.sum(line * axis, axis=1, keepdims=True) * axis
        return flat

    hips, shoulders = across("hip"), across("shoulder")
    sine = np.sum(np.cross(hips, shoulders) * axis, axis=1)
    return np.asarray(np.degrees(np.arctan2(sine, np.sum(hips * shoulders, axis=1))))


def lateral_bend_deg(world_m: FloatArray) -> FloatArray:
    """(n,) sideways lean of the trunk axis in the pelvis's frontal plane, towards the person's left positive."""
    axis = trunk_axis(world_m)
    across = world_m[:, INDEX["left_hip"]] - world_m[:, INDEX["right_hip"]]
    across = across - (across @ UP)[:, None] * UP
    with np.errstate(invalid="ignore", divide="ignore"):
        across = across / np.linalg.norm(across, axis=1, keepdims=True)
    return np.asarray(np.degrees(np.arctan2(np.sum(axis * across, axis=1), axis @ UP)))


def signed_view_deg(world_m: FloatArray) -> FloatArray:
    """(n,) where the pelvis points: 0 at the camera, 90 towards the image's left, +-180 away from it."""
    across = world_m[:, INDEX["left_hip"]] - world_m[:, INDEX["right_hip"]]
    forward_x, forward_z = across[:, 2], -across[:, 0]
    return np.degrees(np.arctan2(-forward_x, -forward_z))
