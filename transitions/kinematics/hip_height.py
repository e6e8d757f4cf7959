"""Hip height above the ankles as a share of the person's standing nose-ankle height.

Vertical hip travel is the measure that depends least on where the camera stands, so it carries the phases of
sitting down and rising and the descent rule, and is part of what the movement networks read. It is read from image
pixels where there is an image (the world
landmarks place the hips too high when the thighs point at the camera) and from metres otherwise.
"""

from __future__ import annotations

import itertools

import numpy as np

from transitions.kinematics.filters import TIME_ROUNDING_S
from transitions.kinematics.geometry import midpoint
from transitions.kinematics.scale import pixels_per_metre
from transitions.series import INDEX, FloatArray, PoseSeries

FLOOR_WINDOW_S = 1.0
"""The ankles are taken as their running median over this: feet rest, landmarks jitter."""

ROWS_AT_ONCE = 4096
"""Windows worked on together: those of an hour would not fit in memory."""

NOSE_ABOVE_SHOULDERS = 0.85
"""Share of the shoulder-nose distance that is vertical when a person stands and looks ahead (provisional)."""

NOSE_TO_SHOULDER_HEIGHT = 1.13
"""Standing nose height over shoulder height, both above the ankles, for landmark files without a head: Winter's
body segment lengths put the shoulders at 0.818 and the ankles at 0.039 of stature; the nose is taken at 0.92
(provisional)."""

BODY_LENGTH_TRUST = 0.9
"""Somebody seen standing reaches at least this share of the height summed from their segments (provisional)."""


def hip_height_norm(pose: PoseSeries) -> tuple[FloatArray, float]:
    """(n,) hip height in standing heights, and the standing height in the unit used.

    Returns
    -------
    heights : NaN where the hips or ankles are unseen.
    standing_height : pixels with an image, metres without one; NaN when the person is never seen.
    """
    points = pose.scene_px if pose.has_image else pose.world_m
    down = points[:, :, 1]
    floor = _running_median(pose.t_s, midpoint(points, "ankle")[:, 1])
    nose_height = floor - down[:, INDEX["nose"]]
    if not np.isfinite(nose_height).any():
        nose_height = NOSE_TO_SHOULDER_HEIGHT * (floor - midpoint(points, "shoulder")[:, 1])
    standing_height = _standing_height(pose, nose_height)
    return (floor - midpoint(points, "hip")[:, 1]) / standing_height, standing_height


def _standing_height(pose: PoseSeries, nose_height: FloatArray) -> float:
    """Tallest nose height seen, or the sum of the segments when the person is never seen standing."""
    seen = nose_height[np.isfinite(nose_height)]
    if not len(seen):
        return float("nan")
    tallest = float(np.percentile(seen, 95))
    summed = _segment_sum_m(pose.world_m) * (pixels_per_metre(pose) if pose.has_image else 1.0)
    return tallest if not np.isfinite(summed) or tallest >= BODY_LENGTH_TRUST * summed else summed


def _segment_sum_m(world_m: FloatArray) -> float:
    """Shank + thigh + trunk + head, from the upper quartile of each (a foreshortened one reads short)."""
    chain = ("ankle", "knee", "hip", "shoulder")
    total = 0.0
    for lower, upper in itertools.pairwise(chain):
        total += _upper_quartile(midpoint(world_m, upper) - midpoint(world_m, lower))
    head = world_m[:, INDEX["nose"]] - midpoint(world_m, "shoulder")
    if not np.isfinite(head).any():
        return NOSE_TO_SHOULDER_HEIGHT * total
    return total + NOSE_ABOVE_SHOULDERS * _upper_quartile(head)


def _upper_quartile(vectors: FloatArray) -> float:
    lengths = np.linalg.norm(vectors, axis=1)
    seen = lengths[np.isfinite(lengths)]
    return float(np.percentile(seen, 75)) if len(seen) else float("nan")


def _running_median(t_s: FloatArray, x: FloatArray) -> FloatArray:
    """Median of what is seen within half a `FLOOR_WINDOW_S` of each row; NaN where the row itself is unseen."""
    half_s = FLOOR_WINDOW_S / 2 + TIME_ROUNDING_S
    seen = np.flatnonzero(np.isfinite(x))
    first = np.searchsorted(t_s[seen], t_s[seen] - half_s, side="left")
    last = np.searchsorted(t_s[seen], t_s[seen] + half_s, side="right")
    result = np.full(len(x), np.nan)
    for part in range(0, len(seen), ROWS_AT_ONCE):
        rows = slice(part, part + ROWS_AT_ONCE)
        counts = (last - first)[rows]
        steps = np.arange(counts.max())
        at = np.minimum(first[rows, None] + steps, len(seen) - 1)
        ordered = np.sort(np.where(steps < counts[:, None], x[seen[at]], np.inf), axis=1)
        low, high = (
            np.take_along_axis(ordered, k[:, None], 1)[:, 0] for k in ((counts - 1) // 2, counts // 2)
        )
        result[seen[rows]] = (low + high) / 2
    return result
