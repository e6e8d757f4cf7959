"""The way of a long clip, gone with a short one: what is found is what looking at all of it finds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import psutil
import pytest
from rendered import TURN

from transitions import pipeline
from transitions.errors import Cancelled
from transitions.export.results import read_run, write_results
from transitions.export.run_json import run_from_json, run_to_json
from transitions.pipeline import Progress, analyse, clear_work
from transitions.stretchwise import go_through
from transitions.stretchwise.tasks import LongClip, SkimTask
from transitions.stretchwise.workers import StretchWorkers
from transitions.video import open_clip


@pytest.fixture(autouse=True)
def everything_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "LONG_S", 1.0)


def test_it_finds_what_looking_at_all_finds_and_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[Progress] = []
    run = analyse(TURN, model="lite", work_dir=tmp_path / "work", on_progress=steps.append)
    again: list[Progress] = []
    same = analyse(TURN, model="lite", work_dir=tmp_path / "work", on_progress=again.append)
    assert run_to_json(run).replace(run.provenance.created_at, "") == run_to_json(same).replace(
        same.provenance.created_at, ""
    )
    assert len(steps) > 10 > len(again)
    assert {step.stage for step in steps} == {"survey", "follow", "pose"}
    monkeypatch.setattr(pipeline, "LONG_S", 180.0)
    whole = analyse(TURN, model="lite")
    assert [one.kind for one in run.segments] == [one.kind for one in whole.segments] == ["reach"]
    assert abs(run.segments[0].start_s - whole.segments[0].start_s) < 0.1
    assert [(one.rule, one.result) for one in run.findings] == [
        (one.rule, one.result) for one in whole.findings
    ]

    write_results(run, tmp_path / "results")
    read = read_run(tmp_path / "results")
    assert read.survey == run.survey is not None
    assert read.kinematics is not None
    assert np.isfinite(read.kinematics["trunk_twist_deg"].value).any()
    clear_work(run)
    assert not list((tmp_path / "work").iterdir())


def test_without_a_place_for_its_pieces_the_curves_are_in_the_run_and_nothing_is_left() -> None:
    run = analyse(TURN, model="lite", exhaustive=True)
    assert run.series_path is None
    assert run.kinematics is not None
    assert len(run.kinematics.t_s) == run.clip.frames
    assert run.survey is not None
    assert run.survey.skipped == ()
    assert run.survey.summary == ""
    assert run_from_json(run_to_json(run)).survey == run.survey


def test_a_stop_is_heeded_at_once(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        analyse(TURN, model="lite", work_dir=tmp_path, cancelled=lambda: True)


def test_pieces_of_another_version_are_not_taken_for_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"version": "0.1.0", "person": 1}
    now = go_through.key_of("abc", **asked)
    assert now == go_through.key_of("abc", **asked)
    monkeypatch.setattr(go_through, "PIECES", go_through.PIECES - 1)
    assert now != go_through.key_of("abc", **asked)


def test_two_workers_leave_the_results_of_one(tmp_path: Path) -> None:
    reader = open_clip(TURN)
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder, processes in zip(folders, (1, 2), strict=True):
        folder.mkdir()
        clip = LongClip(TURN, TURN.name, reader.facts, "lite", 1, None, folder)
        done: list[int] = []
        with StretchWorkers(processes) as workers:
            tasks = [SkimTask(clip, 0.0, 1.5), SkimTask(clip, 1.5, 9.0)]
            workers.carry_out(tasks, lambda _, t_s: None, done.append, None)
        assert sorted(done) == [0, 1]
    one, two = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert one.keys() == two.keys() == {"skim_0000000000.npz", "skim_0000001500.npz"}


def test_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    code = (
        "import time; from transitions.stretchwise.workers import StretchWorkers\n"
        "workers = StretchWorkers(2); print('begun', flush=True); time.sleep(60)"
    )
    begun = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert begun.stdout is not None
    assert begun.stdout.readline()
    own = psutil.Process(begun.pid).children()
    assert len(own) == 2
    begun.kill()
    begun.wait()
    begun.stdout.close()
    _, alive = psutil.wait_procs(own, timeout=30)
    assert not alive
