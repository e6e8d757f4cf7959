"""The list of recordings, those of one person together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from transitions.store import RecordingSummary
from transitions.ui.frame import literal
from transitions.ui.recording_card import show_card
from transitions.ui.services import store
from transitions.ui.stills import show_still

PAGE_SIZE = 6
"""At first: the fields that take clips in are still in reach below."""

MORE = 24
NOBODY = "Nobody named"
_LIMIT = "recordings_limit"


@st.fragment
def show_recordings() -> None:
    """The newest recordings by person, with a search once there are many."""
    total = store().recordings.count()
    heading, search_box = st.columns([2, 1], vertical_alignment="bottom")
    heading.subheader("Recordings", anchor=False)
    search = ""
    if total > PAGE_SIZE:
        search = search_box.text_input("Search", placeholder="name, person or task", icon=":material/search:")
        total = store().recordings.count(search=search)
    limit = st.session_state.get(_LIMIT, PAGE_SIZE)
    summaries = store().recordings.list(search=search, limit=limit, by_person=True)
    if not summaries:
        st.caption("No recording has this in its name, its person's or its task.")
    _show_by_person(summaries)
    if total > limit:
        st.button(f"Show more ({total - limit:,} left)", type="tertiary", key="more", on_click=_show_more)


def _show_by_person(summaries: Sequence[RecordingSummary]) -> None:
    places = []
    named = any(summary.pseudonym for summary in summaries)
    for pseudonym, of_person in groupby(summaries, key=lambda summary: summary.pseudonym):
        if named:
            st.markdown(f"#### {literal(pseudonym or NOBODY)}")
        places += [(show_card(summary), summary.recording) for summary in of_person]
    for place, recording in places:
        with place:
            show_still(recording.id, recording.name)


def _show_more() -> None:
    st.session_state[_LIMIT] = st.session_state.get(_LIMIT, PAGE_SIZE) + MORE
