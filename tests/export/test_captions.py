"""What the annotated video says at a moment, on analytic curves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from kinematics_of import kinematics_of, times_s

from transitions.export.captions import NOT_KNOWN, Captions, phase_name, transition_name
from transitions.model import Clip, Finding, Provenance, Quality, Result, Run, Segment, Severity, View
from transitions.series import INDEX, FloatArray, Kinematics

RISE = Segment("sit_to_stand", 1.0, 3.0, 0.9, {"upright_s": 2.5, "seat_off_s": 1.8}, id="s1")


def _finding(
    result: Result = Result.OBSERVED, at_s: float | None = 1.9, rule: str = "abrupt_twist"
) -> Finding:
    return Finding(
        "s1",
        rule,
        result,
        Severity.MODERATE,
        104.2,
        "deg/s",
        90.0,
        18.0,
        at_s,
        None,
        "Quick twist",
        "Slow down",
    )


def _run(kinematics: Kinematics | None = None, findings: tuple[Finding, ...] = ()) -> Run:
    return Run(
        clip=Clip("c.mp4", "0" * 64, 4.0, 640, 480, 120),
        provenance=Provenance("0", "full", "0", "0", "2026-01-01T00:00:00Z"),
        quality=Quality(1.0, View.SIDE, 90.0, 1),
        segments=(RISE,),
        findings=findings,
        kinematics=kinematics,
    )


def _kinematics(left_depth: float = -50.0) -> Kinematics:
    """120 frames at 30 Hz; the left side is nearer for a negative depth."""
    t_s = times_s(4.0)
    twist = np.linspace(-30.0, 30.0, len(t_s))
    knee: FloatArray = np.where(t_s < 2.0, 80.0, np.nan)
    made = kinematics_of(
        t_s, {"trunk_twist_deg": twist, "knee_flexion_left_deg": knee}, u={"trunk_twist_deg": 5}
    )
    image = np.zeros((len(t_s), 33, 3))
    for part in ("shoulder", "hip"):
        image[:, INDEX[f"left_{part}"], 2] = left_depth
        image[:, INDEX[f"right_{part}"], 2] = -left_depth
    return replace(made, pose=replace(made.pose, image_px=image, width_px=640, height_px=480))


def _values(captions: Captions, t_s: float) -> dict[str, str]:
    return {line.label: line.value for line in captions.panel_lines(captions.row(t_s))}


def test_angles_have_units_sides_and_intervals() -> None:
    captions = Captions(_run(_kinematics()))
    assert _values(captions, 0.0)["Trunk twist"] == "30° right"
    assert _values(captions, 119 / 30)["Trunk twist"] == "30° left"
    assert _values(captions, 1.0)["Knee"] == "80°"
    twist = captions.panel_lines(0)[1]
    assert twist.interval == "±8"


def test_what_is_not_assessable_is_a_dash_not_a_number() -> None:
    captions = Captions(_run(_kinematics()))
    assert _values(captions, 3.0)["Knee"] == NOT_KNOWN
    assert _values(captions, 3.0)["Trunk lean"] == "0°"
    assert set(_values(Captions(_run(None)), 1.0).values()) == {NOT_KNOWN}


def test_the_near_side_is_shown() -> None:
    assert Captions(_run(_kinematics(left_depth=-50))).panel_lines(10)[2].side == "left"
    assert Captions(_run(_kinematics(left_depth=50))).panel_lines(10)[2].side == "right"


@pytest.mark.parametrize(("t_s", "row"), [(0.0, 0), (1.01, 30), (3.97, 119), (4.5, None), (-1.0, None)])
def test_a_moment_takes_the_frame_analysed_there(t_s: float, row: int | None) -> None:
    assert Captions(_run(_kinematics())).row(t_s) == row


@pytest.mark.parametrize(("t_s", "shown"), [(1.5, 0), (1.61, 1), (1.9, 1), (2.99, 1), (3.0, 0), (3.05, 0)])
def test_a_flag_shows_around_its_moment_and_within_its_transition(t_s: float, shown: int) -> None:
    assert len(Captions(_run(findings=(_finding(),))).flags(t_s)) == shown


def test_a_flag_without_a_moment_shows_through_its_transition() -> None:
    captions = Captions(_run(findings=(_finding(at_s=None),)))
    assert [len(captions.flags(t_s)) for t_s in (0.9, 1.0, 2.9, 3.0)] == [0, 1, 1, 0]


def test_only_flags_show_and_observed_ones_come_first() -> None:
    findings = (
        _finding(Result.NOT_OBSERVED),
        _finding(Result.POSSIBLE, rule="sustained_twist"),
        _finding(Result.NOT_ASSESSABLE),
        _finding(),
    )
    flags = Captions(_run(findings=findings)).flags(1.9)
    assert [flag.headline for flag in flags] == ["Quick twist", "Possibly: Quick twist"]
    assert flags[0].detail == "104 ±30°/s, flagged from 90°/s"


def test_names_of_transitions_and_phases() -> None:
    assert transition_name(RISE) == "Standing up"
    assert transition_name(replace(RISE, kind="reach", side="left")) == "Reaching, left hand"
    said = [phase_name(RISE, t_s) for t_s in (1.0, 1.8, 2.6)]
    assert said == ["start → leaving the seat", "leaving the seat → upright", "upright → end"]
    assert phase_name(replace(RISE, phases={}), 2.0) == "start → end"
