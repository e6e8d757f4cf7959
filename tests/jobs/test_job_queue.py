"""The queue with real worker processes, killed for real. The analysis is a stand-in that says so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from stand_in_jobs import STAND_IN, add_clip, wait_until, worker_pid

from transitions.errors import JobError
from transitions.jobs import JobQueue
from transitions.jobs.crew import LOG_NAME
from transitions.settings import Settings
from transitions.store import Job, JobState, Store, open_store

pytestmark = pytest.mark.slow


SUBMIT_AND_DIE = """
import os, signal, sys, time
from pathlib import Path
from transitions.jobs import JobQueue
from transitions.settings import Settings
from transitions.store import open_store
store = open_store(Settings())
queue = JobQueue(store, analysis="stand_in_analysis:analyse")
job_id = queue.submit(int(sys.argv[1]))
while queue.status(job_id).worker is None:
    time.sleep(0.05)
time.sleep(0.5)
print(job_id, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def queue(store: Store) -> Iterator[JobQueue]:
    with JobQueue(store, analysis=STAND_IN) as opened:
        yield opened


@pytest.fixture
def own_settings(settings: Settings, tmp_path: Path) -> Settings:
    """Settings of a store that no other test's workers look at."""
    return settings.model_copy(update={"data_dir": tmp_path / "data"})


@pytest.fixture
def own_store(own_settings: Settings) -> Iterator[Store]:
    with open_store(own_settings) as opened:
        yield opened


def test_from_queued_to_done_with_progress(store: Store, queue: JobQueue) -> None:
    recording_id = add_clip(store, frames=40, frame_s=0.05)
    seen: list[Job] = []
    job = queue.wait(queue.submit(recording_id, {"person": 2, "model": "lite"}), seen.append)
    assert (job.state, job.attempt) == (JobState.DONE, 1)
    assert {look.state for look in seen} == {JobState.QUEUED, JobState.RUNNING, JobState.DONE}
    moving = [look for look in seen if look.state is JobState.RUNNING and look.frames_done]
    assert all(look.frames_total == 40 for look in moving)
    assert [look.frames_done for look in moving] == sorted(look.frames_done for look in moving)
    assert (moving[0].seconds_left or 0.0) > (moving[-1].seconds_left or 0.0)
    assert job.run_id is not None
    run = store.runs.load(job.run_id)
    assert (run.clip.name, run.quality.people_seen, run.provenance.pose_model) == (
        "clip.json",
        2,
        "pose_landmarker_lite",
    )


@pytest.mark.parametrize(("end", "said"), [("no_person", "found in 'clip.json'"), ("bug", LOG_NAME)])
def test_failing_says_why_in_plain_words(
    store: Store, settings: Settings, queue: JobQueue, end: str, said: str
) -> None:
    job = queue.wait(queue.submit(add_clip(store, then=end)))
    assert (job.state, job.run_id) == (JobState.FAILED, None)
    assert job.reason is not None
    assert said in job.reason
    assert "Traceback" not in job.reason
    if end == "bug":
        assert "ZeroDivisionError" in (settings.data_dir / LOG_NAME).read_text()


def test_cancel_is_prompt_and_frees_the_worker(store: Store, queue: JobQueue) -> None:
    long = queue.submit(add_clip(store, frames=10_000, frame_s=0.05))
    next_one = queue.submit(add_clip(store, frames=2))
    wait_until(lambda: queue.status(long).frames_done > 0)
    assert queue.status(next_one).state is JobState.QUEUED
    began_s = time.monotonic()
    queue.cancel(long)
    assert queue.wait(long, poll_s=0.02).state is JobState.CANCELLED
    assert time.monotonic() - began_s < 3.0
    assert queue.wait(next_one).state is JobState.DONE


def test_cancel_ends_an_analysis_that_hangs(store: Store, queue: JobQueue) -> None:
    job_id = queue.submit(add_clip(store, then="stuck"))
    wait_until(lambda: queue.status(job_id).state is JobState.RUNNING)
    stuck = worker_pid(queue.status(job_id))
    queue.cancel(job_id)
    wait_until(lambda: queue.status(job_id).state is JobState.CANCELLED)
    assert not psutil.pid_exists(stuck)
    assert queue.wait(queue.submit(add_clip(store, frames=1))).state is JobState.DONE


def test_deleting_the_recording_ends_an_analysis_that_hangs(store: Store, queue: JobQueue) -> None:
    recording_id = add_clip(store, then="stuck")
    job_id = queue.submit(recording_id)
    wait_until(lambda: queue.status(job_id).state is JobState.RUNNING)
    stuck = worker_pid(queue.status(job_id))
    time.sleep(1.0)  # the crew has seen who holds it
    store.recordings.delete(recording_id)
    wait_until(lambda: not psutil.pid_exists(stuck))
    assert queue.wait(queue.submit(add_clip(store, frames=1))).state is JobState.DONE


@pytest.mark.parametrize(
    ("end", "limits"),
    [
        ("crash", {}),
        ("stuck", {"stall_s": 3.0, "lease_s": 2.0, "cancel_grace_s": 1.0}),
        ("stuck", {"idle_s": 3.0, "lease_s": 2.0, "cancel_grace_s": 1.0}),
    ],
    ids=["crash", "no progress", "neither progress nor processor time"],
)
def test_a_clip_that_ends_every_worker_is_given_up(
    own_store: Store, own_settings: Settings, end: str, limits: dict[str, float]
) -> None:
    settings = own_settings.model_copy(update={"attempts": 2, **limits})
    with JobQueue(own_store, settings, analysis=STAND_IN) as queue:
        job = queue.wait(queue.submit(add_clip(own_store, then=end)))
        assert job.state is JobState.FAILED
        assert job.reason is not None
        assert "broken off 2 times" in job.reason
        assert queue.wait(queue.submit(add_clip(own_store, frames=1))).state is JobState.DONE


def test_a_killed_worker_is_replaced_and_its_job_taken_up(store: Store, queue: JobQueue) -> None:
    job_id = queue.submit(add_clip(store, frames=60, frame_s=0.05))
    wait_until(lambda: queue.status(job_id).frames_done > 5)
    os.kill(worker_pid(queue.status(job_id)), signal.SIGKILL)
    assert queue.wait(job_id).state is JobState.DONE
    assert queue.status(job_id).attempt == 2


def job_of_killed_page(store: Store, settings: Settings, recording_id: int) -> int:
    """Have a page submit the job and be killed; its worker does not outlive it."""
    page = subprocess.run(
        [sys.executable, "-c", SUBMIT_AND_DIE, str(recording_id)],
        env=os.environ | settings.as_environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert page.returncode == -signal.SIGKILL
    job_id = int(page.stdout)
    job = store.jobs.get(job_id)
    assert job.state is JobState.RUNNING
    wait_until(lambda: not psutil.pid_exists(worker_pid(job)))
    return job_id


def test_a_worker_that_hangs_does_not_outlive_its_page(own_store: Store, own_settings: Settings) -> None:
    job_of_killed_page(own_store, own_settings, add_clip(own_store, then="stuck"))


def test_a_restart_takes_up_what_a_killed_page_left(own_store: Store, own_settings: Settings) -> None:
    recording_id = add_clip(own_store, frames=100, frame_s=0.05)
    job_id = job_of_killed_page(own_store, own_settings, recording_id)
    with JobQueue(own_store, analysis=STAND_IN) as queue:
        job = queue.wait(job_id)
        assert (job.state, job.attempt) == (JobState.DONE, 2)
        assert queue.recover() == 0
    assert len(own_store.runs.of_recording(recording_id)) == 1


def test_closing_takes_no_attempt(own_store: Store, own_settings: Settings) -> None:
    """A clip longer than any sitting is not given up for that."""
    settings = own_settings.model_copy(update={"attempts": 1})
    recording_id = add_clip(own_store, frames=60, frame_s=0.05)
    job_id = own_store.jobs.add(recording_id, {}).id
    for _ in range(3):
        with JobQueue(own_store, settings, analysis=STAND_IN) as queue:
            wait_until(lambda: own_store.jobs.get(job_id).frames_done > 5)
        assert (own_store.jobs.get(job_id).state, own_store.jobs.get(job_id).attempt) == (JobState.QUEUED, 0)
    with JobQueue(own_store, settings, analysis=STAND_IN) as queue:
        assert (queue.wait(job_id).state, queue.status(job_id).attempt) == (JobState.DONE, 1)


def test_closing_and_starting_at_once_leaves_no_process_behind(
    own_store: Store, own_settings: Settings
) -> None:
    queue = JobQueue(own_store, own_settings.model_copy(update={"workers": 2}), analysis=STAND_IN)
    add_clip(own_store, frames=1)
    until_s = time.monotonic() + 5.0

    def again_and_again(act: Callable[[], None]) -> None:
        while time.monotonic() < until_s:
            act()

    with ThreadPoolExecutor() as pool:
        tried = [pool.submit(again_and_again, act) for act in (queue.warm_up, queue.close) * 2]
    for one in tried:
        one.result()
    queue.close()
    assert _workers_of(own_settings) == 0
    job_id = queue.submit(add_clip(own_store, frames=1))
    assert queue.wait(job_id).state is JobState.DONE
    queue.close()
    assert _workers_of(own_settings) == 0


def test_two_queues_do_the_work_once(store: Store, settings: Settings, queue: JobQueue) -> None:
    with JobQueue(store, analysis=STAND_IN) as second:
        second.warm_up()
        recordings = [add_clip(store, frames=20, frame_s=0.05) for _ in range(4)]
        jobs = [queue.submit(recording_id) for recording_id in recordings]
        assert [second.submit(recording_id) for recording_id in recordings] == jobs
        assert [second.wait(job_id).attempt for job_id in jobs] == [1, 1, 1, 1]
    assert all(len(store.runs.of_recording(recording_id)) == 1 for recording_id in recordings)


def test_workers_are_as_many_as_there_is_work_for(own_store: Store, own_settings: Settings) -> None:
    with JobQueue(own_store, own_settings.model_copy(update={"workers": 3}), analysis=STAND_IN) as queue:
        queue.warm_up()
        time.sleep(2.0)
        assert _workers_of(own_settings) == 1
        # Long enough that the first still runs when a loaded machine has started the second worker.
        jobs = [queue.submit(add_clip(own_store, frames=600, frame_s=0.1)) for _ in range(2)]
        wait_until(lambda: all(queue.status(job_id).state is JobState.RUNNING for job_id in jobs))
        assert _workers_of(own_settings) == 2
    assert _workers_of(own_settings) == 0


def test_workers_that_cannot_start_are_said(own_store: Store, own_settings: Settings) -> None:
    broken = own_settings.model_copy(update={"database_url": "postgresql://nobody@127.0.0.1:1/none"})
    with JobQueue(own_store, broken, analysis=STAND_IN) as queue:
        job_id = queue.submit(add_clip(own_store, frames=1))
        with pytest.raises(JobError, match="cannot be started"):
            queue.wait(job_id)
    assert own_store.jobs.get(job_id).state is JobState.QUEUED  # kept for when it is put right
    assert "Traceback" not in (own_settings.data_dir / LOG_NAME).read_text()


def _workers_of(settings: Settings) -> int:
    """How many processes work on the store of these settings."""
    folder = str(settings.data_dir)
    children = psutil.Process().children()
    return sum(child.environ().get("TRANSITIONS_DATA_DIR") == folder for child in children)
