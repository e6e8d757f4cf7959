"""A slumped start: trunk back, feet ahead, no slide forward."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from kinematics_of import kinematics_of, seated_m, times_s, whole

from transitions.model import Result, Segment, Severity, View
from transitions.rules.judging import judge
from transitions.rules.slouched_start import NO_LIFT_OFF, RULE, forward_lean_curve
from transitions.series import INDEX, FloatArray, Kinematics

T_S = times_s(3.0)
THIGH_M = 0.42
SHOULDERS = [INDEX["left_shoulder"], INDEX["right_shoulder"]]
FEET = [INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("ankle", "heel", "foot_index")]


def rise(lean_deg: float, *, feet_back_m: float = 0.0, slide_m: float = 0.0) -> Kinematics:
    """A start with the trunk at `lean_deg` (negative leans back) that slides forward before lift-off at 1.5 s.

    The person faces the camera, so forward is -z; the origin is between the hips, as the pose model has it.
    """
    world_m = seated_m(len(T_S))
    angle = np.radians(lean_deg)
    world_m[:, SHOULDERS, 1], world_m[:, SHOULDERS, 2] = -0.5 * np.cos(angle), -0.5 * np.sin(angle)
    world_m[:, FEET, 2] += feet_back_m
    world_m[T_S > 1.0, :, 2] += np.where(np.isin(np.arange(33), FEET), slide_m, 0.0)
    return kinematics_of(T_S, {"trunk_inclination_deg": np.full(len(T_S), abs(lean_deg))}, world_m=world_m)


def result_of(kinematics: Kinematics) -> tuple[Result, Severity | None]:
    segment = replace(whole(kinematics, "sit_to_stand", seat_off_s=1.5), start_s=0.4, view=View.SIDE)
    finding = judge(kinematics, segment, RULE)
    return finding.result, finding.severity


def observed() -> tuple[Kinematics, Segment]:
    """A movement in which the pattern is observed, for the contract that every rule keeps."""
    kinematics = rise(-20.0)
    return kinematics, replace(whole(kinematics, "sit_to_stand", seat_off_s=1.5), start_s=0.4, view=View.SIDE)


@pytest.mark.parametrize(
    ("kinematics", "result", "severity"),
    [
        pytest.param(rise(-20.0), Result.OBSERVED, Severity.MILD, id="leans back"),
        pytest.param(rise(-10.0), Result.POSSIBLE, Severity.MILD, id="at the threshold"),
        pytest.param(rise(-9.5), Result.NOT_ASSESSABLE, None, id="too close to call"),
        pytest.param(rise(-5.0), Result.NOT_OBSERVED, None, id="nearly upright"),
        pytest.param(rise(20.0), Result.NOT_OBSERVED, None, id="leans forward"),
        pytest.param(rise(-20.0, feet_back_m=0.2), Result.NOT_OBSERVED, None, id="feet drawn back"),
        pytest.param(rise(-20.0, slide_m=0.1), Result.NOT_OBSERVED, None, id="slides forward"),
    ],
)
def test_start_posture(kinematics: Kinematics, result: Result, severity: Severity | None) -> None:
    assert result_of(kinematics) == (result, severity)


def test_a_start_that_is_not_slumped_stands_at_no_moment() -> None:
    kinematics = rise(20.0)
    segment = replace(whole(kinematics, "sit_to_stand", seat_off_s=1.5), start_s=0.4, view=View.SIDE)
    upright = judge(kinematics, segment, RULE)
    assert (upright.value, upright.at_s) == (0.0, None)
    assert judge(*observed(), RULE).at_s == segment.start_s


@pytest.mark.parametrize("view", [View.FRONT, View.OBLIQUE, View.BACK])
def test_only_side_on(view: View) -> None:
    kinematics = rise(-20.0)
    segment = replace(whole(kinematics, "sit_to_stand", seat_off_s=1.5), view=view)
    assert judge(kinematics, segment, RULE).result is Result.NOT_ASSESSABLE


def test_any_facing_reads_alike() -> None:
    kinematics = rise(-20.0)
    turned: FloatArray = np.array(kinematics.pose.world_m)
    turned[..., 0], turned[..., 2] = kinematics.pose.world_m[..., 2], -kinematics.pose.world_m[..., 0]
    lean = {"trunk_inclination_deg": kinematics["trunk_inclination_deg"].value}
    assert result_of(kinematics_of(T_S, lean, world_m=turned)) == (Result.OBSERVED, Severity.MILD)


def test_hidden_feet_are_not_a_pass() -> None:
    world_m = np.array(rise(-20.0).pose.world_m)
    world_m[:, FEET] = np.nan
    lean = {"trunk_inclination_deg": np.full(len(T_S), 20.0)}
    assert result_of(kinematics_of(T_S, lean, world_m=world_m)) == (Result.NOT_ASSESSABLE, None)


def test_hidden_trunk_is_not_a_pass() -> None:
    hidden = {"trunk_inclination_deg": np.full(len(T_S), np.nan)}
    assert result_of(kinematics_of(T_S, hidden)) == (Result.NOT_ASSESSABLE, None)


def test_without_a_lift_off_no_moment_is_made_up() -> None:
    kinematics = kinematics_of(times_s(3.0), {})
    finding = judge(kinematics, replace(whole(kinematics, "sit_to_stand"), view=View.SIDE), RULE)
    assert (finding.result, finding.reason) == (Result.NOT_ASSESSABLE, NO_LIFT_OFF)


def test_standing_up_does_not_turn_a_lean_round() -> None:
    """Knees that come a little behind the hips, as in standing, no longer say where ahead is."""
    kinematics = rise(20.0)
    world_m = np.array(kinematics.pose.world_m)
    standing = T_S > 1.5
    for side in ("left", "right"):
        world_m[standing, INDEX[f"{side}_knee"], 1:] = (THIGH_M, 0.03)
    curve = forward_lean_curve(
        kinematics_of(T_S, {"trunk_inclination_deg": np.full(len(T_S), 20.0)}, world_m=world_m),
        whole(kinematics, "sit_to_stand"),
    )
    assert curve.value == pytest.approx(20.0)
