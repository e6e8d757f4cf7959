"""The pose model's own kind of error, put on exact landmarks.

Sizes are per group of landmarks (`GROUPS`), as `python -m bench.simulator.noise` measures them.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bench.simulator.camera import Camera
from transitions.series import INDEX, LANDMARKS, FloatArray, PoseSeries

GROUPS: Mapping[str, tuple[str, ...]] = {
    "head": LANDMARKS[:11],
    "shoulder": ("left_shoulder", "right_shoulder"),
    "elbow": ("left_elbow", "right_elbow"),
    "wrist": LANDMARKS[15:23],
    "hip": ("left_hip", "right_hip"),
    "knee": ("left_knee", "right_knee"),
    "ankle": LANDMARKS[27:],
}

SLOW_M = {
    "head": 0.02,
    "shoulder": 0.02,
    "elbow": 0.025,
    "wrist": 0.03,
    "hip": 0.02,
    "knee": 0.025,
    "ankle": 0.03,
}
"""Standard deviation over clips of the constant part of the error, metres across the picture."""

DRIFT_M = {
    "head": 0.012,
    "shoulder": 0.012,
    "elbow": 0.02,
    "wrist": 0.025,
    "hip": 0.014,
    "knee": 0.018,
    "ankle": 0.018,
}
"""Standard deviation within a clip of the part that changes slowly or with the posture."""

JITTER_M = {
    "head": 0.002,
    "shoulder": 0.002,
    "elbow": 0.004,
    "wrist": 0.005,
    "hip": 0.002,
    "knee": 0.003,
    "ankle": 0.003,
}
"""Standard deviation from frame to frame."""

DEPTH = 2.4
"""How many times larger errors are in depth than across the picture."""

LEGS = [
    INDEX[f"{side}_{joint}"]
    for joint in ("knee", "ankle", "heel", "foot_index")
    for side in ("left", "right")
]
SIDE = {
    side: [i for i, name in enumerate(LANDMARKS) if side in name and i > 10] for side in ("left", "right")
}


def _sizes(table: Mapping[str, float]) -> FloatArray:
    size = np.empty(33)
    for group, names in GROUPS.items():
        size[[INDEX[name] for name in names]] = table[group]
    return size


def observed(
    rng: np.random.Generator, points: FloatArray, camera: Camera, t_s: FloatArray, noise: float
) -> tuple[PoseSeries, FloatArray]:
    """What the pose model would give for (n, 33, 3) points, and their exact pixels (n, 33, 2)."""
    seen, pixels = camera.see(points)
    hips = seen[:, [23, 24]].mean(axis=1, keepdims=True)
    body = seen - hips
    depth_px = body[..., 2] * camera.focal_px / hips[..., 2]
    image, world = pixels.copy(), body.copy()
    visibility = np.full(points.shape[:2], 0.98)
    found = np.ones(len(t_s), bool)
    if noise > 0.0:
        shared = noise * _error(rng, body, t_s)
        shared += noise * _posture_faults(rng, body)
        own = noise * _error(rng, body, t_s)
        if rng.random() < 0.12:
            _hide_legs(rng, body, shared, visibility, t_s)
        metre_px = camera.focal_px / np.maximum(hips[..., 2], 0.3)
        image += (shared + 0.3 * own)[..., :2] * metre_px[..., None]
        depth_px = depth_px + (shared + 0.3 * own)[..., 2] * metre_px
        world = body * (1.0 + noise * (rng.normal(-0.05, 0.06))) + 0.8 * shared + 0.6 * own
        world[..., 2] *= 1.0 - noise * rng.uniform(0.0, 0.2)
        world -= world[:, [23, 24]].mean(axis=1, keepdims=True)
        found = _accidents(rng, image, world, visibility)
        visibility = np.clip(visibility + 0.01 * rng.normal(size=visibility.shape), 0.0, 1.0)
    image = np.concatenate([image, depth_px[..., None]], axis=2)
    image[~found], world[~found], visibility[~found] = np.nan, np.nan, 0.0
    return PoseSeries(t_s, image, world, visibility, camera.width_px, camera.height_px), pixels


def _knots(rng: np.random.Generator, t_s: FloatArray, every_s: float, shape: tuple[int, ...]) -> FloatArray:
    """(n, *shape) unit noise that forgets itself over `every_s`."""
    count = int(t_s[-1] / every_s) + 3
    knots = rng.normal(size=(count, int(np.prod(shape))))
    place = t_s / every_s + rng.uniform()
    whole = place.astype(int)
    part = (place - whole)[:, None]
    part = part * part * (3 - 2 * part)
    mixed = (knots[whole] * (1 - part) + knots[whole + 1] * part) / np.sqrt((1 - part) ** 2 + part**2)
    return np.asarray(mixed.reshape(len(t_s), *shape))


def _error(rng: np.random.Generator, body: FloatArray, t_s: FloatArray) -> FloatArray:
    """(n, 33, 3) metres: constant, drifting and quick error of one take."""
    n = len(t_s)
    axes = np.array([1.0, 1.0, DEPTH])
    strength = float(np.exp(rng.normal(0.0, 0.3)))
    constant = rng.normal(size=(33, 3)) * _sizes(SLOW_M)[:, None]
    drift_size = _sizes(DRIFT_M)[:, None]
    far = _far_side(body)
    drift = _knots(rng, t_s, rng.uniform(0.3, 1.0), (33, 3)) * drift_size * 0.6 * far[..., None]
    links = body[:, [11, 12, 25, 26, 27, 28, 15, 16]].reshape(n, -1)
    links = links - links.mean(axis=0)
    spread = max(float(np.sqrt(np.mean(np.sum(links**2, axis=1)))), 0.3)
    with_posture = (links / spread) @ rng.normal(size=(links.shape[1], 99))
    drift = drift + with_posture.reshape(n, 33, 3) * drift_size * 0.8
    white = rng.normal(size=(n, 33, 3))
    jitter = (0.7 * white + 0.5 * np.roll(white, 1, axis=0)) * _sizes(JITTER_M)[:, None] * far[..., None]
    return (_alike(constant) + _alike(drift) + jitter) * axes * strength


def _alike(error: FloatArray) -> FloatArray:
    """Neighbouring landmarks of head, hand and foot err together."""
    out = error.copy()
    for members in ([*range(11)], [15, 17, 19, 21], [16, 18, 20, 22], [27, 29, 31], [28, 30, 32]):
        mean = error[..., members, :].mean(axis=-2, keepdims=True) * np.sqrt(len(members))
        out[..., members, :] = 0.85 * mean + 0.5 * error[..., members, :]
    return out


def _far_side(body: FloatArray) -> FloatArray:
    """(n, 33) how much noisier a landmark is for being on the side away from the camera: 1-2.5 times."""
    across = body[:, 23] - body[:, 24]
    away = across[:, 2] / np.maximum(np.linalg.norm(across, axis=1), 0.05)
    out = np.ones((len(body), 33))
    out[:, SIDE["left"]] += 1.5 * np.clip(away, 0.0, 1.0)[:, None]
    out[:, SIDE["right"]] += 1.5 * np.clip(-away, 0.0, 1.0)[:, None]
    return out


def _posture_faults(rng: np.random.Generator, body: FloatArray) -> FloatArray:
    """(n, 33, 3) straight knees that read bent, hips that sink or rise when the thighs point at the camera."""
    out = np.zeros_like(body)
    bend_m = abs(rng.normal(0.03, 0.02))
    sink_m = rng.normal(0.01, 0.035)
    for side in ("left", "right"):
        hip, knee, ankle = (body[:, INDEX[f"{side}_{joint}"]] for joint in ("hip", "knee", "ankle"))
        thigh, shank = knee - hip, ankle - knee
        length = np.linalg.norm(thigh, axis=1) * np.linalg.norm(shank, axis=1)
        straight = np.clip((np.sum(thigh * shank, axis=1) / length - 0.6) / 0.4, 0.0, 1.0)
        toes = body[:, INDEX[f"{side}_foot_index"]] - body[:, INDEX[f"{side}_heel"]]
        toes = toes / np.linalg.norm(toes, axis=1, keepdims=True)
        out[:, INDEX[f"{side}_knee"]] += (bend_m * rng.uniform(0.6, 1.4) * straight)[:, None] * toes
        at_camera = np.clip(thigh[:, 2] / np.linalg.norm(thigh, axis=1), -1, 1) ** 2
        out[:, INDEX[f"{side}_hip"], 1] += sink_m * at_camera
    return out


def _hide_legs(
    rng: np.random.Generator, body: FloatArray, shared: FloatArray, visibility: FloatArray, t_s: FloatArray
) -> None:
    """A desk before the legs: below it the model makes them up."""
    hidden = LEGS if rng.random() < 0.5 else LEGS[2:]
    made_up = 0.25 * body[:, hidden] + 0.75 * body[:, hidden].mean(axis=0)
    wander = _knots(rng, t_s, 0.8, (len(hidden), 3)) * 0.07 + rng.normal(size=(len(hidden), 3)) * 0.06
    shared[:, hidden] = made_up - body[:, hidden] + wander
    visibility[:, hidden] = rng.uniform(0.1, 0.6)


def _accidents(
    rng: np.random.Generator, image: FloatArray, world: FloatArray, visibility: FloatArray
) -> np.ndarray:
    """Legs or arms exchanged for some frames, limbs that jump, frames where nobody is found."""
    n = len(image)
    found = np.ones(n, bool)
    for _ in range(rng.poisson(0.25)):
        first = int(rng.integers(n))
        rows = slice(first, first + int(rng.integers(1, 8)))
        pairs = (25, 27, 29, 31) if rng.random() < 0.7 else (13, 15, 17, 19, 21)
        order = np.arange(33)
        for left in pairs:
            order[left], order[left + 1] = left + 1, left
        image[rows], world[rows] = image[rows][:, order], world[rows][:, order]
    for _ in range(rng.poisson(0.6)):
        first = int(rng.integers(n))
        rows = slice(first, first + int(rng.integers(1, 5)))
        joints = [[13, 15, 17, 19, 21], [14, 16, 18, 20, 22], [25, 27, 29, 31], [26, 28, 30, 32]][
            int(rng.integers(4))
        ]
        jump = rng.normal(0.0, 0.08, 3)
        world[rows, joints] += jump
        scale = np.nanmax(np.ptp(image[:1, :, 1], axis=1)) / 1.7
        image[rows, joints] += jump[:2] * scale
    if rng.random() < 0.15:
        for _ in range(int(rng.integers(1, 4))):
            first = int(rng.integers(n))
            found[first : first + int(rng.integers(1, 7))] = False
    if not found.any():
        found[0] = True
    return found
