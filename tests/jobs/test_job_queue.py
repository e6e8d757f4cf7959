"""The queue on a real Dask cluster, its workers killed for real. The analysis is a stand-in that says so."""

import io
import json
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from transitions.errors import JobError
from transitions.jobs import JobQueue
from transitions.jobs.queue import LOG_NAME
from transitions.store import JobState, open_store

pytestmark = pytest.mark.slow

STAND_IN = "stand_in_analysis:analyse"
PATIENCE_S = 120.0

SUBMIT_AND_DIE = """
import os, signal, sys, time
from pathlib import Path
from transitions.jobs import JobQueue
from transitions.settings import Settings
from transitions.store import open_store
store = open_store(Settings())
queue = JobQueue(store, analysis="stand_in_analysis:analyse")
job_id = queue.submit(int(sys.argv[1]))
while queue.status(job_id).frames_done == 0:
    time.sleep(0.05)
print(job_id, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def queue(store):
    with JobQueue(store, analysis=STAND_IN) as opened:
        yield opened


@pytest.fixture
def own_settings(settings, tmp_path):
    """Settings of a store that no other test's workers look at."""
    return settings.model_copy(update={"data_dir": tmp_path / "data"})


@pytest.fixture
def own_store(own_settings):
    with open_store(own_settings) as opened:
        yield opened


def add_clip(store, **plan):
    unlike_others = {**plan, "number": store.recordings.count()}
    return store.recordings.add(io.BytesIO(json.dumps(unlike_others).encode()), "clip.json").recording.id


def wait_until(condition):
    deadline_s = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline_s, "waited too long"
        time.sleep(0.02)


def worker_pid(job):
    return int(job.worker.split(":")[1])


def test_from_queued_to_done_with_progress(store, queue):
    recording_id = add_clip(store, frames=40, frame_s=0.05)
    seen = []
    job = queue.wait(queue.submit(recording_id, {"person": 2, "model": "lite"}), seen.append)
    assert (job.state, job.attempt) == (JobState.DONE, 1)
    assert {look.state for look in seen} == {JobState.QUEUED, JobState.RUNNING, JobState.DONE}
    moving = [look for look in seen if look.state is JobState.RUNNING and look.frames_done]
    assert all(look.frames_total == 40 for look in moving)
    assert [look.frames_done for look in moving] == sorted(look.frames_done for look in moving)
    assert moving[0].seconds_left > moving[-1].seconds_left
    run = store.runs.load(job.run_id)
    assert (run.clip.name, run.quality.people_seen, run.provenance.pose_model) == ("clip.json", 2, "lite")


@pytest.mark.parametrize(("end", "said"), [("no_person", "film the whole body"), ("bug", LOG_NAME)])
def test_failing_says_why_in_plain_words(store, settings, queue, end, said):
    job = queue.wait(queue.submit(add_clip(store, then=end)))
    assert (job.state, job.run_id) == (JobState.FAILED, None)
    assert said in job.reason
    assert "Traceback" not in job.reason
    if end == "bug":
        assert "ZeroDivisionError" in (settings.data_dir / LOG_NAME).read_text()


def test_cancel_is_prompt_and_frees_the_worker(store, queue):
    long = queue.submit(add_clip(store, frames=10_000, frame_s=0.05))
    next_one = queue.submit(add_clip(store, frames=2))
    wait_until(lambda: queue.status(long).frames_done > 0)
    assert queue.status(next_one).state is JobState.QUEUED
    began_s = time.monotonic()
    queue.cancel(long)
    assert queue.wait(long, poll_s=0.02).state is JobState.CANCELLED
    assert time.monotonic() - began_s < 3.0
    assert queue.wait(next_one).state is JobState.DONE


def test_cancel_ends_an_analysis_that_is_stuck(store, queue):
    job_id = queue.submit(add_clip(store, then="stuck"))
    wait_until(lambda: queue.status(job_id).state is JobState.RUNNING)
    queue.cancel(job_id)
    wait_until(lambda: queue.status(job_id).state is JobState.CANCELLED)
    assert queue.wait(queue.submit(add_clip(store, frames=1))).state is JobState.DONE


def test_a_clip_that_kills_every_worker_is_given_up(own_store, own_settings):
    settings = own_settings.model_copy(update={"attempts": 2})
    with JobQueue(own_store, settings, analysis=STAND_IN) as queue:
        job = queue.wait(queue.submit(add_clip(own_store, then="crash")))
        assert job.state is JobState.FAILED
        assert "broken off 2 times" in job.reason


def test_a_killed_host_is_started_again(store, queue):
    job_id = queue.submit(add_clip(store, frames=60, frame_s=0.05))
    wait_until(lambda: queue.status(job_id).frames_done > 5)
    (host,) = [child for child in psutil.Process().children() if "transitions.jobs.host" in child.cmdline()]
    host.kill()
    assert queue.wait(job_id).state is JobState.DONE
    assert queue.status(job_id).attempt == 2


def test_a_restart_takes_up_what_a_killed_page_left(own_store, own_settings):
    recording_id = add_clip(own_store, frames=100, frame_s=0.05)
    page = subprocess.run(
        [sys.executable, "-c", SUBMIT_AND_DIE, str(recording_id)],
        env=os.environ | own_settings.as_environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert page.returncode == -signal.SIGKILL
    job_id = int(page.stdout)
    old_worker = worker_pid(own_store.jobs.get(job_id))
    wait_until(lambda: not psutil.pid_exists(old_worker))  # it does not outlive the page
    with JobQueue(own_store, analysis=STAND_IN) as queue:
        job = queue.wait(job_id)
        assert (job.state, job.attempt) == (JobState.DONE, 2)
        assert queue.recover() == 0
    assert len(own_store.runs.of_recording(recording_id)) == 1


def test_two_queues_do_the_work_once(store, settings, queue):
    with JobQueue(store, analysis=STAND_IN) as second:
        second.warm_up()
        recordings = [add_clip(store, frames=20, frame_s=0.05) for _ in range(4)]
        jobs = [queue.submit(recording_id) for recording_id in recordings]
        assert [second.submit(recording_id) for recording_id in recordings] == jobs
        assert [second.wait(job_id).attempt for job_id in jobs] == [1, 1, 1, 1]
    assert all(len(store.runs.of_recording(recording_id)) == 1 for recording_id in recordings)


def test_a_host_that_cannot_start_is_said(own_store, own_settings):
    broken = own_settings.model_copy(update={"database_url": "postgresql://nobody@127.0.0.1:1/none"})
    with JobQueue(own_store, broken, analysis=STAND_IN) as queue:
        job_id = queue.submit(add_clip(own_store, frames=1))
        with pytest.raises(JobError, match="cannot be started"):
            queue.wait(job_id)
    assert own_store.jobs.get(job_id).state is JobState.QUEUED  # kept for when it is put right
