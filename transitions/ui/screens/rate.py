"""Studies: set one up, rate its clips blind and by keyboard, commit, then look at them together."""

from __future__ import annotations

from functools import partial

import streamlit as st

from transitions.errors import StoreError
from transitions.store import ClipView, RatingTask, Study
from transitions.ui.edges import show_edges
from transitions.ui.frame import plain_errors, show_notices
from transitions.ui.rating import PANEL_KEY, RAIL_KEY, show_panel, show_rail
from transitions.ui.rating.answering import answer
from transitions.ui.rating.at_work import (
    Pen,
    answers,
    asked_of,
    find_place,
    keep_in_address,
    leave_study,
    nonce,
    said,
    tasks_of,
)
from transitions.ui.rating.bar import show_bar
from transitions.ui.rating.film import FILM_KEY, prepare_next, show_film
from transitions.ui.rating.list_of_studies import show_studies_list
from transitions.ui.rating.payload import panel_data, rail_data
from transitions.ui.rating.who import ask_who, rater_of
from transitions.ui.rating.worklist import ListFilter, Place
from transitions.ui.services import rules_by_id, store


def show_studies() -> None:
    """Draw the page under its title."""
    show_notices()
    with plain_errors():
        name = st.query_params.get("study", "")
        study = _study(name)
        if study is None:
            leave_study()
            show_studies_list()
        elif rater_of(study) is None and not study.is_revealed:
            st.subheader(name, anchor=False)
            ask_who(study)
        else:
            _show_body(name)


def _study(name: str) -> Study | None:
    """The study of the address; None without one, or when it is gone."""
    if not name:
        return None
    try:
        return store().studies.get(name)
    except StoreError:
        st.info("The study you asked for is not here; these are the ones that are.")
        st.query_params.pop("study", None)
        return None


@st.fragment
def _show_body(name: str) -> None:
    with plain_errors(), st.container(key="bench"):
        study = store().studies.get(name)
        who = rater_of(study)
        pen, in_segments, where = show_bar(study, who)
        tasks = tasks_of(pen)
        place = find_place(tasks, where)
        if place is None:
            st.info("The clips of this study were deleted.")
            return
        keep_in_address(place)
        if in_segments:
            rail, work = st.columns([4, 17], gap="medium")
            with work, plain_errors():
                _show_segments(pen, place)
        else:
            rail, watch, card = st.columns([4, 11, 6], gap="medium")
            view = store().studies.view(name, place[0], pen.name)
            can_write = who is not None and not view.is_committed
            # The question comes first: cutting the piece of film may take a moment the first time.
            with card, st.container(border=True, key="finding"):
                data = panel_data(view, place, pen, tasks, can_write=can_write)
                show_panel(
                    {**data, "answers": answers(), "said": said()},
                    lambda: answer(pen, asked_of(PANEL_KEY, "ask")),
                )
            with watch, st.container(key="watch"), plain_errors():
                _show_film(pen, view, tasks, where, place)
        with rail, st.container(key="queue"):
            show_rail(rail_data(tasks, where, place), lambda: answer(pen, asked_of(RAIL_KEY, "ask")))


def _show_film(pen: Pen, view: ClipView, tasks: list[RatingTask], where: ListFilter, place: Place) -> None:
    rule = rules_by_id().get(place[2])
    show_film(
        view, place[1], rule, nonce(), pen.by or pen.name, lambda: answer(pen, asked_of(FILM_KEY, "open"))
    )
    prepare_next(pen.study, pen.name, tasks, where, place)


def _show_segments(pen: Pen, place: Place) -> None:
    label = store().studies.view(pen.study, place[0], pen.name).label
    st.markdown(f"**{label}**")
    show_edges(
        pen.study,
        place[0],
        pen.name,
        by=pen.by,
        chosen=place[1] or None,
        on_leave=partial(answer, pen),
        changes_clip=True,
    )
