"""Is what the day page says of sitting and standing true? Agreement second by second, by source; and the fit.

    python -m bench.day_states clips=../shared/clips people=../shared/people --poses POSES
    python -m bench.day_states clips=… people=… --poses POSES --fit

What people do in a rendered clip is told by its events (a rise or a sit changes it) and, where there is none, by the
hips' height and the knees. Truth says nothing of walking; simulated people say that too. Every other clip of
`FITTED_SOURCES` and the simulated takes from `FIT_SEED` are fitted on; the others are judged.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.poses import kept_pose
from bench.simulator import simulate
from bench.sources import parse_source
from transitions.day import states_of
from transitions.day.evidence import summed_features
from transitions.detect import find_segments, posture_after
from transitions.kinematics.derive import derive
from transitions.series import FloatArray, Kinematics, PoseSeries
from transitions.states import DayStates, PostureState

FIT_SEED, JUDGED_SEED = 2_000_000, 3_000_000
TAKES = 40
FITTED_SOURCES = ("clips", "people")
RIDGE = 5.0
SEATED_HIP_M, SEATED_KNEE_DEG = 0.68, 50.0
"""A clip without a rise or a sit is seated throughout where hips are lower and knees bent more (the highest seat of
`people` is 0.60 m, hips of standing people are above 0.75 m)."""

ON_FEET = ("standing", "walking", "turning", "on feet")


@dataclass(frozen=True, eq=False)
class WordedTake:
    """A take with a true word for every row: sitting, standing, walking, turning, changing, or on feet."""

    source: str
    is_fitted: bool
    kinematics: Kinematics
    words: tuple[str, ...]


def read_takes(sources: Sequence[tuple[str, Path]], poses: Path, fitting: bool) -> Iterator[WordedTake]:
    """Takes of rendered sources and simulated ones: those to fit on, or those to judge on."""
    for name, folder in sources:
        for number, truth in enumerate(sorted(folder.glob("*.json"))):
            clip = truth.with_suffix(".mp4")
            is_fitted = name in FITTED_SOURCES and number % 2 == 0
            if clip.is_file() and is_fitted == fitting:
                pose = kept_pose(clip, poses / name)
                yield WordedTake(
                    name, is_fitted, derive(pose), true_words(json.loads(truth.read_text()), pose)
                )
    for seed in range(TAKES):
        take = simulate((FIT_SEED if fitting else JUDGED_SEED) + seed)
        words = tuple("changing" if word == "moving" else word for word in take.posture)
        yield WordedTake("simulated", fitting, derive(take.pose), words)


def true_words(record: Mapping[str, Any], pose: PoseSeries) -> tuple[str, ...]:
    """The true word of every row of a rendered clip's pose."""
    after = [(e["start"], e["end"], posture_after(e["kind"])) for e in record["events"]]
    changes = sorted(
        (start_s, end_s, state is PostureState.STANDING) for start_s, end_s, state in after if state
    )
    if not changes:
        rows = record["series"]
        hip_m = float(np.median([row["hip_height"] for row in rows]))
        knee_deg = float(np.median([min(row["knee_flexion_l"], row["knee_flexion_r"]) for row in rows]))
        seated = hip_m < SEATED_HIP_M and knee_deg > SEATED_KNEE_DEG
        return ("sitting" if seated else "on feet",) * len(pose)
    words = np.full(len(pose), "sitting" if changes[0][2] else "on feet", dtype=object)
    for start_s, end_s, up in changes:
        words[pose.t_s >= end_s] = "on feet" if up else "sitting"
        words[(pose.t_s >= start_s) & (pose.t_s < end_s)] = "changing"
    return tuple(words)


def said_words(states: DayStates, t_s: FloatArray) -> list[str]:
    """What the states say at each time."""
    starts_s = [one.start_s for one in states.stretches]
    at = np.clip(np.searchsorted(starts_s, t_s, side="right") - 1, 0, len(starts_s) - 1)
    return [str(states.stretches[i].state) for i in at]


