"""One person's recordings over weeks, read in a few queries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from seeded_weeks import save_weeks
from sqlalchemy import event
from store_examples import add_recording, finding, run, segment

from transitions.model import Result, ReviewersSay, Severity
from transitions.pattern import JudgedRule
from transitions.store import Context, FindingFilter, Store, TimeOfDay, Verdict, local_day


@contextmanager
def counting(store: Store) -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(store.database.engine, "before_cursor_execute", note)
    yield sent
    event.remove(store.database.engine, "before_cursor_execute", note)


def test_everything_told_and_found_comes_with_the_recording(store: Store) -> None:
    person = store.people.add("P01")
    context = Context(time_of_day=TimeOfDay.EVENING, task="desk", load_kg=5.0, pain_before=2, pain_after=5)
    recording = add_recording(store, person_id=person.id, filmed_on="2026-11-02", context=context)
    store.runs.save(
        recording.id,
        run(
            segments=(segment("s1"), segment("s2", "reach", 7.0)),
            findings=(
                finding("s1", value=104.0),
                finding("s2", "sustained_twist", Result.NOT_ASSESSABLE, None, None),
            ),
        ),
    )
    (one,) = store.history.of_person(person.id)
    assert (one.recording_id, one.day, one.day_is_told) == (recording.id, "2026-11-02", True)
    assert (one.time_of_day, one.task, one.load_kg, one.pain_before, one.pain_after) == (
        "evening",
        "desk",
        5.0,
        2,
        5,
    )
    assert [(moment.kind, moment.duration_s) for moment in one.moments] == [
        ("sit_to_stand", 2.0),
        ("reach", 2.0),
    ]
    first, second = (moment.judged[0] for moment in one.moments)
    assert (first.rule, first.severity, first.value) == ("abrupt_twist", Severity.MODERATE, 104.0)
    assert (second.is_judged, second.value != second.value) == (False, True)


def test_only_the_newest_analysis_counts(store: Store) -> None:
    recording = add_recording(store)
    store.runs.save(recording.id, run())
    store.runs.save(recording.id, run(segments=(), findings=()))
    (one,) = store.history.of_person(None)
    assert one.moments == ()


def test_the_day_is_that_told_else_that_of_the_session_else_that_of_adding(store: Store) -> None:
    person = store.people.add("P01")
    session = store.sessions.add(person.id, "before", held_on="2026-10-05")
    told = add_recording(store, "told", person_id=person.id, session_id=session.id, filmed_on="2026-10-01")
    held = add_recording(store, "held", person_id=person.id, session_id=session.id)
    added = add_recording(store, "added", person_id=person.id)
    for recording in (told, held, added):
        store.runs.save(recording.id, run())
    days = [(one.recording_id, one.day, one.day_is_told) for one in store.history.of_person(person.id)]
    assert days == [
        (told.id, "2026-10-01", True),
        (held.id, "2026-10-05", True),
        (added.id, local_day(added.added_at), False),
    ]


def test_the_day_of_adding_is_that_of_this_computers_clock(
    store: Store, monkeypatch: pytest.MonkeyPatch, two_hours_ahead: None
) -> None:
    monkeypatch.setattr("transitions.store.recordings.now_iso", lambda: "2026-11-26T23:30:00.000000Z")
    store.runs.save(add_recording(store).id, run())
    (one,) = store.history.of_person(None)
    assert one.day == "2026-11-27"
    assert local_day("2026-11-26T21:30:00Z") == "2026-11-26"
    assert local_day("not told") == "not told"


def test_people_with_analysed_recordings_whoever_has_most_first(store: Store) -> None:
    save_weeks(store, 2, person="P01", moments=1)
    save_weeks(store, 4, person="P02", moments=1)
    store.runs.save(add_recording(store, "nobody's").id, run())
    add_recording(store, "not analysed", person_id=store.people.add("P03").id)
    assert [(one.pseudonym, one.recordings) for one in store.history.people()] == [
        ("P02", 4),
        ("P01", 2),
        (None, 1),
    ]


def test_many_recordings_take_no_more_queries_than_one(store: Store) -> None:
    save_weeks(store, 1, person="P01", moments=2)
    save_weeks(store, 30, person="P02", moments=2)
    first, second = (store.people.add(name).id for name in ("P01", "P02"))
    with counting(store) as few:
        store.history.of_person(first)
    with counting(store) as many:
        assert len(store.history.of_person(second)) == 30
    assert len(many) == len(few)


def test_somebody_elses_recordings_stay_out(store: Store) -> None:
    save_weeks(store, 2, person="P01", moments=1)
    save_weeks(store, 3, person="P02", moments=1)
    assert len(store.history.of_person(store.people.add("P01").id)) == 2
    assert store.history.of_person(None) == ()


def test_what_reviewers_said_counts_unless_the_program_alone_is_asked_for(store: Store) -> None:
    recording = add_recording(store)
    store.runs.save(recording.id, run(findings=(finding("s1", value=104.0),)))
    (row,) = store.findings.list(FindingFilter(recording_id=recording.id))
    store.reviews.add(row.id, "A", Verdict.DISAGREE)

    def judged(*, as_reviewed: bool) -> JudgedRule:
        (one,) = store.history.of_person(None, as_reviewed=as_reviewed)
        return one.moments[0].judged[0]

    reviewed, found = judged(as_reviewed=True), judged(as_reviewed=False)
    assert (reviewed.finding_id, reviewed.is_flagged, reviewed.is_judged) == (row.id, False, True)
    assert (found.is_flagged, found.say) == (True, ReviewersSay.TURNED_DOWN)
    store.reviews.take_back(row.id, "A")
    assert judged(as_reviewed=True).say is ReviewersSay.NOTHING
