"""The tables that a comparison is taken away in: tidy, the same in both forms, every column explained."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest
from compared_runs import run_of, without_curves

from transitions.comparison import Comparison, Conditions, SessionRecording, compare
from transitions.comparison.curves import SHOWN
from transitions.comparison.measures import measures_of
from transitions.errors import OutputError
from transitions.export.measures_table import (
    curves_table,
    dictionary_table,
    measures_table,
    write_tables,
    zipped_tables,
)

FILES = ["curves.csv", "curves.parquet", "dictionary.csv", "measures.csv", "measures.parquet"]


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    before = SessionRecording(run_of([2.0, 2.2], name="a.mp4"), "2026-11-01", Conditions(seat_m=0.45))
    return compare([before], [SessionRecording(run_of([1.2], name="b.mp4"), "2026-11-20")])


def test_a_row_for_each_measure_of_each_repetition(comparison: Comparison) -> None:
    table = measures_table([comparison])
    assert table.num_rows == 3 * len(measures_of("sit_to_stand"))
    durations = [row for row in table.to_pylist() if row["measure"] == "duration_s"]
    assert [(row["side"], row["recording"], row["repetition"]) for row in durations] == [
        ("before", "a.mp4", 1),
        ("before", "a.mp4", 2),
        ("after", "b.mp4", 1),
    ]
    assert [row["value"] for row in durations] == pytest.approx([2.0, 2.2, 1.2])
    assert [row["seat_m"] for row in durations] == [0.45, 0.45, None]
    assert all(row["uncertainty"] > 0 for row in durations)


def test_what_could_not_be_measured_is_empty_and_has_its_reason() -> None:
    runs = [without_curves(run_of([2.0])), run_of([1.2])]
    found = compare([SessionRecording(runs[0], "a")], [SessionRecording(runs[1], "b")])
    rows = [row for row in measures_table([found]).to_pylist() if row["measure"].startswith("highest")]
    assert [row["value"] is None for row in rows if row["side"] == "before"] == [True] * 3
    assert all(row["reason"] for row in rows if row["value"] is None)
    assert set(curves_table([found])["side"].to_pylist()) == {"after"}


def test_curves_run_from_0_to_100_percent(comparison: Comparison) -> None:
    rows = curves_table([comparison]).to_pylist()
    lean = [r for r in rows if r["curve"] == "trunk_inclination_deg" and r["side"] == "after"]
    assert [row["percent"] for row in lean] == list(np.arange(101.0))
    assert lean[50]["value"] == pytest.approx(40.0)
    assert {row["curve"] for row in rows} <= set(SHOWN)


def test_the_dictionary_explains_every_column_measure_and_curve(comparison: Comparison) -> None:
    told = {(row["table"], row["name"]): row for row in dictionary_table([comparison]).to_pylist()}
    measures, curves = measures_table([comparison]), curves_table([comparison])
    names = {("measures", name) for name in measures.column_names}
    names |= {("curves", name) for name in curves.column_names}
    names |= {("measure", name) for name in measures["measure"].to_pylist()}
    names |= {("curve", name) for name in curves["curve"].to_pylist()}
    assert set(told) == names
    assert all(row["meaning"] for row in told.values())
    assert told["measure", "duration_s"]["unit"] == "s"


def test_both_forms_hold_the_same(comparison: Comparison, tmp_path: Path) -> None:
    write_tables([comparison], tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == FILES
    for name in ("measures", "curves"):
        columnar = pa.parquet.read_table(tmp_path / "out" / f"{name}.parquet")
        written = pa.csv.read_csv(tmp_path / "out" / f"{name}.csv")
        assert written.column_names == columnar.column_names
        assert written["value"].to_pylist() == columnar["value"].to_pylist()


def test_the_archive_holds_the_same_files(comparison: Comparison) -> None:
    with zipfile.ZipFile(io.BytesIO(zipped_tables([comparison]))) as archive:
        assert sorted(archive.namelist()) == FILES


def test_a_file_in_the_way_is_said(comparison: Comparison, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way")
    with pytest.raises(OutputError, match="cannot be written"):
        write_tables([comparison], tmp_path / "out")
