"""The rendered everyday transitions (``clips``) with their exact truth: the second stage's people."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from bench.fit_networks.calibration import Body
from bench.poses import kept_pose
from transitions.kinematics.networks.inputs import scaled_landmarks
from transitions.kinematics.networks.network import OUTPUTS
from transitions.kinematics.repair import repair_pose
from transitions.series import FloatArray

_KEY = {
    "trunk_twist_deg": "twist",
    "trunk_inclination_deg": "trunk_lean",
    "spine_flexion_deg": "spine_flexion",
    "pelvis_tilt_deg": "pelvis_tilt",
    "hip_flexion_left_deg": "hip_flexion_l",
    "hip_flexion_right_deg": "hip_flexion_r",
    "knee_flexion_left_deg": "knee_flexion_l",
    "knee_flexion_right_deg": "knee_flexion_r",
}


def read_clips(folder: Path, cache: Path) -> list[Body]:
    """Every clip of `folder` that has a truth file; poses are kept in `cache` for the next time."""
    return [_read_clip(path, cache) for path in sorted(folder.glob("*.json"))]


def _read_clip(truth_path: Path, cache: Path) -> Body:
    pose = repair_pose(kept_pose(truth_path.with_suffix(".mp4"), cache))
    landmarks = scaled_landmarks(pose.world_m, pose.image_px)
    rows = np.all(np.isfinite(landmarks), axis=(1, 2))
    truth = _truth(json.loads(truth_path.read_text(encoding="utf-8")), pose.t_s)
    return Body(truth_path.stem, pose.t_s[rows], landmarks[rows].astype(np.float32), truth[rows])


def _truth(record: dict, t_s: FloatArray) -> FloatArray:  # type: ignore[type-arg]
    series = record["series"]
    times_s = [row["t"] for row in series]

    def column(key: str) -> FloatArray:
        return np.interp(t_s, times_s, [row[key] for row in series])

    view = np.radians(record["camera"]["azimuth"] - column("pelvis_yaw"))
    known = {"view_sine": np.sin(view), "view_cosine": np.cos(view)}
    return np.stack([known[name] if name in known else column(_KEY[name]) for name in OUTPUTS], axis=1)
