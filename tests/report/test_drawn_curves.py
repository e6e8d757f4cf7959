"""Charts of a report: the curve through its values, thresholds where they are, gaps left open."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from reported import busy_run, reached

from transitions.comparison.curves import normalised_curves
from transitions.comparison.repetitions import SessionRecording, repetitions
from transitions.profile import OWN_PROFILE
from transitions.report.drawn_curves import compared_curves, finding_curve
from transitions.series import Curve


def places(svg: str, style: str) -> list[tuple[float, float]]:
    path = re.search(rf'<path class="{style}" d="([^"]+)"', svg)
    assert path is not None
    return [(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", path[1])]


def test_the_top_of_the_curve_is_where_the_value_is_highest() -> None:
    run = busy_run(1)
    assert run.kinematics is not None
    drawn = finding_curve(run.kinematics, run.segments[0], run.findings[0])
    assert drawn is not None
    points = places(drawn.svg, "c")
    x, _ = min(points, key=lambda point: point[1])
    first_s, last_s = run.segments[0].start_s - 0.6, run.segments[0].end_s + 0.6
    share = (x - points[0][0]) / (points[-1][0] - points[0][0])
    assert max(first_s, 0.0) + share * (last_s - max(first_s, 0.0)) == pytest.approx(1.25, abs=0.07)
    assert "furthest at 0:01.2" in drawn.summary or "furthest at 0:01.3" in drawn.summary


def test_thresholds_stand_at_their_values_on_both_sides() -> None:
    run = busy_run(1)
    assert run.kinematics is not None
    drawn = finding_curve(run.kinematics, run.segments[0], run.findings[0])
    assert drawn is not None
    named = re.findall(r">(a little|quite a bit|a lot) (-?\d+)°/s<", drawn.svg)
    assert ("a little", "70") in named
    assert ("a lot", "130") in named
    heights = sorted(float(y) for y in re.findall(r'<path class="l" d="M[\d.]+ ([\d.]+)H', drawn.svg))
    assert len(heights) == len(named)
    steps = np.diff(heights[:3])
    assert steps == pytest.approx([steps[0], steps[0]], abs=0.2), "70, 100 and 130 lie evenly"


def test_a_clinics_own_threshold_is_the_only_one_drawn() -> None:
    run = busy_run(1)
    assert run.kinematics is not None
    own = replace(run.findings[0], source=f"{OWN_PROFILE}clinic.toml", threshold=90.0)
    drawn = finding_curve(run.kinematics, run.segments[0], own)
    assert drawn is not None
    assert set(re.findall(r">([a-z ]+) -?\d+°/s<", drawn.svg)) == {"threshold"}


def test_what_is_not_known_is_a_gap_not_a_line() -> None:
    run = busy_run(1)
    assert run.kinematics is not None
    speed = run.kinematics["twist_speed_dps"]
    valid = speed.valid.copy()
    valid[40:50] = False
    holed = Curve(speed.value, speed.u, valid, speed.unit)
    curves = {**run.kinematics.curves, "twist_speed_dps": holed}
    drawn = finding_curve(replace(run.kinematics, curves=curves), run.segments[0], run.findings[0])
    assert drawn is not None
    path = re.search(r'<path class="c" d="([^"]+)"', drawn.svg)
    assert path is not None
    assert path[1].count("M") == 2


def test_nothing_to_draw_is_no_chart() -> None:
    run = busy_run(1)
    assert run.kinematics is not None
    assert finding_curve(replace(run.kinematics, curves={}), run.segments[0], run.findings[0]) is None
    gone = replace(run.findings[0], rule="a_rule_of_long_ago")
    assert finding_curve(run.kinematics, run.segments[0], gone) is None


def test_both_sides_of_a_comparison_are_told_apart_without_colour() -> None:
    rows = repetitions([SessionRecording(reached(), "a")], "reach", [])
    side = normalised_curves(rows, "trunk_inclination_deg")
    drawn = compared_curves("trunk_inclination_deg", "deg", side, side, "reach")
    assert drawn is not None
    assert 'class="mean b"' in drawn.svg
    assert 'class="mean a"' in drawn.svg
    assert ">before<" in drawn.svg
    assert ">after<" in drawn.svg
    nothing = normalised_curves([], "trunk_inclination_deg")
    assert compared_curves("trunk_inclination_deg", "deg", side, nothing, "reach") is None
