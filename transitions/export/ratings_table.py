"""Ratings and marked transitions of a study, read from a table: CSV, Parquet or JSON (a list of rows)."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from transitions.agreement.events import ClipMarks, MarkedEvent, paired_marks
from transitions.agreement.ratings import Scale
from transitions.agreement.study import SIZES, Rating
from transitions.annotation.edits import new_key
from transitions.annotation.entries import Mark, Rated, Unit
from transitions.annotation.replay import Wanted
from transitions.annotation.wording import CANNOT_TELL, phases_from_text, rated_from
from transitions.errors import RatingsError

UNIT_COLUMNS = ("unit", "person", "rater", "value")
RATING_COLUMNS = ("clip", "segment", "rule", "rater")
EVENT_COLUMNS = ("clip", "person", "rater", "kind", "start_s", "end_s")
NOT_RATED = frozenset({"", "not_assessable", CANNOT_TELL, "unsure", "nan"})

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


def is_of_marks(path: Path) -> bool:
    """Whether the table is of marked transitions rather than of ratings, by its columns."""
    rows = _all_rows(path)
    return bool(rows) and "kind" in rows[0] and "value" not in rows[0]


def read_rating_parts(path: Path) -> dict[str, dict[str, Wanted]]:
    """Ratings of a study's table, by rater, then by clip. A row without a result and a value says nothing.

    Raises
    ------
    RatingsError
        The file cannot be read, lacks a column, or has a rating that is none.
    """
    found: dict[str, dict[str, dict[Unit, Rated]]] = {}
    for row in _rows(path, RATING_COLUMNS, ("value", "result", "severity", "unsure", "note")):
        word = _text(row, "severity") or _text(row, "result") or _text(row, "value")
        unsure = _text(row, "unsure").lower() == "true"
        if word or unsure:
            rated = rated_from(word or CANNOT_TELL, unsure=unsure, note=str(row["note"] or ""))
            of_clip = found.setdefault(_text(row, "rater"), {}).setdefault(_text(row, "clip"), {})
            of_clip[_text(row, "segment"), _text(row, "rule")] = rated
    return {
        rater: {clip: Wanted(None, ratings) for clip, ratings in clips.items()}
        for rater, clips in found.items()
    }


def read_mark_parts(path: Path) -> dict[str, dict[str, Wanted]]:
    """Marked transitions of a study's table, by rater, then by clip; one without a key gets a new one.

    Raises
    ------
    RatingsError
        The file cannot be read, lacks a column, or has a time that is none.
    """
    found: dict[str, dict[str, dict[str, Mark]]] = {}
    for row in _rows(path, ("clip", "rater", "kind", "start_s", "end_s"), ("segment", "phases")):
        marks = found.setdefault(_text(row, "rater"), {}).setdefault(_text(row, "clip"), {})
        if _text(row, "kind"):
            times_s = _time_s(path, row, "start_s"), _time_s(path, row, "end_s")
            mark = Mark(_text(row, "kind"), *times_s, phases_from_text(_text(row, "phases")))
            marks[_text(row, "segment") or new_key()] = mark
    return {
        rater: {clip: Wanted(marks, None) for clip, marks in clips.items()} for rater, clips in found.items()
    }


def _text(row: Row, name: str) -> str:
    return "" if row[name] is None else str(row[name]).strip()


def _all_rows(path: Path) -> list[dict[str, Any]]:
    try:
        return _read(path)
    except (OSError, pa.ArrowException, csv.Error, ValueError) as error:
        raise RatingsError(
            f"'{path}' cannot be read as a table ({error}); give a .csv, .parquet or .json file."
        ) from error


def _rows(path: Path, columns: Sequence[str], more: Sequence[str] = ()) -> list[Row]:
    """The rows with these columns, and with `more` where there are any."""
    rows = _all_rows(path)
    known = set().union(*rows) if rows else set()
    missing = [name for name in columns if name not in known] if rows else []
    if missing:
        raise RatingsError(f"'{path.name}' has no column “{missing[0]}”; it needs {', '.join(columns)}.")
    return [{name: row.get(name) for name in (*columns, *more)} for row in rows]


def _read(path: Path) -> list[dict[str, Any]]:
    suffix = path.suffix.lower()
    if suffix == ".json":
        rows = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ValueError("it holds no list of rows")
        return rows
    if suffix == ".parquet":
        return list(pa.parquet.read_table(path).to_pylist())
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file, strict=True))
    if any(None in row for row in rows):
        raise ValueError("a row has more fields than the first line names")
    return rows


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
