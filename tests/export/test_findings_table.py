"""Recordings as tables for one's own tools: every finding a row, every column explained."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest
from compared_runs import real_run, run_of

from transitions.comparison import SessionRecording
from transitions.export.findings_table import FINDINGS, counted_rows, findings_table, write_recordings
from transitions.export.measures_table import curves_table, groups_of, measures_table

TABLES = ("curves", "findings", "measures")


def people() -> dict[str, list[SessionRecording]]:
    flagged = run_of([2.0, 2.2], name="a.mp4", rule_values={"abrupt_twist": 80.0})
    return {
        "P01": [SessionRecording(flagged, "2026-11-01"), SessionRecording(run_of([1.5]), "2026-11-08")],
        "P02": [SessionRecording(run_of([1.2], kind="stand_to_sit"), "2026-11-02")],
    }


def test_a_row_for_each_rule_on_each_transition() -> None:
    rows = findings_table(people()).to_pylist()
    assert [(row["person"], row["segment_id"], row["rule"], row["value"]) for row in rows] == [
        ("P01", "s1", "abrupt_twist", 80.0),
        ("P01", "s2", "abrupt_twist", 80.0),
    ]
    assert rows[0]["start_s"] == pytest.approx(1.0)
    assert counted_rows(people()) == 4


def test_repetitions_are_numbered_within_person_and_kind() -> None:
    groups = [g for person, recordings in people().items() for g in groups_of(recordings, person)]
    durations = [r for r in measures_table(groups).to_pylist() if r["measure"] == "duration_s"]
    told = [(row["person"], row["kind"], row["session"], row["repetition"]) for row in durations]
    assert told == [
        ("P01", "sit_to_stand", "2026-11-01", 1),
        ("P01", "sit_to_stand", "2026-11-01", 2),
        ("P01", "sit_to_stand", "2026-11-08", 3),
        ("P02", "stand_to_sit", "2026-11-02", 1),
    ]
    assert {row["side"] for row in durations} == {None}
    assert set(curves_table(groups)["person"].to_pylist()) == {"P01", "P02"}


def test_both_forms_are_written_and_the_dictionary_explains_them(tmp_path: Path) -> None:
    recorded = {**people(), "": [SessionRecording(real_run("rise_and_drop"), "2026-11-03")]}
    write_recordings(recorded, tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == sorted(
        ["dictionary.csv", *(f"{t}.{form}" for t in TABLES for form in ("csv", "parquet"))]
    )
    dictionary = pa.csv.read_csv(tmp_path / "out" / "dictionary.csv").to_pylist()
    told = {(row["table"], row["name"]) for row in dictionary}
    assert all(row["meaning"] for row in dictionary)
    for table in TABLES:
        columnar = pa.parquet.read_table(tmp_path / "out" / f"{table}.parquet")
        written = pa.csv.read_csv(tmp_path / "out" / f"{table}.csv")
        assert written.column_names == columnar.column_names
        assert written.num_rows == columnar.num_rows
        assert {(table, name) for name in columnar.column_names} <= told
    found = pa.parquet.read_table(tmp_path / "out" / "findings.parquet")
    assert {("rule", rule) for rule in found["rule"].to_pylist()} <= told
    assert found.column_names == [name for name, *_ in FINDINGS]
