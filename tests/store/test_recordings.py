from __future__ import annotations

import hashlib
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError
from store_examples import WORDS, add_recording, clip_bytes, finding, kept_files, run

from transitions.errors import StoreError
from transitions.model import Result, Severity
from transitions.store import Added, Context, HandUse, Store, TimeOfDay, now_iso, open_store

NUMBERS = count()


def test_the_same_clip_twice_is_one_recording(store: Store) -> None:
    first = store.recordings.add(clip_bytes(), "morning.MP4")
    again = store.recordings.add(clip_bytes(), "copy.mp4", context=Context(task="other"))
    assert (first.is_new, again.is_new) == (True, False)
    assert again.recording == first.recording
    assert len(kept_files(store)) == 1
    path = store.recordings.clip_path(first.recording.id)
    assert path.read_bytes() == b"a clip"
    assert (path.suffix, first.recording.sha256) == (".mp4", hashlib.sha256(b"a clip").hexdigest())


def test_a_copy_that_went_missing_comes_back_with_the_clip(store: Store) -> None:
    first = add_recording(store)
    store.recordings.clip_path(first.id).unlink()
    assert add_recording(store) == first
    assert store.recordings.clip_path(first.id).read_bytes() == b"a clip"


def test_a_clip_taken_in_again_while_a_failed_upload_is_undone_keeps_its_file(tmp_path: Path) -> None:
    with open_store(data_dir=tmp_path) as first, open_store(data_dir=tmp_path) as second:
        taken: list[Added] = []

        def refuse(_connection: Connection) -> None:
            event.remove(first.database.engine, "commit", refuse)
            raise OperationalError("COMMIT", {}, Exception("the disk went away"))

        def take_in(*_connection: object) -> None:
            if not taken:
                taken.append(second.recordings.add(clip_bytes(), "again.mp4"))

        event.listen(first.database.engine, "commit", refuse)
        event.listen(first.database.engine, "checkin", take_in)  # once the failed transaction is over
        staged = first.media.stage(clip_bytes())
        with pytest.raises(StoreError, match="the disk went away"):
            first.recordings.keep(staged, "clip.mp4")
        event.remove(first.database.engine, "checkin", take_in)
        assert second.recordings.clip_path(taken[0].recording.id).read_bytes() == b"a clip"
        assert staged.path.read_bytes() == b"a clip"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    context=st.builds(
        Context,
        time_of_day=st.none() | st.sampled_from(TimeOfDay),
        task=WORDS,
        load_kg=st.none() | st.floats(0, 200),
        pain_before=st.none() | st.integers(0, 10),
        pain_after=st.none() | st.integers(0, 10),
        seat_height_m=st.none() | st.floats(0, 2),
        hands=st.none() | st.sampled_from(HandUse),
        note=WORDS,
    )
)
def test_what_is_known_comes_back_as_it_went_in(store: Store, context: Context) -> None:
    agreed, person = now_iso(), store.people.add("P01")
    recording = add_recording(
        store, f"clip {next(NUMBERS)}", context=context, consented_at=agreed, person_id=person.id
    )
    assert (recording.context, recording.consented_at, recording.person_id) == (context, agreed, person.id)
    assert store.recordings.get(recording.id) == recording


def test_pain_is_from_0_to_10() -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        Context(pain_before=11)


def test_a_linked_clip_stays_where_it_is(store: Store, tmp_path: Path) -> None:
    own = tmp_path / "long.mp4"
    own.write_bytes(b"eight hours")
    recording = store.recordings.link(own).recording
    assert kept_files(store) == []
    assert store.recordings.clip_path(recording.id) == own
    assert f"{own} was left where it is" in store.recordings.delete(recording.id)
    assert own.exists()


def test_a_linked_clip_that_moved_or_changed_is_said(store: Store, tmp_path: Path) -> None:
    own = tmp_path / "long.mp4"
    own.write_bytes(b"eight hours")
    recording = store.recordings.link(own).recording
    own.write_bytes(b"eight hours and a bit")
    with pytest.raises(StoreError, match="was changed since"):
        store.recordings.clip_path(recording.id)
    own.unlink()
    with pytest.raises(StoreError, match="no longer at"):
        store.recordings.clip_path(recording.id)


