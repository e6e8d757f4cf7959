"""``series.parquet``: pose and curves, a row per analysed frame, in results folders and in the store alike.

Columns are named in `columns`. What does not differ from row to row (units, reasons, the frame rate) is in the
file's metadata. Curves are 64-bit; landmarks 32-bit, a landmark to 0.0002 pixels. Row groups make ten seconds
of an eight-hour recording readable without the rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from transitions import columns
from transitions.errors import ResultsError
from transitions.plain_values import from_plain, prepare, to_plain
from transitions.pose_table import as_column, as_numbers, pose_columns, pose_of
from transitions.series import ByteArray, Curve, FloatArray, Kinematics, PersonPlace, Reasons

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

ROW_GROUP_FRAMES = 3000
"""Frames read at least at once: 100 s at 30 fps, 288 groups in eight hours."""

_KEY = b"transitions"
_FORMER_LISTS = {
    "image_px": columns.IMAGE,
    "world_m": columns.WORLD,
    "visibility": columns.VISIBILITY,
    "camera_shift_px": columns.CAMERA_SHIFT,
}


@dataclass(frozen=True)
class _Heading:
    """The metadata: what is the same in every row. `reasons` are of each curve that has any.

    `places` and `scene_starts_s` came later: a file without them has none.
    """

    units: Mapping[str, str]
    reasons: Mapping[str, tuple[str, ...] | str]
    frame_rate_hz: float
    standing_height: float
    places: tuple[PersonPlace, ...] = ()
    scene_starts_s: tuple[float, ...] = ()

    def kept(self) -> bytes:
        """As the file keeps it; of a clip of one scene nothing is said of scenes."""
        values = to_plain(self)
        if not self.scene_starts_s:
            del values["scene_starts_s"]
        return json.dumps(values).encode()


@dataclass(frozen=True)
class SeriesPart:
    """The rows with start_s <= t < end_s of a file that `write_series` wrote."""

    path: Path
    start_s: float
    end_s: float


def prepare_series() -> None:
    """Import what `write_series` writes with, and make ready its heading."""
    import pyarrow.parquet  # noqa: F401

    prepare(_Heading)


def write_series(kinematics: Kinematics, path: Path) -> None:
    """Write the pose and the curves to `path`, a place where a half-written file does no harm.

    Raises
    ------
    OSError
        The file cannot be written (no permission, no space).
    """
    with _writer(path, _heading(kinematics)) as append:
        append(kinematics)


def join_series(parts: Sequence[SeriesPart], path: Path, scene_starts_s: Sequence[float] = ()) -> None:
    """Write parts of several files, in time order, as one; no more than one part is in memory at a time.

    `scene_starts_s` is when another scene begins, within the parts or between two of them.

    The frame rate and the standing height that the whole is told with are the parts' medians.

    Raises
    ------
    OSError, ResultsError
        The file cannot be written; a part is missing or damaged.
    """
    heading = replace(
        _merged([_heading_of(part.path) for part in parts]), scene_starts_s=tuple(scene_starts_s)
    )
    with _writer(path, heading) as append:
        for part in parts:
            append(read_series(part.path, part.start_s, part.end_s))


@contextmanager
def _writer(path: Path, heading: _Heading) -> Iterator[Callable[[Kinematics], None]]:
    """What appends rows to a new file; what is the same in all rows is said by the heading."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    writer: pq.ParquetWriter | None = None

    def append(kinematics: Kinematics) -> None:
        nonlocal writer
        metadata = {_KEY: heading.kept()}
        table = pa.table(
            _curve_columns(kinematics, heading) | pose_columns(kinematics.pose), metadata=metadata
        )
        if writer is None:
            writer = pq.ParquetWriter(
                path,
                table.schema,
                compression="zstd",
                use_dictionary=False,
                use_byte_stream_split=[f.name for f in table.schema if pa.types.is_floating(f.type)],
                write_statistics=[columns.TIME],
            )
        writer.write_table(table, row_group_size=ROW_GROUP_FRAMES)

    try:
        yield append
    finally:
        if writer is not None:
            writer.close()


