"""Frames in, one person's `PoseSeries` out: pixels are dropped as soon as a frame is measured."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from transitions.errors import Cancelled
from transitions.pose import TimedFrame
from transitions.pose.camera_motion import CameraMotion
from transitions.pose.models import PoseModels
from transitions.pose.people import PeopleTracker
from transitions.pose.stretch import SeenStretch, pose_series
from transitions.series import FloatArray, PoseSeries


def estimate_poses(
    frames: Iterable[TimedFrame],
    *,
    model: str = "full",
    person: int = 1,
    scale: float = 1.0,
    on_frame: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> PoseSeries:
    """Follow one person through upright RGB frames of one size.

    Frames in which the person is not found are NaN rows: nobody else ever stands in. Without anybody in the
    clip all rows are, and `people_seen` is 0.

    Parameters
    ----------
    frames : each with `t_s` (seconds, strictly rising) and `rgb` ((height, width, 3) uint8); read once, none
        is kept.
    model : ``full`` or ``lite``.
    person : whom to follow, 1 the first choice by size, nearness to the centre and time in view.
    scale : the frames' size as a fraction of the original; image points are given in original pixels.
    on_frame : called with the number of frames done, after each.
    cancelled : asked before each frame; true ends the work.

    Raises
    ------
    Cancelled
        When `cancelled` says so.
    NoPersonError
        If there are people in the clip, but fewer than `person`.
    ModelFileError
        If the pose model is missing or altered.
    SystemLibraryError
        If a library that the model needs is not on this computer.
    """
    stretch = look_at(frames, model=model, person=person, on_frame=on_frame, cancelled=cancelled)
    return pose_series(stretch, person=person, scale=scale)


def look_at(
    frames: Iterable[TimedFrame],
    *,
    model: str = "full",
    person: int = 1,
    on_frame: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    models: PoseModels | None = None,
) -> SeenStretch:
    """Everybody in a stretch of frames; the parameters are those of `estimate_poses`.

    `models` are this model's, some of them opened ahead.
    """
    times: list[float] = []
    shifts_px: list[FloatArray] = []
    camera = CameraMotion()
    width = height = 0
    with PeopleTracker(models or PoseModels(model), wanted=person) as people:
        for frame in frames:
            if cancelled is not None and cancelled():
                raise Cancelled("The analysis was stopped.")
            height, width = frame.rgb.shape[:2]
            people.see(frame.rgb, frame.t_s)
            shifts_px.append(camera.see(frame.rgb, people.points_px()))
            times.append(frame.t_s)
            if on_frame is not None:
                on_frame(len(times))
        sighted = people.sighted()
    return SeenStretch(np.array(times), np.array(shifts_px).reshape(-1, 2), (width, height), sighted)