@pytest.mark.parametrize(("name", "said"), [("nothing.mp4", "There is no file"), (".", "is a folder")])
def test_what_cannot_be_added_is_said(store: Store, tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(StoreError, match=said):
        store.recordings.add(tmp_path / name, name)


def test_an_empty_clip_is_refused_and_leaves_nothing(store: Store) -> None:
    with pytest.raises(StoreError, match="is empty"):
        store.recordings.add(clip_bytes(""), "empty.mp4")
    assert kept_files(store) == []


def test_list_counts_the_newest_run_and_filters(store: Store) -> None:
    person = store.people.add("P01")
    old = add_recording(store, "old")
    new = add_recording(store, "NEW", person_id=person.id, context=Context(task="Lift 100% box"))
    kinds = (
        finding(),
        finding(rule="jerky_rise", result=Result.NOT_ASSESSABLE, severity=None, value=None),
    )
    store.runs.save(new.id, run(findings=(finding(),) * 3))
    run_id = store.runs.save(new.id, run(findings=kinds))
    first, second = store.recordings.list()
    assert (first.recording.id, second.recording.id) == (new.id, old.id)
    assert (first.pseudonym, first.run_id, first.segments) == ("P01", run_id, 1)
    assert first.results == {Result.OBSERVED: 1, Result.NOT_ASSESSABLE: 1}
    assert first.severities == {Severity.MODERATE: 1}
    assert (first.status, second.status, second.run_id) == ("analysed", "new", None)
    assert first.recording.duration_s == 7.4
    assert store.recordings.summary(new.id) == first
    assert [line.recording.id for line in store.recordings.list(search="100%")] == [new.id]
    assert [line.recording.id for line in store.recordings.list(search="new")] == [new.id]
    assert [line.recording.id for line in store.recordings.list(limit=1)] == [new.id]
    assert (store.recordings.count(), store.recordings.count(search="zebra")) == (2, 0)
    with pytest.raises(StoreError, match="no longer in the store"):
        store.recordings.summary(99)


def test_what_was_told_is_written_over_and_the_rest_stays(store: Store) -> None:
    agreed, first = now_iso(), store.people.add("P01")
    before = add_recording(
        store, person_id=first.id, context=Context(task="chair", pain_before=3), consented_at=agreed
    )
    second = store.people.add("P02")
    context = Context(task="sofa", load_kg=4.0, note="tired")
    after = store.recordings.update(before.id, person_id=second.id, filmed_on="2026-11-02", context=context)
    assert (after.person_id, after.filmed_on, after.context) == (second.id, "2026-11-02", context)
    assert (after.consented_at, after.sha256, after.name) == (agreed, before.sha256, before.name)
    assert store.recordings.update(before.id) == after == store.recordings.get(before.id)


def test_what_was_told_cannot_name_what_is_gone(store: Store) -> None:
    recording = add_recording(store, context=Context(task="chair"))
    with pytest.raises(StoreError, match="person is no longer"):
        store.recordings.update(recording.id, person_id=99, context=Context())
    assert store.recordings.get(recording.id) == recording
    with pytest.raises(StoreError, match="recording is no longer"):
        store.recordings.update(99, context=Context())


def test_recordings_of_one_person_stand_together(store: Store) -> None:
    one, two = store.people.add("P01"), store.people.add("P02")
    people = [one.id, two.id, None, one.id, None]
    ids = [
        add_recording(store, f"clip {number}", person_id=person).id for number, person in enumerate(people)
    ]
    together = [line.recording.id for line in store.recordings.list(by_person=True)]
    assert together == [ids[4], ids[2], ids[3], ids[0], ids[1]]
    assert [line.recording.id for line in store.recordings.list(search="p01")] == [ids[3], ids[0]]
    assert store.recordings.count(search="p01") == 2


def test_a_summary_holds_what_the_newest_run_says_of_the_clip(store: Store) -> None:
    recording = add_recording(store)
    assert (store.recordings.summary(recording.id).warnings, store.recordings.list()[0].people_seen) == (
        (),
        0,
    )
    store.runs.save(recording.id, run())
    kept = store.recordings.summary(recording.id)
    assert (kept.warnings, kept.people_seen) == (("It is dark.",), 1)
