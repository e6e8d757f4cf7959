"""An analysis that does not move gives no sign of life."""

from __future__ import annotations

import time

import pytest
from stand_in_jobs import add_clip, wait_until

from transitions.jobs.heartbeat import Heartbeat
from transitions.pipeline import Progress
from transitions.settings import Settings
from transitions.store import Store

STALL_S = 0.2
IDLE_S = 2.0


def test_the_same_progress_said_again_is_no_move(store: Store, settings: Settings) -> None:
    quick = settings.model_copy(update={"heartbeat_s": 0.02, "stall_s": STALL_S})
    job_id = store.jobs.add(add_clip(store), {}).id
    store.jobs.claim(job_id, "a:1:0:", 60)

    def say_again(for_s: float) -> None:
        until_s = time.monotonic() + for_s
        while time.monotonic() < until_s:
            heartbeat.note(Progress("pose", 5, 100, None))
            time.sleep(0.01)

    def moves_and_hears() -> bool:
        heartbeat.note(Progress("pose", 6 + int(time.monotonic() * 1000), None, None))
        return heartbeat.asks_to_stop()

    with Heartbeat(store.jobs, job_id, "a:1:0:", quick) as heartbeat:
        say_again(2 * STALL_S)
        store.jobs.cancel(job_id)
        say_again(2 * STALL_S)
        assert not heartbeat.asks_to_stop(), "a beat was sent, for only a beat brings the wish to stop"
        wait_until(moves_and_hears)


@pytest.mark.parametrize("works", [True, False], ids=["working", "waiting"])
def test_long_work_without_a_frame_is_alive_as_long_as_it_works(
    store: Store, settings: Settings, works: bool
) -> None:
    quick = settings.model_copy(update={"heartbeat_s": 0.02, "idle_s": IDLE_S})
    job_id = store.jobs.add(add_clip(store), {}).id
    store.jobs.claim(job_id, "a:1:0:", 60)

    def pass_time(for_s: float) -> None:
        until_s = time.monotonic() + for_s
        while time.monotonic() < until_s:
            if not works:
                time.sleep(0.05)

    with Heartbeat(store.jobs, job_id, "a:1:0:", quick) as heartbeat:
        pass_time(2 * IDLE_S)
        store.jobs.cancel(job_id)
        pass_time(IDLE_S)
        assert heartbeat.asks_to_stop() is works
