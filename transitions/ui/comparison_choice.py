"""What is compared: the person, the recordings of each side, the transition and the primary measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from transitions.before_after import (
    MOST_RECORDINGS,
    Filmed,
    StoredComparison,
    compare_recordings,
    default_sides,
    filmed,
    own_targets,
)
from transitions.comparison import NotComparableError
from transitions.comparison.measures import measures_of
from transitions.ui.services import store
from transitions.ui.words import counted, kind_name

NOBODY = "Recordings without a name"


@dataclass(frozen=True)
class Person:
    """Somebody with their analysed recordings; `shared` are the two sides to begin with."""

    id: int | None
    name: str
    recordings: tuple[Filmed, ...]
    shared: tuple[list[int], list[int]] | None

    @property
    def so_far(self) -> str:
        """What there is of them, in one sentence."""
        kinds = sorted({kind_name(kind).lower() for one in self.recordings for kind in one.repetitions})
        shown = f", showing {' and '.join(kinds)}" if kinds else ", without any transition"
        together = " No two of them show the same movement." if len(self.recordings) > 1 else ""
        return f"{self.name}: {counted(len(self.recordings), 'recording')} so far{shown}.{together}"


@dataclass(frozen=True)
class Choice:
    """What the viewer compares.

    Attributes
    ----------
    before, after : ids of recordings. kind : empty where the sides share no transition. primary : a measure's id.
    marks : the person's targets, and of every recording chosen what a new analysis or another word about it changes.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    kind: str
    primary: str
    marks: tuple[str, ...]


def pick_person() -> Person | None:
    """The person to look at, first whoever has most recordings; None where nobody has an analysed one."""
    kept = _analysed_by_person()
    if not kept:
        return None
    names: dict[int | None, str] = {person.id: person.pseudonym for person in store().people.list()}
    chosen: int | None = st.selectbox(
        "Person",
        sorted(kept, key=lambda one: -len(kept[one])),
        format_func=lambda one: names.get(one, NOBODY),
        key="compare-person",
    )
    if chosen is None:
        st.caption("Nobody is named in these recordings: compare only those of one person.")
    recordings = _filmed(chosen, kept[chosen])
    return Person(chosen, names.get(chosen, NOBODY), recordings, default_sides(recordings))


def pick_sides(person: Person, columns: Sequence[DeltaGenerator]) -> Choice | None:
    """The recordings of each side, the transition and the measure, each in its column; None while a side is empty."""
    recordings = {one.recording_id: one for one in person.recordings}
    earliest, latest = person.shared or ([], [])
    sides = []
    for column, label, first in zip(columns, ("Before", "After"), (earliest, latest), strict=False):
        sides.append(
            tuple(
                column.multiselect(
                    label,
                    list(recordings),
                    default=first,
                    format_func=lambda one: f"{recordings[one].session} · {recordings[one].name}",
                    key=f"compare-{label.lower()}-{person.id}",
                )
            )
        )
    before, after = sides
    if not before or not after:
        return None
    kinds = _kinds_by_number([recordings[one] for one in before], [recordings[one] for one in after])
    with columns[2]:
        kind = st.selectbox("Movement", kinds, format_func=kind_name) or ""
    with columns[3]:
        primary = _pick_primary(kind) if kind else ""
        if kind and person.id is not None:
            _ask_target(person.id, kind, primary)
    targets = own_targets(store(), person.id, kind)
    marks = [
        *(f"{name}={value}" for name, value in sorted(targets.items())),
        *(
            f"{recordings[one].run_id} {store().recordings.get(one).context} {recordings[one].session}"
            for one in (*before, *after)
        ),
    ]
    return Choice(before, after, kind, primary, tuple(marks))


def _pick_primary(kind: str) -> str:
    measures = {measure.id: measure.name for measure in measures_of(kind)}
    primary: str = st.selectbox(
        "Primary measure",
        list(measures),
        format_func=lambda one: measures[one],
        key=f"compare-primary-{kind}",
        help="Chosen beforehand and judged by itself; the others are judged together.",
    )
    return primary


def _ask_target(person_id: int, kind: str, primary: str) -> None:
    """The person's own target in the primary measure, kept as soon as it is typed."""
    measure = next(one for one in measures_of(kind) if one.id == primary)
    key = f"compare-target-{person_id}-{kind}-{primary}"
    unit = measure.unit.written or measure.unit.key

    def keep() -> None:
        store().targets.set(person_id, kind, primary, st.session_state[key])

    st.number_input(
        f"Own target, {unit}",
        value=store().targets.of_person(person_id, kind).get(primary),
        step=None if measure.unit.key == "s" else 1.0,
        placeholder="none set",
        help="What the person aims for in this measure: a change is then said to go towards it or away from it.",
        key=key,
        on_change=keep,
    )


def compared(choice: Choice) -> StoredComparison:
    """The comparison chosen; a refusal is raised as `NotComparableError`."""
    found = _compared(choice)
    if isinstance(found, str):
        raise NotComparableError(found)
    return found


@st.cache_resource(show_spinner="Comparing …", max_entries=4)
def _compared(choice: Choice) -> StoredComparison | str:
    try:
        return compare_recordings(
            store(), choice.before, choice.after, kind=choice.kind or None, primary=choice.primary or None
        )
    except NotComparableError as error:
        return str(error)


@st.cache_data(show_spinner=False, ttl=3.0)
def _analysed_by_person() -> dict[int | None, tuple[str, ...]]:
    """For each person, what tells whether their recordings or the newest analyses of these are others by now."""
    kept: dict[int | None, list[str]] = {}
    for summary in store().recordings.list(limit=MOST_RECORDINGS):
        if summary.is_whole:
            kept.setdefault(summary.recording.person_id, []).append(f"{summary.run_id} {summary.recording}")
    return {person_id: tuple(marks) for person_id, marks in kept.items()}


@st.cache_data(show_spinner=False, max_entries=8)
def _filmed(person_id: int | None, marks: tuple[str, ...]) -> tuple[Filmed, ...]:  # noqa: ARG001 - part of the key
    return tuple(filmed(store(), person_id))


def _kinds_by_number(before: Sequence[Filmed], after: Sequence[Filmed]) -> list[str]:
    """Transitions that both sides show, those most often repeated on the lesser side first."""
    first, second = (_counts(side) for side in (before, after))
    shared = first.keys() & second.keys()
    return sorted(shared, key=lambda kind: (-min(first[kind], second[kind]), kind))


def _counts(side: Sequence[Filmed]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in side:
        for kind, number in one.repetitions.items():
            counts[kind] = counts.get(kind, 0) + number
    return counts
