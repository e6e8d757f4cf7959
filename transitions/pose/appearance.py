"""What a person wears, as a colour histogram of trunk and thighs: enough to tell two people in a clip apart."""

from __future__ import annotations

import numpy as np

from transitions.pose.detection import TRUNK, Detection, RgbImage
from transitions.series import INDEX, FloatArray

_LEVELS = 6
_ACROSS, _DOWN = (axis.reshape(-1, 1) for axis in np.meshgrid(*[np.linspace(0.1, 0.9, 12)] * 2))
_ALONG_THIGH = np.linspace(0.15, 0.85, 24)

SAME_CLOTHES = 0.5
"""Histograms that overlap this much are taken as the same clothes (engineering value). In even light it lies
well between the same person and two differently dressed people; walking from shade into glare the same person can
fall under it, so place tells people apart first and clothes only where place cannot."""


def clothes(rgb: RgbImage, found: Detection) -> FloatArray:
    """Return the colour histogram (sum 1) of a person found in the frame; zeros when they are outside it."""
    points = _sample_points(found.image_px[:, :2])
    height, width = rgb.shape[:2]
    column, row = points.astype(int).T
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    levels = rgb[row[inside], column[inside]].astype(int) * _LEVELS // 256
    bins = np.bincount(levels @ (_LEVELS**2, _LEVELS, 1), minlength=_LEVELS**3)
    histogram: FloatArray = bins / max(len(levels), 1)
    return histogram


def likeness(one: FloatArray, other: FloatArray) -> float:
    """Overlap of two histograms, 0 (nothing alike) to 1."""
    return float(np.minimum(one, other).sum())


def _sample_points(points: FloatArray) -> FloatArray:
    """Points inside the trunk's quadrangle and along the thighs."""
    left_shoulder, right_shoulder, left_hip, right_hip = points[TRUNK]
    upper = left_shoulder + _ACROSS * (right_shoulder - left_shoulder)
    lower = left_hip + _ACROSS * (right_hip - left_hip)
    thighs = [
        points[INDEX[f"{side}_hip"]]
        + _ALONG_THIGH[:, None] * (points[INDEX[f"{side}_knee"]] - points[INDEX[f"{side}_hip"]])
        for side in ("left", "right")
    ]
    return np.concatenate([upper + _DOWN * (lower - upper), *thighs])
