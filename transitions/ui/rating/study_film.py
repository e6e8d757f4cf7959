"""Pieces of a study's film, with the face blurred where the study asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from transitions.errors import StoreError, TransitionsError
from transitions.series import PoseSeries
from transitions.store import ClipView, Excerpt
from transitions.ui.services import store
from transitions.video import cut_clip
from transitions.video.picture import RgbImage

BLURRING = "transitions.export.blurred"
NEAREST_S = 0.05
"""A frame further than this from every row of the landmarks has none of its own: it is blurred whole."""

SERIES_MARGIN_S = 0.2


def can_blur() -> bool:
    """Whether faces can be blurred here."""
    return find_spec(BLURRING) is not None


def piece_of(view: ClipView, start_s: float, end_s: float, variant: str) -> Excerpt:
    """The film of a study's clip between two times, made the first time it is looked at.

    Parameters
    ----------
    variant : tells pieces of the same times apart; those with blurred faces are told apart from the others anyway.

    Raises
    ------
    TransitionsError
        The clip is no longer there, the piece cannot be made, or faces cannot be blurred here.
    """
    changed = None
    if view.faces_blurred:
        changed = _blurring(view, start_s, end_s)
        variant = f"{variant}-face-{view.run_id}"

    def make(path: Path) -> Sequence[float]:
        return cut_clip(
            store().recordings.clip_path(view.recording_id), start_s, end_s, path, changed=changed
        ).times_s

    return store().cuts.get_or_make(view.recording_id, start_s, end_s, make, variant)


def _blurring(view: ClipView, start_s: float, end_s: float) -> Callable[[RgbImage, float], RgbImage]:
    """What takes the face out of a frame, by where the analysis saw the head at that time."""
    if not can_blur():
        raise StoreError("This study is shown with faces blurred, which this version cannot do; update it.")
    blurred_at = import_module(BLURRING).blurred_at
    read_pose = cache(lambda: _pose(view, start_s, end_s))

    def changed(picture: RgbImage, t_s: float) -> RgbImage:
        pose = read_pose()
        made: RgbImage = blurred_at(picture, pose, None if pose is None else _row(pose, t_s))
        return made

    return changed


def _pose(view: ClipView, start_s: float, end_s: float) -> PoseSeries | None:
    try:
        series = store().runs.series(
            view.run_id, max(0.0, start_s - SERIES_MARGIN_S), end_s + SERIES_MARGIN_S
        )
    except TransitionsError:
        return None  # without landmarks every frame is blurred whole
    return series.pose


def _row(pose: PoseSeries, t_s: float) -> int | None:
    if not len(pose.t_s):
        return None
    nearest = int(np.argmin(np.abs(pose.t_s - t_s)))
    return nearest if abs(float(pose.t_s[nearest]) - t_s) <= NEAREST_S else None
