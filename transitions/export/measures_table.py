"""Measures per repetition and time-normalised curves as tidy tables, with a data dictionary, for one's own tools."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from transitions.comparison import Comparison, SessionRecording
from transitions.comparison.curves import PERCENT, SHOWN, time_normalised
from transitions.comparison.measures import measures_of
from transitions.comparison.repetitions import Repetition, repetitions
from transitions.curves import curve_label
from transitions.errors import OutputError

Column = tuple[str, pa.DataType, str, str]
"""Name, type, unit, and what it means."""

REPETITION: tuple[Column, ...] = (
    ("kind", pa.string(), "", "The transition, as in run.json."),
    ("side", pa.string(), "", "before or after. Empty: not part of a comparison."),
    ("person", pa.string(), "", "The pseudonym. Empty: not told, or all of one person."),
    ("session", pa.string(), "", "Recordings with the same word were filmed in one go; mostly a day."),
    ("recording", pa.string(), "", "The clip's name."),
    ("segment_id", pa.string(), "", "The transition within its recording, as in run.json."),
    (
        "repetition",
        pa.int64(),
        "",
        "Number within its kind, person and side, from 1, in the order of sessions, then of time.",
    ),
    ("start_s", pa.float64(), "s", "When it starts in the clip."),
    ("end_s", pa.float64(), "s", "When it ends in the clip."),
)
CIRCUMSTANCES: tuple[Column, ...] = (
    ("view_angle_deg", pa.float64(), "deg", "From where it is seen: 0 in front, 90 side on. Empty: unknown."),
    (
        "camera_side",
        pa.string(),
        "",
        "On which side of the person the camera stands; empty in front, behind.",
    ),
    ("movement_side", pa.string(), "", "The hand or foot that moves, where the transition has one."),
    ("seat_m", pa.float64(), "m", "Height of the seat as told. Empty: not told, also below."),
    ("load", pa.string(), "", "What was carried, as told."),
    ("shoes", pa.string(), "", "As told."),
    ("hands", pa.string(), "", "What the hands did, as told."),
)
MEASURES: tuple[Column, ...] = (
    *REPETITION,
    *CIRCUMSTANCES,
    ("measure", pa.string(), "", "What was measured; see the dictionary's rows of the table measure."),
    ("unit", pa.string(), "", "Unit of value and uncertainty."),
    ("value", pa.float64(), "as unit", "Empty where it could not be measured."),
    ("uncertainty", pa.float64(), "as unit", "Standard uncertainty of one reading."),
    ("reason", pa.string(), "", "Why there is no value."),
)
CURVES: tuple[Column, ...] = (
    *REPETITION,
    (
        "curve",
        pa.string(),
        "",
        "Its name, as in series.parquet; see the dictionary's rows of the table curve.",
    ),
    ("unit", pa.string(), "", "Unit of value."),
    ("percent", pa.float64(), "%", "Of the transition's time: 0 at its start, 100 at its end."),
    ("value", pa.float64(), "as unit", "Empty where it could not be assessed."),
)
DICTIONARY: tuple[Column, ...] = (
    (
        "table",
        pa.string(),
        "",
        "measures, curves or findings: a column of it. measure, curve or rule: one of these.",
    ),
    ("name", pa.string(), "", "The column, measure or curve."),
    ("unit", pa.string(), "", "Its unit; empty: none."),
    ("meaning", pa.string(), "", "What it means."),
)


@dataclass(frozen=True, eq=False)
class RepetitionGroup:
    """Repetitions of one kind of transition of one person.

    Attributes
    ----------
    side : of a comparison, ``before`` or ``after``; empty where there is none. person : a pseudonym; empty: not told.
    """

    kind: str
    rows: tuple[Repetition, ...]
    side: str = ""
    person: str = ""


Exported = Comparison | RepetitionGroup


def groups_of(recordings: Iterable[SessionRecording], person: str = "") -> list[RepetitionGroup]:
    """Every transition of a person's recordings, by kind."""
    recordings = list(recordings)
    kinds = sorted({segment.kind for one in recordings for segment in one.run.segments})
    return [
        RepetitionGroup(kind, repetitions(recordings, kind, measures_of(kind)), person=person)
        for kind in kinds
    ]


def measures_table(exported: Iterable[Exported]) -> pa.Table:
    """A row per repetition and measure; columns are `MEASURES`."""
    rows = (
        {**facts, **_circumstances(row), **reading}
        for group in _groups(exported)
        for row, facts in _repetitions(group)
        for reading in _readings(group.kind, row)
    )
    return table_of(rows, MEASURES)


def curves_table(exported: Iterable[Exported]) -> pa.Table:
    """A row per repetition, curve and percent of the transition; columns are `CURVES`."""
    rows = (
        {**facts, **point}
        for group in _groups(exported)
        for row, facts in _repetitions(group)
        for point in _points(row)
    )
    return table_of(rows, CURVES)


