"""How right the program is: the table of ``transitions validate``, also from poses kept from an earlier pass.

``python -m bench.accuracy CLIPS [POSES]``: with POSES, a folder that is filled on the first pass with each
clip's raw pose and read on later ones, so that a change after the pose model is scored in seconds.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from rich.console import Console

from transitions.cli.validate import print_report
from transitions.model import Clip, Provenance
from transitions.pipeline import judge_pose
from transitions.pose import estimate_poses
from transitions.rules import all_rules
from transitions.series import PoseSeries
from transitions.validate.report import make_report
from transitions.validate.scoring import ClipScore, score_clip
from transitions.validate.truth import Truth, find_truths
from transitions.video import POSE_MAX_SIDE_PX, open_clip


def main(folder: Path, poses: Path | None) -> None:
    scores = [_score(truth, poses) for truth in find_truths(folder)]
    print_report(make_report(scores), Console(highlight=False))


def _score(truth: Truth, poses: Path | None) -> ClipScore:
    pose = _kept_pose(truth, poses) if poses else _pose(truth.clip)
    clip = Clip(truth.name, "", float(pose.t_s[-1]), pose.width_px, pose.height_px, len(pose))
    return score_clip(truth, judge_pose(pose, clip, Provenance("", "", "", "", ""), all_rules()))


def _kept_pose(truth: Truth, poses: Path) -> PoseSeries:
    path = poses / f"{truth.name}.npz"
    if not path.is_file():
        poses.mkdir(parents=True, exist_ok=True)
        _keep(_pose(truth.clip), path)
    with np.load(path) as kept:
        return PoseSeries(
            t_s=kept["t_s"],
            image_px=kept["image_px"],
            world_m=kept["world_m"],
            visibility=kept["visibility"],
            width_px=int(kept["width"]),
            height_px=int(kept["height"]),
            silhouette=kept["silhouette"],
            trunk_mask=kept["trunk_mask"],
        )


def _keep(pose: PoseSeries, path: Path) -> None:
    np.savez_compressed(
        path,
        t_s=pose.t_s,
        image_px=pose.image_px,
        world_m=pose.world_m,
        visibility=pose.visibility,
        silhouette=np.asarray(pose.silhouette),
        trunk_mask=np.asarray(pose.trunk_mask),
        width=pose.width_px,
        height=pose.height_px,
    )


def _pose(clip: Path) -> PoseSeries:
    reader = open_clip(clip)
    size = reader.fit_within(POSE_MAX_SIDE_PX)
    return estimate_poses(reader.read(size=size), model="full", person=1, scale=size[0] / reader.size[0])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
