"""Every take with exact truth that is fitted or judged on: rendered clips of any folder, and the calibration bodies.

A `Take` says which source it comes from and, within it, which family of movement and which person, so that fits
can be judged with any of the three left out, and which choreography, so that they can be balanced. `HELD_OUT` takes
stand aside from every fit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from bench.poses import kept_pose
from transitions.detect.movement import KINDS
from transitions.kinematics.repair import repair_pose
from transitions.series import LANDMARKS, FloatArray, PoseSeries
from transitions.validate.truth import ANGLES, family_of, person_of

CALIBRATION = "calibration"

HELD_OUT_PREFIXES = ("p26_", "p53_", "p54_", "p55_")
HELD_OUT = (
    "car_twist_+60",
    "idle_sit_+40",
    "pickup_hinge_+85",
    "pickup_stoop_+90",
    "pickup_stoop_-70",
    "reach_abrupt_+55",
    "reach_stand_abrupt_+00",
    "sts_collapse_-90",
    "sts_good_+60",
    "sts_jerk_+90",
)
"""Takes that samples and tests are made from, and those that stand for new clips of a known source: no fit holds
them (`fitted_on`)."""

KEYS: Mapping[str, str] = {**ANGLES, "pelvis_tilt_deg": "pelvis_tilt"}
"""The program's angles and the names that truth files give them."""

_COLUMN = {"trunk_twist_deg": "twist_deg"}
"""Where the calibration table's name of an angle is not the program's."""


@dataclass(frozen=True, eq=False)
class Take:
    """One clip of one person.

    Attributes
    ----------
    source : the name it was read under: ``calibration``, ``clips``, ``people`` …
    family : the kind of movement, as cross-validation knows it (`transitions.validate.truth`).
    choreography : what is moved in finer steps, alike for clips that repeat it.
    person : who moves: the subject where one is filmed more often (``s01``), else the clip's own name.
    raw : the pose as the pose model gave it. pose : the same repaired, not smoothed.
    truth : (n,) of each angle in degrees under the program's names, at the pose's times; and ``view_deg``,
        where the camera stands from the pelvis (0 in front, ±180 behind).
    clip : the video, or None when only landmarks are known.
    """

    name: str
    source: str
    family: str
    choreography: str
    person: str
    raw: PoseSeries
    pose: PoseSeries
    truth: Mapping[str, FloatArray]
    clip: Path | None

    @property
    def t_s(self) -> FloatArray:
        """(n,) seconds of the pose's rows."""
        return self.pose.t_s

    @property
    def held_out(self) -> bool:
        """Whether no fit may hold it."""
        return self.name.startswith(HELD_OUT_PREFIXES) or self.name in HELD_OUT


def fitted_on(takes: Sequence[Take]) -> list[Take]:
    """The takes that a fit may hold."""
    return [take for take in takes if not take.held_out]


def parse_source(argument: str) -> tuple[str, Path]:
    """``NAME=FOLDER`` of a command line."""
    name, _, folder = argument.partition("=")
    if not name or not folder:
        raise ValueError(f"'{argument}' is not NAME=FOLDER; write for instance people=../shared/people.")
    return name, Path(folder)


def read_source(name: str, folder: Path, cache: Path, kept_only: bool = False) -> list[Take]:
    """Every clip of `folder` with a truth file, in order of name.

    Parameters
    ----------
    cache : poses are kept in ``CACHE/NAME``. kept_only : leave out clips whose pose is not kept there yet.
    """
    poses = cache / name
    takes = []
    for truth_path in sorted(folder.glob("*.json")):
        clip = truth_path.with_suffix(".mp4")
        if clip.is_file() and (not kept_only or (poses / f"{clip.stem}.npz").is_file()):
            takes.append(_read_clip(name, truth_path, clip, poses))
    return takes


