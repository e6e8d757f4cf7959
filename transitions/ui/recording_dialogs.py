"""Two questions about a recording: what should be noted of it, and whether it may go."""

from __future__ import annotations

from datetime import date

import streamlit as st

from transitions.store import RecordingSummary
from transitions.ui.frame import html, notify, plain_errors, text
from transitions.ui.services import store
from transitions.ui.told import About, as_kept, ask_context, ask_who_and_when


@st.dialog("Edit the details", width="large")
def edit_details(summary: RecordingSummary) -> None:
    """Ask for everything that is told of a recording, filled with what was told before."""
    recording = summary.recording
    html(f"<p>{text(recording.name)}</p>")
    told = About(summary.pseudonym or "", _day(recording.filmed_on), recording.context)
    key = f"edit-{recording.id}"
    pseudonym, filmed_on = ask_who_and_when(key, told)
    context = ask_context(key, told.context)
    cancel, save = st.columns(2)
    if save.button("Save", type="primary", key=f"{key}-save", width="stretch"):
        with plain_errors():
            store().recordings.update(recording.id, **as_kept(About(pseudonym, filmed_on, context)))
            notify(f"What is noted of “{recording.name}” was saved.")
            st.rerun()
    if cancel.button("Cancel", key=f"{key}-cancel", width="stretch"):
        st.rerun()


@st.dialog("Delete this recording?")
def confirm_deletion(recording_id: int, name: str) -> None:
    """Ask before a recording is deleted."""
    html(
        f"<p>“{text(name)}” goes with everything made from it: its analyses, moments, reviews, cut pieces "
        "and its picture. This cannot be undone.</p>"
    )
    cancel, delete = st.columns(2)
    if cancel.button("Cancel", key="keep", width="stretch"):
        st.rerun()
    if delete.button("Delete for good", key="delete-for-good", width="stretch", icon=":material/delete:"):
        with plain_errors():
            notify(str(store().recordings.delete(recording_id)))
            st.rerun()


def _day(filmed_on: str | None) -> date | None:
    return None if filmed_on is None else date.fromisoformat(filmed_on)
