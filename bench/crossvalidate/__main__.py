"""How right the program is on what it was not fitted on: ``python -m bench.crossvalidate [CLIPS...]``.

Each folder of clips with truth files is a source. Everything that is fitted (angle, spine and movement networks) is
fitted again without one source, and the whole program is judged on that one; then without a part of the families of
every source, then without a part of the people. The README's tables are written between their two markers, and the
figures with their intervals to a JSON file. Fits and scores are kept in the build folder: what has not changed is not
done again. Needs torch (the extra ``fit``).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.crossvalidate.fits import FitOn
from bench.crossvalidate.folds import SCHEMES, SOURCE
from bench.crossvalidate.run import crossvalidate, keep_poses
from bench.crossvalidate.table import tables, write_between
from bench.poses import kept_pose
from transitions.validate.record import report_record
from transitions.validate.truth import Truth, find_sources

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = REPOSITORY.parent / "shared"
USUAL = [SHARED / name for name in ("clips", "people", "real_motion")]
BUILD = REPOSITORY / "build"

PARTS = 4


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, judge, print and write."""
    options = _parser().parse_args(arguments)
    sources = tuple((folder.resolve().name, folder.resolve()) for folder in options.folders)
    truths = find_sources(options.folders)
    fit = FitOn(sources, options.calibration.resolve(), options.poses.resolve())
    keep_poses(truths, options.poses, options.workers)
    truths = _with_somebody(truths, options.poses)
    fit.prepare()
    reports = crossvalidate(
        truths,
        fit,
        schemes=[SOURCE] if options.quick else options.by,
        parts=options.parts,
        poses=options.poses,
        build=options.build,
        workers=options.workers,
    )
    text = tables(reports)
    sys.stdout.write(text + "\n")
    if not options.quick:
        record = {scheme: report_record(report) for scheme, report in reports.items()}
        content = json.dumps(record, indent=1, ensure_ascii=False)
        options.json.write_text(content + "\n", encoding="utf-8")
        write_between(options.readme, text)


def _with_somebody(truths: Sequence[Truth], poses: Path) -> tuple[Truth, ...]:
    """The clips in which the pose model sees anybody at all: in some rendered ones the camera stands behind a wall."""
    empty = [t for t in truths if not kept_pose(t.clip, poses / t.source).seen.any()]
    if empty:
        sys.stderr.write(f"Nobody is in view in {', '.join(t.name for t in empty)}: left out.\n")
    return tuple(t for t in truths if t not in empty)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.crossvalidate", description=__doc__)
    add = parser.add_argument
    add("folders", type=Path, nargs="*", default=USUAL, help="clips with truth files, each folder a source")
    add("--calibration", type=Path, default=SHARED / "calibration", help="bodies that every fit holds")
    add("--poses", type=Path, default=BUILD / "poses", help="keeps raw poses, in a folder for each source")
    add("--build", type=Path, default=BUILD / "crossvalidate", help="keeps fits and scores")
    add("--by", nargs="+", choices=SCHEMES, default=list(SCHEMES), help="what is left out")
    add("--quick", action="store_true", help="sources only; prints, writes nothing")
    add("--parts", type=int, default=PARTS, help="of families and of people: so many fits each")
    add("--workers", type=int, default=2, help="folds at once")
    add("--json", type=Path, default=REPOSITORY / "docs" / "accuracy.json", help="where the figures go")
    add("--readme", type=Path, default=REPOSITORY / "README.md", help="where the tables go")
    return parser


if __name__ == "__main__":
    main()
