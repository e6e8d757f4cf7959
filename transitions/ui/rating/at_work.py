"""Where a rater is in a study, kept in the session and the address, so that a reload goes on from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from transitions.agreement.study import CONSENSUS
from transitions.store import RatingTask, Study
from transitions.ui.rating.worklist import Listed, ListFilter, Place, next_left, places_of
from transitions.ui.services import store

_PLACE, _NONCE, _WRITTEN = "rate_place", "rate_nonce", "rate_written"
_ANSWERS, _SAID = "rate_answers", "rate_said"
_FILTER, _TASKS = "rate_filter", "rate_tasks"


RATE, SEGMENTS = "Rate", "Segments"
"""What is done in a study: its findings are rated, or where transitions begin and end is corrected."""


@dataclass(frozen=True)
class Pen:
    """In whose name is written in which study.

    `name` is a rater, or the consensus of all; `by` is the person at the keyboard where that is another, and a
    consensus cannot be written without.
    """

    study: str
    name: str
    by: str | None

    @property
    def is_consensus(self) -> bool:
        """Whether the raters' consensus is written."""
        return self.name == CONSENSUS


def pane_key(study: Study) -> str:
    """Where the page keeps which of the two is done."""
    return f"rate_pane-{study.id}"


def show_pane(study: Study, pane: str) -> None:
    """Go over to the other, as a key asks for."""
    st.session_state[pane_key(study)] = pane


def read_tasks(pen: Pen) -> list[RatingTask]:
    """The work list as it is now; the page that is drawn next need not read it again (`tasks_of`)."""
    tasks = store().studies.tasks(pen.study, pen.name)
    st.session_state[_TASKS] = (pen, tasks)
    return tasks


def tasks_of(pen: Pen) -> list[RatingTask]:
    """The work list, as read just now while an answer was carried out, else from the store."""
    kept: tuple[Pen, list[RatingTask]] | None = st.session_state.pop(_TASKS, None)
    return kept[1] if kept is not None and kept[0] == pen else store().studies.tasks(pen.study, pen.name)


def open_place(place: Place | None) -> None:
    """Go to a place; the film goes to its start, also when it is open already."""
    st.session_state[_PLACE] = place
    st.session_state[_NONCE] = nonce() + 1


def nonce() -> int:
    """Changes with every place opened."""
    number: int = st.session_state.get(_NONCE, 0)
    return number


def chosen_place() -> Place | None:
    """The place that was opened last."""
    place: Place | None = st.session_state.get(_PLACE)
    return place


def find_place(tasks: list[RatingTask], where: ListFilter) -> Place | None:
    """The place to show: what was opened, else what the address names, else the first one left, else the first."""
    take_from_address()
    every = [place for task in tasks for place in places_of(task)]
    chosen = chosen_place()
    if chosen in every:
        return chosen
    # A transition was refused or added beside it: the first place of the same clip.
    same = [place for place in every if chosen is not None and place[0] == chosen[0]]
    place = next(iter(same), None) or next_left(tasks, where.rules, None) or next(iter(every), None)
    open_place(place)
    return place


def take_from_address() -> None:
    """Open the place named in the address, unless another was opened on the page since it was written."""
    clip, unit = st.query_params.get("clip", ""), st.query_params.get("unit", "")
    asked = f"{clip}/{unit}"
    if clip.isdecimal() and asked != st.session_state.get(_WRITTEN, "") and _unmoved():
        segment, _, rule = unit.rpartition(".")
        open_place((int(clip), segment, rule))


def _unmoved() -> bool:
    return bool(st.session_state.get(f"{_WRITTEN}_at", 0) == nonce())


def keep_in_address(place: Place) -> None:
    """Write the open place into the address."""
    clip, unit = str(place[0]), f"{place[1]}.{place[2]}" if place[1] else ""
    st.session_state[_WRITTEN] = f"{clip}/{unit}"
    st.session_state[f"{_WRITTEN}_at"] = nonce()
    for key, value in (("clip", clip), ("unit", unit)):
        if not value:
            st.query_params.pop(key, None)
        elif st.query_params.get(key) != value:
            st.query_params[key] = value


def kept_filter() -> ListFilter:
    """The filter of the last run, or of the address after a reload."""
    kept: ListFilter | None = st.session_state.get(_FILTER)
    if kept is not None:
        return kept
    which = st.query_params.get("show", "")
    rules = frozenset(filter(None, st.query_params.get("rules", "").split(",")))
    return ListFilter(Listed(which) if which in set(Listed) else Listed.ALL, rules)


def keep_filter(where: ListFilter) -> None:
    """Keep a filter, in the address too."""
    st.session_state[_FILTER] = where
    shown = {
        "show": "" if where.which is Listed.ALL else str(where.which),
        "rules": ",".join(sorted(where.rules)),
    }
    for key, value in shown.items():
        if not value:
            st.query_params.pop(key, None)
        elif st.query_params.get(key) != value:
            st.query_params[key] = value


def leave_study() -> None:
    """Forget where a rater was: another study, or another name, is opened."""
    for key in (_PLACE, _WRITTEN, _FILTER):
        st.session_state.pop(key, None)
    for key in ("clip", "unit", "show", "rules", "word"):
        st.query_params.pop(key, None)


def asked_of(key: str, name: str) -> dict[str, Any]:
    """What was asked of a component in this rerun under this name, or nothing."""
    state = st.session_state.get(key)
    wanted: dict[str, Any] = (state or {}).get(name) or {}
    return wanted


def say(words: str) -> None:
    """Keep what the panel says next."""
    st.session_state[_SAID] = words


def count_answer() -> None:
    """One more key or button was answered: the panel may ask the next."""
    st.session_state[_ANSWERS] = answers() + 1


def answers() -> int:
    """How many were answered in this session."""
    number: int = st.session_state.get(_ANSWERS, 0)
    return number


def said() -> str:
    """What was said last, once."""
    words: str = st.session_state.pop(_SAID, "")
    return words
