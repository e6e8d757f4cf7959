"""Before and after of what is kept in the store: one person's recordings, by the session they were filmed in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from transitions.comparison import (
    Comparison,
    Conditions,
    NotComparableError,
    SessionRecording,
    compare,
    shared_kinds,
)
from transitions.comparison.measures import measures_of
from transitions.errors import StoreError
from transitions.store import Context, Store, local_day
from transitions.store import Recording as Kept
from transitions.video.recorded import recorded_day

MOST_RECORDINGS = 100_000

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Filmed:
    """One analysed recording of a person.

    Attributes
    ----------
    run_id : its newest analysis. session : the day it was filmed, or what its session is called.
    repetitions : how many transitions of each kind it shows.
    """

    recording_id: int
    run_id: int
    name: str
    session: str
    repetitions: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class StoredComparison:
    """A comparison, and where in the store each of its recordings is."""

    comparison: Comparison
    recording_ids: Mapping[SessionRecording, int]


def filmed(store: Store, person_id: int | None) -> list[Filmed]:
    """The recordings of a person that are analysed to their end, by session, then as added; None for nobody named."""
    own = [
        summary
        for summary in reversed(store.recordings.list(limit=MOST_RECORDINGS))
        if summary.recording.person_id == person_id and summary.is_whole
    ]
    sessions = _session_names(store, person_id)
    repetitions = store.runs.kinds([summary.run_id for summary in own if summary.run_id is not None])
    found = [
        Filmed(
            summary.recording.id,
            summary.run_id,
            summary.recording.name,
            _session(store, summary.recording, sessions),
            repetitions.get(summary.run_id, {}),
        )
        for summary in own
        if summary.run_id is not None
    ]
    return sorted(found, key=lambda one: one.session)


def default_sides(recordings: Sequence[Filmed]) -> tuple[list[int], list[int]] | None:
    """Ids of the earliest and of the latest session with a shared kind of transition.

    Where there is only one such session, its first and its last recording; None where no two recordings share a kind.
    """
    moving = [one for one in recordings if one.repetitions]
    sessions = sorted({one.session for one in moving})
    groups = [[one for one in moving if one.session == session] for session in sessions]
    for parts in (groups, [[one] for one in moving]):
        for before, after in _furthest_apart(len(parts)):
            if _kinds(parts[before]) & _kinds(parts[after]):
                return _ids(parts[before]), _ids(parts[after])
    return None


def recordings_between(store: Store, person_id: int, since: str, until: str) -> list[int]:
    """Ids of a person's analysed recordings filmed from `since` to `until`, both included, as ISO dates.

    Raises
    ------
    StoreError
        There is none.
    """
    filmed_on = {one.recording_id: day_of(store, one) for one in filmed(store, person_id)}
    found = [number for number, day in filmed_on.items() if since <= day <= until]
    if not found:
        days = sorted(set(filmed_on.values()))
        there = f"there are some of {', '.join(days)}" if days else "there is none of any day"
        raise StoreError(f"There is no analysed recording from {since} to {until}; {there}.")
    return found


def day_of(store: Store, one: Filmed) -> str:
    """The ISO day a recording was filmed: that told of it, else its session's, else the day it was added.

    A session may be named by words, which are no day.
    """
    kept = store.recordings.get(one.recording_id)
    return kept.filmed_on or (one.session if _DAY.fullmatch(one.session) else local_day(kept.added_at))


def compare_recordings(
    store: Store,
    before_ids: Iterable[int],
    after_ids: Iterable[int],
    *,
    kind: str | None = None,
    primary: str | None = None,
    targets: Mapping[str, float] | None = None,
) -> StoredComparison:
    """Compare recordings of one person by their newest analyses, with the conditions told of each.

    Parameters are those of `comparison.compare`; without `targets` those that were set for the person count.

    Raises
    ------
    NotComparableError
        The recordings are of different people, or see `comparison.compare`.
    StoreError, ResultsError
        A recording was deleted or has no analysis, or its curves are gone.
    """
    before_ids, after_ids = list(before_ids), list(after_ids)
    person_id = the_person(store, [*before_ids, *after_ids])
    sides = [{stored_recording(store, one): one for one in side} for side in (before_ids, after_ids)]
    before, after = (list(side) for side in sides)
    kinds = (kind,) if kind is not None else shared_kinds(before, after)
    if targets is None and len(kinds) == 1:
        targets = own_targets(store, person_id, kinds[0])
    compared = compare(before, after, kind=kind, primary=primary, targets=targets)
    return StoredComparison(compared, {**sides[0], **sides[1]})


def the_person(store: Store, recording_ids: Iterable[int]) -> int | None:
    """Whose recordings these are; None for nobody named.

    Raises
    ------
    NotComparableError
        They are of different people.
    """
    people = {store.recordings.get(one).person_id for one in recording_ids}
    if len(people) > 1:
        raise NotComparableError(
            "Different people: the recordings are of more than one person; compare a person with themselves."
        )
    return next(iter(people), None)


def own_targets(store: Store, person_id: int | None, kind: str) -> Mapping[str, float]:
    """The person's own targets in a kind of transition, those that are still measured in it, by measure."""
    if person_id is None:
        return {}
    measured = {measure.id for measure in measures_of(kind)}
    kept = store.targets.of_person(person_id, kind)
    return {name: value for name, value in kept.items() if name in measured}


