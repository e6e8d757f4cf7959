"""A long clip whose analysis is killed again and again: the same result at the end, and how much work was done twice.

``python -m bench.long_kills [--kills 10] [--source FOLDER] [--idle FOLDER] [--folder FOLDER]`` goes through a clip of
four minutes undisturbed, then anew with SIGKILL at random moments of its processor time, one process, until an attempt
comes to its end. Work that is done twice is what was done since the last piece was on disk; each start-up comes to it.
With two processes each may lose its piece, at the same time.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import psutil

from bench.long_cases import pool_for
from bench.long_clips import compose
from bench.long_pool import Encoding, sources

_LOOK_S = 0.05
_MINUTES, _TRANSITIONS = 4.0, 3


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    clips = [
        *sources(options.source),
        *(clip for clip in sources(options.idle) if clip.stem.startswith("idle")),
    ]
    pool = pool_for(Encoding("crf", "short", 480), clips, options.folder, 4)
    with tempfile.TemporaryDirectory() as temporary:
        clip = Path(temporary) / "clip.mp4"
        compose(clip, pool, seconds=60 * _MINUTES, transitions=_TRANSITIONS, seed=1)
        whole = Path(temporary) / "whole"
        whole_s, _ = _attempt(clip, whole, np.inf)
        print(f"undisturbed: {whole_s:.0f} s of processor time")
        killed = Path(temporary) / "killed"
        _kill_and_go_on(clip, killed, options.kills, whole_s, np.random.default_rng(options.seed))
        same = _result(whole) == _result(killed)
        print(f"the same result: {'yes' if same else 'NO'}")
    sys.exit(0 if same else 1)


def _kill_and_go_on(
    clip: Path, results: Path, kills: int, whole_s: float, chance: np.random.Generator
) -> None:
    total_s, repeated = 0.0, []
    for number in range(1, kills + 1):
        at_s = float(chance.uniform(0.0, 2.5 * whole_s / kills)) + _START_S
        spent_s, lost_s = _attempt(clip, results, at_s)
        total_s += spent_s
        repeated.append(lost_s)
        print(f"kill {number}: after {spent_s:.1f} s, {lost_s:.1f} s of work lost", flush=True)
    spent_s, _ = _attempt(clip, results, np.inf)
    total_s += spent_s
    print(
        f"{kills} kills: at most {max(repeated):.1f} s of work done twice, {sum(repeated):.0f} s in all; "
        f"{total_s:.0f} s of processor time instead of {whole_s:.0f}, start-ups counted"
    )


_START_S = 3.0
"""Before that only modules are loaded."""


def _attempt(clip: Path, results: Path, kill_at_s: float) -> tuple[float, float]:
    """Processor seconds of an attempt that is killed when it has used so many, and those since its last piece."""
    command = [sys.executable, "-m", "bench.long_run", str(clip), str(results), "--processes", "1"]
    process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    pieces, spent_s, at_piece_s, begun_s = _pieces(results), 0.0, 0.0, None
    while process.poll() is None:
        try:
            times = process.cpu_times()
        except psutil.Error:
            break
        spent_s = times.user + times.system
        if (now := _pieces(results)) != pieces:
            pieces, at_piece_s = now, spent_s
        if begun_s is None and (results / "work").is_dir():
            begun_s = at_piece_s = max(at_piece_s, spent_s)
        if spent_s >= kill_at_s:
            process.send_signal(signal.SIGKILL)
            process.wait()
            return spent_s, 0.0 if begun_s is None else spent_s - at_piece_s
        time.sleep(_LOOK_S)
    if process.wait():
        raise RuntimeError(f"{command[1:4]} ended with {process.returncode}")
    return spent_s, 0.0


def _pieces(results: Path) -> int:
    work = results / "work"
    return sum(
        1 for piece in work.glob("*/*") if piece.suffix in {".json", ".npz"} and ".part" not in piece.name
    )


def _result(results: Path) -> dict[str, object]:
    told = json.loads((results / "run.json").read_text())
    told["provenance"]["created_at"] = ""
    return {**told, "series": (results / "series.parquet").read_bytes()}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.long_kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=16, help="of the moments")
    parser.add_argument("--source", type=Path, default=Path("../shared/people"))
    parser.add_argument("--idle", type=Path, default=Path("../shared/clips"))
    parser.add_argument("--folder", type=Path, default=Path(".bench-long"))
    return parser


if __name__ == "__main__":
    main()
