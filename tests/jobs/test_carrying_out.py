"""One job by a worker: what it does about helpers that end."""

from __future__ import annotations

from typing import Any

import pytest
from stand_in_jobs import STAND_IN, add_clip

from transitions.errors import HelperError
from transitions.jobs.carrying_out import carry_out, load_analysis
from transitions.jobs.identity import own_name
from transitions.model import Run
from transitions.settings import Settings
from transitions.store import JobState, Store


@pytest.mark.parametrize(
    ("least_met", "tried", "state"),
    [(2, [2, 1], JobState.DONE), (1, [2, 1], JobState.FAILED)],
    ids=["a process alone is enough", "alone it fails too"],
)
def test_when_a_helper_ends_the_clip_is_tried_once_more_with_one_process(
    store: Store, settings: Settings, least_met: int, tried: list[int], state: JobState
) -> None:
    stand_in = load_analysis(STAND_IN)
    processes_used: list[int] = []

    def analyse(*place: Any, processes: int, **asked: Any) -> Run:
        processes_used.append(processes)
        assert len(processes_used) < 5
        if processes >= least_met:
            raise HelperError("A helper process was ended.")
        return stand_in(*place, processes=processes, **asked)

    job = store.jobs.add(add_clip(store, frames=1), {})
    assert carry_out(store, settings, job.id, analyse, own_name(), processes=2)
    ended = store.jobs.get(job.id)
    assert processes_used == tried
    assert ended.state is state
    assert ended.reason == (None if state is JobState.DONE else "A helper process was ended.")
