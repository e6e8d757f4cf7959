"""Truths and runs made by hand for the tests of scoring."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from kinematics_of import kinematics_of, times_s

from transitions.model import Clip, Finding, Provenance, Quality, Result, Run, Segment, View
from transitions.series import FloatArray, Kinematics
from transitions.validate.truth import TrueEvent, Truth


def truth_of(
    *,
    events: tuple[TrueEvent, ...] | None = (),
    expected: Mapping[str, bool] | None = None,
    angles: Mapping[str, FloatArray] | None = None,
    duration_s: float = 4.0,
    view_deg: float = 40.0,
    family: str = "",
    unlisted: frozenset[str] = frozenset(),
) -> Truth:
    """A truth with the given angles at 30 rows a second."""
    t_s = times_s(duration_s) if angles else np.zeros(0)
    return Truth(
        name="clip",
        clip=Path("clip.mp4"),
        events=events,
        expected=expected or {},
        t_s=t_s,
        angles=angles or {},
        view_deg=np.full(len(t_s), view_deg),
        family=family,
        unlisted=unlisted,
    )


def run_of(
    *,
    segments: tuple[Segment, ...] = (),
    findings: tuple[Finding, ...] = (),
    kinematics: Kinematics | None = None,
) -> Run:
    """A run that found what is given."""
    return Run(
        clip=Clip("clip.mp4", "", 4.0, 640, 480, 120),
        provenance=Provenance("", "", "", "", ""),
        quality=Quality(1.0, View.OBLIQUE, 40.0, 1),
        segments=segments,
        findings=findings,
        kinematics=kinematics or kinematics_of(times_s(4.0), {}),
    )


def finding_of(rule: str, result: Result, segment_id: str = "s1") -> Finding:
    """A finding with a value where the result has one."""
    known = result is not Result.NOT_ASSESSABLE
    return Finding(
        segment_id=segment_id,
        rule=rule,
        result=result,
        severity=None,
        value=12.0 if known else None,
        unit="deg",
        threshold=20.0,
        uncertainty=1.0 if known else None,
        at_s=None,
        reason=None if known else "Hidden.",
        headline="",
        cue="",
    )
