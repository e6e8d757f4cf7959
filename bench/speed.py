"""How fast a short clip is analysed: against the loop a user would write, and against what the cores allow.

``python -m bench.speed [--rounds N] [--clips FOLDER]`` prints one table for a clip of 10 s at 480p and one of 30 s at
1080p, assembled from the sample videos. Everything runs in turn, round after round, so that what else the machine does
meets all alike; ratios are taken within a round, and told as median (least to most). Start-up counts. The bound is the
model alone: frames x its time for one, while it runs once / cores. Whether the cores can be used so is seen by running
the model on every core at once: virtual cores may share what it needs.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.speed_clips import RATE_HZ, assemble
from bench.speed_runs import Cost, model_alone_ms, naive, program
from bench.speed_stages import Stages, measure_stages
from transitions.process import cores, hide_native_log, keep_memory_small, pass_by_front_doors

CLIPS = {"10 s, 480p": (854, 480, 10), "30 s, 1080p": (1920, 1080, 30)}
ROUNDS = 3


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--clips", type=Path, help="keeps the clips in this folder for the next time")
    options = parser.parse_args(arguments)
    # As in the program's own processes, but for what they hand down: the naive loop's is a user's.
    pass_by_front_doors()
    keep_memory_small()
    hide_native_log()
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        for name, (width, height, seconds) in CLIPS.items():
            clip = (options.clips or Path(folder)) / f"{seconds}s_{height}p.mp4"
            if not clip.is_file():
                clip.parent.mkdir(parents=True, exist_ok=True)
                assemble(clip, width=width, height=height, seconds=seconds)
            _print_clip(console, name, clip, seconds * RATE_HZ, options.rounds)


def _print_clip(console: Console, name: str, clip: Path, frames: int, rounds: int) -> None:
    runs: dict[str, Callable[[], Cost]] = {
        "naive loop": lambda: naive(clip),
        "transitions, 1 process": lambda: program(clip, 1),
        f"transitions, {cores()} processes": lambda: program(clip, cores()),
        f"transitions, {cores()} processes, --exhaustive": lambda: program(clip, cores(), "--exhaustive"),
    }
    costs: dict[str, list[Cost]] = {run: [] for run in runs}
    stages: list[Stages] = []
    at_once_ms: list[float] = []
    load = [os.getloadavg()[0]]
    for _ in range(rounds):
        for run, measure in runs.items():
            costs[run].append(measure())
        stages.append(measure_stages(clip))
        at_once_ms.append(model_alone_ms(clip, cores()))
        load.append(os.getloadavg()[0])
    bounds_s = np.array([frames * each.model_wall_ms / 1000 / cores() for each in stages])
    bounds_cpu_s = np.array([frames * each.model_ms / 1000 for each in stages])
    at_once_cpu_s = frames * np.array(at_once_ms) / 1000
    console.print(_runs_table(name, costs, bounds_s, bounds_cpu_s, at_once_cpu_s))
    console.print(_stages_table(costs, stages, frames))
    console.print(
        f"{cores()} cores, {rounds} rounds; load {min(load):.1f} to {max(load):.1f} (this bench included)."
    )


def _runs_table(
    name: str,
    costs: dict[str, list[Cost]],
    bounds_s: np.ndarray,
    bounds_cpu_s: np.ndarray,
    at_once_cpu_s: np.ndarray,
) -> Table:
    naive_s, naive_cpu_s = (
        np.array([getattr(each, what) for each in costs["naive loop"]]) for what in ("wall_s", "cpu_s")
    )
    table = Table(
        name,
        "wall s",
        "CPU s",
        "peak MB",
        "x naive, wall",
        "x naive, CPU",
        "of the bound, wall",
        "of the bound, CPU",
    )
    for run, each in costs.items():
        wall_s, cpu_s = np.array([one.wall_s for one in each]), np.array([one.cpu_s for one in each])
        table.add_row(
            run,
            _spread(wall_s),
            _spread(cpu_s),
            f"{max(one.peak_mb for one in each):.0f}",
            _spread(naive_s / wall_s),
            _spread(naive_cpu_s / cpu_s),
            _spread(bounds_s / wall_s),
            _spread(bounds_cpu_s / cpu_s),
        )
    table.add_row("bound", _spread(bounds_s), _spread(bounds_cpu_s), "", _spread(naive_s / bounds_s))
    on_every_core = f"the model alone in {cores()} processes at once"
    kept = _spread(bounds_cpu_s / at_once_cpu_s)
    table.add_row(on_every_core, "", _spread(at_once_cpu_s), "", "", "", "", kept)
    return table


def _stages_table(costs: dict[str, list[Cost]], stages: list[Stages], frames: int) -> Table:
    """Processor time of a frame, median of the rounds; the rest is start-up, the curves, rules and files.

    What is done in a look counts by the share of the frames that are looked at.
    """
    alone = costs["transitions, 1 process"]
    looked = float(np.median([each.looked_share for each in alone]))
    parts = {
        f"pose model, in {looked:.0%} of the frames": [looked * each.model_ms for each in stages],
        "masks there": [looked * each.masks_ms for each in stages],
        "second looks, choice of the person": [looked * each.people_ms for each in stages],
        "camera's motion there": [looked * each.camera_ms for each in stages],
        "decoding, to RGB": [each.decode_ms for each in stages],
        "whether it stands still, another scene": [each.still_ms for each in stages],
    }
    medians_ms = {part: float(np.median(values)) for part, values in parts.items()}
    whole_ms = 1000 * float(np.median([each.cpu_s for each in alone])) / frames
    medians_ms["start-up, curves, rules, files"] = whole_ms - sum(medians_ms.values())
    table = Table("a frame", "CPU ms", "share")
    for part, taken_ms in medians_ms.items():
        table.add_row(part, f"{taken_ms:.1f}", f"{taken_ms / whole_ms:.0%}")
    table.add_row("in all, 1 process", f"{whole_ms:.1f}", "")
    return table


def _spread(values: np.ndarray) -> str:
    return f"{np.median(values):.2f} ({values.min():.2f} to {values.max():.2f})"


if __name__ == "__main__":
    main()
