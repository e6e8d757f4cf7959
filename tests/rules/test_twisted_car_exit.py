"""Twisting out of a car: with both feet inside, or trunk first."""

from __future__ import annotations

import numpy as np
import pytest
from kinematics_of import kinematics_of, plateau, seated_m, smooth_turn, times_s, whole

from transitions.kinematics.geometry import trunk_twist_deg
from transitions.model import Result, Segment, Severity
from transitions.rules.judging import judge
from transitions.rules.twisted_car_exit import RULE, shoulder_lead_s
from transitions.series import INDEX, FloatArray, Kinematics

T_S = times_s(5.0)
HIPS = [INDEX["left_hip"], INDEX["right_hip"]]
PHASES = {"first_foot_out_s": 2.0, "second_foot_out_s": 2.5, "seat_off_s": 3.5}


def turning_hips(angle_deg: FloatArray) -> FloatArray:
    """Landmarks of a person whose hip line turns to the left by `angle_deg`, seen from above."""
    world_m = seated_m(len(T_S))
    left = np.radians(angle_deg)
    for sign, hip in zip((0.1, -0.1), HIPS, strict=True):
        world_m[:, hip, 0], world_m[:, hip, 2] = sign * np.cos(left), sign * np.sin(left)
    return world_m


def exit_with(twist_deg: FloatArray, hips_from_s: float = 2.0) -> Kinematics:
    """Hips that turn out by 80 degrees within 1 s, with the given twist."""
    hips = turning_hips(smooth_turn(T_S, 80.0, hips_from_s, 1.0))
    return kinematics_of(T_S, {"trunk_twist_deg": twist_deg}, world_m=hips)


def observed() -> tuple[Kinematics, Segment]:
    """A movement in which the pattern is observed, for the contract that every rule keeps."""
    kinematics = exit_with(plateau(T_S, 35.0, 1.5, 1.9))
    return kinematics, whole(kinematics, "car_exit", **PHASES)


@pytest.mark.parametrize(
    ("twist_deg", "result", "severity"),
    [
        pytest.param(np.zeros(len(T_S)), Result.NOT_OBSERVED, None, id="as one"),
        pytest.param(plateau(T_S, 35.0, 1.5, 1.9), Result.OBSERVED, Severity.MODERATE, id="feet inside"),
        pytest.param(plateau(T_S, -35.0, 1.5, 1.9), Result.OBSERVED, Severity.MODERATE, id="either way"),
        pytest.param(plateau(T_S, 20.0, 1.5, 1.9), Result.POSSIBLE, Severity.MILD, id="at the threshold"),
        pytest.param(plateau(T_S, 35.0, 2.2, 2.6), Result.NOT_OBSERVED, None, id="a foot is out already"),
        pytest.param(plateau(T_S, 35.0, 3.6, 4.5), Result.NOT_OBSERVED, None, id="standing already"),
    ],
)
def test_twist_in_the_seat(twist_deg: FloatArray, result: Result, severity: Severity | None) -> None:
    kinematics = exit_with(twist_deg)
    finding = judge(kinematics, whole(kinematics, "car_exit", **PHASES), RULE)
    assert (finding.result, finding.severity) == (result, severity)


def test_shoulders_first_count_until_the_hips_leave_the_seat() -> None:
    """The shoulders turn out 0.9 s before the hips and stay 45 degrees ahead until the hips follow."""
    twist_deg = smooth_turn(T_S, 45.0, 2.1, 0.4) - smooth_turn(T_S, 45.0, 2.8, 1.0)
    kinematics = exit_with(twist_deg, hips_from_s=2.8)
    segment = whole(kinematics, "car_exit", **PHASES)
    assert shoulder_lead_s(kinematics, segment) > 0.4
    finding = judge(kinematics, segment, RULE)
    assert (finding.result, finding.severity) == (Result.OBSERVED, Severity.SEVERE)


@pytest.mark.parametrize("lead_s", [0.0, 0.3, 0.8])
def test_lead_of_the_shoulders_is_timed(lead_s: float) -> None:
    shoulders = smooth_turn(T_S, 80.0, 2.0 - lead_s, 1.0)
    hips = smooth_turn(T_S, 80.0, 2.0, 1.0)
    kinematics = kinematics_of(T_S, {"trunk_twist_deg": shoulders - hips}, world_m=turning_hips(hips))
    assert shoulder_lead_s(kinematics, whole(kinematics, "car_exit")) == pytest.approx(lead_s, abs=0.04)


