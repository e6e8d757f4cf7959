"""Small made-up things to keep in a store."""

import io

import numpy as np

from transitions.model import (
    Clip,
    Finding,
    Grade,
    Provenance,
    Quality,
    Result,
    Run,
    Segment,
    Severity,
    View,
)
from transitions.series import Curve, Kinematics, PoseSeries


def clip_bytes(text="a clip"):
    return io.BytesIO(text.encode())


def kinematics(frames=300, rate_hz=30.0, seed=0):
    rng = np.random.default_rng(seed)
    t_s = np.arange(frames) / rate_hz
    image = rng.uniform(0, 640, (frames, 33, 3))
    image[rng.random(frames) < 0.1] = np.nan
    pose = PoseSeries(t_s, image, rng.normal(size=(frames, 33, 3)), rng.random((frames, 33)), 640, 480)
    valid = rng.random(frames) > 0.2
    curve = Curve(rng.normal(40, 10, frames), np.full(frames, 3.0), valid, "deg", "The hips were hidden.")
    return Kinematics(t_s, pose, {"trunk_twist_deg": curve}, np.full(frames, 45.0), rate_hz, np.nan)


def segment(key="s1", kind="sit_to_stand", start_s=1.0):
    phases = {"seat_off_s": start_s + 0.8}
    return Segment(kind, start_s, start_s + 2.0, 0.9, phases, None, key, View.OBLIQUE, 42.0)


def finding(key="s1", rule="abrupt_twist", result=Result.OBSERVED, severity=Severity.MODERATE, value=104.0):
    return Finding(
        segment_id=key,
        rule=rule,
        result=result,
        severity=severity,
        value=value,
        unit="deg/s",
        threshold=90.0,
        uncertainty=18.0,
        at_s=1.9,
        reason=None if result is not Result.NOT_ASSESSABLE else "The feet were hidden.",
        headline="Quick twist",
        cue="Slow the turn",
        source="somewhere",
        grade=Grade.PROVISIONAL,
    )


def run(segments=None, findings=None, series=None):
    return Run(
        clip=Clip("clip.mp4", "ab" * 32, 7.4, 640, 480, 222, 90),
        provenance=Provenance("0.1", "pose_landmarker_full", "aa", "bb", "2026-01-01T00:00:00Z"),
        quality=Quality(0.99, View.OBLIQUE, 42.0, 1, ("It is dark.",)),
        segments=(segment(),) if segments is None else segments,
        findings=(finding(),) if findings is None else findings,
        kinematics=series,
    )


def add_recording(store, text="a clip", **known):
    return store.recordings.add(clip_bytes(text), f"{text}.mp4", **known).recording
