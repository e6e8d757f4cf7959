"""A results folder read back is the run that was written."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from compared_runs import real_run

from transitions.comparison import Recording, compare
from transitions.errors import LandmarkFileError
from transitions.export.read_results import read_results
from transitions.export.results import write_results
from transitions.export.run_json import run_to_dict


def test_a_run_comes_back_with_its_curves(tmp_path: Path) -> None:
    run = real_run("rise_and_drop")
    write_results(run, tmp_path / "out")
    read = read_results(tmp_path / "out")
    assert run_to_dict(read) == run_to_dict(run)
    assert read.kinematics is not None
    assert run.kinematics is not None
    assert list(read.kinematics.curves) == list(run.kinematics.curves)
    for name, curve in run.kinematics.curves.items():
        back = read.kinematics[name]
        np.testing.assert_array_equal(back.value, curve.value)
        np.testing.assert_array_equal(back.valid, curve.valid)
        np.testing.assert_array_equal(back.u, curve.u)
        assert back.unit == curve.unit
    assert read.kinematics.frame_rate_hz == run.kinematics.frame_rate_hz


def test_what_is_compared_is_the_same_from_the_folder(tmp_path: Path) -> None:
    run = real_run("rise_and_drop")
    write_results(run, tmp_path)
    found = compare([Recording(run, "a")], [Recording(read_results(tmp_path), "b")], kind="stand_to_sit")
    changes = [m.change for m in found.measures]
    assert len(changes) > 5
    assert all(change is not None and abs(change.difference) < 1e-3 for change in changes)


def test_without_the_series_the_run_comes_alone(tmp_path: Path) -> None:
    write_results(real_run("rise_and_drop"), tmp_path)
    (tmp_path / "series.parquet").unlink()
    assert read_results(tmp_path).kinematics is None


@pytest.mark.parametrize("content", [None, "", "[1, 2]", '{"schema": 1}', "not json"])
def test_what_is_no_results_folder_is_refused_in_one_sentence(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "run.json").write_text(content)
    with pytest.raises(LandmarkFileError, match=r"run\.json"):
        read_results(tmp_path)


def test_a_damaged_series_is_refused(tmp_path: Path) -> None:
    write_results(real_run("rise_and_drop"), tmp_path)
    (tmp_path / "series.parquet").write_bytes(b"PAR1 but no more")
    with pytest.raises(LandmarkFileError, match=r"series\.parquet"):
        read_results(tmp_path)


def test_nothing_but_the_fixed_names_is_needed(tmp_path: Path) -> None:
    """Keys that a later version adds to run.json do not stop this one."""
    write_results(real_run("rise_and_drop"), tmp_path)
    path = tmp_path / "run.json"
    record = json.loads(path.read_text())
    record["added_later"] = {"x": 1}
    for part in (record["clip"], record["provenance"], record["segments"][0], record["findings"][0]):
        part["added_later"] = 1
    path.write_text(json.dumps(record))
    assert len(read_results(tmp_path).segments) == 2
