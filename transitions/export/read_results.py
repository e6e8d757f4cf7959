"""Reads back a results folder that `write_results` wrote."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import Field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from transitions import columns
from transitions.errors import LandmarkFileError
from transitions.model import (
    Clip,
    Finding,
    Grade,
    Provenance,
    Quality,
    Result,
    Run,
    Segment,
    Severity,
    View,
)
from transitions.pose.landmark_files import read_landmarks
from transitions.series import Curve, Kinematics

if TYPE_CHECKING:
    import pyarrow as pa

RUN_FILE, SERIES_FILE = "run.json", "series.parquet"

UNITS = {
    "_deg": "deg",
    "_dps": "deg/s",
    "_norm": "heights",
    "_hps": "heights/s",
    "_ratio": "ratio",
    "_m": "m",
}


def read_results(folder: Path) -> Run:
    """The run kept in `folder`; its curves too where ``series.parquet`` is there.

    Not kept in the files, and so unknown: the reasons of single rows, the noise floors and the standing height.

    Raises
    ------
    LandmarkFileError
        If a file is missing, damaged or not of this program.
    """
    path = folder / RUN_FILE
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        run = _run(record, _kinematics(folder / SERIES_FILE))
    except OSError as error:
        raise LandmarkFileError(
            f"{path} cannot be read ({error.strerror or error}); give a folder written by 'transitions analyse'."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise LandmarkFileError(
            f"{path} is not a run.json of this program ({error}); analyse the clip again."
        ) from error
    return run


def _run(record: dict[str, Any], kinematics: Kinematics | None) -> Run:
    quality = record["quality"]
    return Run(
        clip=Clip(**_known(fields(Clip), record["clip"])),
        provenance=Provenance(**_known(fields(Provenance), record["provenance"])),
        quality=Quality(
            person_fraction=_number(quality["person_fraction"]),
            view=View(quality["view"]),
            view_angle_deg=_number(quality["view_angle_deg"]),
            people_seen=quality["people_seen"],
            warnings=tuple(quality["warnings"]),
        ),
        segments=tuple(_segment(item) for item in record["segments"]),
        findings=tuple(_finding(item) for item in record["findings"]),
        kinematics=kinematics,
    )


def _known(known: Iterable[Field[Any]], item: dict[str, Any]) -> dict[str, Any]:
    """The keys this version knows: a later one may add others."""
    names = {field.name for field in known}
    return {name: value for name, value in item.items() if name in names}


def _segment(item: dict[str, Any]) -> Segment:
    return Segment(
        kind=item["kind"],
        start_s=item["start_s"],
        end_s=item["end_s"],
        confidence=_number(item["confidence"]),
        phases={phase: at_s for phase, at_s in item["phases"].items() if at_s is not None},
        side=item["side"],
        id=item["id"],
        view=View(item["view"]),
        view_angle_deg=_number(item["view_angle_deg"]),
    )


def _finding(item: dict[str, Any]) -> Finding:
    severity = item["severity"]
    return Finding(
        **_known(fields(Finding), item)
        | {
            "result": Result(item["result"]),
            "severity": Severity(severity) if severity else None,
            "grade": Grade(item["grade"]),
        }
    )


def _kinematics(path: Path) -> Kinematics | None:
    if not path.is_file():
        return None
    import pyarrow.parquet as pq

    pose = read_landmarks(path)
    table = pq.read_table(path)
    intervals_s = np.diff(pose.t_s)
    return Kinematics(
        t_s=pose.t_s,
        pose=pose,
        curves=_curves(table),
        view_angle_deg=table[columns.VIEW_ANGLE].to_numpy(),
        frame_rate_hz=round(float(1.0 / np.median(intervals_s)), 3) if len(intervals_s) else 0.0,
        standing_height=float("nan"),
    )


def _curves(table: pa.Table) -> dict[str, Curve]:
    """The columns that have an uncertainty and a validity beside them."""
    names = set(table.column_names)
    return {
        name: Curve(
            table[name].to_numpy(),
            table[columns.uncertainty_column(name)].to_numpy(),
            table[columns.valid_column(name)].to_numpy(),
            next(unit for ending, unit in UNITS.items() if name.endswith(ending)),
        )
        for name in table.column_names
        if {columns.uncertainty_column(name), columns.valid_column(name)} <= names
    }


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)
