"""What one frame costs, stage by stage, and the pose model alone: processor and wall-clock time in one process."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from transitions.pose.camera_motion import CameraMotion, shrunk_by, small_grey
from transitions.pose.mediapipe import Landmarker
from transitions.pose.model_files import model_path
from transitions.pose.models import PoseModels
from transitions.pose.people import PeopleTracker
from transitions.pose.scenes import ComparedFrame, with_scene_starts
from transitions.pose.sparing import is_still, with_looks
from transitions.video import Frame, open_clip

FRAMES = 150
"""Looked at for a stage."""

WHOLE_PX = np.array([[0.0, 0.0], [4000.0, 4000.0]])
"""In place of somebody: all of a picture is compared."""


@dataclass(frozen=True)
class Stages:
    """Milliseconds a frame: of the model alone wall-clock time too, else processor time.

    Attributes
    ----------
    model_wall_ms, model_ms : the pose model alone, tracking, on frames in memory, no mask asked for.
    decode_ms : reading, decoding, scaling to what the model gets, RGB.
    masks_ms : the mask and what is read from it.
    people_ms : second looks and the choice of the person.
    camera_ms : the camera's own motion, its small picture given.
    still_ms : that small picture, and what is compared of it to tell whether it stands still or another scene begins.
    """

    model_wall_ms: float
    model_ms: float
    decode_ms: float
    masks_ms: float
    people_ms: float
    camera_ms: float
    still_ms: float


def measure_stages(clip: Path, frames: int = FRAMES) -> Stages:
    reader = open_clip(clip)
    size = reader.pose_size
    shown = list(islice(reader.read(size=size), frames))
    _, decode_ms = _each_ms(lambda: [None for _ in islice(reader.read(size=size), frames)], frames)
    with Landmarker(model_path(), track=True, masks=False) as landmarker:
        landmarker.run(shown[0].rgb, 0.0)
        model_wall_ms, model_ms = _each_ms(lambda: [landmarker.run(f.rgb, f.t_s) for f in shown], frames)
    with Landmarker(model_path(), track=True) as landmarker:
        landmarker.detect(shown[0].rgb)
        _, masked_ms = _each_ms(lambda: [landmarker.detect(f.rgb, f.t_s) for f in shown], frames)
    with PeopleTracker(PoseModels()) as people:
        _, people_ms = _each_ms(lambda: _see(people, shown), frames)
    camera = CameraMotion()
    greys = [small_grey(f.rgb, shrunk_by(f.rgb)) for f in shown]
    _, camera_ms = _each_ms(
        lambda: [camera.see(f.rgb, (), grey) for f, grey in zip(shown, greys, strict=True)], frames
    )
    _, still_ms = _each_ms(lambda: list(with_looks(with_scene_starts(shown), _is_still)), frames)
    masks_ms, people_ms = masked_ms - model_ms, people_ms - masked_ms
    return Stages(model_wall_ms, model_ms, decode_ms, masks_ms, people_ms, camera_ms, still_ms)


def _is_still(last: ComparedFrame, later: Sequence[ComparedFrame], share: float) -> bool:
    return is_still(last, later, share, [WHOLE_PX])


def _see(people: PeopleTracker, shown: list[Frame]) -> None:
    for frame in shown:
        people.see(frame.rgb, frame.t_s)


def _each_ms(work: Callable[[], object], frames: int) -> tuple[float, float]:
    started_s = np.array([time.perf_counter(), time.process_time()])
    work()
    wall_ms, cpu_ms = 1000 * (np.array([time.perf_counter(), time.process_time()]) - started_s) / frames
    return float(wall_ms), float(cpu_ms)
