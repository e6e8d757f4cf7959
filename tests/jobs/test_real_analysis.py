"""The real analysis of a real clip, its worker killed three times on the way."""

import os
import signal
import time

import pytest

from transitions.jobs import JobQueue
from transitions.pipeline import analyse
from transitions.store import JobState

SAMPLES = "sample_videos"
PATIENCE_S = 240.0


@pytest.fixture
def clip(request):
    samples = list((request.config.rootpath / SAMPLES).glob("*.mp4"))
    if not samples:
        pytest.skip("there are no sample videos")
    return min(samples, key=lambda path: path.stat().st_size)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_worker_killed_three_times_still_completes_once(store, clip):
    recording_id = store.recordings.add(clip, clip.name).recording.id
    with JobQueue(store) as queue:
        job_id = queue.submit(recording_id, {"model": "lite"})
        for kill in range(1, 4):
            os.kill(_pid_at_work(queue, job_id, attempt=kill), signal.SIGKILL)
        job = queue.wait(job_id)
    assert (job.state, job.attempt) == (JobState.DONE, 4)
    assert store.runs.of_recording(recording_id) == [job.run_id]
    stored = store.runs.load(job.run_id, with_series=True)
    direct = analyse(clip, model="lite")
    assert stored.clip == direct.clip
    assert [segment.kind for segment in stored.segments] == [segment.kind for segment in direct.segments]
    for kept, again in zip(stored.segments, direct.segments, strict=True):
        # Dask gives a worker one thread for linear algebra, which rounds otherwise in the eighth digit.
        assert (kept.start_s, kept.end_s) == pytest.approx((again.start_s, again.end_s), abs=1e-3)
        assert kept.view_angle_deg == pytest.approx(again.view_angle_deg, rel=1e-4)
    assert [f.result for f in stored.findings] == [f.result for f in direct.findings]
    assert len(stored.kinematics.t_s) == len(direct.kinematics.t_s)


def _pid_at_work(queue, job_id, attempt):
    deadline_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline_s:
        job = queue.status(job_id)
        assert not job.state.is_final, job
        if job.attempt == attempt and job.frames_done > 5:
            return int(job.worker.split(":")[1])
        time.sleep(0.02)
    raise AssertionError("waited too long")
