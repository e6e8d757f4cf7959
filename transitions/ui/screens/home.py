"""Home: take clips in, see how far they are, and find earlier ones."""

from __future__ import annotations

import streamlit as st

from transitions.ui.filming import show_filming
from transitions.ui.frame import lead, plain_errors, show_notices
from transitions.ui.intake import intake_is_in_use, show_intake, show_samples
from transitions.ui.progress import show_progress
from transitions.ui.recordings_list import show_recordings
from transitions.ui.services import store
from transitions.ui.words import NOT_A_DEVICE, STRATEGIES_VARY

WELCOME = (
    "Film yourself getting up, sitting down, reaching, picking something up or getting out of a car. "
    "The program finds those moments, measures them, and shows the few worth trying differently, "
    "each with one practice cue."
)


def show_home() -> None:
    """Draw the page under its title."""
    with plain_errors():
        first_use = store().recordings.count() == 0
        if first_use:
            lead(WELCOME)
        show_notices()
        show_progress(may_leave=not intake_is_in_use())
        if first_use:
            _show_first_steps()
        else:
            show_recordings()
            _show_adding()
        st.caption(f"{NOT_A_DEVICE} {STRATEGIES_VARY}")


def _show_first_steps() -> None:
    add, samples = st.columns([3, 2], gap="large")
    with samples:
        st.subheader("No clip at hand?", anchor=False)
        st.caption("Try a sample: a drawn figure in known motion. It takes under a minute.")
        show_samples()
    with add:
        st.subheader("Add your clip", anchor=False)
        show_intake()
    st.subheader("How to film", anchor=False)
    show_filming()


def _show_adding() -> None:
    st.subheader("Add clips", anchor=False)
    show_intake()
    with st.expander("How to film", icon=":material/videocam:"):
        show_filming()
    with st.expander("Sample clips", icon=":material/movie:"):
        show_samples()
