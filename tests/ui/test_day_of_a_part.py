"""The Day page of a recording of which only a part is analysed by now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from store_examples import add_recording, finding, run, segment
from streamlit.testing.v1 import AppTest

from transitions.model import Result
from transitions.store import JobState, Store, open_store
from transitions.ui import services

WORKER = "here:1"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("TRANSITIONS_DATA_DIR", str(tmp_path))
    services.store.clear()
    st.cache_data.clear()
    with open_store() as opened:
        yield opened
    services.store.clear()


def _page() -> None:
    from transitions.ui.screens.day import show_day

    show_day()


def test_nothing_is_told_of_what_is_not_looked_at_yet(store: Store) -> None:
    recording_id = add_recording(store).id
    job = store.jobs.add(recording_id, {})
    store.jobs.claim(job.id, WORKER, 60.0)
    found = run((segment(),), (finding(result=Result.NOT_OBSERVED, severity=None),))
    hours = replace(found, clip=replace(found.clip, duration_s=7200.0))
    store.runs.save_so_far(recording_id, hours, job_id=job.id, worker=WORKER)
    store.jobs.end(job.id, WORKER, JobState.FAILED, "Broken off.")
    page = AppTest.from_function(_page, default_timeout=60).run()
    assert not page.exception
    assert [one.value for one in page.info] == []
    assert [one.label for one in page.button] == ["Review"]
