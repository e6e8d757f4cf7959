"""How right the program is: the table of ``transitions validate``, also from poses kept from an earlier pass.

``python -m bench.accuracy CLIPS [POSES]``: with POSES, a folder that is filled on the first pass with each
clip's raw pose and read on later ones, so that a change after the pose model is scored in seconds.
"""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console

from bench.poses import kept_pose
from transitions.cli.validate import print_report
from transitions.model import Clip, Provenance
from transitions.pipeline import judge_pose
from transitions.rules import all_rules
from transitions.validate.report import make_report
from transitions.validate.scoring import ClipScore, score_clip
from transitions.validate.truth import Truth, find_truths


def main(folder: Path, poses: Path | None) -> None:
    scores = [_score(truth, poses) for truth in find_truths(folder)]
    print_report(make_report(scores), Console(highlight=False))


def _score(truth: Truth, poses: Path | None) -> ClipScore:
    pose = kept_pose(truth.clip, poses)
    clip = Clip(truth.name, "", float(pose.t_s[-1]), pose.width_px, pose.height_px, len(pose))
    return score_clip(truth, judge_pose(pose, clip, Provenance("", "", "", "", ""), all_rules()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
