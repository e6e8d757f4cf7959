"""A recording that is reviewed while the rest of it is analysed: how far that is, and the way to what is new."""

from __future__ import annotations

import streamlit as st

from transitions.store import RecordingSummary
from transitions.ui.frame import plain_errors
from transitions.ui.services import store
from transitions.ui.words import counted, span

LOOK_S = 5.0


def show_so_far(recording_id: int | None) -> None:
    """Say of a recording that is being analysed what is here of it; nothing of any other."""
    if recording_id is None:
        return
    summary = store().recordings.summary(recording_id)
    if summary.is_growing:
        with st.container(key="so-far"):
            _watch(recording_id, summary.segments)


@st.fragment(run_every=LOOK_S)
def _watch(recording_id: int, shown: int) -> None:
    with plain_errors():
        summary = store().recordings.summary(recording_id)
        more = summary.segments - shown
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(so_far_words(summary, more))
            label = "Show all of it" if not summary.is_growing else "Show what is new"
            if (more or not summary.is_growing) and st.button(label, key="show-new"):
                st.rerun()


def so_far_words(summary: RecordingSummary, more: int) -> str:
    """``The rest of this recording is being analysed, about 4 min left. What you say …``; `more` came meanwhile."""
    new = f" {counted(more, 'moment more', 'moments more')} found." if more > 0 else ""
    if not summary.is_growing:
        return f"**This recording is analysed.**{new}"
    left_s = summary.job.seconds_left if summary.job is not None else None
    left = "" if left_s is None else f", about {span(left_s)} left"
    return f"**The rest of this recording is still being analysed{left}.**{new} What you say of these moments is kept."
