"""What the spine networks read: landmarks, outline and mask of the person in the trunk's own frame.

The frame's origin is the hip midpoint, its up axis the image direction from hips to shoulders, and the person
faces to the right in it (a picture of somebody who faces left is mirrored first, which changes no spine
flexion). Gravity drops out: a back bent by 60 degrees looks the same at any lean, so the networks cannot fall
back on the usual back for a lean, and seated leans teach them about deep standing bends.
Shared by the fit (``bench/fit_networks``) and the run time, so that both see the same numbers.
"""

from __future__ import annotations

import numpy as np

from transitions.kinematics.geometry import about_hips, across, midpoint, unit
from transitions.kinematics.networks.landmarks import JOINTS, ROWS, TWIN
from transitions.kinematics.scale import trunk_lengths_m, trunk_lengths_px
from transitions.series import BoolArray, ByteArray, FloatArray, PoseSeries

FACING_X = 5 * len(JOINTS)
"""Column that says how far the person is seen from the side: 1 side on, 0 from front or back."""

NO_OUTLINE = -0.3
"""Stands for a station whose ray meets nobody: as far inwards as rays are followed."""


def spine_inputs(pose: PoseSeries) -> tuple[FloatArray, ByteArray, BoolArray]:
    """Inputs of the spine networks.

    Parameters
    ----------
    pose : gap-filled, with image landmarks, the outline and the mask about the trunk.

    Returns
    -------
    inputs : (n, 135) the 21 landmarks' world x, y, z and image x, y, the pelvis's facing direction, the
        image length of the trunk, then the outline at 13 stations behind and 13 before the trunk; all in
        trunk lengths. NaN where not `usable`.
    masks : (n, 32, 32) the mask about the trunk, the person facing right.
    usable : (n,) all of it is there and the trunk does not point straight at the camera.
    """
    image = pose.image_px[:, :, :2]
    trunk_m, trunk_px = trunk_lengths_m(pose.world_m), trunk_lengths_px(pose.image_px, pose.world_m)
    chord_px = midpoint(image, "shoulder") - midpoint(image, "hip")
    chord = np.linalg.norm(chord_px, axis=1) / trunk_px
    rotation = _upright_rotation(chord_px)
    world = _turn(about_hips(pose.world_m), rotation)
    centre = (midpoint(image, "shoulder") + midpoint(image, "hip")) / 2
    image = _turn(image - centre[:, None], rotation)
    landmarks = np.concatenate([world / trunk_m[:, None, None], image / trunk_px[:, None, None]], axis=2)
    facing = _facing(world)
    left_facing = facing[:, 0] < 0
    sign = np.where(left_facing, -1.0, 1.0)
    landmarks = landmarks[:, ROWS]
    landmarks = np.where(left_facing[:, None, None], landmarks[:, TWIN], landmarks)
    landmarks[:, :, (0, 3)] *= sign[:, None, None]
    facing[:, 0] *= sign
    outline = _outline(pose, left_facing, chord)
    inputs = np.concatenate(
        [landmarks.reshape(len(pose), -1), facing, chord[:, None], outline.reshape(len(pose), -1)], axis=1
    )
    masks = np.zeros((len(pose), 1, 1), np.uint8) if pose.trunk_mask is None else pose.trunk_mask
    masks = np.where(left_facing[:, None, None], masks[:, :, ::-1], masks)
    usable: BoolArray = np.all(np.isfinite(inputs), axis=1) & masks.any(axis=(1, 2))
    return np.where(usable[:, None], inputs, np.nan), masks, usable


def _outline(pose: PoseSeries, left_facing: BoolArray, chord: FloatArray) -> FloatArray:
    """(n, 2, 13) behind and before the trunk, in trunk lengths; all NaN where the mask is missing."""
    outline = np.asarray(pose.silhouette)
    outline = np.where(left_facing[:, None, None], outline[:, ::-1], outline) * chord[:, None, None]
    there = np.isfinite(outline).any(axis=(1, 2), keepdims=True)
    return np.where(there & np.isnan(outline), NO_OUTLINE, outline)


def _upright_rotation(chord_px: FloatArray) -> FloatArray:
    """(n, 2, 2) rotation of the image plane that brings the hip-shoulder direction up."""
    x, y = unit(chord_px).T
    return np.stack([np.stack([-y, x], axis=1), np.stack([-x, -y], axis=1)], axis=1)


def _turn(points: FloatArray, rotation: FloatArray) -> FloatArray:
    """Rotate the image plane's x and y; depth stays."""
    turned = np.array(points)
    turned[:, :, :2] = np.einsum("nij,nkj->nki", rotation, points[:, :, :2])
    return turned


def _facing(world: FloatArray) -> FloatArray:
    """(n, 3) unit vector to which pelvis and chest face; the person faces right in the image where x > 0."""
    lines = across(world, "hip") + across(world, "shoulder")
    return unit(np.cross(lines, midpoint(world, "shoulder") - midpoint(world, "hip")))
