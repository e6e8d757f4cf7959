"""How right the program is: the tables of ``transitions validate``, also from poses kept from an earlier pass.

``python -m bench.accuracy CLIPS... [--held-out] [--poses FOLDER] [--json]``: each folder of clips is a source. With
``--poses``,
``FOLDER/SOURCE`` is filled on the first pass with each clip's raw pose and read on later ones, so that a change after
the pose model is scored in seconds.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from bench.poses import kept_pose
from bench.sources import HELD_OUT, HELD_OUT_PREFIXES
from transitions.cli.validate_tables import print_report
from transitions.fitted import SHIPPED, Fitted
from transitions.model import Clip, Provenance
from transitions.pipeline import judge_pose
from transitions.rules import all_rules
from transitions.validate.record import report_record
from transitions.validate.report import make_report
from transitions.validate.scoring import ClipScore, score_clip
from transitions.validate.truth import Truth, find_sources


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="clips with truth files")
    parser.add_argument("--poses", type=Path, help="keeps raw poses, in a folder for each source")
    parser.add_argument(
        "--held-out", action="store_true", help="only clips that no fit holds and that show somebody"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args(arguments)
    truths = [
        t for t in find_sources(options.folders) if not options.held_out or _is_held_out(t, options.poses)
    ]
    report = make_report([score_kept(truth, options.poses) for truth in truths])
    if options.json:
        sys.stdout.write(json.dumps(report_record(report), indent=1, ensure_ascii=False) + "\n")
    else:
        print_report(report, Console(highlight=False))


def _is_held_out(truth: Truth, poses: Path | None) -> bool:
    """Whether nothing that ships was fitted on the clip (`bench.sources`) and the pose model sees anybody in it."""
    stands_aside = truth.name.startswith(HELD_OUT_PREFIXES) or truth.name in HELD_OUT
    return stands_aside and bool(kept_pose(truth.clip, poses / truth.source if poses else None).seen.any())


def score_kept(truth: Truth, poses: Path | None, fitted: Fitted = SHIPPED) -> ClipScore:
    """The score of one clip through the networks `fitted`."""
    pose = kept_pose(truth.clip, poses / truth.source if poses else None)
    clip = Clip(truth.name, "", float(pose.t_s[-1]), pose.width_px, pose.height_px, len(pose))
    return score_clip(
        truth, judge_pose(pose, clip, Provenance("", "", "", "", ""), all_rules(), fitted=fitted)
    )


if __name__ == "__main__":
    main()
