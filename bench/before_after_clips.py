"""What `compare` says of pairs made from rendered clips.

``python -m bench.before_after_clips CLIPS PEOPLE [--poses FOLDER]`` prints the pairs below; ``--every-pair`` counts the
answers on every two clips of the folders that show one such transition each, with its truth. The people differ from
clip to clip, so that "no clear change" between two ordinary ones is harder to say than of one person.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.poses import kept_pose
from transitions.comparison import NotComparableError, SessionRecording, compare
from transitions.model import Clip, Provenance, Run
from transitions.pipeline import judge_pose
from transitions.rules import all_rules

REFUSED = "refused"


@dataclass(frozen=True)
class Pair:
    """Clips of two sides, each its own session, and what should be said."""

    title: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    kind: str
    expected: str


PAIRS = (
    Pair("dropped, lowered", ("sts_collapse_+60",), ("sts_good_+60",), "stand_to_sit", "changed"),
    Pair(
        "dropped, lowered: three days a side",
        ("p21_032", "p26_005", "p21_051"),
        ("p21_059", "p21_038", "p21_010"),
        "stand_to_sit",
        "changed",
    ),
    Pair("quick reach, slow reach", ("reach_abrupt_-35",), ("reach_slowtwist_-45",), "reach", "changed"),
    Pair(
        "quick reach, slow reach: three days a side",
        ("reach_stand_abrupt_+35", "p21_046", "p21_052"),
        ("reach_slowtwist_+25", "p21_004", "p21_042"),
        "reach",
        "changed",
    ),
    Pair("ordinary rises", ("sts_collapse_+60",), ("sts_good_+60",), "sit_to_stand", "no_clear_change"),
    Pair(
        "ordinary rises: three days a side",
        ("sts_good_+60", "sts_collapse_+60", "p21_013"),
        ("sts_twist_+60", "p21_034", "mix_-70"),
        "sit_to_stand",
        "no_clear_change",
    ),
    Pair("ordinary sits", ("sts_twist_+60",), ("sts_good_+60",), "stand_to_sit", "no_clear_change"),
    Pair("across views", ("sts_good_+00",), ("sts_good_+60",), "sit_to_stand", "Different views"),
    Pair("across kinds", ("reach_abrupt_-35",), ("sts_good_+60",), "reach", "Different transitions"),
)

LABELLED = (("stand_to_sit", "uncontrolled_descent"), ("reach", "abrupt_twist"))
"""Kinds whose primary measure is what a rule looks at, so that the truth says which clips have the pattern."""


def answer(pair: Pair, run_of: Callable[[str], Run]) -> str:
    """The verdict on the primary measure, or the refusal."""
    sides = [
        [SessionRecording(run_of(name), f"{side} {number}") for number, name in enumerate(names)]
        for side, names in (("before", pair.before), ("after", pair.after))
    ]
    try:
        return compare(sides[0], sides[1], kind=pair.kind).primary.verdict.value
    except NotComparableError as error:
        return str(error)


def rendered_run(clip: Path, poses: Path | None) -> Run:
    """The run of one clip, its pose kept in `poses`."""
    pose = kept_pose(clip, poses)
    facts = Clip(clip.name, "", float(pose.t_s[-1]), pose.width_px, pose.height_px, len(pose))
    return judge_pose(pose, facts, Provenance("", "", "", "", ""), all_rules())


def clip_named(name: str, folders: Sequence[Path]) -> Path:
    """The clip of this name in the first folder that has it."""
    return next(path for folder in folders if (path := folder / f"{name}.mp4").is_file())


def labelled_clips(folders: Sequence[Path], kind: str, rule: str) -> list[tuple[str, bool]]:
    """Clips that show one transition of the kind, and whether the rule should flag it."""
    found = []
    for file in sorted(path for folder in folders for path in folder.glob("*.json")):
        truth = json.loads(file.read_text(encoding="utf-8"))
        if rule in truth["expected"] and sum(event["kind"] == kind for event in truth["events"]) == 1:
            found.append((file.stem, bool(truth["expected"][rule])))
    return found


def count_answers(
    clips: Sequence[tuple[str, bool]], kind: str, run_of: Callable[[str], Run]
) -> dict[int, Counter[str]]:
    """By how many of two clips have the pattern: the answers on every pair, one repetition a side."""
    usable = [(name, has) for name, has in clips if sum(s.kind == kind for s in run_of(name).segments) == 1]
    answers: dict[int, Counter[str]] = {patterns: Counter() for patterns in range(3)}
    for (first, has_first), (second, has_second) in combinations(usable, 2):
        said = answer(Pair("", (first,), (second,), kind, ""), run_of)
        answers[has_first + has_second][REFUSED if said.startswith("Different") else said] += 1
    return answers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--poses", type=Path)
    parser.add_argument("--every-pair", action="store_true")
    chosen = parser.parse_args()

    @cache
    def run_of(name: str) -> Run:
        clip = clip_named(name, chosen.folders)
        return rendered_run(clip, chosen.poses / clip.parent.name if chosen.poses else None)

    console = Console(width=150)
    table = Table("before, after", "expected", "said")
    for pair in PAIRS:
        table.add_row(pair.title, pair.expected, answer(pair, run_of))
    console.print(table)
    if chosen.every_pair:
        console.print(_every_pair_table(chosen.folders, run_of))


def _every_pair_table(folders: Sequence[Path], run_of: Callable[[str], Run]) -> Table:
    table = Table("kind", "with the pattern", "changed", "no clear change", "not told", "refused (view)")
    for kind, rule in LABELLED:
        for patterns, said in count_answers(labelled_clips(folders, kind, rule), kind, run_of).items():
            words = ("changed", "no_clear_change", "not_told", REFUSED)
            table.add_row(kind, f"{patterns} of 2 ({rule})", *(str(said[word]) for word in words))
    return table


if __name__ == "__main__":
    main()
