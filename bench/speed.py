"""How long an analysis takes, stage by stage, and how soon ``--help`` answers.

``python -m bench.speed [CLIP]`` prints one table. Times are wall-clock, of this machine as it is.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.clips import SAMPLE
from transitions.detect import find_segments
from transitions.kinematics.derive import derive
from transitions.pipeline import analyse
from transitions.rules import all_rules
from transitions.rules.judging import judge_segments
from transitions.series import FloatArray
from transitions.video import POSE_MAX_SIDE_PX, open_clip

HELP_RUNS = 5


def main(clip: Path) -> None:
    run = analyse(clip)
    frames, duration_s = run.clip.frames, run.clip.duration_s
    kinematics = run.kinematics
    assert kinematics is not None
    stages = {
        "decoding": _times_s(lambda: _decode(clip)),
        "kinematics and networks": _times_s(lambda: derive(kinematics.pose)),
        "finding transitions": _times_s(lambda: find_segments(kinematics)),
        "judging rules": _times_s(lambda: judge_segments(kinematics, run.segments, all_rules())),
    }
    whole_s = _times_s(lambda: analyse(clip))
    stages["pose model and outline"] = whole_s - sum(stages.values())
    stages["whole analysis"] = whole_s
    table = Table(
        "stage", "s", "CPU s", "CPU ms a frame", "s a second of clip", title=f"{clip.name}: {frames} frames"
    )
    for name, (wall_s, cpu_s) in stages.items():
        table.add_row(
            name,
            f"{wall_s:.2f}",
            f"{cpu_s:.2f}",
            f"{1000 * cpu_s / frames:.2f}",
            f"{wall_s / duration_s:.2f}",
        )
    table.add_row("transitions --help", f"{_help_s():.2f}", "", "", "")
    Console().print(table)


def _decode(clip: Path) -> None:
    reader = open_clip(clip)
    for _ in reader.read(size=reader.fit_within(POSE_MAX_SIDE_PX)):
        pass


def _times_s(work: Callable[[], object]) -> FloatArray:
    """Wall-clock and processor seconds: the second hardly depends on what else the machine does."""
    started_s = np.array([time.perf_counter(), time.process_time()])
    work()
    taken_s: FloatArray = np.array([time.perf_counter(), time.process_time()]) - started_s
    return taken_s


def _help_s() -> float:
    """The fastest of a few starts: what the program itself needs, without other load."""
    command = [sys.executable, "-m", "transitions", "--help"]
    return min(
        float(_times_s(lambda: subprocess.run(command, check=True, capture_output=True))[0])
        for _ in range(HELP_RUNS)
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE)
