"""``transitions validate`` as a user types it: real clips, real processes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from interrupts import heed_interrupts

SAMPLES = Path(__file__).resolve().parents[2] / "sample_videos"
RISE = {
    "events": [
        {"kind": "sit_to_stand", "start": 1.246, "end": 3.45, "seat_off": 2.172},
        {"kind": "stand_to_sit", "start": 4.298, "end": 6.704},
    ],
    "expected": {"abrupt_twist": False},
}
REACH = {
    "events": [{"kind": "reach", "start": 1.187, "end": 3.049, "grasp": 1.615, "side": "left"}],
    "expected": {"abrupt_twist": True, "sustained_twist": True},
}


def put(folder: Path, sample: str, truth: object) -> None:
    shutil.copy(SAMPLES / f"{sample}.mp4", folder)
    (folder / f"{sample}.json").write_text(json.dumps(truth), encoding="utf-8")


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "transitions", "validate", *map(str, arguments)]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), capture_output=True, text=True, timeout=280, check=False)


def wait_for_workers(pid: int, count: int) -> None:
    """Until the process has started its workers (and Python's own resource tracker beside them)."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    until_s = time.monotonic() + 120.0
    while len(children.read_text().split()) < count + 1:
        assert time.monotonic() < until_s, "no worker was started"
        time.sleep(0.1)


def all_gone(group: int) -> bool:
    """Whether no process of the group is left; one that is still importing notices when it has done so."""
    until_s = time.monotonic() + 60.0
    while time.monotonic() < until_s:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.slow
def test_real_clips_are_scored_and_a_broken_one_counts_as_missed(tmp_path: Path) -> None:
    put(tmp_path, "rise_and_sit_controlled", RISE)
    put(tmp_path, "reach_with_quick_twist", REACH)
    (tmp_path / "broken.mp4").write_text("not a clip")
    (tmp_path / "broken.json").write_text(json.dumps(REACH))
    result = run(tmp_path, "--json", "--workers", "2")
    assert result.returncode == 0, result.stderr
    record = json.loads(result.stdout)
    assert record["clips"] == 3
    assert list(record["failed"]) == ["broken"]
    figures = record["figures"]
    assert figures["event/sit_to_stand/f1@0.5"]["value"] == 1.0
    assert figures["event/reach/f1@0.5"]["value"] == pytest.approx(2 / 3, abs=1e-3)
    assert figures["event/all kinds/start"]["value"] < 0.15
    assert figures["rule/abrupt_twist/coverage"]["value"] == pytest.approx(2 / 3, abs=1e-3)
    assert "missed reach 1.19–3.05 s" in record["misses"]["broken"]


@pytest.mark.slow
def test_an_interrupt_stops_every_process_and_leaves_nothing(tmp_path: Path) -> None:
    put(tmp_path, "rise_and_sit_controlled", RISE)
    put(tmp_path, "reach_with_quick_twist", REACH)
    before = sorted(tmp_path.iterdir())
    process = subprocess.Popen(
        command(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heed_interrupts,
    )
    wait_for_workers(process.pid, 2)
    time.sleep(3.0)
    os.killpg(process.pid, signal.SIGINT)
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 130
    assert errors.strip() == "Stopped; nothing half-written was left behind."
    assert output == ""
    assert sorted(tmp_path.iterdir()) == before
    assert all_gone(process.pid)


@pytest.mark.slow
def test_workers_do_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    put(tmp_path, "rise_and_sit_controlled", RISE)
    put(tmp_path, "reach_with_quick_twist", REACH)
    process = subprocess.Popen(
        command(tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    wait_for_workers(process.pid, 2)
    time.sleep(3.0)
    process.kill()
    process.wait(timeout=10)
    assert all_gone(process.pid)


def test_a_folder_without_truth_is_one_plain_sentence(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "holds no clip with a truth file" in result.stderr
