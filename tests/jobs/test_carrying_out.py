"""One job by a worker: what it does about helpers that end, a full disk, and an analysis that is stopped."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from stand_in_jobs import STAND_IN, add_clip, wait_until
from store_examples import finding, run, segment

from transitions.errors import Cancelled, HelperError, OutputError, StoreError
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


def test_on_a_full_disk_the_analysis_says_so_and_the_count_before_stands(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording_id = add_clip(store, frames=1)
    job = store.jobs.add(recording_id, {})
    noted = store.recordings.work_folder(recording_id) / "pieces_before"
    noted.parent.mkdir(parents=True)
    noted.write_text("3")

    def full(path: Path, *_: object, **__: object) -> NoReturn:
        path.open("w").close()
        raise OSError(errno.ENOSPC, "No space left on device")

    def analyse(*_: Any, **__: Any) -> NoReturn:
        raise OutputError("What is found cannot be kept: free some space.")

    monkeypatch.setattr(Path, "write_text", full)
    assert carry_out(store, settings, job.id, analyse, own_name())
    ended = store.jobs.get(job.id)
    assert (ended.state, ended.reason) == (
        JobState.FAILED,
        "What is found cannot be kept: free some space.",
    )
    assert noted.read_text() == "3"


@pytest.mark.parametrize("deleted", [False, True], ids=["stopped by the user", "deleted meanwhile"])
def test_the_pieces_of_an_analysis_that_was_stopped_stay_as_long_as_its_recording(
    store: Store, settings: Settings, deleted: bool
) -> None:
    recording_id = add_clip(store, frames=1)
    job = store.jobs.add(recording_id, {})
    piece = store.recordings.work_folder(recording_id) / "key" / "look_1.json"

    def analyse(*_: Any, cancelled: Callable[[], bool], **__: Any) -> NoReturn:
        store.jobs.cancel(job.id)
        if deleted:
            store.recordings.delete(recording_id)
        piece.parent.mkdir(parents=True)
        piece.write_text("{}")
        wait_until(cancelled)
        raise Cancelled("The analysis was stopped.")

    assert carry_out(store, settings, job.id, analyse, own_name())
    assert piece.parent.parent.exists() is not deleted
    if not deleted:
        assert store.jobs.get(job.id).state is JobState.CANCELLED
        store.recordings.delete(recording_id)
        assert not piece.parent.parent.exists()


def test_what_is_found_meanwhile_is_in_the_store_and_the_whole_takes_its_place(
    store: Store, settings: Settings
) -> None:
    recording_id = add_clip(store, frames=1)
    job = store.jobs.add(recording_id, {})
    one, other = segment("s1", start_s=1.0), segment("s2", start_s=20.0)
    seen: list[tuple[int | None, int, bool]] = []

    def analyse(*place: Any, on_found: Callable[[Run], None], **asked: Any) -> Run:
        on_found(run((one,), (finding("s1"),)))
        summary = store.recordings.summary(recording_id)
        seen.append((summary.run_id, summary.segments, summary.is_growing))
        return run((one, other), (finding("s1"), finding("s2")))

    assert carry_out(store, settings, job.id, analyse, own_name())
    summary = store.recordings.summary(recording_id)
    assert seen == [(summary.run_id, 1, True)]
    assert (summary.segments, summary.is_growing, summary.is_whole) == (2, False, True)


def test_a_store_that_is_away_meanwhile_does_not_end_the_analysis(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = store.jobs.add(add_clip(store, frames=1), {})

    def away(*_: object, **__: object) -> NoReturn:
        raise StoreError("The database server cannot be used.")

    def analyse(*place: Any, on_found: Callable[[Run], None], **asked: Any) -> Run:
        on_found(run())
        return run()

    monkeypatch.setattr(store.runs, "save_so_far", away)
    assert carry_out(store, settings, job.id, analyse, own_name())
    assert store.jobs.get(job.id).state is JobState.DONE


def test_broken_off_by_the_user_what_was_found_is_kept_and_not_called_whole(
    store: Store, settings: Settings
) -> None:
    recording_id = add_clip(store, frames=1)
    job = store.jobs.add(recording_id, {})

    def analyse(*place: Any, on_found: Callable[[Run], None], **asked: Any) -> Run:
        on_found(run((segment(),), (finding(),)))
        raise Cancelled("The analysis was stopped.")

    assert carry_out(store, settings, job.id, analyse, own_name())
    summary = store.recordings.summary(recording_id)
    assert (summary.status, summary.segments, summary.is_growing, summary.is_whole) == (
        "cancelled",
        1,
        False,
        False,
    )
