"""The person's outline about the trunk, read from the pose model's segmentation mask.

Pure NumPy: a mask and two points in, distances out. The outline is what tells a rounded back from a hinged
one, which shoulder, hip and knee points alone cannot (the pelvis is not seen tilting).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from transitions.series import (
    SILHOUETTE_STATIONS,
    TRUNK_MASK_PX,
    TRUNK_MASK_TRUNKS,
    BoolArray,
    ByteArray,
    FloatArray,
)

REACH_TRUNKS = 1.0
"""How far from the chord the outline is sought, in trunk lengths; farther reads as this distance."""
INWARD_TRUNKS = 0.3
"""How far past the chord: a rounded back can leave the chord outside the body."""
STEP_TRUNKS = 0.01
MASK_THRESHOLD = 0.5
SAMPLES_PER_CELL = 3
"""Nearest samples a side averaged into one cell of the small picture, so that its edges are soft."""


def outline_distances(
    mask: NDArray[np.floating[Any]], hip_px: FloatArray, shoulder_px: FloatArray
) -> FloatArray:
    """Distance from the hip-shoulder chord to the outline on either side, at each station.

    Parameters
    ----------
    mask : (height, width) 0-1 confidence that a pixel is the person.
    hip_px, shoulder_px : (2,) image points of the hip and shoulder midpoints.

    Returns
    -------
    (2, 13) trunk lengths; side 0 is to the left of the direction hips to shoulders in the image (seen with
    y down), side 1 to its right. NaN for a station with no person on that side's ray, all NaN when the
    chord is shorter than 8 pixels (the trunk points at the camera).
    """
    chord = np.asarray(shoulder_px, float) - np.asarray(hip_px, float)
    length = float(np.hypot(*chord))
    if not np.isfinite(length) or length < 8.0:
        return np.full((2, len(SILHOUETTE_STATIONS)), np.nan)
    left_normal = np.array([chord[1], -chord[0]]) / length
    origins = np.asarray(hip_px, float) + SILHOUETTE_STATIONS[:, None] * chord
    offsets = np.arange(-INWARD_TRUNKS, REACH_TRUNKS + STEP_TRUNKS / 2, STEP_TRUNKS)
    rays = offsets[:, None] * length * np.stack([left_normal, -left_normal])[:, None, None, :]
    points = np.moveaxis(origins[:, None, :] + rays, -1, 0)
    inside = _sample(mask, *points) > MASK_THRESHOLD
    return _outer_edge(inside, offsets)


def _sample(mask: NDArray[np.floating[Any]], x: FloatArray, y: FloatArray) -> FloatArray:
    """Nearest mask value at each point; 0 outside the image."""
    columns, rows = np.rint(x).astype(int), np.rint(y).astype(int)
    height, width = mask.shape
    if columns.min() >= 0 and columns.max() < width and rows.min() >= 0 and rows.max() < height:
        values: FloatArray = mask[rows, columns]
        return values
    within = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    return np.where(within, mask[rows.clip(0, height - 1), columns.clip(0, width - 1)], 0.0)


def _outer_edge(inside: BoolArray, offsets: FloatArray) -> FloatArray:
    """Outer end, along the last axis, of the run of person pixels that holds the chord or is nearest to it.

    NaN where there are no person pixels.
    """
    places = np.arange(len(offsets))
    from_chord = np.abs(places - np.argmin(np.abs(offsets)))
    start = np.argmin(np.where(inside, from_chord, len(offsets)), axis=-1)
    beyond = ~inside & (places > start[..., None])
    end = np.where(beyond.any(axis=-1), np.argmax(beyond, axis=-1), len(offsets)) - 1
    return np.where(inside.any(axis=-1), offsets[end], np.nan)


def trunk_mask(
    mask: NDArray[np.floating[Any]], hip_px: FloatArray, shoulder_px: FloatArray, trunk_px: float
) -> ByteArray:
    """A small picture of the mask about the trunk, turned so that hips to shoulders points up.

    Parameters
    ----------
    mask : (height, width) 0-1 confidence that a pixel is the person.
    hip_px, shoulder_px : (2,) image points of the hip and shoulder midpoints.
    trunk_px : the trunk's true length in pixels of the image, not foreshortened.

    Returns
    -------
    (32, 32) 0-255, `TRUNK_MASK_TRUNKS` trunk lengths wide and high about the middle of the trunk; 0 outside
    the image. All 0 where hips and shoulders coincide in the image or a point is NaN.
    """
    chord = np.asarray(shoulder_px, float) - np.asarray(hip_px, float)
    length = float(np.hypot(*chord))
    if not (np.isfinite(length * trunk_px) and length > 0.0 and trunk_px > 0.0):
        return np.zeros((TRUNK_MASK_PX, TRUNK_MASK_PX), np.uint8)
    samples = TRUNK_MASK_PX * SAMPLES_PER_CELL
    steps = ((np.arange(samples) + 0.5) / samples - 0.5) * TRUNK_MASK_TRUNKS * trunk_px
    down = -chord / length
    right = np.array([down[1], -down[0]])
    centre = (np.asarray(hip_px, float) + np.asarray(shoulder_px, float)) / 2
    x, y = (centre[axis] + steps[:, None] * down[axis] + steps * right[axis] for axis in (0, 1))
    fine = _sample(mask, x, y).reshape(TRUNK_MASK_PX, SAMPLES_PER_CELL, TRUNK_MASK_PX, SAMPLES_PER_CELL)
    picture: ByteArray = np.rint(fine.mean(axis=(1, 3)) * 255.0).astype(np.uint8)
    return picture
