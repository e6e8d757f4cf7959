"""Correcting the transitions of a recording in an ordinary review, in place of its moments for as long as it takes."""

from __future__ import annotations

import streamlit as st

from transitions.annotation.entries import mark_of
from transitions.store import FindingRow
from transitions.store.study_checks import clean_name
from transitions.ui.edges import show_edges
from transitions.ui.frame import literal
from transitions.ui.services import store
from transitions.ui.verdicts import rater
from transitions.ui.words import clock, kind_name

_MARKING = "correct"
"""In the address: whose transitions are being corrected, so that a reload goes on there."""


def is_marking(row: FindingRow) -> bool:
    """Whether this recording's transitions are being corrected."""
    asked = st.query_params.get(_MARKING)
    if asked is not None and asked != str(row.run_id):
        _close()  # another recording was opened meanwhile
    return asked == str(row.run_id) and bool(rater())


def offer_marking(row: FindingRow) -> None:
    """A button that opens the timeline at this moment, and what raters have corrected of it."""
    for who, word in sorted(store().corrections.of_run(row.run_id).items()):
        mark = word.marks.get(row.segment.id)
        if mark is None:
            st.markdown(f":material/timeline: **{literal(who)}**: there is no such movement here")
        elif mark != mark_of(row.segment):
            what = f"{kind_name(mark.kind).lower()}, {clock(mark.start_s)} to {clock(mark.end_s)}"
            st.markdown(f":material/timeline: **{literal(who)}**: {what}")
    st.button(
        "Correct where it begins and ends",
        key="start-marking",
        type="tertiary",
        icon=":material/timeline:",
        disabled=not rater(),
        help=None if rater() else "Type your name or initials first; corrections are kept under it.",
        on_click=_open,
        args=(row.run_id,),
    )


def show_marking(row: FindingRow) -> None:
    """Show the timeline of the recording, with the way back.

    Raises
    ------
    TransitionsError
        The clip is no longer there, or the rater's name can't be used.
    """
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Back to the moments", key="stop-marking", icon=":material/arrow_back:", on_click=_close)
        st.markdown(f"**{literal(row.recording_name)}**, corrected by {literal(rater())}")
    who = clean_name(rater(), "A rater")
    study, clip_id = store().corrections.open(row.run_id, who)
    with st.container(key="bench"):
        show_edges(study, clip_id, who, chosen=row.segment.id, on_leave=lambda _asked: _close())


def _open(run_id: int) -> None:
    st.query_params[_MARKING] = str(run_id)


def _close() -> None:
    st.query_params.pop(_MARKING, None)
