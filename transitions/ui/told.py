"""What is told of a clip, asked for in the same words when it is added and when it is edited."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import streamlit as st

from transitions.store import Context, HandUse, TimeOfDay
from transitions.store.recordings import Told
from transitions.ui.services import store
from transitions.ui.words import HANDS

UNSAID = "not said"
SHOES = ("barefoot", "socks", "slippers", "trainers", "shoes with a heel")


@dataclass(frozen=True)
class About:
    """Who, when and what; everything is optional."""

    pseudonym: str = ""
    filmed_on: date | None = None
    context: Context = field(default_factory=Context)


def ask_who_and_when(key: str, told: About) -> tuple[str, date | None]:
    """Fields for the pseudonym and the day; `key` tells one form from another."""
    who, when = st.columns(2)
    names = [person.pseudonym for person in store().people.list()]
    with who:
        pseudonym = st.selectbox(
            "Who is it?",
            names,
            index=names.index(told.pseudonym) if told.pseudonym in names else None,
            accept_new_options=True,
            placeholder="a pseudonym such as P01",
            key=f"{key}-who",
        )
    with when:
        filmed_on = st.date_input(
            "When was it filmed?", value=told.filmed_on, format="YYYY-MM-DD", key=f"{key}-when"
        )
    return pseudonym or "", filmed_on


def ask_context(key: str, told: Context) -> Context:
    """Fields for everything else, filled with what was told before."""
    left, right = st.columns(2)
    with left:
        task = st.text_input(
            "Task", value=told.task, placeholder="for example: up from the sofa", key=f"{key}-task"
        )
        times, hand_uses = list(TimeOfDay), list(HandUse)
        time_of_day = st.selectbox(
            "Time of day",
            times,
            index=times.index(told.time_of_day) if told.time_of_day else None,
            placeholder=UNSAID,
            key=f"{key}-time",
        )
        hands = st.selectbox(
            "Use of hands",
            hand_uses,
            index=hand_uses.index(told.hands) if told.hands else None,
            format_func=lambda h: HANDS[h],
            placeholder=UNSAID,
            key=f"{key}-hands",
        )
        load_kg = _ask_number("Load carried, kg", told.load_kg, 500.0, f"{key}-load")
    with right:
        before = _ask_pain("Pain before, 0 to 10", told.pain_before, f"{key}-before")
        after = _ask_pain("Pain after, 0 to 10", told.pain_after, f"{key}-after")
        seat_cm = None if told.seat_height_m is None else round(100 * told.seat_height_m, 1)
        seat_cm = _ask_number("Height of the seat, cm", seat_cm, 150.0, f"{key}-seat")
        shoes = _ask_shoes(told.shoes, f"{key}-shoes")
        note = st.text_input("Remarks", value=told.note, key=f"{key}-note")
    return Context(
        time_of_day=time_of_day,
        task=task,
        load_kg=load_kg,
        pain_before=before,
        pain_after=after,
        seat_height_m=None if seat_cm is None else seat_cm / 100,
        hands=hands,
        note=note,
        shoes=shoes,
    )


def as_kept(about: About) -> Told:
    """What the store keeps of it: a person and a session are made when they are new."""
    filmed_on = None if about.filmed_on is None else about.filmed_on.isoformat()
    told: Told = {"person_id": None, "session_id": None, "filmed_on": filmed_on, "context": about.context}
    if about.pseudonym.strip():
        person = store().people.add(about.pseudonym)
        told["person_id"] = person.id
        told["session_id"] = None if filmed_on is None else _session_id(person.id, filmed_on)
    return told


def _ask_number(label: str, value: float | None, most: float, key: str) -> float | None:
    number: float | None = st.number_input(label, 0.0, most, value, placeholder=UNSAID, key=key)
    return number


def _ask_shoes(told: str, key: str) -> str:
    known = list(SHOES) if not told or told in SHOES else [*SHOES, told]
    shoes: str | None = st.selectbox(
        "Shoes",
        known,
        index=known.index(told) if told else None,
        accept_new_options=True,
        placeholder=UNSAID,
        key=key,
    )
    return (shoes or "").strip()


def _ask_pain(label: str, value: int | None, key: str) -> int | None:
    number: int | None = st.number_input(label, 0, 10, value, placeholder=UNSAID, key=key)
    return number


def _session_id(person_id: int, held_on: str) -> int:
    """The person's session of that day, made when there is none."""
    for session in store().sessions.list(person_id):
        if session.held_on == held_on:
            return session.id
    return store().sessions.add(person_id, held_on, held_on=held_on).id
