"""What is read from a transition, on real poses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from compared_runs import real_run

from transitions.comparison.measures import MEASURES, MeasuredValue, measures_of
from transitions.detect import all_detectors
from transitions.model import Run


def readings(run: Run, kind: str) -> dict[str, MeasuredValue]:
    segment = next(s for s in run.segments if s.kind == kind)
    return {measure.name: measure.read(run, segment) for measure in measures_of(kind)}


def test_every_kind_has_measures_with_units_in_their_names() -> None:
    endings = {"s": "_s", "deg": "_deg", "deg/s": "_dps", "%/s": "_percent_per_s"}
    for kind in (*(detector.kind for detector in all_detectors()), "a kind added later"):
        measures = measures_of(kind)
        assert len({measure.name for measure in measures}) == len(measures) >= 3
        assert all(measure.name.endswith(endings[measure.unit]) for measure in measures)


def test_every_listed_kind_is_one_that_is_detected() -> None:
    assert set(MEASURES) <= {detector.kind for detector in all_detectors()}


def test_a_drop_and_a_controlled_sit_read_apart() -> None:
    drop = readings(real_run("rise_and_drop"), "stand_to_sit")["fastest_descent_percent_per_s"]
    sit = readings(real_run("rise_and_sit"), "stand_to_sit")["fastest_descent_percent_per_s"]
    assert drop.value > 1.5 * sit.value


def test_the_peaks_are_the_curves_own() -> None:
    run = real_run("reach_quick_twist")
    segment = run.segments[0]
    assert run.kinematics is not None
    rows = run.kinematics.between(segment.start_s, segment.end_s)
    found = readings(run, "reach")
    twist_deg = np.abs(run.kinematics["trunk_twist_deg"].value[rows])
    assert found["peak_trunk_twist_deg"].value == pytest.approx(np.nanmax(twist_deg))
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
    measure = next(m for m in measures_of("reach") if m.name == "peak_trunk_twist_deg")
    reading = measure.read(blind, segment)
    assert np.isnan(reading.value)
    assert reading.reason == "Out of the picture."
