"""A batch in one process: names that are no text. The store is real, no worker runs."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from transitions.cli.batch_table import print_batch
from transitions.jobs import JobQueue
from transitions.jobs.batch import Batch, BatchWish, Outcome
from transitions.settings import Settings
from transitions.store import Store, open_store


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
