"""Jobs on a Dask cluster of two worker processes on this computer: one killed, one hung, the scheduler restarted."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from stand_in_jobs import PATIENCE_S, STAND_IN, add_clip, wait_until, worker_pid

from transitions.jobs import JobQueue
from transitions.settings import Settings
from transitions.store import JobState, Store, open_store

pytest.importorskip("distributed")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

REPOSITORY = Path(__file__).resolve().parents[2]


class Cluster:
    """A scheduler and two workers of one thread each, as a system administrator starts them."""

    def __init__(self, log: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self._scheduler = ["scheduler", "--host=127.0.0.1", f"--port={port}", "--no-dashboard"]
        self._log = log
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        workers = ["worker", self.address, "--nworkers=2", "--nthreads=1", "--no-dashboard"]
        for program, *options in (self._scheduler, workers):
            command = [sys.executable, "-m", f"distributed.cli.dask_{program}", *options]
            with self._log.open("ab") as log:
                process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
            self._running.append(process)

    def kill(self) -> None:
        for process in self._running:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._running.clear()


@pytest.fixture(scope="module")
def cluster(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    made = Cluster(tmp_path_factory.mktemp("dask") / "dask.log")
    made.start()
    yield made
    made.kill()


@pytest.fixture(scope="module")
def queue(store: Store, settings: Settings, cluster: Cluster) -> Iterator[JobQueue]:
    on_cluster = settings.model_copy(update={"scheduler_address": cluster.address})
    with JobQueue(store, on_cluster, analysis=STAND_IN) as opened:
        yield opened


def test_a_killed_worker_loses_nothing_and_nothing_is_done_twice(store: Store, queue: JobQueue) -> None:
    recordings = [add_clip(store, frames=80, frame_s=0.1) for _ in range(4)]
    jobs = [queue.submit(recording_id) for recording_id in recordings]
    wait_until(lambda: queue.status(jobs[0]).frames_done > 5)
    wait_until(lambda: len({queue.status(job).worker for job in jobs} - {None}) == 2)
    os.kill(worker_pid(queue.status(jobs[0])), signal.SIGKILL)
    ended = [queue.wait(job) for job in jobs]
    assert [job.state for job in ended] == [JobState.DONE] * 4
    assert [job.attempt for job in ended] == [2, 1, 1, 1]
    assert [len(store.runs.of_recording(recording_id)) for recording_id in recordings] == [1] * 4


def test_cancel_ends_an_analysis_that_hangs(store: Store, queue: JobQueue) -> None:
    job_id = queue.submit(add_clip(store, then="stuck"))
    wait_until(lambda: queue.status(job_id).state is JobState.RUNNING)
    queue.cancel(job_id)
    wait_until(lambda: queue.status(job_id).state is JobState.CANCELLED)
    jobs = [queue.submit(add_clip(store, frames=1)) for _ in range(4)]
    assert all(queue.wait(job).state is JobState.DONE for job in jobs)


def test_a_cluster_started_again_goes_on(store: Store, queue: JobQueue, cluster: Cluster) -> None:
    recordings = [add_clip(store, frames=40, frame_s=0.1) for _ in range(4)]
    jobs = [queue.submit(recording_id) for recording_id in recordings]
    wait_until(lambda: queue.status(jobs[0]).frames_done > 5)
    cluster.kill()
    cluster.start()
    assert [queue.wait(job).state for job in jobs] == [JobState.DONE] * 4
    assert [len(store.runs.of_recording(recording_id)) for recording_id in recordings] == [1] * 4


def test_a_batch_outlives_a_worker_and_the_scheduler(
    settings: Settings, cluster: Cluster, tmp_path: Path
) -> None:
    """Twelve clips; a worker is killed at the third, scheduler and workers at the sixth: each has one run."""
    names = [f"{number}.mp4" for number in range(12)]
    for name in names:
        (tmp_path / name).write_text(json.dumps({"frames": 20, "frame_s": 0.1, "called": name}))
    own = settings.model_copy(update={"data_dir": tmp_path / "data"})
    command = [sys.executable, "-m", "stand_in_batch", str(tmp_path), "--scheduler", cluster.address]
    environment = os.environ | own.as_environment()
    with open_store(own) as store:
        batch = subprocess.Popen(command, env=environment, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
        wait_until(lambda: len(runs_of(store)) >= 3 and len(store.jobs.running()) > 0)
        os.kill(worker_pid(store.jobs.running()[0]), signal.SIGKILL)
        wait_until(lambda: len(runs_of(store)) >= 6)
        cluster.kill()
        time.sleep(1.0)
        assert batch.poll() is None
        cluster.start()
        out, _ = batch.communicate(timeout=PATIENCE_S)
        assert batch.returncode == 0
        assert json.loads(out)["counts"] == {"waiting": 0, "analysed": 12, "there": 0, "failed": 0}
        assert sorted(runs_of(store)) == sorted(names)


def runs_of(store: Store) -> list[str]:
    """The name of the clip of every run there is."""
    recordings = [one.recording for one in store.recordings.list(limit=500)]
    return [r.name for r in recordings for _ in store.runs.of_recording(r.id)]
