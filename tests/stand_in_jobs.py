"""Clips for the stand-in analysis of ``tests/jobs``, and waiting for what its workers do."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable

from transitions.store import Job, Store

STAND_IN = "stand_in_analysis:analyse"
PATIENCE_S = 120.0


def add_clip(store: Store, **plan: object) -> int:
    """Keep a clip, unlike all others, that tells the stand-in what to do; its recording."""
    unlike_others = {**plan, "number": store.recordings.count()}
    return store.recordings.add(io.BytesIO(json.dumps(unlike_others).encode()), "clip.json").recording.id


def wait_until(condition: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline_s, "waited too long"
        time.sleep(0.02)


def worker_pid(job: Job) -> int:
    assert job.worker is not None
    return int(job.worker.split(":")[1])
