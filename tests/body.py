"""A body at known angles: landmarks whose geometry can be worked out by hand."""

from __future__ import annotations

import numpy as np

from transitions.series import INDEX, MIRROR, FloatArray, PoseSeries

TRUNK_M, THIGH_M, SHANK_M = 0.50, 0.42, 0.42
HIP_HALF_M, SHOULDER_HALF_M = 0.10, 0.18
LEFT, UP, FORWARD = np.eye(3)[0], -np.eye(3)[1], -np.eye(3)[2]
"""Axes of a person who faces the camera, in the camera's axes (x right in the image, y down, z away)."""


def turn(vectors: FloatArray, axis: FloatArray, angle_deg: float) -> FloatArray:
    """Rotate (..., 3) vectors about a unit axis by the right-hand rule: about `UP`, to the person's left."""
    angle = np.radians(angle_deg)
    along = np.sum(vectors * axis, axis=-1, keepdims=True) * axis
    turned: FloatArray = (
        along
        + (vectors - along) * np.cos(angle)
        + np.cross(np.broadcast_to(axis, vectors.shape), vectors) * np.sin(angle)
    )
    return turned


def body_m(
    *,
    lean_deg: float = 0.0,
    twist_deg: float = 0.0,
    bend_left_deg: float = 0.0,
    hip_deg: tuple[float, float] = (0.0, 0.0),
    knee_deg: tuple[float, float] = (0.0, 0.0),
    yaw_deg: float = 0.0,
) -> FloatArray:
    """(33, 3) landmarks, origin between the hips.

    Parameters
    ----------
    lean_deg : trunk against vertical, forward. twist_deg : shoulders against hips, left-turn positive.
    bend_left_deg : trunk sideways. hip_deg, knee_deg : left and right; the thigh goes forward from straight
        down by the hip angle, the shank back by the knee angle.
    yaw_deg : the whole person turned to their left.
    """
    points = np.zeros((33, 3))
    axis = turn(turn(UP, LEFT, -lean_deg), FORWARD, -bend_left_deg)
    shoulders = turn(LEFT, axis, twist_deg)
    points[INDEX["nose"]] = (TRUNK_M + 0.25) * axis + 0.1 * FORWARD
    for side, sign, hip, knee in (
        ("left", 1, hip_deg[0], knee_deg[0]),
        ("right", -1, hip_deg[1], knee_deg[1]),
    ):
        points[INDEX[f"{side}_shoulder"]] = TRUNK_M * axis + sign * SHOULDER_HALF_M * shoulders
        at = sign * HIP_HALF_M * LEFT
        points[INDEX[f"{side}_hip"]] = at
        at = at + THIGH_M * turn(-UP, LEFT, hip)
        points[INDEX[f"{side}_knee"]] = at
        at = at + SHANK_M * turn(-UP, LEFT, hip - knee)
        points[INDEX[f"{side}_ankle"]] = at
        points[INDEX[f"{side}_heel"]] = at - 0.05 * UP - 0.05 * FORWARD
        points[INDEX[f"{side}_foot_index"]] = at - 0.05 * UP + 0.18 * FORWARD
    return turn(points, UP, yaw_deg)


def pose_of(
    t_s: FloatArray,
    world_m: FloatArray,
    *,
    pixels_per_m: float = 200.0,
    width_px: int = 640,
    height_px: int = 480,
) -> PoseSeries:
    """A pose seen by a far camera: image points are the world points, scaled, the hips in the middle."""
    image_px = world_m * pixels_per_m + np.array([width_px / 2, height_px / 2, 0.0])
    return PoseSeries(
        t_s=t_s,
        image_px=image_px,
        world_m=world_m,
        visibility=np.ones(world_m.shape[:2]),
        width_px=width_px,
        height_px=height_px,
    )


def mirrored(pose: PoseSeries) -> PoseSeries:
    """The pose of the clip seen in a mirror: left and right exchanged, in the picture and in the person."""
    image_px = np.array(pose.image_px[:, MIRROR])
    image_px[..., 0] = pose.width_px - image_px[..., 0]
    world_m = np.array(pose.world_m[:, MIRROR])
    world_m[..., 0] *= -1.0
    silhouette = None if pose.silhouette is None else pose.silhouette[:, ::-1]
    return PoseSeries(
        t_s=pose.t_s,
        image_px=image_px,
        world_m=world_m,
        visibility=pose.visibility[:, MIRROR],
        width_px=pose.width_px,
        height_px=pose.height_px,
        silhouette=silhouette,
        people_seen=pose.people_seen,
        trunk_mask=None if pose.trunk_mask is None else pose.trunk_mask[:, :, ::-1],
        surroundings=None if pose.surroundings is None else pose.surroundings[:, :, ::-1],
    )
