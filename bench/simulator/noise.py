"""How large the pose model's errors are: ``python -m bench.simulator.noise CLIPS POSES``.

CLIPS holds rendered clips' truth files with `coco2d` and `joints`; POSES the kept poses of those clips
(`bench.poses.kept_pose`). Errors are split into a part constant through the clip, a slow part (its 0.25 s
running mean) and the rest. Prints the standard deviations in millimetres at the person.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from bench.poses import kept_pose
from transitions.kinematics.geometry import angle_between_deg
from transitions.series import FloatArray

COCO = (0, 2, 5, 7, 8, *range(11, 17), *range(23, 29))
"""Landmark of each of the 17 COCO points."""

JOINTS = ("upperarm01", "lowerarm01", "wrist", "upperleg01", "lowerleg01", "foot")
NAMES = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
SLOW_S = 0.25


@dataclass(frozen=True, eq=False)
class ClipErrors:
    """Errors of a clip in metres: (n, 17, 2) in the picture, (n, 12, 3) in space, and what goes with them."""

    fps: float
    image_m: FloatArray
    world_m: FloatArray
    exact_m: FloatArray
    scale: float
    knee_deg: tuple[FloatArray, FloatArray]


def compared(clips: Path, poses: Path) -> Iterator[ClipErrors]:
    """Every clip with a kept pose, against its truth."""
    for path in sorted(clips.glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        if (poses / f"{path.stem}.npz").is_file() and "joints" in truth["series"][0]:
            yield _compare(truth, kept_pose(path.with_suffix(".mp4"), poses))


def _compare(truth: dict[str, Any], pose: Any) -> ClipErrors:
    n = min(len(truth["series"]), len(pose))
    rows = truth["series"][:n]
    flat = np.array([row["coco2d"][: len(COCO)] for row in rows], dtype=float)
    joints = np.array([[row["joints"][f"{j}.{s}"] for j in JOINTS for s in "LR"] for row in rows])
    camera, size = truth["camera"], truth["size"]
    focal = size[1] / 2 / np.tan(np.radians(camera["fov"]) / 2)
    turn = _camera_turn(joints, flat[:, 5:], focal, size)
    exact = (joints - joints[:, 6:8].mean(axis=1, keepdims=True)) @ turn.T
    landmarks = [11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28]
    world = pose.world_m[:n, landmarks]
    good = np.isfinite(world).all(axis=(1, 2))
    scale = float(np.sum(world[good] * exact[good]) / np.sum(exact[good] ** 2))
    image = (pose.image_px[:n, COCO, :2] - flat) * camera["distance"] / focal
    knees = (_knee(exact), _knee(world))
    return ClipErrors(truth["fps"], image[good], world[good] / scale - exact[good], exact[good], scale, knees)


def _camera_turn(joints: FloatArray, flat: FloatArray, focal: float, size: list[int]) -> FloatArray:
    """(3, 3) camera axes x right, y down, z away, from where the joints are in the picture."""
    some = slice(0, len(joints), max(len(joints) // 40, 1))
    matrix = np.array([[focal, 0, size[0] / 2], [0, focal, size[1] / 2], [0, 0, 1.0]])
    done, vector, _ = cv2.solvePnP(joints[some].reshape(-1, 3), flat[some].reshape(-1, 2), matrix, None)
    if not done:
        raise ValueError("The camera cannot be told from the truth's points; check coco2d and joints.")
    return np.asarray(cv2.Rodrigues(vector)[0])


def _knee(points: FloatArray) -> FloatArray:
    legs = [
        angle_between_deg(points[:, 8 + i] - points[:, 6 + i], points[:, 10 + i] - points[:, 8 + i])
        for i in (0, 1)
    ]
    return np.stack(legs, axis=1)


def split(error: FloatArray, fps: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """(k, d) constant part, and standard deviations of the slow and of the quick part, of (n, k, d) errors."""
    width = max(int(SLOW_S * fps) | 1, 3)
    constant = error.mean(axis=0)
    padded = np.pad(error - constant, ((width // 2, width // 2), (0, 0), (0, 0)), mode="edge")
    sums = np.cumsum(np.concatenate([np.zeros_like(padded[:1]), padded]), axis=0)
    slow = (sums[width:] - sums[:-width]) / width
    return constant, slow.std(axis=0), (error - constant - slow).std(axis=0)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.simulator.noise", description=__doc__)
    parser.add_argument("clips", type=Path)
    parser.add_argument("poses", type=Path)
    arguments = parser.parse_args()
    parts: dict[tuple[str, str, int], list[FloatArray]] = defaultdict(list)
    scales, alike, knees = [], [], []
    for clip in compared(arguments.clips, arguments.poses):
        image, world = split(clip.image_m, clip.fps), split(clip.world_m, clip.fps)
        for k, name in enumerate(NAMES):
            for i, part in enumerate(("constant", "slow", "quick")):
                parts[name, part, 0].append(image[i][5 + 2 * k : 7 + 2 * k])
                parts[name, part, 1].append(world[i][2 * k : 2 * k + 2, :2])
                parts[name, part, 2].append(world[i][2 * k : 2 * k + 2, 2:])
        for i, part in enumerate(("constant", "slow", "quick")):
            parts["head", part, 0].append(image[i][:5])
        scales.append(clip.scale)
        centred = clip.image_m[:, 5:] - clip.image_m[:, 11:13].mean(axis=1, keepdims=True)
        alike.append(np.corrcoef(centred.ravel(), clip.world_m[..., :2].ravel())[0, 1])
        straight = clip.knee_deg[0] < 30.0
        if straight.any():
            knees.append(np.nanmedian((clip.knee_deg[1] - clip.knee_deg[0])[straight]))
    print(
        f"{len(scales)} clips; mm: in the picture, in space across, in space in depth (constant / slow / quick)"
    )
    for name in ("head", *NAMES):
        cells = [
            " / ".join(
                f"{1000 * np.sqrt(np.mean(np.concatenate(parts[name, part, kind]) ** 2)):4.0f}"
                for part in ("constant", "slow", "quick")
            )
            for kind in range(3)
            if parts[name, "slow", kind]
        ]
        print(f"{name:9s}", "   ".join(cells))
    print(f"scale of space {np.mean(scales):.2f} +- {np.std(scales):.2f}")
    print(f"correlation of picture and space errors {np.mean(alike):.2f}")
    if knees:
        low, mid, high = np.percentile(knees, [10, 50, 90])
        print(
            f"knees under 30 degrees read too bent by {low:.0f} / {mid:.0f} / {high:.0f} (p10, p50, p90 of clips)"
        )


if __name__ == "__main__":
    main()
