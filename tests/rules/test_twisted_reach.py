"""A twist with planted feet: turning or stepping takes it away, a bent trunk makes it one band larger."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from kinematics_of import kinematics_of, plateau, seated_m, smooth_turn, times_s, whole

from transitions.model import Result, Segment, Severity, View
from transitions.rules._feet import FEET_HIDDEN
from transitions.rules.judging import judge
from transitions.rules.twisted_reach import RULE
from transitions.series import INDEX, FloatArray, Kinematics

T_S = times_s(4.0)
TOES = [INDEX["left_foot_index"], INDEX["right_foot_index"]]
HEELS = [INDEX["left_heel"], INDEX["right_heel"]]
FEET = TOES + HEELS


def reach(twist_deg: float, *, lean_deg: float = 0.0, world_m: FloatArray | None = None) -> Kinematics:
    """A twist held from 2 to 3 s."""
    curves = {
        "trunk_twist_deg": plateau(T_S, twist_deg, 2.0, 3.0),
        "trunk_inclination_deg": np.full(len(T_S), lean_deg),
    }
    return kinematics_of(T_S, curves, world_m=world_m)


def turned_feet(angle_deg: float) -> FloatArray:
    """Both feet turn on their heels between 0.5 and 1.5 s."""
    world_m = seated_m(len(T_S))
    angle = np.radians(smooth_turn(T_S, angle_deg, 0.5, 1.0))[:, None]
    foot = world_m[:, TOES] - world_m[:, HEELS]
    x, z = foot[..., 0], foot[..., 2]
    world_m[:, TOES, 0] = world_m[:, HEELS, 0] + x * np.cos(angle) - z * np.sin(angle)
    world_m[:, TOES, 2] = world_m[:, HEELS, 2] + x * np.sin(angle) + z * np.cos(angle)
    return world_m


def step(distance_m: float) -> FloatArray:
    """The left foot steps aside between 0.5 and 1.5 s."""
    world_m = seated_m(len(T_S))
    for part in ("heel", "foot_index"):
        world_m[:, INDEX[f"left_{part}"], 0] += smooth_turn(T_S, distance_m, 0.5, 1.0)
    return world_m


def observed() -> tuple[Kinematics, Segment]:
    """A movement in which the pattern is observed, for the contract that every rule keeps."""
    kinematics = reach(-35.0)
    return kinematics, whole(kinematics, "reach")


@pytest.mark.parametrize(
    ("kinematics", "result", "severity"),
    [
        pytest.param(reach(25.0), Result.OBSERVED, Severity.MILD, id="planted"),
        pytest.param(reach(-45.0), Result.OBSERVED, Severity.SEVERE, id="either way"),
        pytest.param(reach(20.0), Result.POSSIBLE, Severity.MILD, id="at the threshold"),
        pytest.param(reach(10.0), Result.NOT_OBSERVED, None, id="small"),
        pytest.param(reach(25.0, lean_deg=30.0), Result.OBSERVED, Severity.MODERATE, id="bent: one band up"),
        pytest.param(reach(25.0, lean_deg=20.0), Result.OBSERVED, Severity.MILD, id="bent by just 20"),
        pytest.param(reach(45.0, lean_deg=30.0), Result.OBSERVED, Severity.SEVERE, id="no band above severe"),
        pytest.param(reach(10.0, lean_deg=30.0), Result.NOT_OBSERVED, None, id="bent only"),
        pytest.param(
            reach(30.0, world_m=turned_feet(10.0)), Result.OBSERVED, Severity.MODERATE, id="shuffle"
        ),
        pytest.param(reach(30.0, world_m=turned_feet(60.0)), Result.NOT_OBSERVED, None, id="feet turned"),
        pytest.param(reach(30.0, world_m=step(0.05)), Result.OBSERVED, Severity.MODERATE, id="shift"),
        pytest.param(reach(30.0, world_m=step(0.40)), Result.NOT_OBSERVED, None, id="stepped"),
    ],
)
def test_planted_twist(kinematics: Kinematics, result: Result, severity: Severity | None) -> None:
    finding = judge(kinematics, whole(kinematics, "reach"), RULE)
    assert (finding.result, finding.severity) == (result, severity)


def test_a_twist_while_the_feet_are_hidden_is_no_pass() -> None:
    world_m = seated_m(len(T_S))
    hidden = (T_S > 1.9) & (T_S < 3.0)
    for foot in FEET:
        world_m[hidden, foot] = np.nan
    twisted, straight = reach(45.0, world_m=world_m), reach(5.0, world_m=world_m)
    finding = judge(twisted, whole(twisted, "reach"), RULE)
    assert (finding.result, finding.reason) == (Result.NOT_ASSESSABLE, FEET_HIDDEN)
    assert judge(straight, whole(straight, "reach"), RULE).result is Result.NOT_OBSERVED


def test_hidden_feet_are_not_a_pass() -> None:
    world_m = seated_m(len(T_S))
    world_m[:, FEET] = np.nan
    kinematics = reach(40.0, world_m=world_m)
    finding = judge(kinematics, whole(kinematics, "pick_up"), RULE)
    assert finding.result is Result.NOT_ASSESSABLE
    assert "feet" in str(finding.reason)


def test_feet_outside_the_picture_are_not_a_pass() -> None:
    kinematics = reach(40.0)
    below = np.full((len(T_S), 33, 3), 100.0)
    below[:, FEET, 1] = 500.0
    pose = replace(kinematics.pose, image_px=below, width_px=640, height_px=480)
    finding = judge(replace(kinematics, pose=pose), whole(kinematics, "reach"), RULE)
    assert finding.result is Result.NOT_ASSESSABLE


def test_side_on_is_not_assessable() -> None:
    kinematics = reach(40.0)
    segment = replace(whole(kinematics, "reach"), view=View.SIDE)
    assert judge(kinematics, segment, RULE).result is Result.NOT_ASSESSABLE


def test_hidden_twist_is_not_a_pass() -> None:
    kinematics = kinematics_of(T_S, {"trunk_twist_deg": np.full(len(T_S), np.nan)}, reason="Hidden.")
    finding = judge(kinematics, whole(kinematics, "reach"), RULE)
    assert (finding.result, finding.reason) == (Result.NOT_ASSESSABLE, "Hidden.")
