"""The real analysis of a real clip, its worker killed three times on the way."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from transitions.jobs import JobQueue
from transitions.model import Segment
from transitions.pipeline import analyse
from transitions.plain_values import to_plain
from transitions.store import JobState, Store

SAMPLES = "sample_videos"
PATIENCE_S = 240.0


@pytest.fixture
def clip(request: pytest.FixtureRequest) -> Path:
    samples = list((request.config.rootpath / SAMPLES).glob("*.mp4"))
    if not samples:
        pytest.skip("there are no sample videos")
    return min(samples, key=lambda path: path.stat().st_size)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_worker_killed_three_times_still_completes_once(store: Store, clip: Path) -> None:
    recording_id = store.recordings.add(clip, clip.name).recording.id
    with JobQueue(store) as queue:
        job_id = queue.submit(recording_id, {"model": "lite"})
        for kill in range(1, 4):
            os.kill(_pid_at_work(queue, job_id, attempt=kill), signal.SIGKILL)
        job = queue.wait(job_id)
    assert (job.state, job.attempt) == (JobState.DONE, 4)
    assert job.run_id is not None
    assert store.runs.of_recording(recording_id) == [job.run_id]
    stored = store.runs.load(job.run_id, with_series=True)
    direct = analyse(clip, model="lite")
    assert stored.clip == direct.clip
    assert _to_five_decimals(stored.segments) == _to_five_decimals(direct.segments)
    assert [f.result for f in stored.findings] == [f.result for f in direct.findings]
    assert stored.kinematics is not None
    assert direct.kinematics is not None
    assert len(stored.kinematics.t_s) == len(direct.kinematics.t_s)


def _to_five_decimals(segments: Sequence[Segment]) -> list[Any]:
    """A worker multiplies in one thread, this process in as many as it likes: they round otherwise."""
    return [to_plain(segment, decimals=5) for segment in segments]


def _pid_at_work(queue: JobQueue, job_id: int, attempt: int) -> int:
    deadline_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline_s:
        job = queue.status(job_id)
        assert not job.state.is_final, job
        if job.attempt == attempt and job.frames_done > 5:
            assert job.worker is not None
            return int(job.worker.split(":")[1])
        time.sleep(0.02)
    raise AssertionError("waited too long")