def agreement(takes: Iterator[WordedTake]) -> dict[str, dict[str, Counter[str]]]:
    """Seconds said, by source and true word."""
    table: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for take in takes:
        t_s = take.kinematics.t_s
        states = states_of(take.kinematics, find_segments(take.kinematics), float(t_s[-1]))
        seconds = np.gradient(t_s)
        for word, said, each_s in zip(take.words, said_words(states, t_s), seconds, strict=True):
            table[take.source][word][said] += each_s
    return table


def print_agreement(table: dict[str, dict[str, Counter[str]]]) -> None:
    print(
        f"{'source':12} {'truth':10} {'s':>6}  " + "  ".join(f"{state.value:>11}" for state in PostureState)
    )
    for source, words in table.items():
        for word, said in sorted(words.items()):
            total = sum(said.values())
            shares = "  ".join(f"{100 * said[state.value] / total:10.1f}%" for state in PostureState)
            print(f"{source:12} {word:10} {total:6.0f}  {shares}")
        posture = {word: said for word, said in words.items() if word != "changing"}
        told = right = 0.0
        for word, said in posture.items():
            sits, stands = said["sitting"], said["standing"] + said["moving"]
            told += sits + stands
            right += sits if word == "sitting" else stands
        seen = sum(sum(said.values()) - said["out_of_view"] for said in posture.values())
        share_right, share_told = 100 * right / told, 100 * told / seen
        print(
            f"{source:12} right in {share_right:.1f} % of what is told, told in {share_told:.1f} % of what is seen"
        )


def fit(takes: Iterator[WordedTake]) -> None:
    """Print the weights: of sitting by all takes, of moving by the simulated ones."""
    sitting: dict[str, list[tuple[FloatArray, FloatArray]]] = defaultdict(list)
    moving = []
    for take in takes:
        grid_s, seen, columns = summed_features(take.kinematics.pose)
        words = np.array(take.words, dtype=object)[
            np.clip(np.searchsorted(take.kinematics.t_s, grid_s), 0, len(take.words) - 1)
        ]
        rows = seen & np.isin(words, ["sitting", *ON_FEET])
        x = np.column_stack([columns[name][rows] for name in ("hip_height", "knee_up", "knee_flexion")])
        sitting[take.source].append((x, (words[rows] == "sitting").astype(float)))
        if take.source == "simulated":
            rows = seen & np.isin(words, ["standing", "walking", "turning"])
            x = np.column_stack([columns[name][rows] for name in ("ankle_speed", "turn_speed")])
            moving.append((x, (words[rows] != "standing").astype(float)))
    print("sitting: hip_height, knee_up, knee_flexion, bias", np.round(_logistic(list(sitting.values())), 2))
    print("moving: ankle_speed, turn_speed, bias", np.round(_logistic([moving]), 2))


def _logistic(sources: Sequence[Sequence[tuple[FloatArray, FloatArray]]]) -> FloatArray:
    """Ridge logistic regression in which every source, and both answers, weigh alike."""
    parts = [(np.vstack([x for x, _ in one]), np.concatenate([y for _, y in one])) for one in sources]
    x = np.vstack([np.column_stack([x, np.ones(len(x))]) for x, _ in parts])
    y = np.concatenate([y for _, y in parts])
    weight = np.concatenate([np.full(len(y), 1000.0 / len(y)) for _, y in parts])
    share = np.average(y, weights=weight)
    weight = weight * np.where(y == 1, 0.5 / share, 0.5 / (1.0 - share))
    b = np.zeros(x.shape[1])
    for _ in range(60):
        p = 1.0 / (1.0 + np.exp(-x @ b))
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(len(b))
        b = b + np.linalg.solve(hessian, x.T @ (weight * (y - p)) - RIDGE * b)
    return b


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", nargs="+", type=parse_source, help="NAME=FOLDER")
    parser.add_argument("--poses", type=Path, required=True, help="folder in which poses are kept")
    parser.add_argument(
        "--fit", action="store_true", help="print weights, fitted on the clips that are not judged"
    )
    options = parser.parse_args()
    takes = read_takes(options.sources, options.poses, options.fit)
    if options.fit:
        fit(takes)
    else:
        print_agreement(agreement(takes))


if __name__ == "__main__":
    main()
