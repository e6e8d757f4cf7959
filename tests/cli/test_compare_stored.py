"""``transitions compare`` on recordings of the store: by number, and by a person's days."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from compared_runs import run_of

from transitions.store import Context, open_store

SLOW, QUICK = [2.0, 2.2, 1.9, 2.1, 2.3], [1.2, 1.4, 1.1, 1.3, 1.2]


AFTER = ("--after", "2026-11-02")


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """P01 slow on two days of October, quick on two of November, with a target; P02 once."""
    folder = tmp_path_factory.mktemp("stored")
    days = {
        "2026-10-05": SLOW,
        "2026-10-07": SLOW[1:],
        "2026-11-02": QUICK,
        "2026-11-04": QUICK[1:],
        "2026-11-06": SLOW,
    }
    with open_store(data_dir=folder) as store:
        for number, (day, durations_s) in enumerate(days.items()):
            clip = folder / f"clip{number}.mp4"
            clip.write_bytes(b"clip %d" % number)
            person = store.people.add("P02" if number == 4 else "P01")
            shoes = "trainers" if day < "2026-11" else "barefoot"
            added = store.recordings.add(
                clip, clip.name, person_id=person.id, filmed_on=day, context=Context(shoes=shoes)
            )
            store.runs.save(added.recording.id, run_of(durations_s))
        store.targets.set(store.people.add("P01").id, "sit_to_stand", "duration_s", 1.3)
    return folder


def run(data_dir: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "transitions", "compare", *arguments]
    environment = os.environ | {"TRANSITIONS_DATA_DIR": str(data_dir)}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=environment)


def compared(data_dir: Path, *arguments: str) -> dict[str, Any]:
    result = run(data_dir, *arguments, "--json")
    assert result.returncode == 0, result.stderr
    (comparison,) = json.loads(result.stdout)["comparisons"]
    return dict(comparison)


def test_two_recordings_by_their_numbers(data_dir: Path) -> None:
    comparison = compared(data_dir, "1", "3")
    assert comparison["before"]["sessions"] == ["2026-10-05"]
    assert comparison["after"]["sessions"] == ["2026-11-02"]
    assert comparison["verdict"] == "changed"


def test_a_persons_days_with_the_shoes_and_the_target_told(data_dir: Path) -> None:
    sides = ["--before", "2026-10-01..2026-10-31", "--after", "2026-11-01..2026-11-30"]
    comparison = compared(data_dir, "--person", "P01", *sides)
    assert comparison["before"]["sessions"] == ["2026-10-05", "2026-10-07"]
    assert comparison["after"]["sessions"] == ["2026-11-02", "2026-11-04"]
    first = comparison["measures"][0]
    assert (first["measure"], first["target"], first["towards_target"]) == ("duration_s", 1.3, True)
    assert "towards the person's own target of 1.30 s" in first["sentence"]
    assert any("the shoes (before: trainers; after: barefoot)" in said for said in comparison["warnings"])


def test_one_day_and_what_the_command_says_goes_over_what_was_told(data_dir: Path) -> None:
    sides = ["--person", "P01", "--before", "2026-10-05", "--after", "2026-11-02"]
    comparison = compared(data_dir, *sides, "--after-with", "shoes=trainers", "--target", "duration_s=3")
    assert not any("trainers" in said for said in comparison["warnings"])
    assert comparison["measures"][0]["towards_target"] is False


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["1", "99"], "no longer in the store"),
        (["1", "5"], "Different people"),
        (
            ["--person", "P09", "--before", "2026-10-05", "--after", "2026-11-02"],
            "Nobody in the store goes by “P09”",
        ),
        (
            ["--person", "P01", "--before", "2025-01-01..2025-12-31", "--after", "2026-11-02"],
            "there are some of 2026-10-05",
        ),
    ],
    ids=["deleted", "two people", "unknown person", "no such days"],
)
def test_what_is_not_there_is_one_sentence(data_dir: Path, arguments: list[str], said: str) -> None:
    result = run(data_dir, *arguments)
    assert result.returncode == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert said in result.stderr
