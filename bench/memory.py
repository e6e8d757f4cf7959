"""Peak memory of an analysis: a clip as it is, at 1440 x 1920, and at that size ten times longer.

``python -m bench.memory`` prints one table. The bars: under 900 MB at 1080p, which has fewer pixels, and ten
times the length within 10 % of that.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.clips import SAMPLE, make_clip

ANALYSE = """
import sys
from transitions import analyse
from transitions.process import own_process
own_process()
run = analyse(sys.argv[1])
with open("/proc/self/status") as status:
    print(run.clip.frames, next(int(line.split()[1]) for line in status if line.startswith("VmHWM")))
"""
"""Run in a process of its own, set up as a command's or a worker's is; its largest resident set since its start
is the answer (kB on Linux)."""


def main() -> None:
    table = Table("clip", "frames", "peak memory, MB")
    with tempfile.TemporaryDirectory() as folder:
        once, tenfold = Path(folder) / "large.mp4", Path(folder) / "large_tenfold.mp4"
        make_clip(once, width=1440, height=1920)
        make_clip(tenfold, width=1440, height=1920, repeats=10)
        peaks_mb = {}
        for clip in (SAMPLE, once, tenfold):
            frames, peaks_mb[clip] = peak_memory_mb(clip)
            table.add_row(clip.name, str(frames), f"{peaks_mb[clip]:.0f}")
    table.add_row("tenfold against once", "", f"{100 * (peaks_mb[tenfold] / peaks_mb[once] - 1):+.1f} %")
    Console().print(table)


def peak_memory_mb(clip: Path) -> tuple[int, float]:
    """Frames and peak resident memory of one analysis in a fresh process."""
    command = [sys.executable, "-c", ANALYSE, str(clip)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return int(answer[0]), int(answer[1]) / 1024.0


if __name__ == "__main__":
    main()
