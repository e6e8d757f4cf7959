"""What the review page says of a recording that is still being analysed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from store_examples import add_recording, finding, run, segment

from transitions.store import JobState, Store, open_store
from transitions.ui.recording_card import is_long
from transitions.ui.so_far import so_far_words

WORKER = "here:1"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(data_dir=tmp_path) as opened:
        yield opened


def test_it_says_how_long_it_takes_what_came_meanwhile_and_when_it_is_whole(store: Store) -> None:
    recording_id = add_recording(store).id
    job = store.jobs.add(recording_id, {})
    assert store.jobs.claim(job.id, WORKER, 60.0) is not None
    found = run((segment(),), (finding(),))
    store.runs.save_so_far(recording_id, found, job_id=job.id, worker=WORKER)
    summary = store.recordings.summary(recording_id)
    assert so_far_words(summary, 0) == (
        "**The rest of this recording is still being analysed.** What you say of these moments is kept."
    )
    assert summary.job is not None
    late = replace(summary, job=replace(summary.job, seconds_left=240.0))
    assert "analysed, about 4 min left.** 2 moments more found. What" in so_far_words(late, 2)
    store.runs.save(recording_id, found, job_id=job.id, worker=WORKER)
    whole = store.recordings.summary(recording_id)
    assert whole.job is not None
    assert whole.job.state is JobState.DONE
    assert so_far_words(whole, 1) == "**This recording is analysed.** 1 moment more found."


def test_a_day_is_offered_once_all_of_it_is_analysed(store: Store) -> None:
    recording_id = add_recording(store).id
    job = store.jobs.add(recording_id, {})
    store.jobs.claim(job.id, WORKER, 60.0)
    found = run((segment(),), (finding(),))
    hours = replace(found, clip=replace(found.clip, duration_s=7200.0))
    store.runs.save_so_far(recording_id, hours, job_id=job.id, worker=WORKER)
    assert not is_long(store.recordings.summary(recording_id))
    store.runs.save(recording_id, hours, job_id=job.id, worker=WORKER)
    assert is_long(store.recordings.summary(recording_id))