def _heading_of(path: Path) -> _Heading:
    import pyarrow.parquet as pq

    with _plain_errors():
        kept = json.loads((pq.read_schema(path).metadata or {})[_KEY])
        return from_plain(_Heading, kept)


def _merged(headings: Sequence[_Heading]) -> _Heading:
    """One heading for all: the reasons of each curve one after the other, none twice."""
    reasons: dict[str, tuple[str, ...] | str] = {}
    for name in headings[0].units:
        told = [heading.reasons[name] for heading in headings if name in heading.reasons]
        if len(told) == len(headings) and all(isinstance(each, str) and each == told[0] for each in told):
            reasons[name] = told[0]
        elif told:
            texts = [text for each in told for text in ((each,) if isinstance(each, str) else each)]
            reasons[name] = tuple(dict.fromkeys(texts))
    heights = [each.standing_height for each in headings if np.isfinite(each.standing_height)]
    return _Heading(
        headings[0].units,
        reasons,
        float(np.median([each.frame_rate_hz for each in headings])),
        float(np.median(heights)) if heights else float("nan"),
    )


def read_series(path: Path, start_s: float | None = None, end_s: float | None = None) -> Kinematics:
    """Read the frames with start_s <= t < end_s; without bounds, all of them.

    Raises
    ------
    ResultsError
        The file is missing or damaged, or an earlier version wrote it.
    """
    import pyarrow.parquet as pq

    with _plain_errors():
        file = pq.ParquetFile(path, memory_map=True)
        kept = json.loads((file.schema_arrow.metadata or {}).get(_KEY, b"{}"))
        table = file.read_row_groups(_groups(file, start_s, end_s))
        if "curves" in kept:
            table, kept = _renamed(table, kept)
        if "units" not in kept:
            raise ResultsError(
                "The curves of this analysis were written by an earlier version of this program; "
                "analyse the clip again."
            )
        heading = from_plain(_Heading, kept)
        t_s = as_numbers(table[columns.TIME])
        first = 0 if start_s is None else int(np.searchsorted(t_s, start_s))
        last = len(t_s) if end_s is None else int(np.searchsorted(t_s, end_s))
        table = table.slice(first, last - first)
        return Kinematics(
            t_s=t_s[first:last],
            pose=replace(
                pose_of(table), places=heading.places, scene_starts_s=_within(heading, t_s[first:last])
            ),
            curves={name: _curve(table, name, heading) for name in heading.units},
            view_angle_deg=as_numbers(table[columns.VIEW_ANGLE]),
            frame_rate_hz=heading.frame_rate_hz,
            standing_height=heading.standing_height,
        )


def _heading(kinematics: Kinematics) -> _Heading:
    curves = kinematics.curves
    reasons = {
        name: curve.reasons.texts if isinstance(curve.reasons, Reasons) else curve.reasons
        for name, curve in curves.items()
        if curve.reasons is not None
    }
    return _Heading(
        {name: curve.unit for name, curve in curves.items()},
        reasons,
        float(kinematics.frame_rate_hz),
        float(kinematics.standing_height),
        kinematics.pose.places,
        kinematics.pose.scene_starts_s,
    )


def scene_starts_of(table: pa.Table) -> tuple[float, ...]:
    """When another scene begins in what `write_series` or `join_series` wrote; none where nothing is said of it."""
    kept = json.loads((table.schema.metadata or {}).get(_KEY, b"{}"))
    return tuple(kept.get("scene_starts_s", ()))


def _within(heading: _Heading, t_s: FloatArray) -> tuple[float, ...]:
    """The scenes that begin in these rows, but with the first."""
    return tuple(s for s in heading.scene_starts_s if len(t_s) and t_s[0] < s <= t_s[-1])


