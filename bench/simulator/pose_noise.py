"""The pose model's own kind of error, put on exact landmarks.

Sizes are per group of landmarks (`GROUPS`), as `python -m bench.simulator.noise` measures them.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bench.simulator.camera import Camera
from transitions.series import INDEX, LANDMARKS, BoolArray, FloatArray, PoseSeries

GROUPS: Mapping[str, tuple[str, ...]] = {
    "head": LANDMARKS[:11],
    "shoulder": ("left_shoulder", "right_shoulder"),
    "elbow": ("left_elbow", "right_elbow"),
    "wrist": LANDMARKS[15:23],
    "hip": ("left_hip", "right_hip"),
    "knee": ("left_knee", "right_knee"),
    "ankle": LANDMARKS[27:],
}

PICTURE_MM: Mapping[str, tuple[float, float, float]] = {
    "head": (14, 11, 2),
    "shoulder": (13, 12, 2),
    "elbow": (11, 13, 3),
    "wrist": (12, 12, 3),
    "hip": (19, 14, 2),
    "knee": (24, 14, 4),
    "ankle": (34, 17, 6),
}
"""Error in the picture at the person's distance, millimetres an axis: constant through a clip, slow, quick.

Printed by ``python -m bench.simulator.noise`` on 48 rendered clips of the choreography source, the full model:
head 14 / 11 / 2, shoulder 13 / 12 / 2, elbow 11 / 13 / 3, wrist 12 / 12 / 3, hip 19 / 14 / 2, knee 24 / 14 / 4,
ankle 34 / 17 / 6.
"""

SPACE_MM: Mapping[str, tuple[tuple[float, float, float], tuple[float, float, float]]] = {
    "head": ((37, 23, 3), (47, 39, 6)),
    "shoulder": ((37, 23, 3), (47, 39, 6)),
    "elbow": ((37, 24, 3), (69, 59, 6)),
    "wrist": ((35, 25, 4), (86, 76, 9)),
    "hip": ((17, 8, 0.5), (8, 8, 1)),
    "knee": ((59, 29, 5), (67, 39, 7)),
    "ankle": ((60, 29, 8), (77, 49, 12)),
}
"""The same for world landmarks, across the picture and in depth, after their scale (same command and clips:
scale 0.89 +- 0.07); the head is taken to be as the shoulders, the truth having no face."""

SCALE, SCALE_SD = 0.89, 0.07

ALIKE = 0.55
"""Correlation of the picture's and the world landmarks' errors across the picture (same command)."""

LEGS = [
    INDEX[f"{side}_{joint}"]
    for joint in ("knee", "ankle", "heel", "foot_index")
    for side in ("left", "right")
]
SIDE = {
    side: [i for i, name in enumerate(LANDMARKS) if side in name and i > 10] for side in ("left", "right")
}


def _sizes(table: Mapping[str, tuple[float, float, float]]) -> FloatArray:
    """(3, 33, 1) metres: constant, slow and quick size of every landmark's error."""
    size = np.empty((3, 33, 1))
    for group, names in GROUPS.items():
        size[:, [INDEX[name] for name in names], 0] = np.array(table[group])[:, None] / 1000.0
    return size


PICTURE = _sizes(PICTURE_MM)
ACROSS = _sizes({group: sizes[0] for group, sizes in SPACE_MM.items()})
AWAY = _sizes({group: sizes[1] for group, sizes in SPACE_MM.items()})


def observed(
    rng: np.random.Generator, points: FloatArray, camera: Camera, t_s: FloatArray, noise: float
) -> tuple[PoseSeries, FloatArray]:
    """What the pose model would give for (n, 33, 3) points, and their exact pixels (n, 33, 2)."""
    seen, pixels = camera.see(points)
    hips = seen[:, [23, 24]].mean(axis=1, keepdims=True)
    body = seen - hips
    metre_px = camera.focal_px / np.maximum(hips[..., 2:], 0.3)
    image, world, depth_m = pixels.copy(), body.copy(), body[..., 2:].copy()
    visibility = np.full(points.shape[:2], 0.98)
    found = np.ones(len(t_s), bool)
    if noise > 0.0:
        in_picture, in_space = _errors(rng, body, t_s)
        faults = _posture_faults(rng, body)
        if rng.random() < 0.12:
            faults += _hidden_legs(rng, body, visibility, t_s)
        image += noise * (in_picture + faults[..., :2]) * metre_px
        world = (body + noise * (in_space + faults)) * (1.0 + noise * (rng.normal(SCALE, SCALE_SD) - 1.0))
        world -= world[:, [23, 24]].mean(axis=1, keepdims=True)
        depth_m = world[..., 2:] / SCALE
        found = _accidents(rng, image, world, float(np.median(metre_px)))
        visibility = np.clip(visibility + 0.01 * rng.normal(size=visibility.shape), 0.0, 1.0)
    image = np.concatenate([image, depth_m * metre_px], axis=2)
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


