"""What the spine networks read: landmarks, outline and mask of the person in the trunk's own frame.

The frame's origin is the hip midpoint, its up axis the image direction from hips to shoulders, and the person
faces to the right in it (a picture of somebody who faces left is mirrored first, which changes no spine
flexion). Gravity drops out: a back bent by 60 degrees looks the same at any lean, so the networks cannot fall
back on the usual back for a lean, and seated leans teach them about deep standing bends.
Shared by the fit (``bench/fit_spine``) and the run time, so that both see the same numbers.
"""

from __future__ import annotations

import numpy as np

from transitions.series import INDEX, MIRROR, BoolArray, ByteArray, FloatArray, PoseSeries

JOINTS = (
    "nose",
    *(
        f"{side}_{joint}"
        for joint in (
            "eye",
            "ear",
            "shoulder",
            "elbow",
            "wrist",
            "hip",
            "knee",
            "ankle",
            "heel",
            "foot_index",
        )
        for side in ("left", "right")
    ),
)
"""The 21 landmarks used: fingers, mouth and the eyes' corners add noise and no knowledge of the trunk."""

_ROWS = np.array([INDEX[name] for name in JOINTS])
_TWIN_ROWS = MIRROR[_ROWS]
_RIGID = np.array(
    [INDEX[f"{side}_{joint}"] for joint in ("shoulder", "hip", "knee", "elbow") for side in ("left", "right")]
)
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
    with np.errstate(invalid="ignore", divide="ignore"):
        image = _image_about_trunk(pose.image_px)
        rotation = _upright_rotation(image)
        world = _turn(pose.world_m - _middle(pose.world_m, "hip")[:, None], rotation)
        image = _turn(image, rotation)
        trunk_m = np.linalg.norm(_middle(world, "shoulder"), axis=1)
        facing = _facing(world)
        trunk_px = trunk_length_px(pose.image_px, pose.world_m)
        chord = np.linalg.norm(_middle(image, "shoulder") - _middle(image, "hip"), axis=1) / trunk_px
        landmarks = np.concatenate([world / trunk_m[:, None, None], image / trunk_px[:, None, None]], axis=2)
    left_facing = facing[:, 0] < 0
    sign = np.where(left_facing, -1.0, 1.0)
    landmarks = np.where(left_facing[:, None, None], landmarks[:, _TWIN_ROWS], landmarks[:, _ROWS])
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


def trunk_length_px(image_px: FloatArray, world_m: FloatArray) -> FloatArray:
    """(n,) the trunk's true length in pixels, not foreshortened, of (n, 33, 3) landmarks.

    The scale is the spread of shoulders, elbows, hips and knees in the picture over their spread across the
    line of sight in metres.
    """

    def spread(points: FloatArray) -> FloatArray:
        rigid = points[:, _RIGID, :2]
        return np.asarray(np.linalg.norm(rigid - rigid.mean(axis=1, keepdims=True), axis=(1, 2)))

    trunk_m = np.linalg.norm(_middle(world_m, "shoulder") - _middle(world_m, "hip"), axis=1)
    return np.asarray(trunk_m * spread(image_px) / spread(world_m))


def _image_about_trunk(image_px: FloatArray) -> FloatArray:
    """(n, 33, 2) pixels about the middle of shoulders and hips."""
    image = image_px[:, :, :2]
    centre = (_middle(image, "shoulder") + _middle(image, "hip")) / 2
    return np.asarray(image - centre[:, None])


def _upright_rotation(image: FloatArray) -> FloatArray:
    """(n, 2, 2) rotation of the image plane that brings the hip-shoulder direction up."""
    chord = _middle(image, "shoulder") - _middle(image, "hip")
    unit = chord / np.linalg.norm(chord, axis=1, keepdims=True)
    x, y = unit[:, 0], unit[:, 1]
    return np.stack([np.stack([-y, x], axis=1), np.stack([-x, -y], axis=1)], axis=1)


def _turn(points: FloatArray, rotation: FloatArray) -> FloatArray:
    """Rotate the image plane's x and y; depth stays."""
    turned = np.array(points)
    turned[:, :, :2] = np.einsum("nij,nkj->nki", rotation, points[:, :, :2])
    return turned


def _facing(world: FloatArray) -> FloatArray:
    """(n, 3) unit vector to which pelvis and chest face; the person faces right in the image where x > 0."""
    across = sum(
        world[:, INDEX[f"left_{joint}"]] - world[:, INDEX[f"right_{joint}"]] for joint in ("hip", "shoulder")
    )
    forward = np.cross(across, _middle(world, "shoulder") - _middle(world, "hip"))
    return np.asarray(forward / np.linalg.norm(forward, axis=1, keepdims=True))


def _middle(points: FloatArray, joint: str) -> FloatArray:
    middle: FloatArray = (points[:, INDEX[f"left_{joint}"]] + points[:, INDEX[f"right_{joint}"]]) / 2
    return middle
