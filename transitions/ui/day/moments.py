"""The worst moments of a recording: the list, and the open one with its picture and its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from transitions.store import FindingRow, MomentRow
from transitions.ui.day.payload import moment_time_s
from transitions.ui.day.pictures import moment_picture
from transitions.ui.day.wording import whole_clock
from transitions.ui.findings import simple_markup
from transitions.ui.frame import go_to, html
from transitions.ui.queue import show_queue
from transitions.ui.queue_rows import queue_rows
from transitions.ui.services import rules_by_id, store
from transitions.ui.verdicts import rater
from transitions.ui.words import counted

LIST_KEY = "day-moments"
LISTED = 30
KEYS_WORDS = "Keys: n next, p previous, o open in the review."


def show_moments(
    moments: Sequence[MomentRow],
    chosen: FindingRow,
    on_list: Callable[[], None],
    on_step: Callable[[int], None],
) -> None:
    """The list beside the open moment.

    `on_list` is called when the viewer opens another one in the list, `on_step` when they go on (1) or back (-1).
    """
    place = next(i for i, moment in enumerate(moments) if moment.main.id == chosen.id)
    st.subheader("Worst moments first", anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", key="day-steps"):
        st.button("Previous", key="day-previous", on_click=on_step, args=(-1,), disabled=place == 0)
        st.button("Next", key="day-next", on_click=on_step, args=(1,), disabled=place + 1 == len(moments))
        st.caption(f"Moment {place + 1} of {len(moments)}. {KEYS_WORDS}", width="content")
    queue, card = st.columns([4, 9], gap="medium")
    with card:
        _show_card(chosen)
    with queue, st.container(key="queue"):
        listed = moments[_first_listed(place) : _first_listed(place) + LISTED]
        standing = store().reviews.standing([row.id for moment in listed for row in moment.findings])
        show_queue(queue_rows(listed, chosen.id, standing, rater(), with_clip=False), LIST_KEY, on_list)
        if len(listed) < len(moments):
            st.caption(f"{counted(len(moments), 'moment')} in all; n and p go through every one.")
    # The next picture is made while this one is looked at.
    if place + 1 < len(moments):
        moment_picture(moments[place + 1].main)


def _first_listed(place: int) -> int:
    return max(place - place % LISTED, 0)


def _show_card(row: FindingRow) -> None:
    with st.container(border=True, key="day-card"):
        picture, words = st.columns([5, 4], gap="medium")
        with words:
            html(simple_markup(row, rules_by_id().get(row.finding.rule), with_clip=False))
            if st.button(
                "Open in the review", type="primary", key="day-review", icon=":material/slow_motion_video:"
            ):
                go_to("review", recording=row.recording_id, finding=row.id)
        with picture:
            found = moment_picture(row)
            if found is None:
                st.caption("The clip is no longer there, so there is no picture of this moment.")
            else:
                st.image(found, alt=f"The moment at {whole_clock(moment_time_s(row))}", width="stretch")
