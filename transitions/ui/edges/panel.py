"""The timeline of a study's clip on the page: drawn from the store, and every edit taken back into it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from transitions.errors import StoreError, TransitionsError
from transitions.store import ClipView
from transitions.ui.edges.component import show_component
from transitions.ui.edges.payload import (
    Edit,
    Film,
    TakenIn,
    changes_of,
    edges_data,
    read_message,
    window_about,
)
from transitions.ui.film_source import FilmSource
from transitions.ui.moment import stored_run
from transitions.ui.reels import film_of
from transitions.ui.services import store

KEY = "edges_timeline"
Leave = Callable[[dict[str, Any]], None]
_AT, _ANSWER = "edges_at", "edges_answer"


def show_edges(
    study: str,
    clip_id: int,
    rater: str,
    *,
    by: str | None = None,
    chosen: str | None = None,
    on_leave: Leave | None = None,
    changes_clip: bool = False,
) -> None:
    """Show a clip's transitions as a rater has them, to be corrected.

    Parameters
    ----------
    rater : in whose name: one of the study's, or the consensus once it is revealed.
    by : the person at the keyboard, where that is not the rater.
    chosen : the key of the transition to begin with.
    on_leave : what a key that leaves the timeline asks for: ``{"pane": "rate"}``, or ``{"clip": ±1}`` where
        `changes_clip` says that another clip can be asked for. Everything is kept by then.

    Raises
    ------
    TransitionsError
        The study has no such clip or rater, or the clip can't be shown.
    """
    view = store().studies.view(study, clip_id, rater)
    closed = f"{rater} has committed, so this stays as it is."
    at_clip, at_s = st.session_state.get(_AT, (None, 0.0))
    if at_clip != clip_id:
        marks = view.own.marks
        first_s = min((mark.start_s for mark in marks.values()), default=0.0)
        begin = marks.get(chosen or "")
        at_s = first_s if begin is None else begin.start_s
        st.session_state[_AT] = (clip_id, at_s)
    window_s = window_about(view.duration_s, at_s)
    with st.spinner("Opening the clip …"):
        address, frame_s = _film(view, window_s)
    clip = stored_run(view.run_id).clip
    film = Film(address, frame_s, window_s, (clip.width, clip.height))
    data = edges_data(
        view,
        film,
        of=f"{study} {rater}",
        answer=st.session_state.get(_ANSWER, TakenIn()),
        closed=closed if view.is_committed else "",
        chosen=chosen,
    )
    ways = [*(["pane"] if on_leave else []), *(["clip"] if on_leave and changes_clip else [])]
    show_component(
        {**data, "ways": ways}, KEY, partial(_take_in, study, rater, by), partial(_go, clip_id, on_leave)
    )


def _film(view: ClipView, window_s: tuple[float, float]) -> tuple[str, Sequence[float]]:
    """The film's address and the times of its frames; without the pose, which a rater may not see."""
    start_s, end_s = window_s
    if end_s >= view.duration_s:
        end_s = view.duration_s + 1.0  # the last frame may be shown later than the length says
    hidden_by = view.run_id if view.faces_blurred else None
    return film_of(FilmSource(view.recording_id, None, hidden_by), (start_s, end_s))


def _asked(name: str) -> dict[str, Any]:
    asked: dict[str, Any] = (st.session_state.get(KEY) or {}).get(name) or {}
    return asked


def _go(clip_id: int, on_leave: Leave | None) -> None:
    asked = _asked("go")
    if "at_s" in asked:
        st.session_state[_AT] = (clip_id, float(asked["at_s"]))
    elif on_leave is not None and asked:
        on_leave(asked)


def _take_in(study: str, rater: str, by: str | None) -> None:
    """Keep what a message says, each edit as an entry of its own; an edit that came before is let be."""
    message = _asked("said")
    if not message:
        return
    sender = str(message["from"])
    answer: TakenIn = st.session_state.get(_ANSWER, TakenIn())
    answered = answer.n if answer.sender == sender else 0
    trouble = ""
    for edit in read_message(message, answered):
        try:
            if edit.of != f"{study} {rater} {edit.clip_id}":
                raise StoreError("This was done for another study or rater and was not kept.")
            _keep(edit, study, rater, by)
        except TransitionsError as error:
            trouble = trouble or str(error)
        st.session_state[_ANSWER] = TakenIn(sender, edit.n, trouble)


def _keep(edit: Edit, study: str, rater: str, by: str | None) -> None:
    studies = store().studies
    if edit.turn is not None:
        turn = studies.undo if edit.does == "undo" else studies.redo
        turn(study, edit.clip_id, rater, by=by)
        return
    view = studies.view(study, edit.clip_id, rater)
    _, frame_s = _film(view, edit.window_s)
    studies.say(study, edit.clip_id, rater, *changes_of(edit, view.own.marks, view.given, frame_s), by=by)
