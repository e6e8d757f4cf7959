"""What the joint networks read: landmarks about the hips, in trunk lengths, at a few instants around each row.

Besides the landmarks they are given the angles that geometry alone reads from them: a network that starts from the
geometric angle and learns its correction shrinks the correction, not the angle, where it is unsure, and keeps the
size of deep bends (slope 0.9 against 0.8 without).

Shared by the fit (``bench/fit_networks``) and the run time, so that both see the same numbers.
Nothing here depends on where the person stands in the picture, on the size of the picture or on the
clip's first time stamp, and exchanging left and right commutes with every step (`mirror_inputs`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from transitions.kinematics.geometry import (
    UP,
    about_hips,
    across,
    angle_between_deg,
    joint_flexion_deg,
    midpoint,
    turn_about_deg,
    unit,
)
from transitions.kinematics.networks.landmarks import AT, JOINTS, ROWS, TWIN
from transitions.kinematics.scale import matched_scale, trunk_length_m
from transitions.series import BoolArray, FloatArray

RIGID = [AT[name] for name in JOINTS if name.endswith(("nose", "ear", "shoulder", "hip", "knee", "ankle"))]
WORLD_CHANNELS = 3
_MIRROR_SIGN = np.array([-1.0, 1.0, 1.0, -1.0, 1.0])

MAX_BRIDGE_S = 0.3
"""Context instants are interpolated over no longer gap than this; beyond it they repeat the nearest row."""


class GeometricAngles(NamedTuple):
    """Angles of (..., k, 3) landmarks in degrees, and directions, straight from the points."""

    twist_deg: FloatArray
    inclination_deg: FloatArray
    knee_left_deg: FloatArray
    knee_right_deg: FloatArray
    hip_left_deg: FloatArray
    hip_right_deg: FloatArray
    trunk_axis: FloatArray
    trunk_across: FloatArray
    pelvis_across: FloatArray


def scaled_landmarks(world_m: FloatArray, image_px: FloatArray) -> FloatArray:
    """Landmarks about the hip midpoint, in lengths of the clip's median trunk.

    Each frame's picture is brought to metres by the scale that best maps the rigid joints' world x, y on it,
    so the camera's distance drops out and what is left of the picture is its foreshortening.

    Parameters
    ----------
    world_m : (n, 33, 3) metres, camera axes. image_px : (n, 33, 3) pixels.

    Returns
    -------
    (n, 21, 5) world x, y, z then image x, y. NaN rows stay NaN.
    """
    world, image = about_hips(world_m)[:, ROWS], about_hips(image_px[:, :, :2])[:, ROWS]
    px_per_m = matched_scale(image[:, RIGID], world[:, RIGID])
    landmarks = np.concatenate([world, image / px_per_m[:, None, None]], axis=2)
    return np.asarray(landmarks / trunk_length_m(world_m))


def mirror_inputs(landmarks: FloatArray) -> FloatArray:
    """The landmarks of the mirrored person: (..., 21, c) with sides exchanged and x negated."""
    mirrored: FloatArray = landmarks[..., TWIN, :] * _MIRROR_SIGN.astype(landmarks.dtype)
    return mirrored


def context_windows(
    t_s: FloatArray, landmarks: FloatArray, rows: BoolArray, offsets_s: FloatArray
) -> FloatArray:
    """The landmarks at each of `offsets_s` around each row, interpolated in time.

    Parameters
    ----------
    t_s : (n,) rising seconds. landmarks : (n, 21, c), finite in `rows`.
    rows : (n,) the rows that can be used, at least one of them.
    offsets_s : (k,) seconds before (negative) and after the row.

    Returns
    -------
    (rows.sum(), k, 21, c). Before the first, after the last and inside a gap over `MAX_BRIDGE_S` the
    row's own nearest neighbour on its side of the gap is repeated.
    """
    known_s, known = t_s[rows], landmarks[rows]
    stretch = np.concatenate(([0], np.cumsum(np.diff(known_s) > MAX_BRIDGE_S)))
    first = np.searchsorted(stretch, stretch, side="left")
    last = np.searchsorted(stretch, stretch, side="right") - 1
    windows = [
        _at(known_s, known, np.clip(known_s + offset_s, known_s[first], known_s[last]))
        for offset_s in offsets_s
    ]
    return np.stack(windows, axis=1)


def _at(known_s: FloatArray, known: FloatArray, wanted_s: FloatArray) -> FloatArray:
    """Linear interpolation of (m, 21, c) in time."""
    before = np.clip(np.searchsorted(known_s, wanted_s, side="right") - 1, 0, max(len(known_s) - 2, 0))
    after = np.minimum(before + 1, len(known_s) - 1)
    span_s = np.where(after > before, known_s[after] - known_s[before], 1.0)
    share = ((wanted_s - known_s[before]) / span_s)[:, None, None]
    return np.asarray(known[before] * (1 - share) + known[after] * share)


def encode(windows: FloatArray) -> FloatArray:
    """(m, F) what a network reads: the (m, k, 21, 5) landmarks, then per instant angles, directions and widths.

    The widths are those of shoulders and hips in the picture and in the world: their ratio is the
    foreshortening.
    """
    rows = len(windows)
    world, image = windows[..., :WORLD_CHANNELS], windows[..., WORLD_CHANNELS:]
    angles = geometric_angles(world)
    parts = [windows, *(angle / 30.0 for angle in angles[:6]), *angles[6:]]
    for joint in ("shoulder", "hip"):
        seen = across(image, joint, AT)
        parts += [seen[..., 0], *(np.linalg.norm(x, axis=-1) for x in (seen, across(world, joint, AT)))]
    return np.concatenate([part.reshape(rows, -1).astype(np.float32) for part in parts], axis=1)


def leg_columns(offsets_s: FloatArray) -> FloatArray:
    """(F, 33) how columns of `encode` add up to what tells of the legs alone, at the row's own instant.

    That is each thigh and each shank in world and picture, the six geometric angles, and the directions of the trunk
    and of the pelvis: how the legs lie to each other, and where the camera stands.

    Parameters
    ----------
    offsets_s : (k,) the instants of the windows, 0 among them.
    """
    instants, own, channels = len(offsets_s), int(np.flatnonzero(offsets_s == 0)[0]), len(_MIRROR_SIGN)
    point = np.arange(instants * len(JOINTS) * channels).reshape(instants, len(JOINTS), channels)[own]
    sizes = [*[1] * len(GeometricAngles._fields[:6]), 3, 2, 2]
    starts = instants * (len(JOINTS) * channels + np.concatenate(([0], np.cumsum(sizes))))
    single = [
        int(start) + own * size + c
        for start, size in zip(starts[:-1], sizes, strict=True)
        for c in range(size)
    ]
    pairs = [
        (point[AT[f"{side}_{start}"], c], point[AT[f"{side}_{end}"], c])
        for side in ("left", "right")
        for start, end in (("hip", "knee"), ("knee", "ankle"))
        for c in range(channels)
    ]
    columns = np.zeros((int(starts[-1]) + 6 * instants, len(pairs) + len(single)))
    for k, (start, end) in enumerate(pairs):
        columns[start, k], columns[end, k] = -1.0, 1.0
    columns[single, np.arange(len(pairs), columns.shape[1])] = 1.0
    return columns


def geometric_angles(world: FloatArray, at: Mapping[str, int] = AT) -> GeometricAngles:
    """The angles of `GeometricAngles` for (..., k, 3) landmarks about the hip midpoint, in any unit."""
    shoulders, hips = across(world, "shoulder", at), across(world, "hip", at)
    axis = unit(midpoint(world, "shoulder", at))
    knees, hips_bent = (
        [joint_flexion_deg(world, *(f"{side}_{name}" for name in chain), at=at) for side in ("left", "right")]
        for chain in (("hip", "knee", "ankle"), ("shoulder", "hip", "knee"))
    )
    return GeometricAngles(
        twist_deg=turn_about_deg(axis, hips, shoulders),
        inclination_deg=angle_between_deg(axis, np.broadcast_to(UP, axis.shape)),
        knee_left_deg=knees[0],
        knee_right_deg=knees[1],
        hip_left_deg=hips_bent[0],
        hip_right_deg=hips_bent[1],
        trunk_axis=axis,
        trunk_across=unit((shoulders + hips)[..., [0, 2]]),
        pelvis_across=unit(hips[..., [0, 2]]),
    )
