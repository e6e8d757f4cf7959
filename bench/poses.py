"""The pose of a clip, kept in a folder for the next time: the pose model is nine tenths of every bench."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from transitions.pose import estimate_poses
from transitions.series import PoseSeries
from transitions.video import open_clip

ARRAYS = ("t_s", "image_px", "world_m", "visibility", "silhouette", "trunk_mask")
LATER = ("camera_shift_px", "surroundings", "looked_at")
"""Poses kept before these were measured lack them."""


def kept_pose(clip: Path, cache: Path | None) -> PoseSeries:
    """The raw pose of `clip`; from ``CACHE/NAME.npz`` when it is there, else estimated and kept there."""
    if cache is None:
        return _estimate(clip)
    kept = cache / f"{clip.stem}.npz"
    if not kept.is_file():
        pose = _estimate(clip)
        cache.mkdir(parents=True, exist_ok=True)
        arrays = {name: np.asarray(getattr(pose, name)) for name in (*ARRAYS, *LATER)}
        _write(kept, {**arrays, "width": np.array(pose.width_px), "height": np.array(pose.height_px)})
    with np.load(kept) as stored:
        read: dict[str, Any] = {name: stored[name] for name in ARRAYS}
        read |= {name: stored[name] for name in LATER if name in stored}
        return PoseSeries(**read, width_px=int(stored["width"]), height_px=int(stored["height"]))


def _write(path: Path, arrays: Mapping[str, Any]) -> None:
    """Whole or not at all: several benches may fill one folder at once."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with part.open("wb") as out:
        np.savez_compressed(out, **arrays)
    part.replace(path)


def _estimate(clip: Path) -> PoseSeries:
    reader = open_clip(clip)
    size = reader.pose_size
    return estimate_poses(reader.read(size=size), model="full", person=1, scale=size[0] / reader.size[0])
