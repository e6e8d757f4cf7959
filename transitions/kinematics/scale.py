"""How long the person's trunk is and how large the person is in the picture: every length in the program's measures.

Trunk lengths take out the person's size, pixels a metre the camera's distance.
"""

from __future__ import annotations

import numpy as np

from transitions.kinematics.geometry import midpoint
from transitions.series import INDEX, FloatArray, PoseSeries

RIGID = [
    INDEX[f"{side}_{joint}"] for joint in ("shoulder", "hip", "knee", "elbow") for side in ("left", "right")
]
"""Landmarks that tell the scale of a single frame."""


def trunk_lengths_m(world_m: FloatArray) -> FloatArray:
    """(n,) metres from hip midpoint to shoulder midpoint of (n, 33, 3) landmarks."""
    return np.asarray(np.linalg.norm(midpoint(world_m, "shoulder") - midpoint(world_m, "hip"), axis=1))


def trunk_length_m(world_m: FloatArray) -> float:
    """Median trunk length of a clip, in metres; NaN when nobody is seen."""
    return _median(trunk_lengths_m(world_m))


def trunk_lengths_px(image_px: FloatArray, world_m: FloatArray) -> FloatArray:
    """(n,) the trunk's true length in pixels, not foreshortened, of (n, 33, 3) landmarks."""
    return trunk_lengths_m(world_m) * spread_scale(image_px[:, RIGID], world_m[:, RIGID])


def pixels_per_metre(pose: PoseSeries) -> float:
    """Median image scale at the person in a clip; NaN when nobody is seen whole."""
    return _median(spread_scale(pose.image_px, pose.world_m))


def spread_scale(image_px: FloatArray, world_m: FloatArray) -> FloatArray:
    """(n,) pixels a metre: the spread of (n, k, 2 or 3) image points over that of the world points, x and y."""
    image, world = (x[:, :, :2] - x[:, :, :2].mean(axis=1, keepdims=True) for x in (image_px, world_m))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.sqrt((image**2).sum(axis=(1, 2)) / (world**2).sum(axis=(1, 2))))


def matched_scale(image_px: FloatArray, world_m: FloatArray) -> FloatArray:
    """(n,) pixels a metre that best map world x, y on the image, both (n, k, 2 or 3) about one origin.

    Unlike `spread_scale` it does not grow where the two disagree; the joint networks were fitted on it.
    """
    image, world = image_px[:, :, :2], world_m[:, :, :2]
    return np.asarray(np.sum(image * world, axis=(1, 2)) / np.sum(world**2, axis=(1, 2)))


def _median(x: FloatArray) -> float:
    seen = x[np.isfinite(x)]
    return float(np.median(seen)) if len(seen) else float("nan")