def _errors(rng: np.random.Generator, body: FloatArray, t_s: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(n, 33, 2) error in the picture and (n, 33, 3) in space, metres."""
    strength = float(np.exp(rng.normal(-0.14, 0.25)))
    far = _far_side(body)[..., None]
    fields = _fields(rng, body, t_s)
    shared, own = [f[..., :2] for f in fields], [f[..., 2:] for f in fields]
    in_picture = sum(size * field for size, field in zip(PICTURE, shared, strict=True))
    away = np.sqrt(1.0 - ALIKE**2)
    across = sum(
        size * (ALIKE * s + away * o[..., :2]) for size, s, o in zip(ACROSS, shared, own, strict=True)
    )
    depth = sum(size * o[..., 2:] for size, o in zip(AWAY, own, strict=True))
    in_space = np.concatenate([across, depth], axis=2) * far
    in_space[:, 24] = -in_space[:, 23]
    return in_picture * far * strength, in_space * strength


def _fields(
    rng: np.random.Generator, body: FloatArray, t_s: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Unit noise (n or 1, 33, 5) that is constant, slow (half of it with the posture), and quick."""
    n = len(t_s)
    constant = rng.normal(size=(1, 33, 5))
    links = body[:, [11, 12, 25, 26, 27, 28, 15, 16]].reshape(n, -1)
    links = links - links.mean(axis=0)
    spread = max(float(np.sqrt(np.mean(np.sum(links**2, axis=1)))), 0.35)
    posture = ((links / spread) @ rng.normal(size=(links.shape[1], 165))).reshape(n, 33, 5)
    slow = 0.7 * _knots(rng, t_s, rng.uniform(0.3, 0.9), (33, 5)) + 0.7 * posture
    white = rng.normal(size=(n, 33, 5))
    quick = 0.8 * white + 0.6 * np.roll(white, 1, axis=0)
    return _alike(constant), _alike(slow), _alike(quick)


UPPER, LOWER = [*range(23)], [25, 26, 27, 28, 29, 30, 31, 32]


def _alike(error: FloatArray) -> FloatArray:
    """Neighbouring landmarks err together.

    All of head, of a hand, of a foot; knee and elbow with the end of their limb, so that a straight leg stays
    nearly so; a little all above and all below.
    """
    out = error.copy()
    for members in ([*range(11)], [15, 17, 19, 21], [16, 18, 20, 22], [27, 29, 31], [28, 30, 32]):
        out[..., members, :] = 0.9 * error[..., members[:1], :] + 0.44 * error[..., members, :]
    for joint, beyond in ((13, 15), (14, 16), (25, 27), (26, 28)):
        out[..., joint, :] = 0.85 * out[..., beyond, :] + 0.53 * error[..., joint, :]
    for members, anchor in ((UPPER, 23), (LOWER, 24)):
        out[..., members, :] = 0.55 * error[..., [anchor], :] + 0.835 * out[..., members, :]
    return out


def _far_side(body: FloatArray) -> FloatArray:
    """(n, 33) how much noisier a landmark is for being on the side away from the camera: 0.85-1.8 times."""
    across = body[:, 23] - body[:, 24]
    away = across[:, 2] / np.maximum(np.linalg.norm(across, axis=1), 0.05)
    out = np.full((len(body), 33), 0.85)
    out[:, SIDE["left"]] += 0.95 * np.clip(away, 0.0, 1.0)[:, None]
    out[:, SIDE["right"]] += 0.95 * np.clip(-away, 0.0, 1.0)[:, None]
    return out


def _posture_faults(rng: np.random.Generator, body: FloatArray) -> FloatArray:
    """(n, 33, 3) straight knees that read bent, hips that sink or rise when the thighs point at the camera."""
    out = np.zeros_like(body)
    bend_m = abs(rng.normal(0.012, 0.012))
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


def _hidden_legs(
    rng: np.random.Generator, body: FloatArray, visibility: FloatArray, t_s: FloatArray
) -> FloatArray:
    """(n, 33, 3) error of legs behind a desk: the model makes them up, near their usual place."""
    out = np.zeros_like(body)
    hidden = LEGS if rng.random() < 0.5 else LEGS[2:]
    made_up = 0.25 * body[:, hidden] + 0.75 * body[:, hidden].mean(axis=0)
    wander = _knots(rng, t_s, 0.8, (len(hidden), 3)) * 0.07 + rng.normal(size=(len(hidden), 3)) * 0.06
    out[:, hidden] = made_up - body[:, hidden] + wander
    visibility[:, hidden] = rng.uniform(0.1, 0.6)
    return out


def _accidents(rng: np.random.Generator, image: FloatArray, world: FloatArray, metre_px: float) -> BoolArray:
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
        image[rows, joints] += jump[:2] * metre_px
    if rng.random() < 0.15:
        for _ in range(int(rng.integers(1, 4))):
            first = int(rng.integers(n))
            found[first : first + int(rng.integers(1, 7))] = False
    if not found.any():
        found[0] = True
    return found
