"""A study's words as files of a folder, and read back: tables, ELAN or BORIS."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from transitions.annotation.replay import ClipWord, Wanted
from transitions.annotation.study_words import ClipWords, Row, mark_rows, rating_rows
from transitions.errors import RatingsError
from transitions.export.boris import read_boris, write_boris
from transitions.export.elan import read_eaf, write_eaf
from transitions.export.ratings_table import is_of_marks, read_mark_parts, read_rating_parts
from transitions.export.staging import staged

RATING_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("unit", "person", "rater", "value", "clip", "segment", "rule")),
        ("result", pa.string()),
        ("severity", pa.string()),
        ("unsure", pa.bool_()),
        ("note", pa.string()),
    ]
)
MARK_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("clip", "person", "rater", "segment", "kind")),
        ("start_s", pa.float64()),
        ("end_s", pa.float64()),
        ("phases", pa.string()),
    ]
)


class StudyFormat(StrEnum):
    """What a study can be written as."""

    CSV = "csv"
    PARQUET = "parquet"
    JSON = "json"
    ELAN = "elan"
    BORIS = "boris"


def write_study(
    out_dir: Path, name: str, clips: Sequence[ClipWords], kind: StudyFormat, made_at: str
) -> list[Path]:
    """Write a study's words into a folder, whole or not at all, and say which files.

    Tables are ``ratings`` and ``marks``; ELAN has a file for each clip that was gone through, BORIS one project.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    with staged(out_dir) as staging:
        if kind is StudyFormat.ELAN:
            for clip in clips:
                if any(word.gone_through for word in clip.words.values()):
                    write_eaf(staging / f"{clip.label}.eaf", clip)
        elif kind is StudyFormat.BORIS:
            write_boris(staging / "study.boris", name, clips, made_at)
        else:
            _write_table(staging / f"ratings.{kind}", rating_rows(clips), RATING_SCHEMA)
            _write_table(staging / f"marks.{kind}", mark_rows(clips), MARK_SCHEMA)
        written = sorted(path.name for path in staging.iterdir())
    return [out_dir / name for name in written]


def read_study_file(path: Path) -> dict[str, dict[str, Wanted]]:
    """What a file says, by rater, then by the neutral name of the clip.

    Raises
    ------
    RatingsError
        The file is none of the known ones, or holds something that cannot be taken in.
    """
    suffix = path.suffix.lower()
    if suffix == ".eaf":
        label, words = read_eaf(path)
        return _by_rater({label: words})
    if suffix == ".boris":
        return _by_rater(read_boris(path))
    if suffix in (".csv", ".parquet", ".json"):
        return read_mark_parts(path) if is_of_marks(path) else read_rating_parts(path)
    raise RatingsError(
        f"'{path.name}' is no file of ratings; give a .csv, .parquet, .json, .eaf or .boris file."
    )


def _by_rater(words: dict[str, dict[str, ClipWord]]) -> dict[str, dict[str, Wanted]]:
    parts: dict[str, dict[str, Wanted]] = {}
    for label, of_clip in words.items():
        for rater, word in of_clip.items():
            parts.setdefault(rater, {})[label] = Wanted(word.marks, word.ratings)
    return parts


def _write_table(path: Path, rows: Sequence[Row], schema: pa.Schema) -> None:
    if path.suffix == ".parquet":
        pa.parquet.write_table(pa.Table.from_pylist(list(rows), schema=schema), path)
    elif path.suffix == ".json":
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    else:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, schema.names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
