"""A new series file, from the curves of a clip or from parts of other files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from transitions import columns
from transitions.plain_values import prepare
from transitions.pose_table import as_column, pose_columns
from transitions.series import ByteArray, Curve, Kinematics
from transitions.series_file.heading import KEY, Heading, heading_in, heading_of, merged
from transitions.series_file.reading import read_series

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

ROW_GROUP_FRAMES = 3000
"""Frames read at least at once: 100 s at 30 fps, 288 groups in eight hours."""


@dataclass(frozen=True)
class SeriesPart:
    """The rows with start_s <= t < end_s of a file that `write_series` wrote."""

    path: Path
    start_s: float
    end_s: float


def prepare_series() -> None:
    """Import what `write_series` writes with, and make ready its heading."""
    import pyarrow.parquet  # noqa: F401

    prepare(Heading)


def write_series(kinematics: Kinematics, path: Path) -> None:
    """Write the pose and the curves to `path`, a place where a half-written file does no harm.

    Raises
    ------
    OSError
        The file cannot be written (no permission, no space).
    """
    with _writer(path, heading_of(kinematics)) as append:
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
    heading = replace(merged([heading_in(part.path) for part in parts]), scene_starts_s=tuple(scene_starts_s))
    with _writer(path, heading) as append:
        for part in parts:
            append(read_series(part.path, part.start_s, part.end_s))


@contextmanager
def _writer(path: Path, heading: Heading) -> Iterator[Callable[[Kinematics], None]]:
    """What appends rows to a new file; what is the same in all rows is said by the heading."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    writer: pq.ParquetWriter | None = None

    def append(kinematics: Kinematics) -> None:
        nonlocal writer
        if writer is not None and not len(kinematics.t_s):
            return  # a row group without rows has no first and last time to be found by
        metadata = {KEY: heading.kept()}
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


def _curve_columns(kinematics: Kinematics, heading: Heading) -> dict[str, pa.Array]:
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
