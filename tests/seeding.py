"""Fills a data folder with what a test needs: a really analysed sample, or made-up runs whose truth is known."""

from __future__ import annotations

from pathlib import Path

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
from transitions.pipeline import analyse
from transitions.series import Curve, FloatArray, Kinematics, PoseSeries
from transitions.store import Context, Store, now_iso, open_store

REPOSITORY = Path(__file__).resolve().parents[1]
SAMPLE = REPOSITORY / "sample_videos" / "rise_slouched_and_fast.mp4"
SHORT_SAMPLE = REPOSITORY / "sample_videos" / "reach_with_quick_twist.mp4"
"""For what has to wait for a whole analysis by the page."""
HEADLINE = "Quick twist"


def save_analysed(folder: Path, clip: Path) -> None:
    """Analyse a clip for real and keep the result."""
    with open_store(data_dir=folder) as store:
        person = store.people.add("P01")
        added = store.recordings.add(
            clip, clip.name, person_id=person.id, context=Context(task="chair"), consented_at=now_iso()
        )
        store.runs.save(added.recording.id, analyse(clip, model="lite"))


def save_made_up(
    store: Store,
    recording_id: int,
    segments: tuple[Segment, ...],
    kinematics: Kinematics | None,
    duration_s: float,
    findings: tuple[Finding, ...] | None = None,
) -> None:
    """Keep a run with these findings, or with one flag in each segment."""
    if findings is None:
        findings = tuple(made_up_finding(segment, i) for i, segment in enumerate(segments))
    clip = Clip("made_up.mp4", f"{recording_id:064d}", duration_s, 96, 64, 1)
    provenance = Provenance("0", "made up", "", "", now_iso())
    quality = Quality(1.0, View.OBLIQUE, 45.0, 1)
    store.runs.save(recording_id, Run(clip, provenance, quality, segments, findings, kinematics))


def made_up_segment(number: int, start_s: float, end_s: float) -> Segment:
    """A reach between two times."""
    return Segment("reach", start_s, end_s, 0.9, {}, "left", f"s{number}", View.OBLIQUE, 45.0)


def made_up_finding(segment: Segment, number: int) -> Finding:
    """A flag in the middle of a segment, sizes taking turns."""
    value = 61.0 + number % 97
    size = Severity.SEVERE if value >= 120 else Severity.MODERATE if value >= 90 else Severity.MILD
    middle_s = (segment.start_s + segment.end_s) / 2
    return Finding(
        segment.id,
        "abrupt_twist",
        Result.OBSERVED,
        size,
        value,
        "deg/s",
        60.0,
        0.5,
        middle_s,
        None,
        HEADLINE,
        "Slow the turn",
        "engineering",
        Grade.PROVISIONAL,
    )


def marked_kinematics(t_s: FloatArray, x_px: FloatArray, size: tuple[int, int]) -> Kinematics:
    """A person shrunk to one point that stands at `x_px`, half way down the picture."""
    image_px = np.zeros((len(t_s), 33, 3))
    image_px[:, :, 0] = x_px[:, None]
    image_px[:, :, 1] = size[1] / 2
    pose = PoseSeries(t_s, image_px, np.zeros((len(t_s), 33, 3)), np.ones((len(t_s), 33)), *size)
    twist = Curve(x_px, np.ones(len(t_s)), np.ones(len(t_s), dtype=bool), "deg")
    return Kinematics(t_s, pose, {"trunk_twist_deg": twist}, np.full(len(t_s), 45.0), 30.0, 1.0)
