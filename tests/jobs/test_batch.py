"""A batch in one process: names that are no text, a store that is away for a while. No worker runs."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import NoReturn

import pytest
from rich.console import Console
from store_examples import run

from transitions.cli.batch_table import print_batch
from transitions.errors import StoreError
from transitions.jobs import JobQueue
from transitions.jobs.batch import Batch, BatchWish, Outcome, maker_of
from transitions.model import LookedAt, Provenance, SkippedStretch, Survey
from transitions.settings import Settings
from transitions.store import JobState, Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(Settings(data_dir=tmp_path / "data")) as opened:
        yield opened


@pytest.fixture
def batch(store: Store) -> Batch:
    return Batch(store, JobQueue(store, store.settings), BatchWish(), {})


def write_clip(path: Path) -> Path:
    path.write_text(json.dumps({"called": os.fsencode(path.name).hex()}))
    return path


def test_a_name_that_is_no_text_stops_no_other_clip(batch: Batch, tmp_path: Path) -> None:
    odd = write_clip(tmp_path / os.fsdecode(b"a\xff.mp4"))
    good = write_clip(tmp_path / "b.mp4")
    batch.take_in(odd)
    batch.take_in(good)
    assert batch.clips[odd].outcome is Outcome.FAILED
    assert "rename it" in batch.clips[odd].reason
    assert batch.clips[good].outcome is Outcome.WAITING
    console = Console(width=200, record=True, file=(tmp_path / "said.txt").open("w", encoding="utf-8"))
    print_batch(list(batch.clips.values()), 1.0, console)
    assert r"a\udcff.mp4" in console.export_text()


def test_a_store_that_is_away_for_a_look_loses_no_clip(
    store: Store, batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = write_clip(tmp_path / "a.mp4")
    batch.take_in(clip)
    (job,) = store.jobs.list()
    store.jobs.claim(job.id, "worker", 60.0)
    store.jobs.end(job.id, "worker", JobState.FAILED, "Nobody is in view.")

    def away(*_: object) -> NoReturn:
        raise StoreError("The database server cannot be used.")

    with monkeypatch.context() as stopped:
        stopped.setattr(store.jobs, "get", away)
        stopped.setattr(store.jobs, "running", away)
        with pytest.raises(StoreError):
            batch.look()
        was_finished = batch.is_finished
        assert not was_finished
        assert 0.0 <= batch.share_done() <= 1.0
    batch.look()
    assert batch.is_finished
    assert batch.clips[clip].outcome is Outcome.FAILED
    assert batch.clips[clip].reason == "Nobody is in view."


def ended(store: Store, state: JobState, reason: str | None = None) -> None:
    job = store.jobs.list()[0]
    store.jobs.claim(job.id, "worker", 60.0)
    store.jobs.end(job.id, "worker", state, reason)


def outcome(store: Store, clip: Path, wanted: BatchWish) -> Outcome:
    batch = Batch(store, JobQueue(store, store.settings), wanted, {})
    batch.take_in(clip)
    return batch.clips[clip].outcome


def test_a_failure_is_remembered_though_the_clip_was_tried_in_another_way_since(
    store: Store, tmp_path: Path
) -> None:
    clip = write_clip(tmp_path / "a.mp4")
    assert outcome(store, clip, BatchWish()) is Outcome.WAITING
    ended(store, JobState.FAILED, "Nobody is in view.")
    assert outcome(store, clip, BatchWish(model="lite")) is Outcome.WAITING
    ended(store, JobState.CANCELLED)
    assert outcome(store, clip, BatchWish()) is Outcome.FAILED
    assert outcome(store, clip, BatchWish(again=True)) is Outcome.WAITING


def test_every_frame_is_asked_for_where_an_analysis_was_not_to_look_at_all(
    store: Store, tmp_path: Path
) -> None:
    clip = write_clip(tmp_path / "a.mp4")
    maker = asdict(maker_of("full", None))

    def made(skipped: tuple[SkippedStretch, ...]) -> None:
        job = store.jobs.list()[0]
        assert store.jobs.claim(job.id, "worker", 60.0) is not None
        survey = Survey((LookedAt(0.0, 9.0, False),), skipped, 0)
        provenance = Provenance(**maker, created_at="2026-01-01T00:00:00Z")
        store.runs.save(job.recording_id, replace(run(), provenance=provenance, survey=survey), job_id=job.id)

    assert outcome(store, clip, BatchWish()) is Outcome.WAITING
    made((SkippedStretch(9.0, 600.0, "Nothing moved."),))
    assert outcome(store, clip, BatchWish()) is Outcome.THERE
    assert outcome(store, clip, BatchWish(exhaustive=True)) is Outcome.WAITING
    assert store.jobs.list()[0].options == {"exhaustive": True}
    made(())
    assert outcome(store, clip, BatchWish(exhaustive=True)) is Outcome.THERE
    assert outcome(store, clip, BatchWish()) is Outcome.THERE