def _curve_columns(kinematics: Kinematics, heading: _Heading) -> dict[str, pa.Array]:
    table = {columns.TIME: as_column(kinematics.t_s)}
    for name in heading.units:
        curve = kinematics.curves[name]
        table[name] = as_column(curve.value)
        table[columns.uncertainty_column(name)] = as_column(curve.u)
        table[columns.valid_column(name)] = as_column(curve.valid)
        texts = heading.reasons.get(name)
        if texts is not None and not isinstance(texts, str):
            table[columns.reason_column(name)] = as_column(_codes(curve, texts))
    table[columns.VIEW_ANGLE] = as_column(np.asarray(kinematics.view_angle_deg, dtype=float))
    return table


def _codes(curve: Curve, texts: Sequence[str]) -> ByteArray:
    """(n,) the curve's reasons as numbers of these texts, from 1."""
    if curve.reasons is None:
        return np.zeros(len(curve.valid), dtype=np.uint8)
    if isinstance(curve.reasons, str):
        return np.where(curve.valid, 0, 1 + texts.index(curve.reasons)).astype(np.uint8)
    number = np.array([0, *(1 + texts.index(text) for text in curve.reasons.texts)], dtype=np.uint8)
    return number[curve.reasons.code]


@contextmanager
def _plain_errors() -> Iterator[None]:
    import pyarrow as pa

    try:
        yield
    except FileNotFoundError as error:
        raise ResultsError("The curves of this analysis are missing; analyse the clip again.") from error
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError) as error:
        raise ResultsError("The curves of this analysis are damaged; analyse the clip again.") from error


def _renamed(table: pa.Table, kept: dict[str, Any]) -> tuple[pa.Table, dict[str, Any]]:
    """A file of a store of before it kept what `analyse` writes: the same numbers under other names."""
    import pyarrow as pa

    n, curves = table.num_rows, kept["curves"]
    named = {columns.TIME: table["t_s"], columns.VIEW_ANGLE: table["view_angle_deg"]}
    named[columns.OUTLINE] = table["silhouette"]
    for name in curves:
        named[name] = table[f"{name}|value"]
        named[columns.uncertainty_column(name)] = table[f"{name}|u"]
        named[columns.valid_column(name)] = table[f"{name}|valid"]
        if f"{name}|reason" in table.column_names:
            named[columns.reason_column(name)] = table[f"{name}|reason"]
    for lists, names in _FORMER_LISTS.items():
        if lists in table.column_names:
            values = table[lists].combine_chunks().flatten().to_numpy().reshape(n, len(names))
            named |= {name: pa.array(column) for name, column in zip(names, values.T, strict=True)}
    sizes = {
        columns.IMAGE_WIDTH: "width_px",
        columns.IMAGE_HEIGHT: "height_px",
        columns.PEOPLE_SEEN: "people_seen",
    }
    named |= {name: pa.array(np.full(n, kept[former])) for name, former in sizes.items()}
    reasons = {name: curve["reason"] for name, curve in curves.items() if curve["reason"] is not None}
    units = {name: curve["unit"] for name, curve in curves.items()}
    return pa.table(named), {**kept, "units": units, "reasons": reasons}


def _groups(file: pq.ParquetFile, start_s: float | None, end_s: float | None) -> Sequence[int]:
    chosen = []
    time_column = file.schema_arrow.get_field_index(columns.TIME)
    for group in range(file.metadata.num_row_groups):
        span = file.metadata.row_group(group).column(time_column).statistics
        if (start_s is None or span.max >= start_s) and (end_s is None or span.min < end_s):
            chosen.append(group)
    return chosen


def _curve(table: pa.Table, name: str, heading: _Heading) -> Curve:
    valid = table[columns.valid_column(name)].to_numpy()
    reasons: Reasons | str | None = None
    told = heading.reasons.get(name)
    if told is not None:
        reasons = (
            told if isinstance(told, str) else Reasons(told, table[columns.reason_column(name)].to_numpy())
        )
    uncertainty = as_numbers(table[columns.uncertainty_column(name)])
    return Curve(as_numbers(table[name]), uncertainty, valid, heading.units[name], reasons)
