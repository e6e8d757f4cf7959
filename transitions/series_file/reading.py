"""The curves that a series file holds, all of them or those of a stretch of time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from transitions import columns
from transitions.errors import ResultsError
from transitions.plain_values import from_plain
from transitions.pose_table import as_numbers, pose_of
from transitions.series import Curve, FloatArray, Kinematics, Reasons
from transitions.series_file.former import renamed
from transitions.series_file.heading import KEY, Heading, plain_errors

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq


def read_series(path: Path, start_s: float | None = None, end_s: float | None = None) -> Kinematics:
    """Read the frames with start_s <= t < end_s; without bounds, all of them.

    Raises
    ------
    ResultsError
        The file is missing or damaged, or an earlier version wrote it.
    """
    import pyarrow.parquet as pq

    with plain_errors():
        file = pq.ParquetFile(path, memory_map=True)
        kept = json.loads((file.schema_arrow.metadata or {}).get(KEY, b"{}"))
        table = file.read_row_groups(_groups(file, start_s, end_s))
        if "curves" in kept:
            table, kept = renamed(table, kept)
        if "units" not in kept:
            raise ResultsError(
                "The curves of this analysis were written by an earlier version of this program; "
                "analyse the clip again."
            )
        heading = from_plain(Heading, kept)
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


def scene_starts_of(table: pa.Table) -> tuple[float, ...]:
    """When another scene begins in what `write_series` or `join_series` wrote; none where nothing is said of it."""
    kept = json.loads((table.schema.metadata or {}).get(KEY, b"{}"))
    return tuple(kept.get("scene_starts_s", ()))


def _within(heading: Heading, t_s: FloatArray) -> tuple[float, ...]:
    """The scenes that begin in these rows, but with the first."""
    return tuple(s for s in heading.scene_starts_s if len(t_s) and t_s[0] < s <= t_s[-1])


def _groups(file: pq.ParquetFile, start_s: float | None, end_s: float | None) -> Sequence[int]:
    chosen = []
    time_column = file.schema_arrow.get_field_index(columns.TIME)
    for group in range(file.metadata.num_row_groups):
        rows = file.metadata.row_group(group)
        if not rows.num_rows:
            continue
        span = rows.column(time_column).statistics
        # Without statistics, when its rows are is told by reading them.
        if span is None or ((start_s is None or span.max >= start_s) and (end_s is None or span.min < end_s)):
            chosen.append(group)
    return chosen


def _curve(table: pa.Table, name: str, heading: Heading) -> Curve:
    valid = table[columns.valid_column(name)].to_numpy()
    reasons: Reasons | str | None = None
    told = heading.reasons.get(name)
    if told is not None:
        reasons = (
            told if isinstance(told, str) else Reasons(told, table[columns.reason_column(name)].to_numpy())
        )
    uncertainty = as_numbers(table[columns.uncertainty_column(name)])
    return Curve(as_numbers(table[name]), uncertainty, valid, heading.units[name], reasons)
