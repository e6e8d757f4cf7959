"""Landmark files in place of a video: the project's own ``series.parquet``, and ``.trc`` (see `trc`)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from transitions.errors import LandmarkFileError
from transitions.pose.plausible import check_positions, check_times
from transitions.pose.trc import read_trc
from transitions.pose_table import pose_of
from transitions.series import INDEX, PoseSeries
from transitions.series_file import scene_starts_of

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
            table = pq.read_table(file)
        if not table.num_rows:
            raise ValueError("it has no rows")
        return replace(pose_of(table), scene_starts_s=scene_starts_of(table))
    except (pa.ArrowException, KeyError, TypeError, ValueError) as error:
        raise LandmarkFileError(
            f"{file_name} is not a series.parquet of this program ({_first_line(error)}): "
            "give one that it wrote."
        ) from error


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
