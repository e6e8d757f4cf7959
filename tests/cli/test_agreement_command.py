"""``transitions agreement``: tables in, figures out, and a plain sentence for a file that cannot be used."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from transitions.agreement.ratings import Scale
from transitions.cli import app
from transitions.errors import RatingsError
from transitions.export.ratings_table import read_marks, read_ratings

Row = dict[str, object]

UNITS: list[Row] = [
    {"unit": f"clip {k} s1 abrupt_twist", "person": f"p{k % 12}", "rater": rater, "value": value}
    for k in range(48)
    for rater, value in (
        ("Ana", ("not_observed", "mild", "moderate", "severe")[k % 4]),
        ("Ben", ("not_observed", "mild", "severe", "severe")[k % 4] if k % 7 else ""),
        ("program", ("possible", "mild", "moderate", "severe")[k % 4] if k % 5 else "not_assessable"),
    )
]


def write(path: Path, rows: list[Row]) -> Path:
    if path.suffix == ".json":
        path.write_text(json.dumps(rows), encoding="utf-8")
    elif path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    else:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return path


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".json"])
def test_ratings_are_the_same_in_every_format(tmp_path: Path, suffix: str) -> None:
    ratings = read_ratings(write(tmp_path / f"study{suffix}", UNITS), Scale.ORDINAL)
    assert len(ratings) == len(UNITS)
    assert [r.value for r in ratings[:3]] == [0.0, None, None]
    assert [r.value for r in ratings[3:6]] == [2.0, 2.0, 2.0]


def test_json_holds_every_figure_and_null_for_what_cannot_be_told(tmp_path: Path) -> None:
    marks: list[Row] = [
        {"clip": f"c{k}", "person": f"p{k}", "rater": rater, "kind": "reach", "start_s": 1.0, "end_s": end_s}
        for k in range(11)
        for rater, end_s in (("Ana", 2.0), ("Ben", 2.0 + k / 10))
    ]
    study, events = write(tmp_path / "study.csv", UNITS), write(tmp_path / "marks.csv", marks)
    done = CliRunner().invoke(app, ["agreement", str(study), "--events", str(events), "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["raters"] == ["Ana", "Ben"]
    assert found["alpha"]["low"] < found["alpha"]["value"] < found["alpha"]["high"]
    assert found["no_worse"]["answer"]
    assert found["pairs"][1]["coverage"] == pytest.approx(38 / 48)
    assert found["events"][0]["matched"] == 11
    assert found["events"][0]["f1"]["0.3"] == {
        "value": 1.0, "low": None, "high": None, "people": 11, "note": found["events"][0]["f1"]["0.3"]["note"],
    }  # fmt: skip


def test_people_read_tables_and_the_worst_disagreements(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["agreement", str(write(tmp_path / "study.csv", UNITS))])
    assert done.exit_code == 0, done.output
    for words in (
        "48 units of 12 people",
        "Krippendorff's α",
        "no worse than a second clinician",
        "Ana 3, Ben 4",
    ):
        assert words in done.stdout


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"unit": "u", "person": "p", "rater": "a"}], "no column “value”"),
        ([{"unit": "u", "person": "p", "rater": "a", "value": "bad"}], "not on an ordinal scale"),
        ([{"unit": "u", "person": "p", "rater": "a", "value": ""}], "holds no rating"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_in_one_sentence(
    tmp_path: Path, rows: list[Row], words: str
) -> None:
    with pytest.raises(RatingsError, match=words):
        read_ratings(write(tmp_path / "study.csv", rows), Scale.ORDINAL)


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "study.json").write_text("{]", encoding="utf-8")
    with pytest.raises(RatingsError, match="cannot be read as a table"):
        read_ratings(tmp_path / "study.json", Scale.ORDINAL)
    with pytest.raises(RatingsError, match="cannot be read as a table"):
        read_ratings(tmp_path / "none.csv", Scale.ORDINAL)


def test_words_of_any_kind_are_a_nominal_scale(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"unit": "u", "person": "p", "rater": r, "value": v} for r, v in (("a", "hip"), ("b", "back"))
    ]
    assert [r.value for r in read_ratings(write(tmp_path / "s.csv", rows), Scale.NOMINAL)] == [1.0, 0.0]


def test_a_clip_gone_through_without_a_mark_counts_and_one_not_gone_through_does_not(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"clip": "c1", "person": "p", "rater": "a", "kind": "reach", "start_s": 1.0, "end_s": 2.0},
        {"clip": "c1", "person": "p", "rater": "b", "kind": "", "start_s": "", "end_s": ""},
        {"clip": "c2", "person": "p", "rater": "a", "kind": "reach", "start_s": 1.0, "end_s": 2.0},
    ]
    (clips,) = read_marks(write(tmp_path / "marks.csv", rows)).values()
    assert [(len(clip.first), clip.second) for clip in clips] == [(1, ()), (1, None)]
