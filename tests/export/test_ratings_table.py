"""What a word in a table of ratings stands for."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from transitions.agreement.ratings import Scale
from transitions.export.ratings_table import UNIT_COLUMNS, read_ratings


def values(folder: Path, scale: Scale, words: Sequence[str]) -> list[float | None]:
    """What is read where each of many raters said one of the words."""
    path = folder / "ratings.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [UNIT_COLUMNS, *(("u", "p", f"rater {n}", w) for n, w in enumerate(words))]
        )
    return [rating.value for rating in read_ratings(path, scale)]


@pytest.mark.parametrize("scale", [Scale.ORDINAL, Scale.NOMINAL])
def test_what_could_not_be_told_is_no_rating(tmp_path: Path, scale: Scale) -> None:
    told, *not_told = values(tmp_path, scale, ["mild", "cannot_tell", "Cannot_Tell", "not_assessable", ""])
    assert told is not None
    assert not_told == [None] * 4


def test_none_is_a_word_like_others_on_a_nominal_scale(tmp_path: Path) -> None:
    assert values(tmp_path, Scale.NOMINAL, ["none", "hip", "None"]) == [1.0, 0.0, 1.0]


@pytest.mark.parametrize("name", ["R.JSON", "R.Parquet", "R.PARQUET", "r.json"])
def test_a_name_in_capitals_says_the_same_of_the_table(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    rows = [dict(zip(UNIT_COLUMNS, ("u", "p", "rater", "mild"), strict=True))]
    if name.lower().endswith(".json"):
        path.write_text(json.dumps(rows), encoding="utf-8")
    else:
        pa.parquet.write_table(pa.Table.from_pylist(rows), path)
    assert [rating.rater for rating in read_ratings(path, Scale.ORDINAL)] == ["rater"]
