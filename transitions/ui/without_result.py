"""A clip that could not be analysed: what the camera saw, why that was not enough, what to film and what to try."""

from __future__ import annotations

from typing import Any

import streamlit as st
from PIL import Image

from transitions.errors import NO_PERSON, NOT_WHOLE, TransitionsError
from transitions.store import RecordingSummary
from transitions.ui.filming import open_filming
from transitions.ui.frame import go_to, lead, plain_errors
from transitions.ui.people_in_view import FIRST
from transitions.ui.progress import await_result
from transitions.ui.services import queue, store
from transitions.ui.stills import SIDE_PX
from transitions.video import open_clip

LOOKS = (0.15, 0.5, 0.85)
"""Where in the clip its pictures are from, as shares of its length."""

NOBODY, TOO_NEAR, OTHERWISE = "Nobody was found", "Nobody is seen whole", "Could not be analysed"
LOOK_YOURSELF = {
    NOBODY: "Look at the pictures from it: is somebody in them, head to feet, large and well lit?",
    TOO_NEAR: "Look at the pictures from it: are head and feet cut off?",
}


def heading_of(reason: str) -> str:
    """What the page says first of a clip whose analysis ended with this reason."""
    if reason.startswith(NO_PERSON):
        return NOBODY
    return TOO_NEAR if reason.startswith(NOT_WHOLE) else OTHERWISE


def show_without_result(summary: RecordingSummary) -> None:
    """Show the clip's pictures, the reason, and the ways on."""
    recording, job = summary.recording, summary.job
    reason = (job.reason if job is not None else None) or ""
    heading = heading_of(reason)
    words, seen = st.columns([8, 11], gap="medium")
    with words:
        st.subheader(heading, anchor=False)
        lead(reason)
        if heading in LOOK_YOURSELF:
            st.markdown(LOOK_YOURSELF[heading])
        with st.container(horizontal=True):
            if st.button("Add another clip", type="primary", icon=":material/add:"):
                go_to("home")
            if st.button("How to film", icon=":material/videocam:"):
                open_filming()
        show_other_tries(summary)
    with seen, st.container(key="camera-saw"):
        _show_pictures(recording.id, recording.name)


def show_other_tries(summary: RecordingSummary) -> None:
    """A button for each way in which the same clip can be looked at again."""
    st.caption("Or look at this clip again:")
    with st.container(horizontal=True):
        for label, said, options in other_tries(_options(summary), is_skimmed=_is_skimmed(summary)):
            if st.button(label, key=f"try-{summary.recording.id}-{label}", help=said):
                with plain_errors():
                    queue().submit(summary.recording.id, options)
                    await_result(summary.recording.id)
                    go_to("home")


def other_tries(options: dict[str, Any], *, is_skimmed: bool) -> list[tuple[str, str, dict[str, Any]]]:
    """What else can be tried after an analysis with these options: label, what it does, and its options.

    Parameters
    ----------
    is_skimmed : whether a clip like this is looked at frame by frame only where something happens.
    """
    tries = []
    if options.get("person", FIRST) != FIRST:
        first = {name: value for name, value in options.items() if name != "person"}
        said = "Whoever is largest, nearest to the middle and longest in view"
        tries.append(("Follow the first person", said, first))
    if is_skimmed and not options.get("exhaustive"):
        every = {**options, "exhaustive": True}
        tries.append(
            ("Look at every frame", "Long clips are skimmed; this takes several times as long", every)
        )
    tries.append(("Try again as it is", "Helps only where the analysis was broken off", options))
    return tries


def _options(summary: RecordingSummary) -> dict[str, Any]:
    return {} if summary.job is None else dict(summary.job.options)


@st.cache_data(show_spinner=False, max_entries=64)
def _skimmed(recording_id: int) -> bool:
    # With the page it would cost every first visit the import of all that analyses.
    from transitions.pipeline import LONG_S

    try:
        clip = open_clip(store().recordings.clip_path(recording_id))
    except TransitionsError:
        return False
    return clip.facts.duration_s > LONG_S and clip.is_sought_quickly


def _is_skimmed(summary: RecordingSummary) -> bool:
    return _skimmed(summary.recording.id)


def _show_pictures(recording_id: int, name: str) -> None:
    try:
        pictures = _pictures(recording_id)
    except TransitionsError:
        return  # it is no video, which the reason says
    for column, picture in zip(st.columns(len(pictures) or 1), pictures, strict=False):
        with column:
            st.image(picture, alt=f"A picture from {name}", width="stretch")
    if pictures:
        st.caption("What the camera saw, early, half way and late in the clip.")


@st.cache_data(show_spinner=False, max_entries=16)
def _pictures(recording_id: int) -> list[Image.Image]:
    clip = open_clip(store().recordings.clip_path(recording_id))
    size = clip.fit_within(SIDE_PX)
    found = [next(clip.read(share * clip.facts.duration_s, size=size), None) for share in LOOKS]
    return [Image.fromarray(frame.rgb) for frame in found if frame is not None]
