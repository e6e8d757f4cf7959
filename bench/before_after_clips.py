"""What `compare` says of pairs made from rendered clips.

``python -m bench.before_after_clips CLIPS PEOPLE [--poses FOLDER]`` prints the pairs below; ``--every-pair`` counts the
answers on every two clips of the folders that show one such transition each, with its truth. That neither has the
pattern does not make two alike: a reach ahead has no twist at all and one with a slow twist turns by 40°. So the
answers on reaches are also held against the true change of their measure.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.poses import kept_pose
from transitions.comparison import ChangeVerdict, MeasureChange, NotComparableError, SessionRecording, compare
from transitions.detect.compared import OF_SPEEDS, PEAK_TWIST_SPEED_U_DPS, TWIST_SPEED
from transitions.model import Clip, Provenance, Run
from transitions.pipeline import judge_pose
from transitions.rules import all_rules
from transitions.series import INTERVAL_U

REFUSED = "refused"

ALIKE_DPS = 10.0
"""Peaks of a twist no further apart than this are alike, however slow both are: a tenth of a moderate quick twist."""


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
    judged = judge_pair(pair, run_of)
    return judged if isinstance(judged, str) else judged.verdict.value


def judge_pair(pair: Pair, run_of: Callable[[str], Run]) -> MeasureChange | str:
    """What is said of the primary measure, or the refusal."""
    sides = [
        [SessionRecording(run_of(name), f"{side} {number}") for number, name in enumerate(names)]
        for side, names in (("before", pair.before), ("after", pair.after))
    ]
    try:
        return compare(sides[0], sides[1], kind=pair.kind).primary
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


def true_peak_twist_speed_dps(truth: Mapping[str, Any]) -> float:
    """How fast the trunk twists at most in the only reach, of the clip's own motion."""
    (reach,) = (event for event in truth["events"] if event["kind"] == "reach")
    t_s = np.array([row["t"] for row in truth["series"]])
    speed_dps = np.gradient([row["twist"] for row in truth["series"]], t_s)
    within = (t_s >= reach["start"]) & (t_s <= reach["end"])
    return float(np.abs(speed_dps[within]).max())


def hold_against_truth(
    clips: Sequence[str], true_of: Mapping[str, float], kind: str, run_of: Callable[[str], Run]
) -> Counter[str]:
    """Every pair of clips, one repetition a side: whether the answer fits the true change of the primary measure.

    `held`: the 95 % interval holds the true change. `alike`: truly within what repetitions of one person vary;
    `alike_changed`: of these called changed. `apart`, `apart_changed`: the other pairs.
    """
    usable = [name for name in clips if sum(s.kind == kind for s in run_of(name).segments) == 1]
    counts: Counter[str] = Counter()
    for first, second in combinations(usable, 2):
        judged = judge_pair(Pair("", (first,), (second,), kind, ""), run_of)
        if isinstance(judged, str) or judged.change is None:
            continue
        true = true_of[second] - true_of[first]
        counts["pairs"] += 1
        counts["held"] += judged.change.interval.low <= true <= judged.change.interval.high
        sort = "alike" if abs(true) <= _repetitions_vary_dps(true_of[first], true_of[second]) else "apart"
        counts[sort] += 1
        counts[f"{sort}_changed"] += judged.verdict is ChangeVerdict.CHANGED
    return counts


def count_held_peaks(
    clips: Sequence[str], true_of: Mapping[str, float], run_of: Callable[[str], Run]
) -> Counter[str]:
    """In how many `reaches` the 90 % margin of the peak twist speed holds the true one: `held`.

    `held_without`: without the error that picking the largest of a noisy curve adds.
    """
    counts: Counter[str] = Counter()
    for name in clips:
        own = [segment for segment in run_of(name).segments if segment.kind == "reach"]
        reading = TWIST_SPEED.measure(run_of(name), own[0]) if len(own) == 1 else None
        if reading is None or not math.isfinite(reading.value):
            continue
        off_dps = abs(reading.value - true_of[name])
        counts["reaches"] += 1
        counts["held"] += off_dps <= INTERVAL_U * reading.u
        counts["held_without"] += off_dps <= INTERVAL_U * math.sqrt(reading.u**2 - PEAK_TWIST_SPEED_U_DPS**2)
    return counts


def _repetitions_vary_dps(first_dps: float, second_dps: float) -> float:
    """How far two repetitions of one person lie apart 19 times in 20; no less than can be told by eye."""
    return max(ALIKE_DPS, math.sqrt(2.0) * 1.96 * OF_SPEEDS.sd((first_dps + second_dps) / 2))


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
        labelled = dict(labelled_clips(chosen.folders, "reach", "abrupt_twist"))
        true_of = {name: _true_peak_of(name, chosen.folders) for name in labelled}
        console.print(_truth_table(labelled, true_of, run_of))
        peaks = count_held_peaks(list(labelled), true_of, run_of)
        console.print(
            f"Peak twist speed of {peaks['reaches']} reaches: the 90 % margin holds the true one in {peaks['held']}, "
            f"without the error of picking it in {peaks['held_without']}."
        )


def _true_peak_of(name: str, folders: Sequence[Path]) -> float:
    truth = clip_named(name, folders).with_suffix(".json").read_text(encoding="utf-8")
    return true_peak_twist_speed_dps(json.loads(truth))


def _truth_table(
    labelled: Mapping[str, bool], true_of: Mapping[str, float], run_of: Callable[[str], Run]
) -> Table:
    """Reaches by whether a quick twist is in them, against the true change of their peak twist speed."""
    table = Table(
        "reaches", "pairs", "interval holds it", "alike", "called changed", "apart", "called changed"
    )
    for title, names in (
        ("without a quick twist", [name for name, has in labelled.items() if not has]),
        ("every one", list(labelled)),
    ):
        counts = hold_against_truth(names, true_of, "reach", run_of)
        words = ("pairs", "held", "alike", "alike_changed", "apart", "apart_changed")
        table.add_row(title, *(str(counts[word]) for word in words))
    return table


def _every_pair_table(folders: Sequence[Path], run_of: Callable[[str], Run]) -> Table:
    table = Table("kind", "with the pattern", "changed", "no clear change", "not told", "refused (view)")
    for kind, rule in LABELLED:
        for patterns, said in count_answers(labelled_clips(folders, kind, rule), kind, run_of).items():
            words = ("changed", "no_clear_change", "not_told", REFUSED)
            table.add_row(kind, f"{patterns} of 2 ({rule})", *(str(said[word]) for word in words))
    return table


if __name__ == "__main__":
    main()
