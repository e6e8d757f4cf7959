"""A picture of a moment: the frame it was read at, with the person marked."""

from __future__ import annotations

import io

import numpy as np
import streamlit as st
from PIL import Image

from transitions.errors import TransitionsError
from transitions.store import FindingRow
from transitions.ui.day.payload import moment_time_s
from transitions.ui.services import store
from transitions.ui.stills import marked
from transitions.video import Frame, open_clip

SIDE_PX = 720
AROUND_S = 0.25
"""The pose is read this far to both sides of the moment."""


def moment_picture(row: FindingRow) -> bytes | None:
    """A JPEG; None where the clip is no longer there or shows nothing at that time."""
    state = store().runs.state(row.run_id)
    return _picture(row.recording_id, row.run_id, round(moment_time_s(row), 3), state)


@st.cache_data(show_spinner=False, max_entries=64)
def _picture(recording_id: int, run_id: int, at_s: float, state: str) -> bytes | None:  # noqa: ARG001 - as it grows
    try:
        clip = open_clip(store().recordings.clip_path(recording_id))
        frame = next(clip.read(max(at_s - 1e-3, 0.0), size=clip.fit_within(SIDE_PX)), None)
        return None if frame is None else _jpeg(_with_mark(frame, run_id, at_s))
    except TransitionsError:
        return None


def _with_mark(frame: Frame, run_id: int, at_s: float) -> Image.Image:
    """The frame with the followed person marked, or as it is where nobody is seen just then."""
    pose = store().runs.series(run_id, at_s - AROUND_S, at_s + AROUND_S).pose
    rows = np.flatnonzero(pose.seen)
    if not len(rows) or not pose.width_px:
        return Image.fromarray(frame.rgb)
    row = int(rows[np.argmin(np.abs(pose.t_s[rows] - at_s))])
    return marked(frame, pose.image_px[row] * frame.rgb.shape[1] / pose.width_px)


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()
