"""A perspective camera held somewhere about the person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transitions.series import FloatArray

SIZES = ((640, 480), (854, 480), (1280, 720), (1920, 1080), (480, 640), (480, 854), (720, 1280), (1080, 1920))


@dataclass(frozen=True, eq=False)
class Camera:
    """`place` (3,) in world axes; `turn` (n, 3, 3) rows x right, y down, z away; `focal_px`; image size."""

    place: FloatArray
    turn: FloatArray
    focal_px: float
    width_px: int
    height_px: int

    def see(self, points: FloatArray) -> tuple[FloatArray, FloatArray]:
        """(n, k, 3) points in camera axes, from the camera, and (n, k, 2) their pixels."""
        seen = (points - self.place) @ np.transpose(self.turn, (0, 2, 1))
        depth = np.maximum(seen[..., 2:], 0.2)
        middle = np.array([self.width_px / 2, self.height_px / 2])
        return seen, middle + self.focal_px * seen[..., :2] / depth


def draw_camera(rng: np.random.Generator, points: FloatArray, facing_deg: float, t_s: FloatArray) -> Camera:
    """A camera that mostly has all of (n, 33, 3) `points` in the picture, `facing_deg` being in front of them."""
    width, height = SIZES[int(rng.integers(len(SIZES)))]
    fov = np.radians(rng.uniform(38.0, 65.0))
    focal = max(width, height) / 2 / np.tan(fov / 2)
    azimuth = (
        float(np.clip(rng.normal(0.0, 55.0), -112.0, 112.0)) if rng.random() < 0.88 else rng.uniform(112, 248)
    )
    way = np.radians(facing_deg + azimuth)
    low, high = points.min(axis=(0, 1)), points.max(axis=(0, 1))
    look = (low + high) / 2 + rng.normal(0.0, 0.08, 3)
    out = np.array([np.cos(way), np.sin(way), 0.0])
    across = np.array([-out[1], out[0], 0.0])
    half_wide = np.abs((points - look) @ across).max() + np.abs((points - look) @ out).max() * 0.25
    half_high = (high[2] - low[2]) / 2
    needed = max(half_wide * 2 * focal / width, half_high * 2 * focal / height)
    margin = rng.uniform(1.08, 1.6) if rng.random() < 0.9 else rng.uniform(0.9, 1.1)
    distance = float(np.clip(needed * margin + 0.3, 2.0, 5.5))
    place = look + out * distance
    place[2] = rng.uniform(0.7, 1.5) if rng.random() < 0.6 else rng.uniform(0.2, 2.4)
    return Camera(place, _held(rng, look - place, t_s), float(focal), width, height)


def _held(rng: np.random.Generator, way: FloatArray, t_s: FloatArray) -> FloatArray:
    """(n, 3, 3) camera axes, with a hand's shake and sometimes a pan."""
    shake = float(rng.choice([0.0, 0.15, 0.5])) if rng.random() < 0.9 else 1.2
    slow = rng.uniform(0.2, 0.6, 3), rng.uniform(0, 2 * np.pi, 3)
    quick = rng.uniform(0.8, 3.0, 3), rng.uniform(0, 2 * np.pi, 3)
    angle = [
        shake
        * (
            np.sin(2 * np.pi * slow[0][i] * t_s + slow[1][i])
            + 0.3 * np.sin(2 * np.pi * quick[0][i] * t_s + quick[1][i])
        )
        for i in range(3)
    ]
    if rng.random() < 0.1:
        angle[0] = angle[0] + rng.uniform(3.0, 9.0) * np.sin(
            2 * np.pi * rng.uniform(0.05, 0.2) * t_s + rng.uniform(0, 6.3)
        )
    roll = float(rng.normal(0.0, 1.2))
    yaw = np.arctan2(way[1], way[0]) + np.radians(angle[0])
    pitch = np.arctan2(way[2], np.hypot(way[0], way[1])) + np.radians(angle[1])
    tilt = np.radians(roll + 0.5 * angle[2])
    away = np.stack([np.cos(pitch) * np.cos(yaw), np.cos(pitch) * np.sin(yaw), np.sin(pitch)], axis=1)
    right = np.stack([np.sin(yaw), -np.cos(yaw), np.zeros_like(yaw)], axis=1)
    down = np.cross(away, right)
    c, s = np.cos(tilt)[:, None], np.sin(tilt)[:, None]
    return np.stack([c * right + s * down, c * down - s * right, away], axis=1)
