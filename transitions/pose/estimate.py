"""Frames in, one person's `PoseSeries` out: pixels are dropped as soon as a frame is measured."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import numpy as np

from transitions.errors import Cancelled
from transitions.pose import TimedFrame
from transitions.pose.camera_motion import CameraMotion
from transitions.pose.models import PoseModels
from transitions.pose.people import PeopleTracker
from transitions.pose.scenes import ComparedFrame, with_scene_starts
from transitions.pose.sparing import (
    LITTLE_SIZES_S,
    SETTLING_LOOKS,
    STILL_SHARE,
    STILL_SIZES_S,
    is_still,
    with_looks,
)
from transitions.pose.stretch import SeenStretch, pose_series
from transitions.series import BoolArray, FloatArray, PoseSeries


def estimate_poses(
    frames: Iterable[TimedFrame],
    *,
    model: str = "full",
    person: int = 1,
    scale: float = 1.0,
    exhaustive: bool = False,
    on_frame: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> PoseSeries:
    """Follow one person through upright RGB frames of one size.

    Frames in which the person is not found are NaN rows: nobody else ever stands in. Without anybody in the
    clip all rows are, and `people_seen` is 0.

    Parameters
    ----------
    frames : each with `t_s` (seconds, strictly rising) and `rgb` ((height, width, 3) uint8); read once, only the
        last few are kept, and where another scene seems to begin a dozen are read ahead.
    model : ``full`` or ``lite``.
    person : whom to follow, 1 the first choice by size, nearness to the centre and time in view.
    scale : the frames' size as a fraction of the original; image points are given in original pixels.
    exhaustive : look at every frame; else some are passed over while the picture stands still (`sparing`), and
        their rows lie between those beside them.
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
    stretch = look_at(
        frames,
        PoseModels(model),
        person=person,
        exhaustive=exhaustive,
        on_frame=on_frame,
        cancelled=cancelled,
    )
    return pose_series(stretch, person=person, scale=scale)


def look_at(
    frames: Iterable[TimedFrame],
    models: PoseModels,
    *,
    person: int = 1,
    exhaustive: bool = False,
    on_frame: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> SeenStretch:
    """Everybody in a stretch of frames; the parameters are those of `estimate_poses`.

    `models` may have been opened ahead. Where another scene begins, whoever is in it is looked for afresh, and known
    from before by their clothes alone.
    """
    times: list[float] = []
    scene_starts_s: list[float] = []
    shifts_px: list[FloatArray] = []
    looked_at: list[bool] = []
    camera = CameraMotion()
    width = height = 0
    with PeopleTracker(models, wanted=person) as people:
        still = _never if exhaustive else partial(_is_still, people)
        for glance, looks in with_looks(with_scene_starts(frames), still):
            frame = glance.frame
            if cancelled is not None and cancelled():
                raise Cancelled("The analysis was stopped.")
            height, width = frame.rgb.shape[:2]
            if glance.begins_scene:
                scene_starts_s.append(frame.t_s)
                people.begin_scene(frame.t_s)
                camera.begin_scene()
            if looks:
                people.see(frame.rgb, frame.t_s)
                shifts_px.append(camera.see(frame.rgb, people.points_px(), glance.grey))
            else:
                people.pass_over(frame.t_s)
            looked_at.append(looks)
            times.append(frame.t_s)
            if on_frame is not None:
                on_frame(len(times))
        sighted = people.sighted()
    t_s, looked = np.array(times), np.array(looked_at, dtype=bool)
    shift_px = _at_every(t_s, looked, np.array(shifts_px).reshape(-1, 2))
    return SeenStretch(t_s, shift_px, (width, height), sighted, tuple(scene_starts_s), looked)


def _is_still(
    people: PeopleTracker, last: ComparedFrame, later: Sequence[ComparedFrame], share: float
) -> bool:
    """Whether nobody moves from one frame through later ones, by their last two looks and by the pictures."""
    most_sizes_s = STILL_SIZES_S if share == STILL_SHARE else LITTLE_SIZES_S
    if (
        people.settling_looks < SETTLING_LOOKS
        or people.misses_somebody
        or people.fastest_sizes_s > most_sizes_s
    ):
        return False
    return is_still(last, later, share, people.points_px())


def _never(*_: object) -> bool:
    return False


def _at_every(t_s: FloatArray, looked: BoolArray, values: FloatArray) -> FloatArray:
    """(n, k) values of the frames looked at, and between them where a frame was passed over."""
    if not len(values):
        return values
    return np.stack([np.interp(t_s, t_s[looked], column) for column in values.T], axis=1)
