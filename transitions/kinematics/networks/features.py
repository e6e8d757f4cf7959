"""What a network is given besides the landmarks: the angles that geometry alone reads from them.

A network that starts from the geometric angle and learns its correction shrinks the correction, not the
angle, where it is unsure: it keeps the size of deep bends (slope 0.9 against 0.8 without).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from transitions.kinematics.networks.inputs import JOINTS, WORLD_CHANNELS
from transitions.series import FloatArray

INPUT_LIMIT = 5.0
"""No standardised input counts beyond five spreads: what is odd in one landmark must not outweigh all others."""

_LEFT = {name.removeprefix("left_"): i for i, name in enumerate(JOINTS) if name.startswith("left_")}
_RIGHT = {name.removeprefix("right_"): i for i, name in enumerate(JOINTS) if name.startswith("right_")}
_UP: FloatArray = np.array([0.0, -1.0, 0.0])
_TINY = np.float32(1e-6)


class GeometricAngles(NamedTuple):
    """Angles of (..., 21, 5) landmarks in degrees, and directions, straight from the points."""

    twist_deg: FloatArray
    inclination_deg: FloatArray
    knee_left_deg: FloatArray
    knee_right_deg: FloatArray
    hip_left_deg: FloatArray
    hip_right_deg: FloatArray
    trunk_axis: FloatArray
    trunk_across: FloatArray
    pelvis_across: FloatArray


def encode(windows: FloatArray) -> FloatArray:
    """(m, F) what a network reads: the (m, k, 21, 5) landmarks, then per instant angles, directions and widths.

    The widths are those of shoulders and hips in the picture and in the world: their ratio is the
    foreshortening.
    """
    rows = len(windows)
    angles = geometric_angles(windows)
    parts = [windows, *(angle / 30.0 for angle in angles[:6]), *angles[6:]]
    for joint in ("shoulder", "hip"):
        across = _across(windows[..., WORLD_CHANNELS:], joint)
        parts += [across[..., 0], _length(across), _length(_across(windows[..., :WORLD_CHANNELS], joint))]
    return np.concatenate([part.reshape(rows, -1).astype(np.float32) for part in parts], axis=1)


def geometric_angles(landmarks: FloatArray) -> GeometricAngles:
    """The angles of `GeometricAngles` for landmarks about the hip midpoint, (..., 21, 5)."""
    world = landmarks[..., :WORLD_CHANNELS]
    shoulders, hips = _across(world, "shoulder"), _across(world, "hip")
    axis = _unit(world[..., _LEFT["shoulder"], :] + world[..., _RIGHT["shoulder"], :])
    upper = shoulders - np.sum(shoulders * axis, axis=-1, keepdims=True) * axis
    lower = hips - np.sum(hips * axis, axis=-1, keepdims=True) * axis
    sine = np.sum(np.cross(lower, upper) * axis, axis=-1)
    knee, hip = ("hip", "knee", "ankle"), ("shoulder", "hip", "knee")
    return GeometricAngles(
        twist_deg=np.degrees(np.arctan2(sine, np.sum(lower * upper, axis=-1))),
        inclination_deg=_angle_deg(axis, np.broadcast_to(_UP, axis.shape)),
        knee_left_deg=_flexion_deg(world, _LEFT, knee),
        knee_right_deg=_flexion_deg(world, _RIGHT, knee),
        hip_left_deg=_flexion_deg(world, _LEFT, hip),
        hip_right_deg=_flexion_deg(world, _RIGHT, hip),
        trunk_axis=axis,
        trunk_across=_unit((shoulders + hips)[..., [0, 2]]),
        pelvis_across=_unit(hips[..., [0, 2]]),
    )


def _flexion_deg(world: FloatArray, side: dict[str, int], chain: tuple[str, str, str]) -> FloatArray:
    upper, joint, lower = (world[..., side[name], :] for name in chain)
    return _angle_deg(joint - upper, lower - joint)


def _across(points: FloatArray, joint: str) -> FloatArray:
    return np.asarray(points[..., _LEFT[joint], :] - points[..., _RIGHT[joint], :])


def _angle_deg(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.asarray(np.degrees(np.arctan2(_length(np.cross(a, b)), np.sum(a * b, axis=-1))))


def _length(v: FloatArray) -> FloatArray:
    return np.asarray(np.linalg.norm(v, axis=-1))


def _unit(v: FloatArray) -> FloatArray:
    return np.asarray(v / np.maximum(np.linalg.norm(v, axis=-1, keepdims=True), _TINY))
