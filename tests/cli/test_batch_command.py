"""``transitions batch``: odd files, what is there already, Ctrl-C and kill on the way. Real processes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from interrupts import heed_interrupts
from stand_in_jobs import wait_until
from typer.testing import CliRunner

from transitions.cli import app
from transitions.cli.batch_clips import clips_of
from transitions.errors import TransitionsError
from transitions.jobs.batch import BatchClip, Outcome
from transitions.settings import Settings
from transitions.store import JobState, Store, open_store

STAND_INS = Path(__file__).resolve().parents[1] / "jobs"
SAMPLES = Path(__file__).resolve().parents[2] / "sample_videos"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("PYTHONPATH", str(STAND_INS))
    monkeypatch.setenv("TRANSITIONS_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("TRANSITIONS_WORKERS", "2")
    return Settings()


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with open_store(settings) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "clips"
    made.mkdir()
    return made


def write_plan(path: Path, **plan: object) -> Path:
    path.write_text(json.dumps({**plan, "called": path.name}))
    return path


def begin(folder: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "stand_in_batch", str(folder), *more]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_interrupts,
        start_new_session=True,
    )


def finish(batch: subprocess.Popen[str]) -> dict[str, str]:
    """The outcome of each clip by its name."""
    out, said = batch.communicate(timeout=120)
    assert out, said
    return {Path(clip["path"]).name: clip["outcome"] for clip in json.loads(out)["clips"]}


def runs_by_clip(store: Store) -> dict[str, int]:
    return {
        one.recording.name: len(store.runs.of_recording(one.recording.id))
        for one in store.recordings.list(limit=500)
    }


def test_odd_files_are_neither_followed_nor_waited_for(folder: Path) -> None:
    clip = write_plan(folder / "b.mp4")
    (folder / "a.MOV").symlink_to(clip)
    (folder / "gone.mp4").symlink_to(folder / "nowhere.mp4")
    (folder / "notes.txt").touch()
    (folder / "._b.mp4").touch()
    (folder / "folder.mp4").mkdir()
    inner = write_plan(folder / "folder.mp4" / "inner.webm")
    (folder / "ring").symlink_to(folder)
    os.mkfifo(folder / "pipe.mkv")
    flat = [seen.path.name for seen in clips_of([folder, folder, clip], recursive=False)]
    assert flat == ["a.MOV", "gone.mp4", "pipe.mkv"], "b.mp4 is a.MOV"
    assert [seen.path for seen in clips_of([folder / "folder.mp4"], recursive=False)] == [inner]
    deep = [seen.path.name for seen in clips_of([folder], recursive=True)]
    assert deep == ["a.MOV", "inner.webm", "gone.mp4", "pipe.mkv"]
    (missing,) = clips_of([folder / "missing"], recursive=True)
    assert "cannot be looked into" in missing.trouble


def test_without_consent_nothing_is_taken_in(store: Store, folder: Path) -> None:
    write_plan(folder / "a.mp4")
    with pytest.raises(TransitionsError, match="--consent"):
        CliRunner().invoke(app, ["batch", str(folder)], catch_exceptions=False)
    assert store.recordings.count() == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{}"], "no video"),
        (["{}/missing"], "cannot be looked into"),
        (["{}", "--scheduler", "nowhere"], "write it as tcp"),
        (["{}", "--scheduler", "tcp://127.0.0.1:1"], "does not answer"),
        (["{}", "--model", "huge"], "no pose model"),
        (["{}", "--profile", "{}/missing.toml"], "profile"),
    ],
)
def test_what_cannot_be_done_at_all_is_one_sentence(
    settings: Settings, folder: Path, arguments: list[str], said: str
) -> None:
    given = [argument.format(folder) for argument in arguments]
    with pytest.raises(TransitionsError, match=said):
        CliRunner().invoke(app, ["batch", "--consent", *given], catch_exceptions=False)


@pytest.mark.slow
def test_a_bad_clip_stops_no_other_and_nothing_is_made_twice(store: Store, folder: Path) -> None:
    for number in range(3):
        write_plan(folder / f"good {number}.mp4")
    shutil.copy(folder / "good 1.mp4", folder / "twin.mp4")
    write_plan(folder / "nobody.mp4", then="no_person")
    write_plan(folder / "bug.mp4", then="bug")
    (folder / "empty.mp4").touch()
    (folder / "gone.mp4").symlink_to(folder / "nowhere.mp4")
    first = begin(folder)
    failed = dict.fromkeys(("nobody.mp4", "bug.mp4", "empty.mp4", "gone.mp4"), "failed")
    good = [f"good {number}.mp4" for number in range(3)]
    assert finish(first) == {
        **dict.fromkeys(good, "analysed"),
        "twin.mp4": "already there",
        **failed,
    }
    assert first.returncode == 3
    write_plan(folder / "later.mp4")
    for path in folder.iterdir():
        if path.name in failed:
            path.unlink()
    second = begin(folder)
    assert finish(second) == {**dict.fromkeys([*good, "twin.mp4"], "already there"), "later.mp4": "analysed"}
    assert second.returncode == 0
    made = runs_by_clip(store)
    assert {name: made[name] for name in (*good, "later.mp4")} == dict.fromkeys((*good, "later.mp4"), 1)
    assert all(one.recording.consented_at for one in store.recordings.list())


@pytest.mark.slow
def test_what_failed_is_tried_again_only_when_asked(store: Store, folder: Path) -> None:
    write_plan(folder / "nobody.mp4", then="no_person")
    finish(begin(folder))
    assert finish(begin(folder)) == {"nobody.mp4": "failed"}
    assert len(store.jobs.list()) == 1
    assert finish(begin(folder, "--again")) == {"nobody.mp4": "failed"}
    assert len(store.jobs.list()) == 2


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_batch_broken_off_goes_on_where_it_was(store: Store, folder: Path, how: signal.Signals) -> None:
    names = [write_plan(folder / f"{number}.mp4", frames=20, frame_s=0.05).name for number in range(8)]
    batch = begin(folder)
    wait_until(lambda: sum(runs_by_clip(store).values()) >= 2)
    batch.send_signal(how)
    _, said = batch.communicate(timeout=30)
    assert batch.returncode == (130 if how is signal.SIGINT else -how)
    if how is signal.SIGINT:
        assert "The same command goes on from there" in said
    outcomes = finish(begin(folder))
    assert set(outcomes) == set(names)
    assert set(outcomes.values()) == {"analysed", "already there"}
    assert runs_by_clip(store) == dict.fromkeys(names, 1)


@pytest.mark.slow
def test_two_batches_at_once_make_each_run_once(store: Store, folder: Path) -> None:
    names = [write_plan(folder / f"{number}.mp4", frames=4, frame_s=0.02).name for number in range(12)]
    both = [begin(folder) for _ in range(2)]
    for batch in both:
        assert set(finish(batch)) == set(names)
        assert batch.returncode == 0
    assert runs_by_clip(store) == dict.fromkeys(names, 1)
    assert {job.state for job in store.jobs.list()} == {JobState.DONE}


@pytest.mark.slow
def test_a_real_clip_is_analysed_once_for_each_model_and_profile(
    store: Store, folder: Path, tmp_path: Path
) -> None:
    shutil.copy(min(SAMPLES.glob("*.mp4"), key=lambda path: path.stat().st_size), folder / "clip [1].mp4")
    own = tmp_path / "own.toml"
    own.write_text("[abrupt_twist]\nmild = 71\nmoderate = 100\n")

    def outcome(*more: str) -> Any:
        command = [sys.executable, "-m", "transitions", "batch", "--consent", "--json", "--model", "lite"]
        done = subprocess.run([*command, str(folder), *more], capture_output=True, text=True, timeout=240)
        assert done.returncode == 0, done.stderr
        (clip,) = json.loads(done.stdout)["clips"]
        return clip["outcome"]

    assert [outcome(), outcome()] == ["analysed", "already there"]
    assert [outcome("--profile", str(own)) for _ in range(2)] == ["analysed", "already there"]
    moved = own.rename(tmp_path / "moved.toml")
    assert outcome("--profile", str(moved)) == "already there", "the thresholds are the same"
    assert runs_by_clip(store) == {"clip [1].mp4": 2}


def test_the_table_has_a_row_for_each_clip_and_of_many_for_each_that_failed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from rich.console import Console

    from transitions.cli.batch_table import MOST_ROWS, print_batch

    good = BatchClip(Path("good [1].mp4"), Outcome.ANALYSED, duration_s=90.0, transitions=2, flagged=1)
    bad = BatchClip(Path("bad.mp4"), Outcome.FAILED, "It is no video.")
    print_batch([good, bad], 30.0, Console(width=120))
    few = capsys.readouterr().out
    assert "good [1].mp4" in few
    assert "2 transitions, 1 flagged" in few
    assert "2 clips: 1 analysed, 0 already there, 1 failed" in few
    print_batch([good] * MOST_ROWS + [bad], 30.0, Console(width=120))
    many = capsys.readouterr().out
    assert "good [1].mp4" not in many
    assert "It is no video." in many
