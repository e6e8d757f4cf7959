"""Runs made by hand for the tests of comparing: rises that differ only in what a test states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from kinematics_of import kinematics_of, plateau, times_s
from stored_pose import judged, stored_pose

from transitions.comparison import SessionRecording
from transitions.model import Clip, Finding, Grade, Provenance, Quality, Result, Run, Segment, View

EACH_S = 6.0
"""A repetition starts every so many seconds, one second into its turn."""


def run_of(
    durations_s: Sequence[float],
    *,
    kind: str = "sit_to_stand",
    lean_deg: float = 40.0,
    view_deg: float = 45.0,
    rule_values: Mapping[str, float] | None = None,
    seat_heights: float = 0.5,
    name: str = "clip.mp4",
    profile: str = "p",
    model: str = "full",
    side: str | None = None,
) -> Run:
    """A run with one transition of each duration; `rule_values` are what rules measured in each of them."""
    t_s = times_s(EACH_S * max(len(durations_s), 1))
    starts_s = [EACH_S * number + 1.0 for number in range(len(durations_s))]
    lean, height = np.zeros(len(t_s)), np.full(len(t_s), seat_heights)
    for start_s, duration_s in zip(starts_s, durations_s, strict=True):
        lean += plateau(t_s, lean_deg, start_s, start_s + duration_s)
    segments = tuple(
        Segment(
            kind,
            start_s,
            start_s + duration_s,
            0.9,
            {"seat_off_s": start_s + 0.4 * duration_s},
            side,
            f"s{number}",
            View.OBLIQUE,
            view_deg,
        )
        for number, (start_s, duration_s) in enumerate(zip(starts_s, durations_s, strict=True), start=1)
    )
    findings = tuple(
        _finding(segment, rule, value) for segment in segments for rule, value in (rule_values or {}).items()
    )
    return Run(
        Clip(name, "", float(t_s[-1]), 640, 480, len(t_s)),
        Provenance("0", model, f"sha of {model}", profile, "2026-11-26T08:00:00Z"),
        Quality(1.0, View.OBLIQUE, view_deg, 1),
        segments,
        findings,
        kinematics_of(t_s, {"trunk_inclination_deg": lean, "hip_height_norm": height}),
    )


def one_session(durations_s: Sequence[float], session: str = "day 1") -> list[SessionRecording]:
    """One recording of rises of these durations."""
    return [SessionRecording(run_of(durations_s), session)]


def sessions_of(*durations_s: Sequence[float], first_day: int = 1) -> list[SessionRecording]:
    """A recording for each day."""
    return [
        SessionRecording(run_of(each), f"2026-11-{first_day + day:02d}")
        for day, each in enumerate(durations_s)
    ]


@cache
def real_run(name: str) -> Run:
    """What the program makes of a stored pose; made once, for it takes a second."""
    return judged(stored_pose(name))


def without_curves(run: Run) -> Run:
    """The run as read from a folder that lost its ``series.parquet``."""
    return replace(run, kinematics=None)


def _finding(segment: Segment, rule: str, value: float) -> Finding:
    return Finding(
        segment.id,
        rule,
        Result.NOT_OBSERVED,
        None,
        value,
        "",
        1.0,
        1.0,
        segment.start_s,
        None,
        "",
        "",
        "",
        Grade.PROVISIONAL,
    )