def dictionary_table(
    exported: Iterable[Exported], more: Sequence[tuple[str, str, str, str]] = ()
) -> pa.Table:
    """What every column, measure and curve means; `more` are rows of other tables beside these."""
    groups = list(_groups(exported))
    rows = [
        (table, name, unit, meaning)
        for table, columns in (("measures", MEASURES), ("curves", CURVES))
        for name, _, unit, meaning in columns
    ]
    measures = {m.id: m for group in groups for m in measures_of(group.kind)}
    rows += [("measure", m.id, m.unit.key, m.name) for m in measures.values()]
    units = _curve_units(row for group in groups for row in group.rows)
    rows += [("curve", name, unit, curve_label(name)) for name, unit in units.items()]
    names = [name for name, *_ in DICTIONARY]
    return table_of((dict(zip(names, row, strict=True)) for row in (*rows, *more)), DICTIONARY)


def write_tables(exported: Iterable[Exported], out_dir: Path) -> None:
    """Write ``measures``, ``curves`` (each .csv and .parquet) and ``dictionary.csv`` into a folder, made if need be.

    Raises
    ------
    OutputError
        If they cannot be written.
    """
    write_files(table_files(exported), out_dir)


def write_files(files: Iterable[tuple[str, bytes]], out_dir: Path) -> None:
    """Write files by name into a folder, made if need be.

    Raises
    ------
    OutputError
        If they cannot be written.
    """
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
        for name, content in files:
            (out_dir / name).write_bytes(content)
    except OSError as error:
        raise OutputError(
            f"The tables cannot be written to '{out_dir}' ({error.strerror or error}); choose another folder."
        ) from error


def zipped_tables(exported: Iterable[Exported]) -> bytes:
    """The files of `write_tables` as one ZIP archive."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in table_files(exported):
            opened.writestr(name, content)
    return archive.getvalue()


def table_files(
    exported: Iterable[Exported],
    others: Mapping[str, pa.Table] | None = None,
    more: Sequence[tuple[str, str, str, str]] = (),
) -> Iterator[tuple[str, bytes]]:
    """The content of each file by its name; `others` are further tables, explained by the rows `more`."""
    exported = list(exported)
    tables = {"measures": measures_table(exported), "curves": curves_table(exported), **(others or {})}
    for name, table in tables.items():
        yield f"{name}.csv", _csv(table)
        columnar = io.BytesIO()
        pa.parquet.write_table(table, columnar)
        yield f"{name}.parquet", columnar.getvalue()
    yield "dictionary.csv", _csv(dictionary_table(exported, more))


def table_of(rows: Iterable[Mapping[str, Any]], columns: tuple[Column, ...]) -> pa.Table:
    """Rows as a table of these columns."""
    schema = pa.schema([(name, kind) for name, kind, _, _ in columns])
    return pa.Table.from_pylist([dict(row) for row in rows], schema=schema)


def _csv(table: pa.Table) -> bytes:
    written = io.BytesIO()
    pa.csv.write_csv(table, written)
    return written.getvalue()


def _groups(exported: Iterable[Exported]) -> Iterator[RepetitionGroup]:
    for one in exported:
        if isinstance(one, RepetitionGroup):
            yield one
        else:
            yield RepetitionGroup(one.kind, one.before, "before")
            yield RepetitionGroup(one.kind, one.after, "after")


def _repetitions(group: RepetitionGroup) -> Iterator[tuple[Repetition, dict[str, Any]]]:
    for number, row in enumerate(group.rows, start=1):
        yield (
            row,
            {
                "kind": group.kind,
                "side": group.side or None,
                "person": group.person or None,
                "session": row.session,
                "recording": row.recording.name,
                "segment_id": row.segment.id,
                "repetition": number,
                "start_s": row.segment.start_s,
                "end_s": row.segment.end_s,
            },
        )


def _circumstances(row: Repetition) -> dict[str, Any]:
    told = row.recording.conditions
    return {
        "view_angle_deg": _known(row.segment.view_angle_deg),
        "camera_side": row.camera_side,
        "movement_side": row.segment.side,
        "seat_m": told.seat_m,
        "load": told.load,
        "shoes": told.shoes,
        "hands": told.hands,
    }


def _readings(kind: str, row: Repetition) -> Iterator[dict[str, Any]]:
    for measure in measures_of(kind):
        reading = row.readings[measure.id]
        yield {
            "measure": measure.id,
            "unit": measure.unit.key,
            "value": _known(reading.value),
            "uncertainty": _known(reading.u),
            "reason": reading.reason,
        }


def _points(row: Repetition) -> Iterator[dict[str, Any]]:
    kinematics = row.kinematics
    if kinematics is None:
        return
    for name, unit in _curve_units([row]).items():
        for percent, value in zip(PERCENT, time_normalised(kinematics, row.segment, name), strict=True):
            yield {"curve": name, "unit": unit, "percent": float(percent), "value": _known(float(value))}


def _curve_units(rows: Iterable[Repetition]) -> Mapping[str, str]:
    """The unit of each curve that any of the repetitions keeps."""
    units: dict[str, str] = {}
    for row in rows:
        kept = row.kinematics
        units |= {name: kept.curves[name].unit for name in SHOWN if kept is not None and name in kept.curves}
    return units


def _known(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
