"""The Day page of a recording of which only a part is analysed by now."""

from __future__ import annotations

from dataclasses import replace

from store_examples import add_recording, finding, run, segment
from streamlit.testing.v1 import AppTest

from transitions.model import Result
from transitions.store import JobState, Store

WORKER = "here:1"


def _page() -> None:
    from transitions.ui.screens.day import show_day

    show_day()


def test_nothing_is_told_of_what_is_not_looked_at_yet(shown_store: Store) -> None:
    recording_id = add_recording(shown_store).id
    job = shown_store.jobs.add(recording_id, {})
    shown_store.jobs.claim(job.id, WORKER, 60.0)
    found = run((segment(),), (finding(result=Result.NOT_OBSERVED, severity=None),))
    hours = replace(found, clip=replace(found.clip, duration_s=7200.0))
    shown_store.runs.save_so_far(recording_id, hours, job_id=job.id, worker=WORKER)
    shown_store.jobs.end(job.id, WORKER, JobState.FAILED, "Broken off.")
    page = AppTest.from_function(_page, default_timeout=60).run()
    assert not page.exception
    assert [one.value for one in page.info] == []
    assert [one.label for one in page.button] == ["Review"]