def test_no_turn_has_no_lead() -> None:
    kinematics = kinematics_of(T_S, {})
    assert np.isnan(shoulder_lead_s(kinematics, whole(kinematics, "car_exit")))


def test_hidden_pelvis_reports_the_order_only() -> None:
    kinematics = kinematics_of(T_S, {"trunk_twist_deg": np.full(len(T_S), np.nan)}, reason="Hips hidden.")
    finding = judge(kinematics, whole(kinematics, "car_exit", **PHASES), RULE)
    assert finding.result is Result.NOT_ASSESSABLE
    assert finding.reason == "Hips hidden. The order was: first foot, second foot, seat off."


def test_without_lift_off_it_is_not_assessable() -> None:
    kinematics = exit_with(np.full(len(T_S), 40.0))
    assert judge(kinematics, whole(kinematics, "car_exit"), RULE).result is Result.NOT_ASSESSABLE


def test_a_foot_that_goes_out_at_once_leaves_no_time_to_twist() -> None:
    kinematics = exit_with(np.zeros(len(T_S)))
    early = {**PHASES, "first_foot_out_s": 0.1}
    assert judge(kinematics, whole(kinematics, "car_exit", **early), RULE).result is Result.NOT_OBSERVED


def test_where_the_body_is_misread_neither_hips_nor_shoulders_count() -> None:
    """The pose is upside down at first: left hip and right hip exchanged, as if the back were turned."""
    shoulders, hips = smooth_turn(T_S, 80.0, 2.0, 1.0), smooth_turn(T_S, 80.0, 2.8, 1.0)
    misread = T_S < 1.0
    twist_deg = np.where(misread, np.nan, shoulders - hips)
    kinematics = kinematics_of(
        T_S, {"trunk_twist_deg": twist_deg}, world_m=turning_hips(np.where(misread, 180.0, hips))
    )
    assert shoulder_lead_s(kinematics, whole(kinematics, "car_exit")) == pytest.approx(0.8, abs=0.04)


def test_the_lead_is_read_with_the_signs_of_the_geometry() -> None:
    """Hips and shoulders that both turn left, the shoulders 0.8 s before."""
    hips_deg, shoulders_deg = smooth_turn(T_S, 80.0, 2.8, 1.0), smooth_turn(T_S, 80.0, 2.0, 1.0)
    world_m = turning_hips(hips_deg)
    for sign, name in ((0.18, "left_shoulder"), (-0.18, "right_shoulder")):
        world_m[:, INDEX[name], 0] = sign * np.cos(np.radians(shoulders_deg))
        world_m[:, INDEX[name], 2] = sign * np.sin(np.radians(shoulders_deg))
    twist_deg = trunk_twist_deg(world_m)
    assert twist_deg.max() > 60.0
    kinematics = kinematics_of(T_S, {"trunk_twist_deg": twist_deg}, world_m=world_m)
    assert shoulder_lead_s(kinematics, whole(kinematics, "car_exit")) == pytest.approx(0.8, abs=0.04)


def test_a_twist_that_may_be_hidden_in_the_seat_is_no_pass() -> None:
    hidden = (T_S > 0.1) & (T_S < 1.3)
    kinematics = exit_with(np.where(hidden, np.nan, 0.0))
    finding = judge(kinematics, whole(kinematics, "car_exit", **PHASES), RULE)
    assert kinematics["trunk_twist_deg"].valid.mean() > 0.7
    assert finding.result is Result.NOT_ASSESSABLE


def test_missing_frames_before_a_quick_foot_are_no_pass() -> None:
    t_s = T_S[(T_S <= 0.1) | (T_S >= 0.5)]
    kinematics = kinematics_of(t_s, {}, world_m=turning_hips(smooth_turn(T_S, 80.0, 2.0, 1.0))[: len(t_s)])
    segment = whole(kinematics, "car_exit", first_foot_out_s=0.55, second_foot_out_s=2.5, seat_off_s=3.5)
    assert judge(kinematics, segment, RULE).result is Result.NOT_ASSESSABLE
