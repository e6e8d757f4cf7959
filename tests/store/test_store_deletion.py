from __future__ import annotations

import pytest
from sqlalchemy import text
from store_examples import StorePlace, add_finding, add_recording, cutter, kept_files, kinematics

from transitions.errors import StoreError
from transitions.store import Store, Verdict, open_store


def test_everything_of_a_recording_goes_and_is_said(store: Store) -> None:
    person = store.people.add("P01")
    gone, stays = add_recording(store, "gone", person_id=person.id), add_recording(store, "stays")
    for recording in (gone, stays):
        finding_id = add_finding(store, recording.id, kinematics(seed=recording.id))
        store.reviews.add(finding_id, "Amy", Verdict.AGREE)
        store.cuts.get_or_make(recording.id, 0.0, 1.0, cutter(f"cut {recording.name}"))
    before = set(kept_files(store))
    store.jobs.add(gone.id, {})
    assert store.recordings.delete(gone.id).startswith(
        "Deleted the recording “gone.mp4”, 1 analysis, 1 transition, 1 finding, 1 review, 1 job and 3 files ("
    )
    assert len(before - set(kept_files(store))) == 3
    assert [line.recording.id for line in store.recordings.list()] == [stays.id]
    assert (store.findings.count(), store.jobs.list()) == (1, [])
    with store.database.reading() as connection:
        for table in ("runs", "segments", "findings", "reviews", "cuts"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 1, table


def test_a_cut_that_another_recording_uses_stays(store: Store) -> None:
    first, second = add_recording(store, "first"), add_recording(store, "second")
    shared = store.cuts.get_or_make(first.id, 0.0, 1.0, cutter("same piece"))
    assert store.cuts.get_or_make(second.id, 3.0, 4.0, cutter("same piece")).path == shared.path
    store.recordings.delete(first.id)
    assert len(kept_files(store)) == 2
    store.recordings.delete(second.id)
    assert kept_files(store) == []


def test_deleting_twice_is_said(store: Store) -> None:
    recording = add_recording(store)
    store.recordings.delete(recording.id)
    with pytest.raises(StoreError, match="no longer in the store"):
        store.recordings.delete(recording.id)


def test_a_deletion_broken_off_is_finished_at_the_next_start(store: Store, store_place: StorePlace) -> None:
    recording = add_recording(store)
    with store.database.writing() as connection:  # as far as a power cut would have let it come
        connection.execute(text("DELETE FROM recordings"))
        name = f"clips/{recording.sha256[:2]}/{recording.sha256}.mp4"
        connection.execute(text("INSERT INTO removals VALUES (:name)"), {"name": name})
    assert len(kept_files(store)) == 1
    open_store(**store_place).close()
    assert kept_files(store) == []


def test_ids_are_never_used_again(store: Store) -> None:
    first = add_recording(store, "first")
    store.recordings.delete(first.id)
    assert add_recording(store, "second").id > first.id
