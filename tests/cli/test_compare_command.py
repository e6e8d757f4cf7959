"""``transitions compare`` as a user types it, on results folders."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from compared_runs import real_run, run_of

from transitions.export.results import write_results

SLOW, QUICK = [2.0, 2.2, 1.9, 2.1, 2.3], [1.2, 1.4, 1.1, 1.3, 1.2]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "transitions", "compare", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def folder(path: Path, durations_s: Sequence[float]) -> Path:
    write_results(run_of(durations_s), path)
    return path


def test_two_recordings_in_plain_words(tmp_path: Path) -> None:
    result = run(folder(tmp_path / "before", SLOW), folder(tmp_path / "after", QUICK))
    assert result.returncode == 0, result.stderr
    said = " ".join(result.stdout.split())
    assert "Duration changed beyond measurement error: 2.10 before, 1.24 s after." in said
    assert "Descriptive only" in said
    assert "write the day behind the folder" in said


def test_the_day_of_a_results_folder_is_that_of_this_computers_clock(
    tmp_path: Path, two_hours_ahead: None
) -> None:
    analysed = run_of(SLOW)
    late = replace(analysed.provenance, created_at="2026-11-26T23:30:00Z")
    write_results(replace(analysed, provenance=late), tmp_path / "before")
    result = run(tmp_path / "before", folder(tmp_path / "after", QUICK), "--json")
    (comparison,) = json.loads(result.stdout)["comparisons"]
    assert comparison["before"]["sessions"] == ["2026-11-27"]


def test_several_recordings_a_side_with_their_days_as_json(tmp_path: Path) -> None:
    before = [folder(tmp_path / f"b{day}", SLOW[day:]) for day in range(3)]
    after = [folder(tmp_path / f"a{day}", QUICK[day:]) for day in range(3)]
    options: list[str] = []
    for day in range(3):
        options += [
            "--before",
            f"{before[day]}@2026-11-0{day + 1}",
            "--after",
            f"{after[day]}@2026-12-0{day + 1}",
        ]
    result = run(*options, "--json", "--primary", "duration_s", "--target", "duration_s=1.2", "--bootstrap")
    assert result.returncode == 0, result.stderr
    record = json.loads(result.stdout)
    (comparison,) = record["comparisons"]
    assert record["notes"] == []
    assert comparison["before"]["sessions"] == ["2026-11-01", "2026-11-02", "2026-11-03"]
    assert comparison["descriptive_only"] is False
    first = comparison["measures"][0]
    assert (first["measure"], first["verdict"], first["counted"]) == ("duration_s", "changed", "session")
    assert first["df"] == 4
    assert first["towards_target"] is True


def test_a_folder_of_results_folders_stands_for_all_of_them(tmp_path: Path) -> None:
    for day in range(2):
        folder(tmp_path / "before" / f"day{day}", SLOW)
        folder(tmp_path / "after" / f"day{day}", SLOW)
    result = run(tmp_path / "before", tmp_path / "after", "--json")
    (comparison,) = json.loads(result.stdout)["comparisons"]
    assert len(comparison["before"]["repetitions"]) == 10
    assert comparison["verdict"] == "no_clear_change"


def test_conditions_are_taken_and_compared(tmp_path: Path) -> None:
    before, after = folder(tmp_path / "before", SLOW), folder(tmp_path / "after", SLOW)
    result = run(before, after, "--before-with", "seat_m=0.45", "--after-with", "seat_m=0.54", "--json")
    warnings = " ".join(json.loads(result.stdout)["comparisons"][0]["warnings"])
    assert "the seat's height (before: 0.45; after: 0.54)" in warnings


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--kind", "reach"], "Different transitions"),
        (["--primary", "grace"], "grace"),
        (["--target", "duration_s=soon"], "needs a number"),
        (["--target", "duration_s"], "NAME=VALUE"),
        (["--before-with", "mood=good"], "mood"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(tmp_path: Path, options: list[str], said: str) -> None:
    result = run(folder(tmp_path / "before", SLOW), folder(tmp_path / "after", SLOW), *options)
    assert result.returncode == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert said in result.stderr
    assert result.stdout == ""


def test_real_poses_across_views_and_kinds_are_refused(tmp_path: Path) -> None:
    for name in ("rise_and_drop", "rise_and_sit", "pick_up_hinged"):
        write_results(real_run(name), tmp_path / name)
    views = run(tmp_path / "rise_and_drop", tmp_path / "rise_and_sit")
    kinds = run(tmp_path / "rise_and_drop", tmp_path / "pick_up_hinged")
    assert (views.returncode, kinds.returncode) == (1, 1)
    assert views.stderr.startswith("Different views")
    assert kinds.stderr.startswith("Different transitions")


@pytest.mark.parametrize(
    "arguments", [[], ["one"], ["one", "two", "three"], ["one", "two", "--before", "three"]]
)
def test_unclear_sides_are_wrong_usage(arguments: list[str]) -> None:
    assert run(*arguments).returncode == 2


def test_a_folder_without_results_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run(tmp_path / "empty", tmp_path / "empty")
    assert result.returncode == 1
    assert "no run.json" in result.stderr


def test_tables_are_written_beside_what_is_printed(tmp_path: Path) -> None:
    sides = folder(tmp_path / "before", SLOW), folder(tmp_path / "after", QUICK)
    result = run(*sides, "--export", tmp_path / "tables")
    assert result.returncode == 0, result.stderr
    head, *rows = (tmp_path / "tables" / "measures.csv").read_text(encoding="utf-8").splitlines()
    assert '"measure","unit","value"' in head
    assert sum('"duration_s"' in row for row in rows) == len(SLOW) + len(QUICK)
