"""A stand-in for `transitions.pipeline.analyse`: no pose model, paced frames, told what to do by the clip.

The clip is a small JSON file: ``frames`` and ``frame_s`` set the pace, ``then`` what happens at the end.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from transitions.errors import Cancelled, NoPersonError
from transitions.jobs.batch import maker_of
from transitions.model import Clip, Provenance, Quality, Run, View
from transitions.pipeline import Progress


def analyse(
    path: Path,
    *,
    name: str,
    on_progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
    on_found: Callable[[Run], None] | None = None,
    person: int = 1,
    model: str = "full",
    profile: Path | None = None,
    processes: int = 1,
    work_dir: Path | None = None,
) -> Run:
    plan = json.loads(Path(path).read_text())
    frames = plan.get("frames", 5)
    for done in range(frames):
        if plan.get("then") == "stuck":
            ctypes.CDLL(None).sleep(600)
        time.sleep(plan.get("frame_s", 0.01))
        left_s = (frames - done - 1) * plan.get("frame_s", 0.01)
        on_progress(Progress("pose", done + 1, frames, left_s))
        if cancelled():
            raise Cancelled("Stopped.")
    end = plan.get("then")
    if end == "no_person":
        raise NoPersonError(f"No person was found in '{name}'; film the whole body.")
    if end == "bug":
        raise ZeroDivisionError("a mistake in the program")
    if end == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    return Run(
        clip=Clip(name, "0" * 64, frames / 30, 640, 480, frames),
        provenance=Provenance(**asdict(maker_of(model, profile)), created_at="2026-01-01T00:00:00Z"),
        quality=Quality(1.0, View.SIDE, 90.0, person),
        segments=(),
        findings=(),
    )
