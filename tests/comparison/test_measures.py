"""What is read from a transition, on real poses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from compared_runs import real_run

from transitions.comparison.measures import measures_of
from transitions.detect import all_detectors
from transitions.detect.compared import PEAK_TWIST_SPEED_U_DPS
from transitions.detect.record import Reading
from transitions.model import Run


def readings(run: Run, kind: str) -> dict[str, Reading]:
    segment = next(s for s in run.segments if s.kind == kind)
    return {measure.id: measure.measure(run, segment) for measure in measures_of(kind)}


def test_what_is_compared_is_the_detectors_own_list() -> None:
    for detector in all_detectors():
        assert measures_of(detector.kind) == detector.compared


def test_a_kind_that_no_detector_finds_any_more_is_compared_by_time_and_trunk() -> None:
    assert [measure.unit.key for measure in measures_of("a kind of old")] == [
        "s",
        "deg",
        "deg/s",
        "deg",
        "deg/s",
    ]


def test_a_drop_and_a_controlled_sit_read_apart() -> None:
    drop = readings(real_run("rise_and_drop"), "stand_to_sit")["fastest_descent_pps"]
    sit = readings(real_run("rise_and_sit"), "stand_to_sit")["fastest_descent_pps"]
    assert drop.value > 1.5 * sit.value


def test_the_peaks_are_the_curves_own() -> None:
    run = real_run("reach_quick_twist")
    segment = run.segments[0]
    assert run.kinematics is not None
    rows = run.kinematics.between(segment.start_s, segment.end_s)
    found = readings(run, "reach")
    twist_deg = np.abs(run.kinematics["trunk_twist_deg"].value[rows])
    assert found["furthest_trunk_twist_deg"].value == pytest.approx(np.nanmax(twist_deg))
    assert found["duration_s"].value == pytest.approx(segment.duration_s)
    assert found["grasp_after_s"].value == pytest.approx(segment.phases["grasp_s"] - segment.start_s)
    assert all(reading.u > 0 for reading in found.values())


def test_a_curve_hidden_for_most_of_the_segment_is_not_read() -> None:
    run = real_run("reach_quick_twist")
    segment = run.segments[0]
    assert run.kinematics is not None
    curve = run.kinematics["trunk_twist_deg"]
    hidden = replace(curve, valid=np.zeros(len(curve.valid), dtype=bool), reasons="Out of the picture.")
    blind = replace(
        run, kinematics=replace(run.kinematics, curves={**run.kinematics.curves, "trunk_twist_deg": hidden})
    )
    measure = next(m for m in measures_of("reach") if m.id == "furthest_trunk_twist_deg")
    reading = measure.measure(blind, segment)
    assert np.isnan(reading.value)
    assert reading.reason == "Out of the picture."


def test_the_largest_of_a_noisy_curve_is_less_sure_than_the_curve() -> None:
    run = real_run("reach_quick_twist")
    segment = run.segments[0]
    assert run.kinematics is not None
    curve, rows = run.kinematics["twist_speed_dps"], run.kinematics.between(segment.start_s, segment.end_s)
    at = int(np.nanargmax(np.abs(curve.value[rows])))
    reading = readings(run, "reach")["furthest_twist_speed_dps"]
    assert reading.value == pytest.approx(abs(curve.value[rows][at]))
    assert reading.u == pytest.approx(float(np.hypot(curve.u[rows][at], PEAK_TWIST_SPEED_U_DPS)))
