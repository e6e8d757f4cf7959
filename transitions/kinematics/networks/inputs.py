"""What the networks read: landmarks about the hips, in trunk lengths, at a few instants around each row.

Shared by the fit (``bench/fit_networks``) and the run time, so that both see the same numbers.
Nothing here depends on where the person stands in the picture, on the size of the picture or on the
clip's first time stamp, and exchanging left and right commutes with every step (`mirror_inputs`).
"""

from __future__ import annotations

import numpy as np

from transitions.series import INDEX, MIRROR, BoolArray, FloatArray

JOINTS = (
    "nose",
    "left_eye",
    "right_eye",
    "left_ear",
    "right_ear",
    *(
        f"{side}_{joint}"
        for joint in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index")
        for side in ("left", "right")
    ),
)
"""The 21 landmarks used: fingers, mouth and the eyes' corners add noise and no knowledge of the trunk."""

_ROWS = [INDEX[name] for name in JOINTS]
_TWIN = np.array([_ROWS.index(MIRROR[row]) for row in _ROWS])
_AT = {name: i for i, name in enumerate(JOINTS)}
_RIGID = [_AT[name] for name in JOINTS if name.endswith(("nose", "ear", "shoulder", "hip", "knee", "ankle"))]

WORLD_CHANNELS = 3
IMAGE_CHANNELS = 2
_MIRROR_SIGN = np.array([-1.0, 1.0, 1.0, -1.0, 1.0])

MAX_BRIDGE_S = 0.3
"""Context instants are interpolated over no longer gap than this; beyond it they repeat the nearest row."""


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
    world = _about_hips(world_m[:, _ROWS])
    image = _about_hips(image_px[:, _ROWS, :IMAGE_CHANNELS])
    flat = world[:, _RIGID, :IMAGE_CHANNELS]
    px_per_m = np.sum(image[:, _RIGID] * flat, axis=(1, 2)) / np.sum(flat**2, axis=(1, 2))
    landmarks = np.concatenate([world, image / px_per_m[:, None, None]], axis=2)
    return np.asarray(landmarks / _trunk_length(world))


def _trunk_length(world: FloatArray) -> float:
    """Median hip-shoulder distance of a clip, in metres; NaN when nobody is seen."""
    shoulders = (world[:, _AT["left_shoulder"]] + world[:, _AT["right_shoulder"]]) / 2
    length_m = np.linalg.norm(shoulders, axis=1)
    seen = length_m[np.isfinite(length_m)]
    return float(np.median(seen)) if len(seen) else float("nan")


def mirror_inputs(landmarks: FloatArray) -> FloatArray:
    """The landmarks of the mirrored person: (..., 21, c) with sides exchanged and x negated."""
    mirrored: FloatArray = landmarks[..., _TWIN, :] * _MIRROR_SIGN.astype(landmarks.dtype)
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


def _about_hips(points: FloatArray) -> FloatArray:
    hips = (points[:, _AT["left_hip"]] + points[:, _AT["right_hip"]]) / 2
    return np.asarray(points - hips[:, None])
