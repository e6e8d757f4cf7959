"""Angles, directions and lengths straight from landmarks: pure geometry, no fitting.

World axes are the camera's: x right in the image, y down, z away from the camera. An angle is in degrees;
NaN where a landmark is NaN or a direction has no length. `at` says where a landmark lies in arrays that hold others
than the pose's 33.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from transitions.series import INDEX, FloatArray

UP: FloatArray = np.array([0.0, -1.0, 0.0])


def unit(vectors: FloatArray) -> FloatArray:
    """(..., d) vectors brought to length 1."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True))


def angle_between_deg(a: FloatArray, b: FloatArray) -> FloatArray:
    """(...) unsigned angle between (..., 3) vectors, by atan2 so that small angles keep their precision."""
    cross = np.linalg.norm(np.cross(a, b), axis=-1)
    return np.asarray(np.degrees(np.arctan2(cross, np.sum(a * b, axis=-1))))


def turn_about_deg(axis: FloatArray, a: FloatArray, b: FloatArray) -> FloatArray:
    """(...) turn from (..., 3) vectors `a` to `b` about the unit vectors `axis`, right-handed positive."""
    a, b = (v - np.sum(v * axis, axis=-1, keepdims=True) * axis for v in (a, b))
    sine = np.sum(np.cross(a, b) * axis, axis=-1)
    return np.asarray(np.degrees(np.arctan2(sine, np.sum(a * b, axis=-1))))


def midpoint(points: FloatArray, joint: str, at: Mapping[str, int] = INDEX) -> FloatArray:
    """(..., d) midpoint of the left and right `joint` of (..., 33, d) landmarks."""
    middle: FloatArray = (points[..., at[f"left_{joint}"], :] + points[..., at[f"right_{joint}"], :]) / 2
    return middle


def across(points: FloatArray, joint: str, at: Mapping[str, int] = INDEX) -> FloatArray:
    """(..., d) vector from the right to the left `joint` of (..., 33, d) landmarks."""
    line: FloatArray = points[..., at[f"left_{joint}"], :] - points[..., at[f"right_{joint}"], :]
    return line


def about_hips(points: FloatArray) -> FloatArray:
    """(n, 33, d) landmarks from the hip midpoint."""
    return np.asarray(points - midpoint(points, "hip")[:, None])


def trunk_axis(world_m: FloatArray) -> FloatArray:
    """(n, 3) unit vector from hip midpoint to shoulder midpoint."""
    return unit(midpoint(world_m, "shoulder") - midpoint(world_m, "hip"))


def trunk_inclination_deg(world_m: FloatArray, up: FloatArray = UP) -> FloatArray:
    """(n,) angle of the trunk axis against `up`, 0 upright."""
    axis = trunk_axis(world_m)
    return angle_between_deg(axis, np.broadcast_to(up, axis.shape))


def joint_flexion_deg(
    world_m: FloatArray, proximal: str, joint: str, distal: str, *, at: Mapping[str, int] = INDEX
) -> FloatArray:
    """(...) flexion at `joint`, 0 when proximal, joint and distal are in line."""
    upper, middle, lower = (world_m[..., at[name], :] for name in (proximal, joint, distal))
    return angle_between_deg(middle - upper, lower - middle)


def trunk_twist_deg(world_m: FloatArray) -> FloatArray:
    """(n,) shoulder line against hip line about the trunk axis, left turn positive; biased small.

    Depth is what one camera sees worst, and a line whose depth is missed seems to turn less: use the fitted network
    where there is an image.
    """
    return turn_about_deg(trunk_axis(world_m), across(world_m, "hip"), across(world_m, "shoulder"))


def lateral_bend_deg(world_m: FloatArray) -> FloatArray:
    """(n,) sideways lean of the trunk axis in the pelvis's frontal plane, towards the person's left positive."""
    axis, hips = trunk_axis(world_m), across(world_m, "hip")
    level = unit(hips - (hips @ UP)[:, None] * UP)
    return np.asarray(np.degrees(np.arctan2(np.sum(axis * level, axis=1), axis @ UP)))


def signed_view_deg(world_m: FloatArray) -> FloatArray:
    """(n,) where the pelvis points: 0 at the camera, 90 towards the image's left, +-180 away from it."""
    hips = across(world_m, "hip")
    return np.asarray(np.degrees(np.arctan2(-hips[:, 2], hips[:, 0])))
