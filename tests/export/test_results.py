"""A results folder holds a run whole, gives it back, and is never left half-written."""

from __future__ import annotations

import json
import math
import resource
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from stored_pose import judged, stored_pose

from transitions.errors import OutputError, ResultsError
from transitions.export.results import read_run, write_results
from transitions.export.run_json import run_from_json, run_to_json
from transitions.model import Run


@pytest.fixture(scope="module")
def run() -> Run:
    return judged(stored_pose("rise_and_drop"))


def test_a_run_comes_back(run: Run, tmp_path: Path) -> None:
    write_results(run, tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["run.json", "series.parquet"]
    back = read_run(tmp_path / "out")
    assert (back.clip, back.provenance) == (
        replace(run.clip, duration_s=back.clip.duration_s),
        run.provenance,
    )
    assert back.clip.duration_s == pytest.approx(run.clip.duration_s, abs=5e-5)
    assert [(s.id, s.kind, s.view) for s in back.segments] == [(s.id, s.kind, s.view) for s in run.segments]
    for kept, made in zip(back.segments, run.segments, strict=True):
        assert kept.phases == pytest.approx(made.phases, abs=5e-5, nan_ok=True)
    for found, judgement in zip(back.findings, run.findings, strict=True):
        exact = replace(
            judgement,
            value=found.value,
            uncertainty=found.uncertainty,
            at_s=found.at_s,
            threshold=found.threshold,
        )
        assert found == exact
        assert found.value == pytest.approx(judgement.value, abs=5e-5)
    assert back.kinematics is not None
    assert run.kinematics is not None
    for name, curve in run.kinematics.curves.items():
        assert np.array_equal(back.kinematics[name].value, curve.value, equal_nan=True), name
    assert len(run.findings) > 0


def test_the_keys_are_those_of_formats(run: Run) -> None:
    record = json.loads(run_to_json(run))
    assert list(record) == ["schema", "clip", "provenance", "quality", "segments", "findings"]
    assert set(record["clip"]) == {
        "name",
        "sha256",
        "duration_s",
        "width",
        "height",
        "frames",
        "rotation_deg",
    }
    assert set(record["segments"][0]) == {
        *("id", "kind", "start_s", "end_s", "side", "confidence", "view", "view_angle_deg", "phases")
    }
    assert {"segment_id", "rule", "result", "severity", "value", "unit", "threshold", "uncertainty"} <= set(
        record["findings"][0]
    )
    assert {"at_s", "reason", "headline", "cue"} <= set(record["findings"][0])


def test_what_is_no_number_is_null_and_floats_have_four_decimals(run: Run) -> None:
    segment = replace(
        run.segments[0], view_angle_deg=math.nan, start_s=1.23456, phases={"seat_off_s": math.nan}
    )
    text = run_to_json(replace(run, segments=(segment,)))
    kept = json.loads(text)["segments"][0]
    assert (kept["view_angle_deg"], kept["phases"], kept["start_s"]) == (None, {"seat_off_s": None}, 1.2346)
    (back,) = run_from_json(text).segments
    assert math.isnan(back.view_angle_deg)
    assert math.isnan(back.phases["seat_off_s"])


def test_what_cannot_be_read_is_said(run: Run, tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match=r"There are no results in .* first\.$"):
        read_run(tmp_path)
    for spoilt in ("{", "[]", "{}", '{"schema": 2}', run_to_json(run).replace("uncontrolled", "")[:-1]):
        (tmp_path / "run.json").write_text(spoilt)
        with pytest.raises(ResultsError, match="damaged or of another version"):
            read_run(tmp_path)


def test_nothing_is_left_behind_when_it_cannot_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(OutputError, match="cannot be written"):
        write_results(run, tmp_path / "taken")
    assert [p.name for p in tmp_path.iterdir()] == ["taken"]


def test_running_out_of_space_leaves_earlier_results(run: Run, tmp_path: Path) -> None:
    write_results(run, tmp_path / "out")
    kept = {path: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, before[1]))
    try:
        for out_dir in (tmp_path / "out", tmp_path / "new"):
            with pytest.raises(OutputError, match="free some space"):
                write_results(run, out_dir)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert {path: path.read_bytes() for path in (tmp_path / "out").iterdir()} == kept
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
