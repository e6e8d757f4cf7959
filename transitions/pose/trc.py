"""Reads ``.trc`` marker files: of OpenCap, Pose2Sim, Sports2D and this program, and of optical motion capture.

A TRC file names its unit but not its axes, and the unit is not always true (Sports2D writes ``m`` above
pixels), so both are checked against the body: shoulders stand above ankles, a trunk is half a metre long.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from transitions.errors import LandmarkFileError
from transitions.kinematics.geometry import midpoint
from transitions.pose.lab_markers import landmarks_from_lab_markers
from transitions.pose.plausible import check_positions
from transitions.pose.trc_markers import landmarks_from_markers
from transitions.series import INDEX, FloatArray, PoseSeries

METRES_PER = {"m": 1.0, "mm": 0.001, "cm": 0.01}

_HEADER_LINES = 5
_LISTED = 12
_FEET = [INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("heel", "foot_index")]


def read_trc(path: Path, file_name: str) -> tuple[PoseSeries, tuple[str, ...]]:
    """Read markers into landmarks: metres, y down, x kept (z instead when the file's x points up).

    The second part says in plain sentences what of a laboratory's markers could not be used.

    Markers that lie in one plane, as a 2-D tool writes them, keep a constant depth: `PoseSeries.has_depth`
    is then false.

    Parameters
    ----------
    file_name : what messages call the file.

    Raises
    ------
    LandmarkFileError
        If it is not a TRC file, its rows do not fit its header, its scale fits no person, or its markers do
        not give shoulders, hips, knees and ankles.
    OSError
        If it cannot be opened.
    """
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    unit, names = _header(lines, file_name)
    t_s, markers = _rows(lines[_HEADER_LINES:], len(names), file_name)
    # 0, 0, 0 is written for unseen.
    seen = np.where((markers == 0.0).all(axis=2, keepdims=True), np.nan, markers)
    landmarks, notes = _landmarks(names, seen * METRES_PER[unit], file_name)
    check_positions(landmarks, file_name)
    world_m = _camera_axes(landmarks)
    shape = world_m.shape
    pose = PoseSeries(
        t_s=t_s - t_s[0],
        image_px=np.full(shape, np.nan),
        world_m=world_m,
        visibility=np.where(np.isfinite(world_m[:, :, 0]), 1.0, np.nan),
        width_px=0,
        height_px=0,
    )
    return pose, notes


def _landmarks(names: list[str], markers_m: FloatArray, file_name: str) -> tuple[FloatArray, tuple[str, ...]]:
    """From keypoints where the file holds them, else from the markers of optical motion capture."""
    keypoints = landmarks_from_markers(names, markers_m)
    if keypoints is not None:
        return keypoints, ()
    reading = landmarks_from_lab_markers(names, markers_m)
    unknown = f" Not understood: {_listed(reading.unknown)}." if reading.unknown else ""
    if reading.missing:
        raise LandmarkFileError(
            f"{file_name} has no markers for the {_listed(reading.missing)}: export joint centres, or markers on "
            f"both sides of knee and ankle, the four of the pelvis and both acromia.{unknown}"
        )
    feet = np.isfinite(reading.landmarks[:, _FEET]).any(axis=(0, 2))
    notes = ["" if feet.all() else "Heels and toes are not marked, so turning feet cannot be told.", unknown]
    return reading.landmarks, tuple(note.strip() for note in notes if note)


def _listed(words: Sequence[str]) -> str:
    """Comma-separated, cut off where a sentence would grow too long."""
    shown = ", ".join(words[:_LISTED])
    return shown if len(words) <= _LISTED else f"{shown} and {len(words) - _LISTED} more"


def _header(lines: list[str], file_name: str) -> tuple[str, list[str]]:
    """The unit and the marker names."""
    if len(lines) <= _HEADER_LINES or not lines[0].startswith("PathFileType"):
        raise LandmarkFileError(f"{file_name} is not a TRC marker file: export the markers as .trc again.")
    fields = dict(zip(lines[1].split("\t"), lines[2].split("\t"), strict=False))
    unit = fields.get("Units", "").strip().lower()
    if unit not in METRES_PER:
        raise LandmarkFileError(
            f"{file_name} gives its unit as '{unit}': export the markers in metres or millimetres."
        )
    names = [name.strip() for name in lines[3].split("\t")[2:] if name.strip()]
    if not names:
        raise LandmarkFileError(f"{file_name} names no markers: export the markers as .trc again.")
    return unit, names


def _rows(lines: list[str], markers: int, file_name: str) -> tuple[FloatArray, FloatArray]:
    """Times (n,) and positions (n, markers, 3) in the file's unit and axes; an empty cell is NaN."""
    width = 2 + 3 * markers
    rows = []
    for line in lines:
        if not line.strip():
            continue
        cells = line.rstrip("\r\n").split("\t")[:width]
        try:
            rows.append([float(cell) if cell.strip() else np.nan for cell in cells])
        except ValueError as error:
            raise LandmarkFileError(
                f"{file_name} holds something other than numbers in row {len(rows) + 1}: export it again."
            ) from error
        rows[-1] += [np.nan] * (width - len(cells))
    table = np.array(rows, dtype=float).reshape(-1, width)
    t_s = table[:, 1]
    if len(table) < 2 or not np.isfinite(t_s).all() or (np.diff(t_s) <= 0).any():
        raise LandmarkFileError(
            f"{file_name} needs at least two rows with rising times: export the markers as .trc again."
        )
    return t_s, table[:, 2:].reshape(len(table), markers, 3)


def _camera_axes(landmarks: FloatArray) -> FloatArray:
    """Turn the file's axes so that y points down, whichever axis points up in the file."""
    upward = midpoint(landmarks, "shoulder") - midpoint(landmarks, "hip")
    legs = midpoint(landmarks, "hip") - midpoint(landmarks, "ankle")
    for part in (upward + legs, legs, upward):
        seen = part[np.isfinite(part).all(axis=1)]
        if len(seen):
            return landmarks @ _rotation_to_camera(seen.mean(axis=0)).T
    return landmarks


def _rotation_to_camera(upward: FloatArray) -> FloatArray:
    """Rotation (rows: right, down, away from the viewer) for the axis nearest to `upward`."""
    axis = int(np.argmax(np.abs(upward)))
    down = np.zeros(3)
    down[axis] = -np.sign(upward[axis])
    right = np.zeros(3)
    right[2 if axis == 0 else 0] = 1.0
    return np.stack([right, down, np.cross(right, down)])
