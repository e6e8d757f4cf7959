"""Small made-up things to keep in a store."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypedDict, Unpack

import numpy as np
from hypothesis import strategies as st

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
from transitions.store import FindingFilter, Recording, Store
from transitions.store.recordings import Known

# PostgreSQL has no zero character in text; nothing a user types holds one, nor half a surrogate pair.
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


class StorePlace(TypedDict):
    """Arguments of `open_store`."""

    url: str | None
    data_dir: Path


def clip_bytes(text: str = "a clip") -> io.BytesIO:
    return io.BytesIO(text.encode())


def kinematics(frames: int = 300, rate_hz: float = 30.0, seed: int = 0) -> Kinematics:
    rng = np.random.default_rng(seed)
    t_s = np.arange(frames) / rate_hz
    image = rng.uniform(0, 640, (frames, 33, 3))
    image[rng.random(frames) < 0.1] = np.nan
    pose = PoseSeries(t_s, image, rng.normal(size=(frames, 33, 3)), rng.random((frames, 33)), 640, 480)
    valid = rng.random(frames) > 0.2
    curve = Curve(rng.normal(40, 10, frames), np.full(frames, 3.0), valid, "deg", "The hips were hidden.")
    return Kinematics(t_s, pose, {"trunk_twist_deg": curve}, np.full(frames, 45.0), rate_hz, np.nan)


def segment(key: str = "s1", kind: str = "sit_to_stand", start_s: float = 1.0) -> Segment:
    phases = {"seat_off_s": start_s + 0.8}
    return Segment(kind, start_s, start_s + 2.0, 0.9, phases, None, key, View.OBLIQUE, 42.0)


def finding(
    key: str = "s1",
    rule: str = "abrupt_twist",
    result: Result = Result.OBSERVED,
    severity: Severity | None = Severity.MODERATE,
    value: float | None = 104.0,
) -> Finding:
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


def run(
    segments: tuple[Segment, ...] | None = None,
    findings: tuple[Finding, ...] | None = None,
    series: Kinematics | None = None,
) -> Run:
    return Run(
        clip=Clip("clip.mp4", "ab" * 32, 7.4, 640, 480, 222, 90),
        provenance=Provenance("0.1", "pose_landmarker_full", "aa", "bb", "2026-01-01T00:00:00Z"),
        quality=Quality(0.99, View.OBLIQUE, 42.0, 1, ("It is dark.",)),
        segments=(segment(),) if segments is None else segments,
        findings=(finding(),) if findings is None else findings,
        kinematics=series,
    )


def add_recording(store: Store, text: str = "a clip", **known: Unpack[Known]) -> Recording:
    return store.recordings.add(clip_bytes(text), f"{text}.mp4", **known).recording


def add_finding(store: Store, recording_id: int, series: Kinematics | None = None) -> int:
    """Save a run with one finding; its id."""
    run_id = store.runs.save(recording_id, run(series=series))
    (row,) = store.findings.list(FindingFilter(run_id=run_id))
    return row.id


def cutter(content: str, times_s: Sequence[float] = (0.0,)) -> Callable[[Path], Sequence[float]]:
    """Makes a cut of this content."""

    def make(path: Path) -> Sequence[float]:
        path.write_text(content)
        return times_s

    return make


def kept_files(store: Store) -> list[Path]:
    return sorted(path for path in store.media.root.rglob("*") if path.is_file())
