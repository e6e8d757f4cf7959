"""Windows as another camera, a noisier pose model, another person's arms or a stride would give them."""

from __future__ import annotations

import numpy as np

from transitions.kinematics.networks.joint_networks import OUTPUT_SCALE, OUTPUTS
from transitions.kinematics.networks.landmarks import JOINTS
from transitions.series import BoolArray, FloatArray

INSTANT_NOISE = 0.01
"""In trunk lengths, drawn for every row, instant and landmark."""

ARM_SHARE, ARM_NOISE = 0.3, 0.1
"""In this share of the rows elbows and wrists are somewhere else, as a load or the body before them makes them."""

TILT_DEG = 3.0
"""Spread of the camera's pitch; half of it for its roll."""

STRIDE_SHARE, STRIDE = 0.35, 0.7
"""In this share of the upright rows the feet are this far, at most, before and behind the hips in trunk lengths, and
swing: calibration bodies hardly walk, and without this networks take a stride for a twist of 40 degrees."""

HIP_PULL = 0.15
"""The pose model lets the hips follow the legs by up to this share of the stride."""

UPRIGHT_DEG = 45.0
_INSTANTS_S = np.array([-0.2, -0.1, 0.0, 0.1, 0.2], dtype=np.float32)
_STRIDES_HZ = (0.4, 1.2)

_ARMS = [i for i, name in enumerate(JOINTS) if name.endswith(("elbow", "wrist"))]
_LEAN, _SINE, _COSINE = (OUTPUTS.index(n) for n in ("trunk_inclination_deg", "view_sine", "view_cosine"))
LEG_OUTPUTS = [k for k, name in enumerate(OUTPUTS) if name.startswith(("hip", "knee"))]
"""What a stride that is put in changes: these truths no longer hold there."""

_FOLLOWS = {
    "ankle": 1.0,
    "heel": 1.0,
    "foot_index": 1.0,
    "knee": 0.55,
    "hip": 0.0,
    "wrist": -0.4,
    "elbow": -0.15,
}
"""How far a joint goes with its side's foot; arms swing against it."""


def augmented(windows: FloatArray, row_noise: float, rng: np.random.Generator) -> FloatArray:
    """(m, 5, 21, 5) windows with noise, moved arms and a tilted camera."""
    rows = len(windows)
    noise = _normal(rng, windows.shape, INSTANT_NOISE)
    noise = noise + _normal(rng, (rows, 1, *windows.shape[2:]), row_noise)
    arms = _normal(rng, (rows, 1, len(_ARMS), 5), ARM_NOISE)
    arms[:, :, :, 3:] = arms[:, :, :, :2]
    arms *= (rng.random((rows, 1, 1, 1)) < ARM_SHARE).astype(np.float32)
    noise[:, :, _ARMS] += arms
    return _tilted(windows + noise, rng)


def strided(windows: FloatArray, truth: FloatArray, rng: np.random.Generator) -> tuple[FloatArray, BoolArray]:
    """Windows in which some upright rows stride, and (m,) which; truth (m, 9) in OUTPUT_SCALE."""
    view = truth[:, [_SINE, _COSINE]] * OUTPUT_SCALE[[_SINE, _COSINE]]
    upright = truth[:, _LEAN] * OUTPUT_SCALE[_LEAN] < UPRIGHT_DEG
    strides: BoolArray = upright & (rng.random(len(windows)) < STRIDE_SHARE)
    rows = int(strides.sum())
    forward = -view[strides]
    size = (STRIDE * rng.random(rows))[:, None]
    phase = (
        rng.uniform(0, 2 * np.pi, (rows, 1)) + 2 * np.pi * rng.uniform(*_STRIDES_HZ, (rows, 1)) * _INSTANTS_S
    )
    way = size * np.sin(phase)
    lift = 0.3 * size * np.maximum(np.cos(phase), 0.0)
    pull = rng.uniform(-0.3, 1.0, rows)[:, None] * HIP_PULL * way
    arms = rng.uniform(0.0, 1.5, rows)[:, None]
    result = windows.copy()
    for side, sign in (("left", 1.0), ("right", -1.0)):
        for joint, share in _FOLLOWS.items():
            moved = sign * (pull if joint == "hip" else share * way * (arms if share < 0 else 1.0))
            up = lift if sign > 0 and share == 1.0 else np.zeros_like(lift)
            at = JOINTS.index(f"{side}_{joint}")
            step = np.stack([moved * forward[:, :1], -up, moved * forward[:, 1:]], axis=2)
            result[strides, :, at, :3] += step
            result[strides, :, at, 3:] += step[:, :, :2]
    return result, strides


def with_other_legs(windows: FloatArray, spread: float, rng: np.random.Generator) -> FloatArray:
    """Windows of people with longer and shorter thighs and shanks; every angle stays."""
    if not spread:
        return windows
    result = windows.copy()
    thigh, shank = 1.0 + spread * rng.standard_normal((2, len(windows), 1, 1))
    for side in ("left", "right"):
        hip, knee, ankle, *foot = (
            JOINTS.index(f"{side}_{name}") for name in ("hip", "knee", "ankle", "heel", "foot_index")
        )
        result[:, :, knee] = windows[:, :, hip] + thigh * (windows[:, :, knee] - windows[:, :, hip])
        result[:, :, ankle] = result[:, :, knee] + shank * (windows[:, :, ankle] - windows[:, :, knee])
        for at in foot:
            result[:, :, at] += result[:, :, ankle] - windows[:, :, ankle]
    return result


def _tilted(windows: FloatArray, rng: np.random.Generator) -> FloatArray:
    """World axes pitched, and world and picture rolled, by a few degrees a row."""
    pitch, roll = np.radians(TILT_DEG) * rng.standard_normal((2, len(windows), 1, 1)).astype(np.float32)
    result = windows.copy()
    y, z = windows[..., 1], windows[..., 2]
    result[..., 1], result[..., 2] = y - pitch * z, z + pitch * y
    for x_at, y_at in ((0, 1), (3, 4)):
        x, y = result[..., x_at].copy(), result[..., y_at].copy()
        result[..., x_at], result[..., y_at] = x - 0.5 * roll * y, y + 0.5 * roll * x
    return result


def _normal(rng: np.random.Generator, shape: tuple[int, ...], sd: float) -> FloatArray:
    return np.asarray(rng.standard_normal(shape, dtype=np.float32) * np.float32(sd))
