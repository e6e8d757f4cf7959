"""Raw landmarks of a few rendered clips, stored small, so that tests judge real poses without the pose model.

Made from the clips of the same names by the `full` model in video mode; coordinates are rounded to 1/16 px and
0.2 mm.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from transitions.model import Clip, Provenance, Run
from transitions.pipeline import judge_pose
from transitions.rules import all_rules
from transitions.series import FloatArray, PoseSeries

FOLDER = Path(__file__).parent / "data"
STEPS = {"image_px": 1 / 16, "world_m": 0.0002, "visibility": 0.01, "silhouette": 0.001}
UNSEEN = np.iinfo(np.int16).min


def stored_pose(name: str) -> PoseSeries:
    """The pose stored as ``data/NAME.npz``."""
    with np.load(FOLDER / f"{name}.npz") as stored:
        values = {key: _unpacked(stored[key], step) for key, step in STEPS.items()}
        width_px, height_px = (int(side) for side in stored["size_px"])
        t_s, trunk_mask = stored["t_ms"] / 1000.0, stored["trunk_mask"]
    return PoseSeries(t_s=t_s, width_px=width_px, height_px=height_px, trunk_mask=trunk_mask, **values)


def store_pose(pose: PoseSeries, path: Path) -> None:
    """Write a pose in the form that `stored_pose` reads."""
    packed = {key: _packed(getattr(pose, key), step) for key, step in STEPS.items()}
    np.savez_compressed(
        path,
        t_ms=np.round(pose.t_s * 1000.0, 3),
        size_px=[pose.width_px, pose.height_px],
        trunk_mask=pose.trunk_mask,
        **packed,
    )


def judged(pose: PoseSeries) -> Run:
    """Everything after the pose model."""
    clip = Clip("stored", "", float(pose.t_s[-1]), pose.width_px, pose.height_px, len(pose))
    return judge_pose(pose, clip, Provenance("", "", "", "", ""), all_rules())


def _packed(values: FloatArray, step: float) -> np.ndarray:
    steps = np.round(values / step)
    return np.where(np.isfinite(steps), steps, UNSEEN).astype(np.int16)


def _unpacked(steps: np.ndarray, step: float) -> FloatArray:
    return np.where(steps == UNSEEN, np.nan, steps * step)
