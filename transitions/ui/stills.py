"""A small picture of each recording for the lists, and one with the person who is followed marked."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import streamlit as st
from PIL import Image, ImageDraw

from transitions.errors import TransitionsError
from transitions.series import FloatArray
from transitions.ui.services import store
from transitions.video import Frame, open_clip

SIDE_PX = 480
"""Longer side of a still: sharp on a phone's screen, some 25 kB."""

AT_SHARE = 0.4
"""How far into the clip the still is from: the first seconds often show somebody walking off from the phone."""

LOOKS = (0.5, 0.3, 0.7, 0.15, 0.85)
"""Where in the clip the followed person is looked for, as shares of its length, a second each."""

MARK = (92, 194, 199)
MARGIN_SHARE = 0.12
"""The mark stands this far outside the landmarks, in body heights: they end at the eyes and the soles."""


def show_still(recording_id: int, name: str) -> None:
    """The recording's picture; nothing when it cannot be made, as of a file that is no video."""
    try:
        path = store().stills.get_or_make(recording_id, lambda path: _make(recording_id, path))
    except TransitionsError:
        return
    st.image(str(path), alt=f"A picture from {name}", width="stretch")


def marked_picture(recording_id: int, run_id: int, duration_s: float) -> Image.Image | None:
    """A picture with a frame around the person whom a run follows; None when they cannot be found again.

    Raises
    ------
    TransitionsError
        The clip or the curves are no longer there.
    """
    return _marked_picture(recording_id, run_id, duration_s, store().runs.state(run_id))


@st.cache_data(show_spinner=False, max_entries=32)
def _marked_picture(recording_id: int, run_id: int, duration_s: float, state: str) -> Image.Image | None:  # noqa: ARG001
    for share in LOOKS:
        start_s = share * duration_s
        kinematics = store().runs.series(run_id, start_s, start_s + 1.0)
        pose = kinematics.pose
        for row in np.flatnonzero(pose.seen)[:1]:
            clip = open_clip(store().recordings.clip_path(recording_id))
            frame = next(clip.read(float(kinematics.t_s[row]) - 1e-3, size=clip.fit_within(SIDE_PX)), None)
            if frame is not None:
                return marked(frame, pose.image_px[row] * frame.rgb.shape[1] / pose.width_px)
    return None


def _make(recording_id: int, path: Path) -> None:
    clip = open_clip(store().recordings.clip_path(recording_id))
    size = clip.fit_within(SIDE_PX)
    near = clip.read(AT_SHARE * clip.facts.duration_s, keyframes_only=True, size=size)
    frame = next(near, None) or next(clip.read(size=size))
    Image.fromarray(frame.rgb).save(path, "JPEG", quality=82)


def marked(frame: Frame, image_px: FloatArray) -> Image.Image:
    """The frame with a mark around somebody whose (33, 2 or 3) landmarks are given in its pixels."""
    picture = Image.fromarray(frame.rgb)
    x, y = image_px[:, 0], image_px[:, 1]
    margin = MARGIN_SHARE * (float(np.nanmax(y)) - float(np.nanmin(y)))
    left, top = max(float(np.nanmin(x)) - margin, 1), max(float(np.nanmin(y)) - margin, 1)
    right = min(float(np.nanmax(x)) + margin, picture.width - 2)
    bottom = min(float(np.nanmax(y)) + margin, picture.height - 2)
    if all(map(math.isfinite, (left, top, right, bottom))) and left < right and top < bottom:
        box = ImageDraw.Draw(picture)
        box.rounded_rectangle((left, top, right, bottom), radius=8, outline=(20, 24, 30), width=7)
        box.rounded_rectangle((left + 1, top + 1, right - 1, bottom - 1), radius=7, outline=MARK, width=4)
    return picture
