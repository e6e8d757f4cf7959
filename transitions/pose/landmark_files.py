"""Landmark files in place of a video: the project's own ``series.parquet``, and ``.trc`` (see `trc`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from transitions import columns
from transitions.errors import LandmarkFileError
from transitions.pose.plausible import check_positions, check_times
from transitions.pose.trc import read_trc
from transitions.series import (
    INDEX,
    SILHOUETTE_STATIONS,
    TRUNK_MASK_PX,
    ByteArray,
    FloatArray,
    PoseSeries,
)

if TYPE_CHECKING:
    import pyarrow as pa

LANDMARK_SUFFIXES = (".trc", ".parquet")
"""What `read_landmarks` takes; anything else is a video."""

_TRUNK = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")


@dataclass(frozen=True, eq=False)
class LandmarkFile:
    """Landmarks, and in plain sentences what in the file could not be used."""

    pose: PoseSeries
    notes: tuple[str, ...]


def is_landmark_file(path: Path) -> bool:
    """Whether the file holds landmarks rather than video, by its ending."""
    return path.suffix.lower() in LANDMARK_SUFFIXES


def read_landmarks(path: Path) -> PoseSeries:
    """The landmarks alone of `read_landmark_file`."""
    return read_landmark_file(path).pose


def read_landmark_file(path: Path, name: str = "") -> LandmarkFile:
    """Read one person's landmarks, in the camera axes of `PoseSeries` (y down).

    Positions may be absolute (not hip-centred). Landmarks the file does not hold are NaN; so are image points
    when there was no image, and then width and height are 0.

    Parameters
    ----------
    name : what messages call the file, its own name if empty.

    Raises
    ------
    LandmarkFileError
        If the file cannot be read, is not such a file, or holds no hips and shoulders.
    """
    file_name = name or path.name
    try:
        pose, notes = (
            read_trc(path, file_name)
            if path.suffix.lower() == ".trc"
            else (_read_series(path, file_name), ())
        )
    except FileNotFoundError as error:
        raise LandmarkFileError(f"There is no file {name or path}: check its name.") from error
    except OSError as error:
        raise LandmarkFileError(
            f"{file_name} cannot be read ({error.strerror or error}): check that you may open it."
        ) from error
    check_times(pose.t_s, file_name)
    check_positions(pose.world_m, file_name)
    trunk = pose.world_m[:, [INDEX[name] for name in _TRUNK]]
    if not np.isfinite(trunk).all(axis=(1, 2)).any():
        raise LandmarkFileError(
            f"{file_name} never shows both shoulders and both hips together: export these markers too."
        )
    return LandmarkFile(pose, notes)


def _read_series(path: Path, file_name: str) -> PoseSeries:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with path.open("rb") as file:
            return _series_pose(pq.read_table(file))
    except (pa.ArrowException, KeyError, TypeError, ValueError) as error:
        raise LandmarkFileError(
            f"{file_name} is not a series.parquet of this program ({_first_line(error)}): "
            "give one that it wrote."
        ) from error


def _series_pose(table: pa.Table) -> PoseSeries:
    """Landmarks of a table laid out as `columns` says; image, outline and sizes may be missing."""
    n = table.num_rows
    if not n:
        raise ValueError("it has no rows")
    present = set(table.column_names)
    world = _stacked(table, columns.WORLD)
    image = (
        _stacked(table, columns.IMAGE) if present.issuperset(columns.IMAGE) else np.full(world.shape, np.nan)
    )
    sizes = [
        int(table[name][0].as_py()) if name in present else default
        for name, default in ((columns.IMAGE_WIDTH, 0), (columns.IMAGE_HEIGHT, 0), (columns.PEOPLE_SEEN, 1))
    ]
    if min(sizes) < 0:
        raise ValueError("a size of its picture is negative")
    return PoseSeries(
        t_s=_numbers(table[columns.TIME]),
        image_px=image.reshape(n, 33, 3),
        world_m=world.reshape(n, 33, 3),
        visibility=_stacked(table, columns.VISIBILITY),
        width_px=sizes[0],
        height_px=sizes[1],
        silhouette=_outline(table) if columns.OUTLINE in present else None,
        people_seen=sizes[2],
        trunk_mask=_trunk_mask(table) if columns.TRUNK_MASK in present else None,
        camera_shift_px=_stacked(table, columns.CAMERA_SHIFT)
        if present.issuperset(columns.CAMERA_SHIFT)
        else None,
    )


def _stacked(table: pa.Table, names: tuple[str, ...]) -> FloatArray:
    return np.stack([_numbers(table[name]) for name in names], axis=1)


def _outline(table: pa.Table) -> FloatArray:
    stations = table[columns.OUTLINE].combine_chunks().flatten()
    return _numbers(stations).reshape(table.num_rows, 2, len(SILHOUETTE_STATIONS))


def _trunk_mask(table: pa.Table) -> ByteArray:
    pictures = b"".join(table[columns.TRUNK_MASK].to_pylist())
    return np.frombuffer(pictures, np.uint8).reshape(table.num_rows, TRUNK_MASK_PX, TRUNK_MASK_PX)


def _numbers(column: pa.ChunkedArray | pa.Array) -> FloatArray:
    """Values as 64-bit numbers, a null as NaN."""
    numbers: FloatArray = np.asarray(column.cast("float64").to_numpy(zero_copy_only=False), dtype=float)
    return numbers


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
