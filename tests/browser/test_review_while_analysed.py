"""A long recording is reviewed while the rest of it is analysed, and what was said stays with the whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from barriers import serious
from browser_windows import OpenPage, Serve
from media import write_numbered_clip
from seeding import made_up_finding, made_up_segment, marked_kinematics
from store_examples import run

from transitions.model import Run
from transitions.store import JobState, Store, open_store

WORKER = "elsewhere:1:0"
SIZE, FRAMES, FPS = (640, 360), 360, 30.0


def found(*starts_s: float) -> Run:
    """A moment at each of these times."""
    segments = tuple(made_up_segment(n, start_s, start_s + 1.5) for n, start_s in enumerate(starts_s, 1))
    findings = tuple(made_up_finding(one, n) for n, one in enumerate(segments))
    t_s = np.arange(FRAMES) / FPS
    curves = marked_kinematics(t_s, 20.0 + 1.5 * np.arange(FRAMES, dtype=float), SIZE)
    made = run(segments, findings)
    return replace(made, kinematics=curves, clip=replace(made.clip, duration_s=FRAMES / FPS))


@pytest.fixture
def growing(tmp_path: Path) -> tuple[Path, int, int]:
    """A store with a recording whose job has found one moment so far."""
    folder = tmp_path / "data"
    with open_store(data_dir=folder) as store:
        clip = write_numbered_clip(tmp_path / "day.mp4", FRAMES, SIZE, FPS)
        recording_id = store.recordings.add(clip, "day.mp4").recording.id
        job = store.jobs.add(recording_id, {})
        assert store.jobs.claim(job.id, WORKER, 3600.0) is not None
        keep(store, recording_id, job.id, found(1.0))
    return folder, recording_id, job.id


def keep(store: Store, recording_id: int, job_id: int, so_far: Run) -> None:
    assert store.runs.save_so_far(recording_id, so_far, job_id=job_id, worker=WORKER) is not None


def test_moments_are_reviewed_while_the_rest_is_analysed(
    serve: Serve, open_page: OpenPage, growing: tuple[Path, int, int]
) -> None:
    folder, recording_id, job_id = growing
    page = open_page(f"{serve(folder)}/review?recording={recording_id}&view=clinician&rater=KB")
    banner = page.get_by_text("The rest of this recording is still being analysed")
    banner.wait_for()
    page.get_by_text("0 of 1 reviewed").wait_for()
    assert serious(page) == []
    page.get_by_role("button", name="Agree", exact=True).click()
    page.get_by_text("1 of 1 reviewed").wait_for()

    with open_store(data_dir=folder) as store:
        keep(store, recording_id, job_id, found(1.0, 5.0))
    page.get_by_text("1 moment more found").wait_for()
    page.get_by_role("button", name="Show what is new").click()
    page.get_by_text("1 of 2 reviewed").wait_for()

    with open_store(data_dir=folder) as store:
        store.runs.save(recording_id, found(1.0, 5.0, 9.0), job_id=job_id, worker=WORKER)
        assert store.jobs.get(job_id).state is JobState.DONE
    page.get_by_role("button", name="Show all of it").click()
    page.get_by_text("1 of 3 reviewed").wait_for()
    banner.wait_for(state="hidden")
