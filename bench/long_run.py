"""One long clip gone through in a process of its own, with what each stage of it cost.

``python -m bench.long_run CLIP RESULTS [--exhaustive] [--processes N]`` does what ``transitions analyse`` does and
leaves ``stages.json`` in the results: processor and wall-clock seconds of each stage, of all processes together.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from transitions.export.results import write_results
from transitions.pipeline import Progress, analyse, clear_work
from transitions.process import cores, own_process

STAGES = "stages.json"


@dataclass(frozen=True)
class StageCost:
    """What a stage cost, of all processes."""

    stage: str
    cpu_s: float
    wall_s: float


class _Clock:
    """Notes what was spent whenever a new stage begins."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._stage = "start"
        self._before = (0.0, time.monotonic() - (time.time() - self._process.create_time()))
        self.costs: list[StageCost] = []

    def note(self, progress: Progress) -> None:
        if progress.stage != self._stage:
            self.begin(progress.stage)

    def begin(self, stage: str) -> None:
        now = (self._cpu_s(), time.monotonic())
        self.costs.append(StageCost(self._stage, now[0] - self._before[0], now[1] - self._before[1]))
        self._stage, self._before = stage, now

    def _cpu_s(self) -> float:
        """Of this process, its children and those it has waited for."""
        own = self._process.cpu_times()
        total = own.user + own.system + own.children_user + own.children_system
        for child in self._process.children(recursive=True):
            spent = child.cpu_times()
            total += spent.user + spent.system
        return float(total)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.long_run", description=__doc__)
    parser.add_argument("clip", type=Path)
    parser.add_argument("results", type=Path)
    parser.add_argument("--exhaustive", action="store_true")
    parser.add_argument("--processes", type=int, default=cores())
    asked = parser.parse_args(arguments)
    own_process()
    clock = _Clock()
    run = analyse(
        asked.clip,
        processes=asked.processes,
        exhaustive=asked.exhaustive,
        work_dir=asked.results / "work",
        on_progress=clock.note,
    )
    clock.begin("results")
    write_results(run, asked.results)
    clear_work(run)
    clock.begin("")
    (asked.results / STAGES).write_text(json.dumps([asdict(cost) for cost in clock.costs]))


if __name__ == "__main__":
    main()