def conditions_of(context: Context) -> Conditions:
    """What was told of a recording, as a comparison holds it against another's."""
    load_kg = context.load_kg
    return Conditions(
        seat_m=context.seat_height_m,
        load=None if load_kg is None else f"{load_kg:g} kg" if load_kg else "none",
        shoes=context.shoes.strip().lower() or None,
        hands=None if context.hands is None else context.hands.value,
    )


def stored_recording(store: Store, recording_id: int) -> SessionRecording:
    """A recording's newest analysis with its session and what was told of it.

    Raises
    ------
    StoreError, ResultsError
        The recording was deleted, has no analysis or one of a part alone, or its curves are gone.
    """
    summary = store.recordings.summary(recording_id)
    kept, run_id = summary.recording, summary.run_id
    if run_id is None:
        raise StoreError(f"“{kept.name}” is not analysed yet; wait until it is.")
    if not summary.is_whole:
        raise StoreError(f"“{kept.name}” is not analysed to its end; wait until it is, or analyse it again.")
    session = _session(store, kept, _session_names(store, kept.person_id))
    read = partial(store.runs.series, run_id) if store.runs.has_series(run_id) else None
    return SessionRecording(store.runs.load(run_id), session, conditions_of(kept.context), read)


def _session_names(store: Store, person_id: int | None) -> Mapping[int, str]:
    if person_id is None:
        return {}
    return {session.id: session.held_on or session.label for session in store.sessions.list(person_id)}


def _session(store: Store, kept: Kept, sessions: Mapping[int, str]) -> str:
    """The session told, else the day it was filmed, told or in the clip's file, else the day it was added."""
    if kept.session_id is not None and kept.session_id in sessions:
        return sessions[kept.session_id]
    if kept.filmed_on:
        return kept.filmed_on
    with suppress(StoreError):  # a clip that was moved away is still compared by its analysis
        return recorded_day(store.recordings.clip_path(kept.id)) or local_day(kept.added_at)
    return local_day(kept.added_at)


def _furthest_apart(count: int) -> Iterator[tuple[int, int]]:
    """Pairs of places in order, those furthest apart first."""
    for apart in range(count - 1, 0, -1):
        for first in range(count - apart):
            yield first, first + apart


def _kinds(recordings: Iterable[Filmed]) -> set[str]:
    return {kind for one in recordings for kind in one.repetitions}


def _ids(recordings: Iterable[Filmed]) -> list[int]:
    return [one.recording_id for one in recordings]
