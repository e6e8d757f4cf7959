"""The runs that the speed bench compares, each a process of its own from its start to its end."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from transitions.pose.model_files import model_path
from transitions.series_file import read_series

NAIVE = """
import sys
import cv2
import mediapipe as mp
from mediapipe.tasks.python import BaseOptions, vision

options = vision.PoseLandmarkerOptions(
    base_options=BaseOptions(model_asset_path=sys.argv[2]), running_mode=vision.RunningMode.VIDEO
)
capture, landmarks = cv2.VideoCapture(sys.argv[1]), []
with vision.PoseLandmarker.create_from_options(options) as landmarker:
    while True:
        is_there, bgr = capture.read()
        if not is_there:
            break
        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB))
        landmarks.append(landmarker.detect_for_video(image, round(1000 * len(landmarks) / 30)))
print(len(landmarks))
"""
"""The loop that MediaPipe's own guide leads to."""

MODEL_ALONE = """
import sys
import time
from itertools import islice
from transitions.process import own_process
own_process()
from transitions.pose.mediapipe import Landmarker
from transitions.pose.model_files import model_path
from transitions.video import open_clip

reader, frames = open_clip(sys.argv[1]), int(sys.argv[2])
shown = [frame.rgb for frame in islice(reader.read(size=reader.pose_size), frames)]
with Landmarker(model_path(), track=True, masks=False) as landmarker:
    landmarker.run(shown[0], 0.0)
    print("ready", flush=True)
    sys.stdin.readline()
    started_s = time.process_time()
    for number, rgb in enumerate(shown, start=1):
        landmarker.run(rgb, number / 30)
    print(1000 * (time.process_time() - started_s) / len(shown), flush=True)
"""
"""Frames in memory, no mask asked for, nothing else done; begins when it is told to."""

_LOOK_S = 0.1


@dataclass(frozen=True)
class Cost:
    """Wall-clock and processor seconds of all processes of a run, and their memory together at its most.

    The memory is resident; pages that two share count twice. `looked_share` is at how many of the frames the pose model
    looked.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float
    looked_share: float = 1.0


def naive(clip: Path) -> Cost:
    """A user's loop, one process."""
    return run_command([sys.executable, "-c", NAIVE, str(clip), str(model_path())])


def program(clip: Path, processes: int, *more: str) -> Cost:
    """``transitions analyse`` with `more` options, results written."""
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results"
        options = ["--out", str(results), "--processes", str(processes), *more]
        cost = run_command([sys.executable, "-m", "transitions", "analyse", str(clip), *options])
        looked_at = read_series(results / "series.parquet").pose.looked_at
    assert looked_at is not None
    return replace(cost, looked_share=float(looked_at.mean()))


def model_alone_ms(clip: Path, processes: int, frames: int = 100) -> float:
    """Processor milliseconds a frame of the pose model alone, in so many processes that begin together; their mean.

    A stream fills a core, so that on a machine with nothing else to do it is the clock's time too.
    """
    command = [sys.executable, "-c", MODEL_ALONE, str(clip), str(frames)]
    running = [
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        for _ in range(processes)
    ]
    for process in running:
        assert process.stdout is not None
        if process.stdout.readline().strip() != "ready":
            raise RuntimeError("the pose model alone could not be run")
    for process in running:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    return sum(float(process.communicate()[0]) for process in running) / processes


def run_command(command: list[str]) -> Cost:
    """Run a command; its processor time includes that of children it has waited for."""
    started_s = time.perf_counter()
    process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    before = psutil.Process().cpu_times()
    peak_mb = 0.0
    while process.poll() is None:
        peak_mb = max(peak_mb, _resident_mb(process))
        time.sleep(_LOOK_S)
    wall_s = time.perf_counter() - started_s
    after = psutil.Process().cpu_times()
    if process.returncode:
        raise RuntimeError(f"{command[:4]} ended with {process.returncode}")
    cpu_s = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(wall_s, cpu_s, peak_mb)


def _resident_mb(process: psutil.Process) -> float:
    total = 0
    try:
        for each in (process, *process.children(recursive=True)):
            total += each.memory_info().rss
    except psutil.NoSuchProcess:
        return 0.0
    return total / 2**20
