"""Analytic stick figures that move between key poses, with exactly known events.

Between two keys every joint follows a minimum-jerk course, so that the time of a key is the time at which a
movement begins or ends. Room axes: x where the person faces at first, y to their left, z up.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

import numpy as np

from transitions.kinematics.filters import derivative, low_pass
from transitions.kinematics.geometry import trunk_inclination_deg, trunk_twist_deg
from transitions.kinematics.hip_height import hip_height_norm
from transitions.kinematics.repair import repair_pose, smooth_pose
from transitions.series import INDEX, Curve, FloatArray, Kinematics, PoseSeries

THIGH_M, SHANK_M, TRUNK_M, HEAD_M = 0.43, 0.42, 0.48, 0.26
HIP_HALF_M, SHOULDER_HALF_M = 0.10, 0.18
PIXELS_PER_METRE = 250.0


@dataclass(frozen=True)
class Key:
    """A pose. Hands are metres in front of, left of and above the hips, in the direction they face.

    `feet_m` holds the left and the right ankle in the room.
    """

    hips_m: tuple[float, float, float] = (0.0, 0.0, 0.90)
    lean_deg: float = 5.0
    twist_deg: float = 0.0
    yaw_deg: float = 0.0
    left_hand_m: tuple[float, float, float] = (0.05, 0.25, -0.05)
    right_hand_m: tuple[float, float, float] = (0.05, -0.25, -0.05)
    feet_m: tuple[float, float, float, float, float, float] = (0.0, 0.1, 0.08, 0.0, -0.1, 0.08)


STANDING = Key()
SEATED = Key(
    hips_m=(-0.42, 0.0, 0.52),
    left_hand_m=(0.30, 0.15, 0.08),
    right_hand_m=(0.30, -0.15, 0.08),
)


def moving(start: Key, **changes: Any) -> Key:
    """The pose with some of its parts changed."""
    return replace(start, **changes)


def pose_series(
    keys: list[tuple[float, Key]],
    *,
    azimuth_deg: float = 45.0,
    rate_hz: float = 30.0,
    noise_m: float = 0.0,
    image: bool = True,
    seed: int = 0,
) -> PoseSeries:
    """The figure that passes through the keys at their times, as the pose model or a landmark file gives it.

    Parameters
    ----------
    azimuth_deg : where the camera stands: 0 in front, 90 on the person's left. noise_m : of every landmark.
    image : with an image the world landmarks are centred on the hips, without one they are room positions.
    """
    t_s = np.arange(keys[0][0], keys[-1][0] + 1e-9, 1.0 / rate_hz)
    room_m = np.stack([_landmarks(key) for key in _between(keys, t_s)])
    world_m = _to_camera(room_m, azimuth_deg)
    world_m = world_m + np.random.default_rng(seed).normal(0.0, noise_m, world_m.shape)
    image_px = np.full_like(world_m, np.nan)
    if image:
        image_px = world_m * PIXELS_PER_METRE + np.array([320.0, 400.0, 0.0])
        hips = world_m[:, [INDEX["left_hip"], INDEX["right_hip"]]].mean(axis=1, keepdims=True)
        world_m = world_m - hips
    return PoseSeries(
        t_s=t_s - t_s[0],
        image_px=image_px,
        world_m=world_m,
        visibility=np.ones((len(t_s), 33)),
        width_px=640 if image else 0,
        height_px=480 if image else 0,
    )


def kinematics_of_pose(pose: PoseSeries) -> Kinematics:
    """What the detectors read, without networks: the smoothed pose, hip height and the geometric lean."""
    repaired = repair_pose(pose)
    height, standing_height = hip_height_norm(repaired)
    n = len(pose)
    lean_deg = low_pass(pose.t_s, trunk_inclination_deg(repaired.world_m), 6.0)
    values = {
        "hip_height_norm": (height, "heights"),
        "trunk_inclination_deg": (lean_deg, "deg"),
        "trunk_twist_deg": (low_pass(pose.t_s, trunk_twist_deg(repaired.world_m), 4.0), "deg"),
        "hip_speed_hps": (derivative(pose.t_s, low_pass(pose.t_s, height, 6.0)), "heights/s"),
        "trunk_flexion_speed_dps": (derivative(pose.t_s, lean_deg), "deg/s"),
    }
    rate_hz = float(1.0 / np.median(np.diff(pose.t_s)))
    curves = {name: Curve(x, np.full(n, 0.02), np.isfinite(x), unit) for name, (x, unit) in values.items()}
    return Kinematics(pose.t_s, smooth_pose(repaired), curves, np.zeros(n), rate_hz, standing_height)


def kinematics_of_keys(keys: list[tuple[float, Key]], **view: Any) -> Kinematics:
    """`pose_series` and `kinematics_of_pose` in one."""
    return kinematics_of_pose(pose_series(keys, **view))


def _between(keys: list[tuple[float, Key]], t_s: FloatArray) -> list[Key]:
    times_s = np.array([time for time, _ in keys])
    values = np.stack([_flat(key) for _, key in keys])
    row = np.clip(np.searchsorted(times_s, t_s, side="right") - 1, 0, len(keys) - 2)
    s = np.clip((t_s - times_s[row]) / (times_s[row + 1] - times_s[row]), 0.0, 1.0)[:, None]
    course = values[row] + (10 * s**3 - 15 * s**4 + 6 * s**5) * (values[row + 1] - values[row])
    return [_unflat(row) for row in course]


def _flat(key: Key) -> FloatArray:
    return np.concatenate([np.atleast_1d(getattr(key, field.name)).astype(float) for field in fields(Key)])


def _unflat(values: FloatArray) -> Key:
    parts: dict[str, Any] = {}
    at = 0
    for field in fields(Key):
        size = np.size(getattr(STANDING, field.name))
        part = values[at : at + size]
        parts[field.name] = float(part[0]) if size == 1 else tuple(part)
        at += size
    return Key(**parts)


@cache
def _landmarks(key: Key) -> FloatArray:
    """(33, 3) room positions of a pose; kept, since a resting figure repeats it."""
    room = np.zeros((33, 3))
    forward, left = _heading(key.yaw_deg)
    up = np.array([0.0, 0.0, 1.0])
    hips = np.array(key.hips_m)
    axis = np.cos(np.radians(key.lean_deg)) * up + np.sin(np.radians(key.lean_deg)) * forward
    across = _turned(left, axis, key.twist_deg)
    head = hips + (TRUNK_M + HEAD_M) * axis
    room[:11] = head + 0.10 * np.cross(across, axis)
    for sign, side, foot in ((1, "left", key.feet_m[:3]), (-1, "right", key.feet_m[3:])):
        hip, ankle = hips + sign * HIP_HALF_M * left, np.array(foot)
        shoulder = hips + TRUNK_M * axis + sign * SHOULDER_HALF_M * across
        hand = getattr(key, f"{side}_hand_m")
        wrist = hips + hand[0] * forward + hand[1] * left + hand[2] * up
        room[INDEX[f"{side}_shoulder"]], room[INDEX[f"{side}_hip"]] = shoulder, hip
        room[INDEX[f"{side}_elbow"]] = (shoulder + wrist) / 2 - 0.05 * forward
        room[INDEX[f"{side}_knee"]] = _knee(hip, ankle, forward)
        room[INDEX[f"{side}_ankle"]] = ankle
        room[INDEX[f"{side}_heel"]] = ankle - 0.05 * forward - 0.05 * up
        room[INDEX[f"{side}_foot_index"]] = ankle + 0.18 * forward - 0.05 * up
        for finger in ("wrist", "pinky", "index", "thumb"):
            room[INDEX[f"{side}_{finger}"]] = wrist
    return room


def _knee(hip: FloatArray, ankle: FloatArray, forward: FloatArray) -> FloatArray:
    """Where thigh and shank meet, in front of the line from hip to ankle."""
    line = ankle - hip
    length = min(float(np.linalg.norm(line)), THIGH_M + SHANK_M - 1e-6)
    along = (THIGH_M**2 - SHANK_M**2 + length**2) / (2 * length)
    out = forward - (forward @ line) / (line @ line) * line
    bulge = np.sqrt(max(THIGH_M**2 - along**2, 0.0))
    knee: FloatArray = hip + along * line / np.linalg.norm(line) + bulge * out / np.linalg.norm(out)
    return knee


def _heading(yaw_deg: float) -> tuple[FloatArray, FloatArray]:
    yaw = np.radians(yaw_deg)
    return np.array([np.cos(yaw), np.sin(yaw), 0.0]), np.array([-np.sin(yaw), np.cos(yaw), 0.0])


def _turned(vector: FloatArray, axis: FloatArray, angle_deg: float) -> FloatArray:
    angle = np.radians(angle_deg)
    along = (vector @ axis) * axis
    turned: FloatArray = along + (vector - along) * np.cos(angle) + np.cross(axis, vector) * np.sin(angle)
    return turned


def _to_camera(room_m: FloatArray, azimuth_deg: float) -> FloatArray:
    """Camera axes (x right in the image, y down, z away) of room positions."""
    towards, right = _heading(azimuth_deg)
    return np.stack([room_m @ right, -room_m[..., 2], -(room_m @ towards)], axis=-1)
