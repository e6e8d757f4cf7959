"""Ratings and marked transitions of a study, read from a table: CSV, Parquet or JSON (a list of rows)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from transitions.agreement.events import ClipMarks, MarkedEvent, paired_marks
from transitions.agreement.ratings import Scale
from transitions.agreement.study import SIZES, Rating
from transitions.errors import RatingsError

UNIT_COLUMNS = ("unit", "person", "rater", "value")
EVENT_COLUMNS = ("clip", "person", "rater", "kind", "start_s", "end_s")
NOT_RATED = frozenset({"", "not_assessable", "unsure", "nan", "none"})

Row = Mapping[str, Any]


def read_ratings(path: Path, scale: Scale) -> list[Rating]:
    """Every rating in the file, in its order.

    Raises
    ------
    RatingsError
        The file cannot be read, lacks a column, holds no rating or a value that is not on the scale.
    """
    rows = _rows(path, UNIT_COLUMNS)
    codes = _codes(rows, scale)
    ratings = [
        Rating(str(row["unit"]), str(row["person"]), str(row["rater"]), _value(path, row, scale, codes))
        for row in rows
    ]
    if all(rating.value is None for rating in ratings):
        raise RatingsError(f"'{path.name}' holds no rating; fill the column “value” and try again.")
    return ratings


def read_marks(path: Path) -> dict[tuple[str, str], list[ClipMarks]]:
    """What every two raters marked in the clips that both went through, by the raters' names.

    A rater went through a clip that has a row of theirs; a row without a kind says that there was nothing to mark.

    Raises
    ------
    RatingsError
        The file cannot be read, lacks a column, or has a time that is none.
    """
    marked: dict[str, dict[tuple[str, str], list[MarkedEvent]]] = {}
    for row in _rows(path, EVENT_COLUMNS):
        clip = (str(row["clip"]), str(row["person"]))
        events = marked.setdefault(str(row["rater"]), {}).setdefault(clip, [])
        if str(row["kind"] or "").strip():
            events.append(
                MarkedEvent(str(row["kind"]), _time_s(path, row, "start_s"), _time_s(path, row, "end_s"))
            )
    return paired_marks(marked)


def _rows(path: Path, columns: Sequence[str]) -> list[Row]:
    try:
        rows = _read(path)
    except (OSError, pa.ArrowException, ValueError, UnicodeDecodeError) as error:
        raise RatingsError(
            f"'{path}' cannot be read as a table ({error}); give a .csv, .parquet or .json file."
        ) from error
    known = set().union(*rows) if rows else set()
    missing = [name for name in columns if name not in known]
    if missing:
        raise RatingsError(f"'{path.name}' has no column “{missing[0]}”; it needs {', '.join(columns)}.")
    return [{name: row.get(name) for name in columns} for row in rows]


def _read(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".json":
        rows = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ValueError("it holds no list of rows")
        return rows
    if path.suffix == ".parquet":
        return list(pa.parquet.read_table(path).to_pylist())
    names = path.read_text(encoding="utf-8-sig").splitlines()[:1]
    as_text = {name: pa.string() for name in (names[0].split(",") if names else [])}
    options = pa.csv.ConvertOptions(column_types=as_text)
    return list(pa.csv.read_csv(path, convert_options=options).to_pylist())


def _codes(rows: Iterable[Row], scale: Scale) -> Mapping[str, float]:
    """What words stand for: the sizes of a pattern; on a nominal scale any words, numbered."""
    if scale is not Scale.NOMINAL:
        return {word: float(code) for code, word in enumerate(SIZES)}
    words = sorted({_word(row) for row in rows} - NOT_RATED)
    return {word: float(code) for code, word in enumerate(words)}


def _value(path: Path, row: Row, scale: Scale, codes: Mapping[str, float]) -> float | None:
    word = _word(row)
    if word in NOT_RATED:
        return None
    if word in codes:
        return codes[word]
    try:
        value = float(word)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise RatingsError(
            f"'{path.name}' has the value “{word}”, which is not on an {scale} scale; "
            f"use {', '.join(SIZES)}, a number, or --scale nominal."
        )
    return value


def _word(row: Row) -> str:
    return "" if row["value"] is None else str(row["value"]).strip().lower()


def _time_s(path: Path, row: Row, name: str) -> float:
    try:
        value = float(row[name])
    except (TypeError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        raise RatingsError(f"'{path.name}' has “{row[name]}” as {name}; it must be a number of seconds.")
    return value
