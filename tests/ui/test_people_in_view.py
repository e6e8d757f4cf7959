"""Whom the shown run follows."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_examples import add_recording, run

from transitions.store import JobState, open_store
from transitions.ui import people_in_view
from transitions.ui.people_in_view import FIRST, followed_person


@pytest.mark.parametrize("end", [None, JobState.FAILED, JobState.CANCELLED])
def test_an_analysis_without_a_run_changes_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: JobState | None
) -> None:
    with open_store(data_dir=tmp_path) as store:
        monkeypatch.setattr(people_in_view, "store", lambda: store)
        recording_id = add_recording(store).id
        assert followed_person(store.recordings.summary(recording_id)) == FIRST
        done = store.jobs.add(recording_id, {"person": 2})
        store.jobs.claim(done.id, "a:1:0:", 60)
        store.runs.save(recording_id, run(), job_id=done.id, worker="a:1:0:")
        later = store.jobs.add(recording_id, {"person": 3})
        if end is not None:
            store.jobs.claim(later.id, "a:1:0:", 60)
            store.jobs.end(later.id, "a:1:0:", end, "a reason")
        assert followed_person(store.recordings.summary(recording_id)) == 2
