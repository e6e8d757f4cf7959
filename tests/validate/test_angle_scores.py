"""Measured angles against true ones: errors, coverage, intervals, near and far sides, peaks of twists."""

from __future__ import annotations

import numpy as np
import pytest
from kinematics_of import kinematics_of, plateau, times_s
from scored_runs import truth_of

from transitions.validate.angles import score_angles, score_twist_peaks
from transitions.validate.truth import TrueEvent

T_S = times_s(4.0)
N = len(T_S)


def test_errors_coverage_and_interval() -> None:
    """A third is exact, a third is off by 4 degrees where ±1.64 is claimed, a third is not assessable."""
    third = N // 3
    measured = np.concatenate([np.full(third, 30.0), np.full(third, 34.0), np.full(third, np.nan)])
    truth = truth_of(angles={"trunk_inclination_deg": np.full(N, 30.0)})
    sums = score_angles(truth, kinematics_of(T_S, {"trunk_inclination_deg": measured}))
    assert sums["angle/trunk_inclination_deg/all/mae"] == pytest.approx((4.0 * third, 2.0 * third))
    assert sums["angle/trunk_inclination_deg/all/coverage"] == (2.0 * third, N)
    assert sums["angle/trunk_inclination_deg/all/interval"] == (third, 2.0 * third)


@pytest.mark.parametrize(
    ("view_deg", "band"),
    [(0.0, "front"), (-40.0, "oblique"), (90.0, "side"), (-130.0, "back_oblique"), (179.0, "back")],
)
def test_frames_fall_into_the_band_of_their_view(view_deg: float, band: str) -> None:
    truth = truth_of(angles={"trunk_inclination_deg": np.zeros(N)}, view_deg=view_deg)
    sums = score_angles(truth, kinematics_of(T_S, {}))
    assert {key.split("/")[2] for key in sums} == {"all", band}


@pytest.mark.parametrize(("view_deg", "near_error_deg"), [(60.0, 5.0), (-60.0, 1.0)])
def test_the_near_side_is_the_one_turned_to_the_camera(view_deg: float, near_error_deg: float) -> None:
    zero = np.zeros(N)
    truth = truth_of(
        angles={"knee_flexion_left_deg": zero, "knee_flexion_right_deg": zero}, view_deg=view_deg
    )
    measured = {"knee_flexion_left_deg": np.full(N, 5.0), "knee_flexion_right_deg": np.full(N, 1.0)}
    sums = score_angles(truth, kinematics_of(T_S, measured))
    assert sums["angle/knee_flexion_near_deg/all/mae"] == pytest.approx((near_error_deg * N, N))
    assert sums["angle/knee_flexion_far_deg/all/mae"] == pytest.approx(((6.0 - near_error_deg) * N, N))


def test_a_clip_that_was_not_analysed_counts_as_not_assessable() -> None:
    truth = truth_of(angles={"trunk_inclination_deg": np.zeros(N)})
    sums = score_angles(truth, None)
    assert sums["angle/trunk_inclination_deg/all/coverage"] == (0.0, N)
    assert sums["angle/trunk_inclination_deg/all/mae"] == (0.0, 0.0)


def test_without_known_angles_nothing_is_scored() -> None:
    assert score_angles(truth_of(), kinematics_of(T_S, {})) == {}
    assert score_twist_peaks(truth_of(), kinematics_of(T_S, {})) == {}


@pytest.mark.parametrize(
    ("measured_deg", "within", "error_deg"), [(-36.0, 1.0, 4.0), (-31.0, 0.0, 9.0), (40.0, 0.0, 40.0)]
)
def test_peaks_are_read_in_the_true_direction(measured_deg: float, within: float, error_deg: float) -> None:
    truth = truth_of(
        events=(TrueEvent("reach", 1.0, 3.0, {}),), angles={"trunk_twist_deg": plateau(T_S, -40.0, 1.5, 2.0)}
    )
    kinematics = kinematics_of(T_S, {"trunk_twist_deg": plateau(T_S, measured_deg, 1.5, 2.0)})
    sums = score_twist_peaks(truth, kinematics)
    assert sums["twist/peak_within"] == (within, 1.0)
    assert sums["twist/peak_error"] == pytest.approx((error_deg, 1.0))
    assert sums["twist/peak_coverage"] == (1.0, 1.0)


def test_a_hidden_peak_is_uncovered_not_wrong() -> None:
    truth = truth_of(
        events=(TrueEvent("reach", 1.0, 3.0, {}),), angles={"trunk_twist_deg": plateau(T_S, 40.0, 1.5, 2.0)}
    )
    hidden = np.where((T_S > 1.2) & (T_S < 2.5), np.nan, 0.0)
    sums = score_twist_peaks(truth, kinematics_of(T_S, {"trunk_twist_deg": hidden}))
    assert sums["twist/peak_coverage"] == (0.0, 1.0)
    assert sums["twist/peak_within"] == (0.0, 0.0)


@pytest.mark.parametrize(("largest_deg", "quiet"), [(4.9, 1.0), (5.1, 0.0)])
def test_a_clip_without_twist_should_read_none(largest_deg: float, quiet: float) -> None:
    truth = truth_of(angles={"trunk_twist_deg": np.zeros(N)})
    kinematics = kinematics_of(T_S, {"trunk_twist_deg": plateau(T_S, -largest_deg, 1.0, 1.1)})
    assert score_twist_peaks(truth, kinematics)["twist/quiet"] == (quiet, 1.0)
