"""Measured angles against true ones: errors, coverage, intervals, near and far sides, peaks of twists."""

from __future__ import annotations

import numpy as np
import pytest
from kinematics_of import kinematics_of, smooth_turn, times_s
from scored_runs import truth_of

from transitions.validate.angles import moving_rows, score_angles

T_S = times_s(4.0)
N = len(T_S)


def test_errors_coverage_and_interval() -> None:
    """A third is exact, a third is off by 4 degrees where ±`INTERVAL_U` is claimed, a third is not assessable."""
    third = N // 3
    measured = np.concatenate([np.full(third, 30.0), np.full(third, 34.0), np.full(third, np.nan)])
    truth = truth_of(angles={"trunk_inclination_deg": np.full(N, 30.0)})
    sums = score_angles(truth, kinematics_of(T_S, {"trunk_inclination_deg": measured})).sums
    assert sums["angle/trunk_inclination_deg/all/mae"] == pytest.approx((4.0 * third, 2.0 * third))
    assert sums["angle/trunk_inclination_deg/all/coverage"] == (2.0 * third, float(N))
    assert sums["angle/trunk_inclination_deg/all/interval"] == (third, 2.0 * third)


@pytest.mark.parametrize(
    ("view_deg", "band"),
    [(0.0, "front"), (-40.0, "oblique"), (90.0, "side"), (-130.0, "back_oblique"), (179.0, "back")],
)
def test_frames_fall_into_the_band_of_their_view(view_deg: float, band: str) -> None:
    truth = truth_of(angles={"trunk_inclination_deg": np.zeros(N)}, view_deg=view_deg)
    sums = score_angles(truth, kinematics_of(T_S, {})).sums
    coverage = "angle/trunk_inclination_deg/{}/coverage"
    assert sums[coverage.format(band)] == sums[coverage.format("all")] == (N, N)
    assert {key.split("/")[2] for key in sums} == {"all", "rest", "moving", band}


@pytest.mark.parametrize(("view_deg", "near_error_deg"), [(60.0, 5.0), (-60.0, 1.0)])
def test_the_near_side_is_the_one_turned_to_the_camera(view_deg: float, near_error_deg: float) -> None:
    zero = np.zeros(N)
    truth = truth_of(
        angles={"knee_flexion_left_deg": zero, "knee_flexion_right_deg": zero}, view_deg=view_deg
    )
    measured = {"knee_flexion_left_deg": np.full(N, 5.0), "knee_flexion_right_deg": np.full(N, 1.0)}
    sums = score_angles(truth, kinematics_of(T_S, measured)).sums
    assert sums["angle/knee_flexion_near_deg/all/mae"] == pytest.approx((near_error_deg * N, N))
    assert sums["angle/knee_flexion_far_deg/all/mae"] == pytest.approx(((6.0 - near_error_deg) * N, N))


def test_a_clip_that_was_not_analysed_counts_as_not_assessable() -> None:
    truth = truth_of(angles={"trunk_inclination_deg": np.zeros(N)})
    sums = score_angles(truth, None).sums
    assert sums["angle/trunk_inclination_deg/all/coverage"] == (0.0, float(N))
    assert sums["angle/trunk_inclination_deg/all/mae"] == (0.0, 0.0)


def test_without_known_angles_nothing_is_scored() -> None:
    assert score_angles(truth_of(), kinematics_of(T_S, {})).sums == {}


def test_rows_at_rest_and_moving_are_told_by_any_true_angle() -> None:
    """A second of 40 degrees' twist, measured 6 short while it goes on, with the trunk still."""
    twist_deg = smooth_turn(T_S, 40.0, 1.0, 1.0)
    truth = truth_of(angles={"trunk_twist_deg": twist_deg, "trunk_inclination_deg": np.full(N, 9.0)})
    moving = moving_rows(truth)
    assert moving[(T_S > 1.2) & (T_S < 1.8)].all()
    assert not moving[(T_S < 0.9) | (T_S > 2.1)].any()
    measured = {"trunk_twist_deg": twist_deg - 6.0 * moving, "trunk_inclination_deg": np.full(N, 9.0)}
    sums = score_angles(truth, kinematics_of(T_S, measured)).sums
    rows = float(moving.sum())
    assert sums["angle/trunk_twist_deg/moving/mae"] == pytest.approx((6.0 * rows, rows))
    assert sums["angle/trunk_twist_deg/moving/interval"] == (0.0, rows)
    assert sums["angle/trunk_twist_deg/rest/mae"] == pytest.approx((0.0, N - rows))
    assert sums["angle/trunk_inclination_deg/moving/coverage"] == (rows, rows)
