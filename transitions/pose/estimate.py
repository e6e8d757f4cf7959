"""Frames in, one person's `PoseSeries` out: pixels are dropped as soon as a frame is measured."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np

from transitions.errors import Cancelled, NoPersonError
from transitions.pose import TimedFrame
from transitions.pose.camera_motion import CameraMotion
from transitions.pose.detection import Detection
from transitions.pose.model_files import model_path
from transitions.pose.people import PeopleTracker
from transitions.series import SILHOUETTE_STATIONS, TRUNK_MASK_PX, FloatArray, PoseSeries


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
    times: list[float] = []
    shifts_px: list[FloatArray] = []
    camera = CameraMotion()
    width = height = 0
    with PeopleTracker(model_path(model), wanted=person) as people:
        for frame in frames:
            if cancelled is not None and cancelled():
                raise Cancelled("The analysis was stopped.")
            height, width = frame.rgb.shape[:2]
            people.see(frame.rgb, frame.t_s)
            shifts_px.append(camera.see(frame.rgb, people.points_px()) / scale)
            times.append(frame.t_s)
            if on_frame is not None:
                on_frame(len(times))
        chosen = people.chosen(times[-1]) if times else []
    if chosen and person > len(chosen):
        raise NoPersonError(
            f"Person {person} was asked for, but {len(chosen)} can be followed in this clip: "
            f"choose a number from 1 to {len(chosen)}."
        )
    rows = chosen[person - 1].rows if chosen else {}
    series = _series(np.array(times), rows, scale, round(width / scale), round(height / scale), len(chosen))
    return replace(series, camera_shift_px=np.array(shifts_px).reshape(-1, 2))


def _series(
    t_s: np.ndarray,
    rows: Mapping[int, Detection],
    scale: float,
    width_px: int,
    height_px: int,
    people_seen: int,
) -> PoseSeries:
    n = len(t_s)
    image, world = np.full((2, n, 33, 3), np.nan)
    visibility = np.full((n, 33), np.nan)
    outline = np.full((n, 2, len(SILHOUETTE_STATIONS)), np.nan)
    trunk_mask = np.zeros((n, TRUNK_MASK_PX, TRUNK_MASK_PX), np.uint8)
    for number, found in rows.items():
        image[number] = found.image_px / scale
        world[number] = found.world_m
        visibility[number] = found.visibility
        outline[number] = found.outline
        trunk_mask[number] = found.trunk_mask
    return PoseSeries(
        t_s=t_s,
        image_px=image,
        world_m=world,
        visibility=visibility,
        width_px=width_px,
        height_px=height_px,
        silhouette=outline,
        people_seen=people_seen,
        trunk_mask=trunk_mask,
    )
