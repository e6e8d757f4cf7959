"""Repairs the pose before anything is measured on it: lost frames, jumps, and left/right swaps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from transitions.kinematics.filters import fill_gaps, low_pass, remove_outliers
from transitions.series import INDEX, MAX_GAP_S, MIRROR, TIME_ROUNDING_S, FloatArray, PoseSeries

POSE_CUTOFF_HZ = 6.0
"""Sagittal movement of the trunk and hips lies under this."""

OUTLIERS_FPS_HZ = 9.0
"""Under this frame rate the seven frames that an outlier is told by last longer than a quick reach there and back:
the reach would be taken for the outlier."""

SWAP_MAX_S = 1.0 / 6.0
"""A left/right swap is repaired only when it is this short, five frames at 30 a second; a longer one may be a real
turn."""

_PAIRS = [
    INDEX[f"{side}_{joint}"] for side in ("left", "right") for joint in ("shoulder", "hip", "knee", "ankle")
]


def repair_pose(pose: PoseSeries) -> PoseSeries:
    """The pose with short swaps undone, single-frame jumps removed and short gaps bridged; not smoothed."""
    swapped = _swapped_rows(pose)
    image_px = _exchange_sides(pose.image_px, swapped)
    world_m = _exchange_sides(pose.world_m, swapped)
    seen = np.isfinite(pose.world_m[:, :, 0])
    close = len(pose) > 1 and float(np.median(np.diff(pose.t_s))) <= 1.0 / OUTLIERS_FPS_HZ

    def mended(points: FloatArray) -> FloatArray:
        return fill_gaps(pose.t_s, remove_outliers(points) if close else points, MAX_GAP_S)

    world_m = mended(world_m)
    if pose.has_image:
        image_px = _as_if_still(image_px, pose, mended)
    visibility = np.where(seen, pose.visibility, np.nan)
    return replace(
        pose,
        image_px=image_px,
        world_m=world_m,
        visibility=fill_gaps(pose.t_s, visibility, MAX_GAP_S),
    )


def smooth_pose(pose: PoseSeries, cutoff_hz: float = POSE_CUTOFF_HZ) -> PoseSeries:
    """The pose low-passed with zero lag; the camera's own shaking stays in the image points."""
    return replace(
        pose,
        image_px=_as_if_still(pose.image_px, pose, lambda x: low_pass(pose.t_s, x, cutoff_hz)),
        world_m=low_pass(pose.t_s, pose.world_m, cutoff_hz),
    )


def _as_if_still(
    image_px: FloatArray, pose: PoseSeries, change: Callable[[FloatArray], FloatArray]
) -> FloatArray:
    """(n, 33, 3) image points changed as they would lie had the camera stood still, back where it saw them."""
    if pose.camera_shift_px is None:
        return change(image_px)
    shift_px = np.pad(pose.camera_shift_px, ((0, 0), (0, 1)))[:, None, :]
    changed: FloatArray = change(image_px - shift_px) + shift_px
    return changed


def _exchange_sides(points: FloatArray, rows: FloatArray) -> FloatArray:
    result = np.array(points)
    result[rows] = points[rows][:, MIRROR]
    return result


def _swapped_rows(pose: PoseSeries) -> FloatArray:
    """Rows in which left and right are exchanged against both the row before and the row after the run."""
    points = pose.world_m[:, _PAIRS]
    mirrored = pose.world_m[:, MIRROR][:, _PAIRS]
    half = len(_PAIRS) // 2
    width = np.linalg.norm(points[:, :half] - points[:, half:], axis=2).mean(axis=1)
    same = np.linalg.norm(np.diff(points, axis=0), axis=2).mean(axis=1)
    crossed = np.linalg.norm(points[1:] - mirrored[:-1], axis=2).mean(axis=1)
    with np.errstate(invalid="ignore"):
        flips = np.flatnonzero((crossed < 0.3 * same) & (same > 0.5 * width[1:])) + 1
    rows: list[int] = []
    first = 0
    while first < len(flips) - 1:
        start, stop = int(flips[first]), int(flips[first + 1])
        if pose.t_s[stop] - pose.t_s[start] <= SWAP_MAX_S + TIME_ROUNDING_S:
            rows.extend(range(start, stop))
            first += 2
        else:
            first += 1
    return np.array(rows, dtype=int)