def read_calibration(folder: Path, cache: Path | None = None) -> list[Take]:
    """The bodies of ``landmarks.parquet`` in order of name: landmarks only, or with `cache` those with masks.

    Parameters
    ----------
    cache : a folder whose ``calibration`` holds kept poses; then only bodies with one are returned, with the
        landmarks and masks of that pose.
    """
    table = pq.read_table(folder / "landmarks.parquet")
    names = np.array(table["clip"].to_pylist())
    columns = {
        key: table[key].to_numpy().astype(float)
        for key in table.column_names
        if table.schema.field(key).type in ("float", "double", "int64")
    }
    modes = table["mode"].to_pylist()
    points = None if cache else {kind: _points(table, kind) for kind in ("image", "world", "visibility")}
    takes = []
    for name in np.unique(names):
        rows = np.flatnonzero(names == name)
        rows = rows[np.argsort(columns["t_s"][rows])]
        body = {key: column[rows] for key, column in columns.items()}
        clip = folder / "clips" / f"{name}.mp4"
        kept = None if cache is None else cache / CALIBRATION / f"{name}.npz"
        if points is not None:
            raw = PoseSeries(
                body["t_s"],
                points["image"][rows],
                points["world"][rows],
                points["visibility"][rows],
                640,
                480,
            )
        elif kept is not None and kept.is_file():
            raw = kept_pose(clip, kept.parent)
        else:
            continue
        truth = _calibration_truth(body, raw.t_s)
        # Ten frames a second are too few to tell an outlier from a movement: nothing is repaired.
        takes.append(
            Take(
                str(name),
                CALIBRATION,
                modes[rows[0]],
                modes[rows[0]],
                str(name),
                raw,
                raw,
                truth,
                clip if clip.is_file() else None,
            )
        )
    return takes


def _read_clip(source: str, truth_path: Path, clip: Path, poses: Path) -> Take:
    record = json.loads(truth_path.read_text(encoding="utf-8"))
    raw = kept_pose(clip, poses)
    times_s = [row["t"] for row in record["series"]]

    def column(key: str) -> FloatArray:
        values = np.unwrap([row[key] for row in record["series"]], period=360.0)
        return np.asarray(np.interp(raw.t_s, times_s, values))

    truth = {name: column(key) for name, key in KEYS.items()}
    truth["view_deg"] = _wrapped(record["camera"]["azimuth"] - column("pelvis_yaw"))
    return Take(
        clip.stem,
        source,
        family_of(record, clip.stem),
        _choreography(record),
        person_of(clip.stem),
        raw,
        repair_pose(raw),
        truth,
        clip,
    )


def _choreography(record: Mapping[str, Any]) -> str:
    """The clip's kind; a kind of `people`, which is broad (it comes with tags), by its main event too."""
    kind = str(record.get("kind", "unknown"))
    if "tags" not in record:
        return kind
    kinds = {event["kind"] for event in record["events"]}
    main = min(kinds & set(KINDS), default="none")
    return "_".join([kind, main, *sorted(record["tags"])])


def _calibration_truth(body: Mapping[str, FloatArray], t_s: FloatArray) -> dict[str, FloatArray]:
    truth = {name: np.interp(t_s, body["t_s"], body[_COLUMN.get(name, name)]) for name in KEYS}
    view = np.unwrap(body["azimuth_deg"] - body["pelvis_yaw_deg"], period=360.0)
    truth["view_deg"] = _wrapped(np.interp(t_s, body["t_s"], view))
    return truth


def _points(table: Any, kind: str) -> FloatArray:
    """(rows, 33, 3) landmarks or (rows, 33) visibility of the calibration table."""
    if kind == "visibility":
        return _lists(table, "image_visibility")
    keys = ("x_px", "y_px", "z") if kind == "image" else ("x_m", "y_m", "z_m")
    return np.stack([_lists(table, f"{kind}_{key}") for key in keys], axis=2)


def _lists(table: Any, column: str) -> FloatArray:
    flat: FloatArray = table[column].combine_chunks().flatten().to_numpy().astype(float)
    return flat.reshape(-1, len(LANDMARKS))


def _wrapped(angle_deg: FloatArray) -> FloatArray:
    """Into -180 to 180 degrees."""
    return np.asarray((angle_deg + 180.0) % 360.0 - 180.0)
