"""Writes ``series.parquet``: every curve with its uncertainty and validity, and the smoothed landmarks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from transitions import columns
from transitions.errors import OutputError
from transitions.series import Kinematics, PoseSeries


def write_series(kinematics: Kinematics, path: Path) -> None:
    """Write a row per analysed frame; the file appears whole or not at all.

    The columns are those of `columns`: time, for each curve its value (NaN where not assessable), standard
    uncertainty and validity, then the view angle, the smoothed landmarks and the person's outline.
    `pose.landmark_files.read_landmarks` reads the landmarks back.

    Raises
    ------
    OutputError
        If the file cannot be written (no permission, no space).
    """
    partial = path.with_name(f".{path.name}.partial")
    try:
        pq.write_table(series_table(kinematics), partial, compression="zstd")
        partial.replace(path)
    except OSError as error:
        raise OutputError(
            f"{path.name} cannot be written to {path.parent} ({error.strerror or error}): "
            "free some space there or choose another output folder."
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def series_table(kinematics: Kinematics) -> pa.Table:
    """Lay out the kinematics as the table that `write_series` writes."""
    table: dict[str, pa.Array] = {columns.TIME: pa.array(kinematics.t_s)}
    for name, curve in kinematics.curves.items():
        table[name] = pa.array(curve.value)
        table[columns.uncertainty_column(name)] = pa.array(curve.u)
        table[columns.valid_column(name)] = pa.array(curve.valid)
    table[columns.VIEW_ANGLE] = pa.array(kinematics.view_angle_deg)
    return pa.table(table | _landmark_columns(kinematics.pose))


def _landmark_columns(pose: PoseSeries) -> dict[str, pa.Array]:
    """Landmarks and outline as 32-bit numbers: a tenth of a millimetre is far below what the model knows."""
    n = len(pose)
    assert pose.silhouette is not None  # filled by PoseSeries itself
    groups = (
        (columns.WORLD, pose.world_m),
        (columns.IMAGE, pose.image_px),
        (columns.VISIBILITY, pose.visibility),
    )
    table = {
        name: pa.array(column)
        for names, values in groups
        for name, column in zip(names, values.reshape(n, len(names)).T.astype(np.float32), strict=True)
    }
    shift_px = np.zeros((n, 2)) if pose.camera_shift_px is None else pose.camera_shift_px
    for name, column in zip(columns.CAMERA_SHIFT, shift_px.T.astype(np.float32), strict=True):
        table[name] = pa.array(column)
    outline = pose.silhouette.reshape(n, -1)
    table[columns.OUTLINE] = pa.FixedSizeListArray.from_arrays(
        pa.array(outline.astype(np.float32).ravel()), outline.shape[1]
    )
    if pose.trunk_mask is not None:
        table[columns.TRUNK_MASK] = pa.array([picture.tobytes() for picture in pose.trunk_mask], pa.binary())
    for name, value in (
        (columns.IMAGE_WIDTH, pose.width_px),
        (columns.IMAGE_HEIGHT, pose.height_px),
        (columns.PEOPLE_SEEN, pose.people_seen),
    ):
        table[name] = pa.array(np.full(n, value, dtype=np.int32))
    return table
