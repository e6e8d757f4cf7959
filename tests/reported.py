"""Recordings to report: a rendered clip with the pose stored of it, and a made-up film with many flags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path

import numpy as np
from body import body_m, pose_of
from kinematics_of import kinematics_of, smooth_turn, smooth_turn_speed, times_s
from media import even_times, write_clip
from seeding import SHORT_SAMPLE
from stored_pose import judged, stored_pose

from transitions.model import (
    Clip,
    Finding,
    Grade,
    Provenance,
    Quality,
    Result,
    Review,
    Run,
    Segment,
    Severity,
    View,
)
from transitions.report.recorded import Recorded
from transitions.series import INDEX, FloatArray, Kinematics
from transitions.video.identity import file_sha256

FILE_NAME = "Erika_Mustermann_2026.mp4"
"""A clip's name that gives the person away."""

SIZE = (320, 480)
EACH_S = 3.0
SIZES = (Severity.SEVERE, Severity.MODERATE, Severity.MILD)
VALUES = {Severity.SEVERE: 190.0, Severity.MODERATE: 120.0, Severity.MILD: 84.0}


@cache
def reached() -> Run:
    """Somebody who twists quickly to something beside the seat, as judged by every rule."""
    run = judged(stored_pose("reach_quick_twist"))
    provenance = Provenance("0.1.0", "pose_landmarker_full", "ab" * 32, "cd" * 32, "2026-11-20T08:00:00Z")
    clip = replace(run.clip, name=FILE_NAME, sha256=file_sha256(SHORT_SAMPLE))
    return replace(run, clip=clip, provenance=provenance)


def reported_reach(*notes: str, who: str = "P07") -> Recorded:
    """The rendered clip with its analysis; each note is another reviewer's."""
    run = reached()
    flagged = next(f for f in run.findings if f.severity is not None)
    reviews = tuple(
        Review(1, f"Dr. Ana {number}", "disagree", note, f"2026-11-2{number}T08:00:00Z")
        for number, note in enumerate(notes)
    )
    said = {(flagged.segment_id, flagged.rule): reviews} if reviews else {}
    return Recorded(run, SHORT_SAMPLE, who, "2026-11-20", f"chair · {FILE_NAME}", said)


def standing_m(n: int) -> FloatArray:
    """(n, 33, 3) somebody who stands and faces the camera, with a face."""
    body = body_m()
    for name, (across, up) in {
        "nose": (0.0, 0.68),
        "eye_inner": (0.02, 0.72),
        "eye": (0.03, 0.72),
        "eye_outer": (0.05, 0.72),
        "ear": (0.075, 0.7),
        "mouth": (0.02, 0.64),
    }.items():
        for side, sign in (("left", 1), ("right", -1)):
            key = {"nose": "nose", "mouth": f"mouth_{side}"}.get(name, f"{side}_{name}")
            body[INDEX[key]] = (sign * across, -up, 0.0)
    return np.repeat(body[None], n, axis=0)


def busy_run(moments: int) -> Run:
    """A film with a quick twist every three seconds, larger ones and smaller ones in turn."""
    t_s = times_s(EACH_S * moments + 1.0)
    twist, speed = np.zeros(len(t_s)), np.zeros(len(t_s))
    for number in range(moments):
        at_s = EACH_S * number + 1.0
        twist += smooth_turn(t_s, 40.0, at_s, 0.5) - smooth_turn(t_s, 40.0, at_s + 1.0, 1.0)
        speed += smooth_turn_speed(t_s, 40.0, at_s, 0.5) - smooth_turn_speed(t_s, 40.0, at_s + 1.0, 1.0)
    made = kinematics_of(t_s, {"trunk_twist_deg": twist, "twist_speed_dps": speed})
    width, height = SIZE
    pose = pose_of(t_s, standing_m(len(t_s)), pixels_per_m=180.0, width_px=width, height_px=height)
    segments = busy_moments(moments)
    return Run(
        Clip(FILE_NAME, "0" * 64, float(t_s[-1]), width, height, len(t_s)),
        Provenance("0.1.0", "pose_landmarker_full", "ab" * 32, "cd" * 32, "2026-11-20T08:00:00Z"),
        Quality(1.0, View.FRONT, 4.0, 1),
        segments,
        tuple(flags_of(segments)),
        replace(made, pose=pose),
    )


def busy_moments(moments: int) -> tuple[Segment, ...]:
    """A reach every three seconds."""
    return tuple(
        Segment(
            "reach",
            EACH_S * n + 0.9,
            EACH_S * n + 2.4,
            0.95,
            {"grasp_s": EACH_S * n + 1.5},
            "left",
            f"s{n}",
            View.FRONT,
            4.0,
        )
        for n in range(moments)
    )


def flags_of(segments: Sequence[Segment]) -> list[Finding]:
    """A quick twist in each, of every size in turn."""
    return [quick_twist(segment, SIZES[n % 3]) for n, segment in enumerate(segments)]


def shifted(kinematics: Kinematics, by_s: float) -> Kinematics:
    """The same curves, later."""
    t_s = kinematics.t_s + by_s
    return replace(kinematics, t_s=t_s, pose=replace(kinematics.pose, t_s=t_s))


def quick_twist(segment: Segment, size: Severity) -> Finding:
    """A flag in the middle of the turn."""
    return Finding(
        segment.id,
        "abrupt_twist",
        Result.OBSERVED,
        size,
        VALUES[size],
        "deg/s",
        {Severity.SEVERE: 130.0, Severity.MODERATE: 100.0, Severity.MILD: 70.0}[size],
        6.0,
        segment.start_s + 0.35,
        None,
        "Quick twist",
        "Slow the turn; point your feet where you're going",
        "smooth_turn_model",
        Grade.PROVISIONAL,
    )


def grainy_clip(path: Path, run: Run) -> Path:
    """The film of a run: noise in every frame, the hardest there is to make small."""
    rng = np.random.default_rng(0)
    width, height = SIZE
    noise = [rng.integers(0, 256, (height, width, 3), np.uint8) for _ in range(4)]
    times = even_times(run.clip.frames)
    pictures = (noise[number % len(noise)] for number in range(len(times)))
    return write_clip(path, pictures, times, options={"preset": "ultrafast", "crf": "30"})


def words_of(html: str) -> str:
    """What is read of a page: without style, charts, pictures and tags."""
    for part in (r"<style>.*?</style>", r"<svg.*?</svg>", r"<[^>]+>"):
        html = re.sub(part, " ", html, flags=re.DOTALL)
    return " ".join(unescape(html).split())


def headings(html: str) -> Sequence[tuple[int, str]]:
    """Level and words of every heading, in order."""
    found = re.findall(r"<h(\d)[^>]*>(.*?)</h\1>", html, flags=re.DOTALL)
    return [(int(level), words_of(text)) for level, text in found]
