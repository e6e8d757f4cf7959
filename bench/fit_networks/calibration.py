"""The calibration set as the networks read it: one `Body` per rendered person."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from transitions.kinematics.networks.inputs import context_windows, scaled_landmarks
from transitions.kinematics.networks.network import OUTPUTS
from transitions.series import FloatArray

_COLUMN = {"trunk_twist_deg": "twist_deg"}


@dataclass(frozen=True, eq=False)
class Body:
    """One person's clip: (n,) times, (n, 21, 5) scaled landmarks, (n, 10) true outputs."""

    name: str
    t_s: FloatArray
    landmarks: FloatArray
    truth: FloatArray

    def windows(self, offsets_s: FloatArray, tempo: float = 1.0) -> FloatArray:
        """(n, k, 21, 5) inputs. A tempo of 2 reads twice as far apart: the same movement at double speed."""
        rows = np.ones(len(self.t_s), dtype=bool)
        at = context_windows(self.t_s, self.landmarks, rows, offsets_s * tempo)
        return np.asarray(at, dtype=np.float32)


def read_bodies(folder: Path) -> list[Body]:
    """Every body of ``landmarks.parquet`` in the calibration folder, in order of name."""
    table = pq.read_table(folder / "landmarks.parquet")
    names = np.array(table["clip"].to_pylist())
    t_s = table["t_s"].to_numpy()
    image_px, world_m = (_points(table, kind) for kind in ("image", "world"))
    truth = _truth(table)
    bodies = []
    for name in np.unique(names):
        rows = np.flatnonzero(names == name)
        rows = rows[np.argsort(t_s[rows])]
        landmarks = scaled_landmarks(world_m[rows], image_px[rows])
        bodies.append(Body(str(name), t_s[rows], landmarks.astype(np.float32), truth[rows]))
    return bodies


def _points(table: object, kind: str) -> FloatArray:
    columns = (
        ("image_x_px", "image_y_px", "image_z")
        if kind == "image"
        else ("world_x_m", "world_y_m", "world_z_m")
    )
    flat = [table[name].combine_chunks().flatten().to_numpy().reshape(-1, 33) for name in columns]  # type: ignore[index]
    return np.stack(flat, axis=2).astype(float)


def _truth(table: object) -> FloatArray:
    column = lambda name: table[name].to_numpy().astype(float)  # type: ignore[index] # noqa: E731
    view = np.radians(column("azimuth_deg") - column("pelvis_yaw_deg"))
    known = {"view_sine": np.sin(view), "view_cosine": np.cos(view)}
    return np.stack(
        [known[name] if name in known else column(_COLUMN.get(name, name)) for name in OUTPUTS], axis=1
    )
