"""Frames in, one person's `PoseSeries` out: pixels are dropped as soon as a frame is measured."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from transitions.errors import Cancelled
from transitions.pose import Frame
from transitions.pose.mediapipe import Detection, Landmarker
from transitions.pose.model_files import model_path
from transitions.pose.silhouette import outline_distances
from transitions.series import INDEX, SILHOUETTE_STATIONS, FloatArray, PoseSeries

_HIPS = [INDEX["left_hip"], INDEX["right_hip"]]
_SHOULDERS = [INDEX["left_shoulder"], INDEX["right_shoulder"]]


def estimate_poses(
    frames: Iterable[Frame],
    *,
    model: str = "full",
    person: int = 1,
    scale: float = 1.0,
    on_frame: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> PoseSeries:
    """Follow one person through upright RGB frames.

    Parameters
    ----------
    frames : each with `t_s` (seconds, strictly rising) and `rgb` ((height, width, 3) uint8); read once, none
        is kept.
    model : ``full`` or ``lite``.
    person : whom to follow, 1 the first choice.
    scale : the frames' size as a fraction of the original; image points are given in original pixels.
    on_frame : called with the number of frames done, after each.
    cancelled : asked before each frame; true ends the work.

    Raises
    ------
    Cancelled
        When `cancelled` says so.
    ModelFileError
        If the pose model is missing or altered.
    SystemLibraryError
        If a library that the model needs is not on this computer.
    """
    times: list[float] = []
    rows: list[tuple[FloatArray, FloatArray, FloatArray, FloatArray]] = []
    width = height = 0
    with Landmarker(model_path(model), track=True, masks=True) as landmarker:
        for frame in frames:
            if cancelled is not None and cancelled():
                raise Cancelled("The analysis was stopped.")
            height, width = frame.rgb.shape[:2]
            found = landmarker.detect(frame.rgb, frame.t_s)
            times.append(frame.t_s)
            rows.append(_row(found[0], scale) if found else _nobody())
            if on_frame is not None:
                on_frame(len(rows))
    image, world, visibility, silhouette = (
        np.array(column) if rows else np.empty(shape)
        for column, shape in zip(
            zip(*rows, strict=True) if rows else [()] * 4,
            [(0, 33, 3), (0, 33, 3), (0, 33), (0, 2, len(SILHOUETTE_STATIONS))],
            strict=True,
        )
    )
    return PoseSeries(
        t_s=np.array(times),
        image_px=image,
        world_m=world,
        visibility=visibility,
        width_px=round(width / scale),
        height_px=round(height / scale),
        silhouette=silhouette,
        people_seen=int(bool(rows) and bool(np.isfinite(world).any())),
    )


def _row(detection: Detection, scale: float) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    image = detection.image_px
    hips, shoulders = image[_HIPS, :2].mean(axis=0), image[_SHOULDERS, :2].mean(axis=0)
    assert detection.mask is not None
    outline = outline_distances(detection.mask, hips, shoulders)
    return image / scale, detection.world_m, detection.visibility, outline


def _nobody() -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    return (
        np.full((33, 3), np.nan),
        np.full((33, 3), np.nan),
        np.full(33, np.nan),
        np.full((2, len(SILHOUETTE_STATIONS)), np.nan),
    )
