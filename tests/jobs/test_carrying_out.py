"""One job by a worker: what it does about helpers that end."""

from __future__ import annotations

from pathlib import Path
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


def test_a_long_clip_that_got_on_is_tried_again_however_often_its_process_died(
    store: Store, settings: Settings
) -> None:
    recording_id = add_clip(store, frames=1)
    job = store.jobs.add(recording_id, {})
    piece = store.recordings.work_folder(recording_id) / "key" / "look_1.json"
    given: list[Path] = []

    def analyse(*place: Any, work_dir: Path, **asked: Any) -> Run:
        given.append(work_dir)
        return load_analysis(STAND_IN)(*place, work_dir=work_dir, **asked)

    for _ in range(settings.attempts + 1):  # each claims the job and dies
        assert store.jobs.claim(job.id, "elsewhere:1:0", 0.0) is not None
    piece.parent.mkdir(parents=True)
    (piece.parent.parent / "pieces_before").write_text("0")
    piece.write_text("{}")
    assert carry_out(store, settings, job.id, analyse, own_name())
    assert store.jobs.get(job.id).state is JobState.DONE
    assert given == [store.recordings.work_folder(recording_id)]
    assert not given[0].exists()


def test_one_that_did_not_get_on_is_given_up(store: Store, settings: Settings) -> None:
    recording_id = add_clip(store, frames=1)
    job = store.jobs.add(recording_id, {})
    for _ in range(settings.attempts + 1):
        assert store.jobs.claim(job.id, "elsewhere:1:0", 0.0) is not None
    folder = store.recordings.work_folder(recording_id)
    (folder / "key").mkdir(parents=True)
    (folder / "key" / "look_1.json").write_text("{}")
    (folder / "pieces_before").write_text("1")
    assert carry_out(store, settings, job.id, load_analysis(STAND_IN), own_name())
    assert store.jobs.get(job.id).state is JobState.FAILED
