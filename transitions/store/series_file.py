"""Pose and curves of a run on disk, readable by time range.

One Parquet file in row groups, so that ten seconds of an eight-hour recording are read without the
rest. Lossy only in width: times are 64-bit, everything else 32-bit floats (a landmark to 0.0002 pixels).
The picture of the trunk's mask is not kept: the curves are read from it before, and it is the one part of a
pose that shows the body. It comes back as None.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from transitions.errors import StoreError
from transitions.series import (
    LANDMARKS,
    SILHOUETTE_STATIONS,
    BoolArray,
    Curve,
    FloatArray,
    Kinematics,
    PoseSeries,
    Reasons,
)

ROW_GROUP_FRAMES = 3000
"""Frames read at least at once: 100 s at 30 fps, 288 groups in eight hours."""

_META = b"transitions"
_POSE_WIDTHS = {
    "image_px": len(LANDMARKS) * 3,
    "world_m": len(LANDMARKS) * 3,
    "visibility": len(LANDMARKS),
    "silhouette": 2 * len(SILHOUETTE_STATIONS),
    "camera_shift_px": 2,
}


@dataclass(frozen=True, eq=False)
class Overview:
    """A curve thinned for drawing the whole recording: the lowest and highest value in each stretch.

    Attributes
    ----------
    t_s : (k,) start of each stretch, seconds.
    low, high : (k,) in the curve's unit; NaN where nothing was assessable.
    unit : the curve's unit.
    """

    t_s: FloatArray
    low: FloatArray
    high: FloatArray
    unit: str


def write_series(kinematics: Kinematics, path: Path) -> None:
    """Write the pose and the curves to `path`."""
    columns: dict[str, Any] = {"t_s": kinematics.t_s}
    pose = kinematics.pose
    for name, width in _POSE_WIDTHS.items():
        held = getattr(pose, name)
        values = np.zeros(len(pose) * width) if held is None else np.reshape(held, -1)
        columns[name] = pa.FixedSizeListArray.from_arrays(pa.array(values.astype(np.float32)), width)
    columns["view_angle_deg"] = np.asarray(kinematics.view_angle_deg, dtype=np.float32)
    for name, curve in kinematics.curves.items():
        columns[f"{name}|value"] = np.asarray(curve.value, dtype=np.float32)
        columns[f"{name}|u"] = np.asarray(curve.u, dtype=np.float32)
        columns[f"{name}|valid"] = curve.valid
        if isinstance(curve.reasons, Reasons):
            columns[f"{name}|reason"] = curve.reasons.code
    table = pa.table(columns)
    table = table.replace_schema_metadata({_META: json.dumps(_describe(kinematics), sort_keys=True).encode()})
    pq.write_table(table, path, row_group_size=ROW_GROUP_FRAMES, compression="zstd", use_dictionary=False)


def read_series(path: Path, start_s: float | None = None, end_s: float | None = None) -> Kinematics:
    """Read the frames with start_s <= t < end_s; without bounds, all of them.

    Raises
    ------
    StoreError
        The file is missing or damaged.
    """
    file = _open(path)
    meta = json.loads(file.schema_arrow.metadata[_META])
    table = file.read_row_groups(_groups(file, start_s, end_s))
    t_s = table["t_s"].to_numpy()
    first = 0 if start_s is None else int(np.searchsorted(t_s, start_s))
    last = len(t_s) if end_s is None else int(np.searchsorted(t_s, end_s))
    return _kinematics(table.slice(first, last - first).combine_chunks(), meta)


def read_overview(path: Path, name: str, stretches: int = 1000) -> Overview:
    """Thin one curve to at most `stretches` lows and highs.

    Raises
    ------
    StoreError
        The file is missing or damaged, or holds no such curve.
    """
    file = _open(path)
    meta = json.loads(file.schema_arrow.metadata[_META])
    if name not in meta["curves"]:
        raise StoreError(f"This analysis has no curve called “{name}”; analyse the clip again.")
    table = file.read(columns=["t_s", f"{name}|value"])
    t_s, value = table["t_s"].to_numpy(), table[f"{name}|value"].to_numpy().astype(float)
    if len(t_s) == 0:
        return Overview(t_s, value, value, meta["curves"][name]["unit"])
    starts = np.unique(np.linspace(0, len(t_s), min(stretches, len(t_s)), endpoint=False).astype(int))
    low = np.fmin.reduceat(value, starts)
    high = np.fmax.reduceat(value, starts)
    return Overview(t_s[starts], low, high, meta["curves"][name]["unit"])


def curve_names(path: Path) -> tuple[str, ...]:
    """Names of the curves in the file."""
    return tuple(json.loads(_open(path).schema_arrow.metadata[_META])["curves"])


def _describe(kinematics: Kinematics) -> dict[str, Any]:
    pose = kinematics.pose
    return {
        "curves": {
            name: {"unit": c.unit, "reason": c.reasons.texts if isinstance(c.reasons, Reasons) else c.reasons}
            for name, c in kinematics.curves.items()
        },
        "frame_rate_hz": _plain(kinematics.frame_rate_hz),
        "standing_height": _plain(kinematics.standing_height),
        "width_px": pose.width_px,
        "height_px": pose.height_px,
        "people_seen": pose.people_seen,
    }


def _plain(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def _open(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path, memory_map=True)
    except FileNotFoundError as error:
        raise StoreError(
            "The curves of this analysis are missing from the data folder; analyse the clip again."
        ) from error
    except (OSError, pa.ArrowInvalid) as error:
        raise StoreError("The curves of this analysis are damaged; analyse the clip again.") from error


def _groups(file: pq.ParquetFile, start_s: float | None, end_s: float | None) -> Sequence[int]:
    chosen = []
    for group in range(file.metadata.num_row_groups):
        span = file.metadata.row_group(group).column(0).statistics
        if (start_s is None or span.max >= start_s) and (end_s is None or span.min < end_s):
            chosen.append(group)
    return chosen


def _kinematics(table: pa.Table, meta: dict[str, Any]) -> Kinematics:
    rows = table.num_rows
    t_s = table["t_s"].to_numpy()
    pose = PoseSeries(
        t_s=t_s,
        image_px=_list_column(table, "image_px").reshape(rows, len(LANDMARKS), 3),
        world_m=_list_column(table, "world_m").reshape(rows, len(LANDMARKS), 3),
        visibility=_list_column(table, "visibility").reshape(rows, len(LANDMARKS)),
        width_px=meta["width_px"],
        height_px=meta["height_px"],
        silhouette=_list_column(table, "silhouette").reshape(rows, 2, len(SILHOUETTE_STATIONS)),
        people_seen=meta["people_seen"],
        camera_shift_px=_list_column(table, "camera_shift_px").reshape(rows, 2)
        if "camera_shift_px" in table.column_names  # files written before it was measured lack it
        else None,
    )
    curves = {name: _curve(table, name, about) for name, about in meta["curves"].items()}
    return Kinematics(
        t_s=t_s,
        pose=pose,
        curves=curves,
        view_angle_deg=table["view_angle_deg"].to_numpy().astype(float),
        frame_rate_hz=_number(meta["frame_rate_hz"]),
        standing_height=_number(meta["standing_height"]),
    )


def _curve(table: pa.Table, name: str, about: dict[str, Any]) -> Curve:
    valid: BoolArray = table[f"{name}|valid"].to_numpy()
    value, u = table[f"{name}|value"].to_numpy(), table[f"{name}|u"].to_numpy()
    reasons = about["reason"]
    if isinstance(reasons, list):
        reasons = Reasons(tuple(reasons), table[f"{name}|reason"].to_numpy())
    return Curve(value.astype(float), u.astype(float), valid, about["unit"], reasons)


def _list_column(table: pa.Table, name: str) -> FloatArray:
    chunks: Iterable[Any] = table[name].chunks
    parts = [chunk.flatten().to_numpy() for chunk in chunks]
    values: FloatArray = np.concatenate(parts).astype(float) if parts else np.empty(0)
    return values
