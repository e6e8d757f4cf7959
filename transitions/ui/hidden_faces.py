"""Takes the face out of frames of a recording, by where an analysis of it saw the head."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from transitions.errors import TransitionsError
from transitions.export.blurred import blurred_at
from transitions.series import PoseSeries
from transitions.ui.services import store
from transitions.video.picture import RgbImage

NEAREST_S = 0.05
"""A frame further than this from every row of the landmarks has none of its own: it is blurred whole."""

MARGIN_S = 0.2


def face_hider(run_id: int, start_s: float, end_s: float) -> Callable[[RgbImage, float], RgbImage]:
    """What takes the face out of a frame of this stretch, given the frame's time in the recording."""
    read_pose = cache(lambda: _pose(run_id, start_s, end_s))

    def hidden(picture: RgbImage, t_s: float) -> RgbImage:
        pose = read_pose()
        made: RgbImage = blurred_at(picture, pose, None if pose is None else _row(pose, t_s))
        return made

    return hidden


def _pose(run_id: int, start_s: float, end_s: float) -> PoseSeries | None:
    try:
        return store().runs.series(run_id, max(0.0, start_s - MARGIN_S), end_s + MARGIN_S).pose
    except TransitionsError:
        return None  # without landmarks every frame is blurred whole


def _row(pose: PoseSeries, t_s: float) -> int | None:
    if not len(pose.t_s):
        return None
    nearest = int(np.argmin(np.abs(pose.t_s - t_s)))
    return nearest if abs(float(pose.t_s[nearest]) - t_s) <= NEAREST_S else None
