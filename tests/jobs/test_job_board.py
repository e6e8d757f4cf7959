"""The rules of the queue, without a worker."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import astuple, replace

import pytest

from transitions.errors import JobError, StoreError
from transitions.jobs import JobQueue
from transitions.model import Clip, Provenance, Quality, Run, View
from transitions.store import JobState, Store
from transitions.store.job_board import Beat
from transitions.store.makers import Maker

RUN = Run(
    Clip("clip.mp4", "ab", 1.0, 640, 480, 30),
    Provenance("1", "full", "a", "b", "2026-01-01T00:00:00Z"),
    Quality(1.0, View.SIDE, 90.0, 1),
    (),
    (),
)


@pytest.fixture
def recording_id(store: Store) -> Iterator[int]:
    recording = store.recordings.add(io.BytesIO(b"clip"), "clip.mp4").recording
    yield recording.id
    if any(line.recording == recording for line in store.recordings.list()):
        store.recordings.delete(recording.id)


@pytest.fixture
def job_id(store: Store, recording_id: int) -> int:
    return store.jobs.add(recording_id, {"person": 1}).id


def test_the_same_work_is_queued_once(store: Store, recording_id: int, job_id: int) -> None:
    assert store.jobs.add(recording_id, {"person": 1}).id == job_id
    assert store.jobs.add(recording_id, {"person": 2}).id != job_id
    store.jobs.cancel(job_id)
    assert store.jobs.add(recording_id, {"person": 1}).id != job_id


def test_work_that_was_made_is_not_queued_again(store: Store, recording_id: int, job_id: int) -> None:
    made_by = Maker(*astuple(RUN.provenance)[:4])
    waiting = store.jobs.add_unless_made(recording_id, {"person": 1}, made_by)
    assert waiting is not None
    assert waiting.id == job_id, "it waits already"
    store.jobs.claim(job_id, "a:1:0", lease_s=60)
    store.runs.save(recording_id, RUN, job_id=job_id, worker="a:1:0")
    assert store.jobs.add_unless_made(recording_id, {}, made_by) is None
    for other in (
        replace(made_by, version="2"),
        replace(made_by, pose_model="lite"),
        replace(made_by, pose_model_sha256="c"),
        replace(made_by, profile_sha256="c"),
    ):
        job = store.jobs.add_unless_made(recording_id, {}, other)
        assert job is not None
        store.jobs.cancel(job.id)
    assert store.jobs.add_unless_made(recording_id, {"person": 2}, made_by) is not None


def test_a_job_given_back_waits_with_its_attempt(store: Store, job_id: int) -> None:
    store.jobs.claim(job_id, "a:1:0", lease_s=60)
    store.jobs.give_back(job_id, "b:2:0")
    assert store.jobs.get(job_id).state is JobState.RUNNING, "not theirs to give"
    store.jobs.give_back(job_id, "a:1:0")
    job = store.jobs.get(job_id)
    assert (job.state, job.attempt, job.worker) == (JobState.QUEUED, 0, None)
    store.jobs.claim(job_id, "b:2:0", lease_s=60)
    store.jobs.cancel(job_id)
    store.jobs.give_back(job_id, "b:2:0")
    assert store.jobs.get(job_id).cancelling, "the wish to cancel outlives the closing"


def test_one_worker_at_a_time(store: Store, job_id: int) -> None:
    job = store.jobs.claim(job_id, "a:1:0", lease_s=60)
    assert job is not None
    assert (job.state, job.attempt, job.worker) == (JobState.RUNNING, 1, "a:1:0")
    assert store.jobs.claim(job_id, "b:2:0", lease_s=60) is None
    assert store.jobs.beat(job_id, "b:2:0", 60) is Beat.LOST


def test_progress_is_there_for_every_tab(store: Store, recording_id: int, job_id: int) -> None:
    store.jobs.claim(job_id, "a:1:0", lease_s=60)
    beat = store.jobs.beat(
        job_id, "a:1:0", 60, stage="pose", frames_done=30, frames_total=120, seconds_left=4.5
    )
    assert beat is Beat.HELD
    job = store.recordings.summary(recording_id).job
    assert job is not None
    assert (job.fraction, job.seconds_left, job.stage) == (0.25, 4.5, "pose")
    assert store.recordings.list()[0].status == "running"


@pytest.mark.parametrize(("lease_s", "dead"), [(-1.0, False), (60.0, True)])
def test_a_job_of_a_silent_or_dead_worker_is_taken_up_again(
    store: Store, job_id: int, lease_s: float, dead: bool
) -> None:
    store.jobs.claim(job_id, "a:1:0", lease_s)
    job = store.jobs.claim(job_id, "b:2:0", 60, is_dead=lambda name: dead and name == "a:1:0")
    assert job is not None
    assert (job.worker, job.attempt, job.frames_done) == ("b:2:0", 2, 0)
    assert store.jobs.beat(job_id, "a:1:0", 60) is Beat.LOST


def test_a_job_is_finished_once(store: Store, recording_id: int, job_id: int) -> None:
    store.jobs.claim(job_id, "a:1:0", lease_s=-1)
    store.jobs.claim(job_id, "b:2:0", lease_s=60)
    with pytest.raises(JobError, match="taken over"):
        store.runs.save(recording_id, RUN, job_id=job_id, worker="a:1:0")
    run_id = store.runs.save(recording_id, RUN, job_id=job_id, worker="b:2:0")
    assert store.runs.save(recording_id, RUN, job_id=job_id, worker="b:2:0") == run_id
    assert store.runs.of_recording(recording_id) == [run_id]
    job = store.jobs.get(job_id)
    assert (job.state, job.run_id, job.fraction) == (JobState.DONE, run_id, 1.0)
    assert not store.jobs.end(job_id, "a:1:0", JobState.FAILED, "too late")


def test_cancel_at_once_while_waiting(store: Store, job_id: int) -> None:
    assert store.jobs.cancel(job_id).state is JobState.CANCELLED
    assert store.jobs.claim(job_id, "a:1:0", 60) is None


def test_cancel_reaches_the_worker(store: Store, recording_id: int, job_id: int) -> None:
    store.jobs.claim(job_id, "a:1:0", 60)
    assert store.jobs.cancel(job_id).cancelling
    assert store.jobs.beat(job_id, "a:1:0", 60) is Beat.CANCELLING
    with pytest.raises(JobError, match="cancelled"):
        store.runs.save(recording_id, RUN, job_id=job_id, worker="a:1:0")
    assert store.jobs.end(job_id, "a:1:0", JobState.CANCELLED)
    job = store.jobs.get(job_id)
    assert (job.state, job.cancelling, job.run_id) == (JobState.CANCELLED, False, None)
    assert store.jobs.cancel(job_id) == job


def test_a_cancel_outlives_its_worker(store: Store, job_id: int) -> None:
    store.jobs.claim(job_id, "a:1:0", lease_s=-1)
    store.jobs.cancel(job_id)
    assert store.jobs.claim(job_id, "b:2:0", 60) is None
    assert store.jobs.get(job_id).state is JobState.CANCELLED


def test_a_deleted_recording_takes_its_jobs_along(store: Store, recording_id: int, job_id: int) -> None:
    store.jobs.claim(job_id, "a:1:0", 60)
    store.recordings.delete(recording_id)
    assert store.jobs.beat(job_id, "a:1:0", 60) is Beat.LOST
    with pytest.raises(JobError, match="may have been deleted"):
        store.jobs.get(job_id)
    with pytest.raises(StoreError, match="no longer in the store"):
        store.jobs.add(recording_id, {})


def test_unknown_options_are_refused(store: Store, recording_id: int) -> None:
    queue = JobQueue(store)
    with pytest.raises(JobError, match="“speed” is not an option"):
        queue.submit(recording_id, {"speed": 2})
    assert store.jobs.list() == []


def test_the_newest_job_that_is_done_is_told_from_one_that_is_not(
    store: Store, recording_id: int, job_id: int
) -> None:
    assert store.jobs.newest(recording_id, done=True) is None
    store.jobs.claim(job_id, "a:1:0", lease_s=60)
    store.runs.save(recording_id, RUN, job_id=job_id, worker="a:1:0")
    later = store.jobs.add(recording_id, {"person": 2})
    assert store.jobs.newest(recording_id) == later
    done = store.jobs.newest(recording_id, done=True)
    assert done is not None
    assert (done.id, done.options["person"]) == (job_id, 1)
