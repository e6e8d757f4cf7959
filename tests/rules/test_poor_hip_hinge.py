"""poor_hip_hinge on analytic curves."""

from __future__ import annotations

import math

import numpy as np
import pytest
from kinematics_of import kinematics_of, smooth_turn, times_s, whole

from transitions.model import Result, Segment
from transitions.rules.judging import judge
from transitions.rules.poor_hip_hinge import MEDIAN_U_SHARE, RULE, USUAL_SHARE
from transitions.series import INTERVAL_U, Kinematics

T_S = times_s(3.0)


def bend(depth_deg: float, spine_deg: float) -> dict[str, np.ndarray]:
    shape = smooth_turn(T_S, 1.0, 0.3, 1.0) - smooth_turn(T_S, 1.0, 1.6, 1.0)
    return {"trunk_inclination_deg": depth_deg * shape, "spine_flexion_deg": spine_deg * shape}


def observed() -> tuple[Kinematics, Segment]:
    """A movement in which the pattern is observed, for the contract that every rule keeps."""
    kinematics = kinematics_of(T_S, bend(88.0, 62.0))
    return kinematics, whole(kinematics, "pick_up")


@pytest.mark.parametrize(
    ("kind", "lean_deg", "spine_deg", "result"),
    [
        ("pick_up", 88.0, 62.0, Result.OBSERVED),
        ("sit_to_stand", 48.0, 47.0, Result.OBSERVED),
        ("pick_up", 88.0, 14.0, Result.NOT_OBSERVED),
        ("pick_up", 60.0, 14.0, Result.NOT_OBSERVED),
        ("stand_to_sit", 42.0, 10.0, Result.NOT_OBSERVED),
    ],
)
def test_stoops_are_told_from_hinges(kind: str, lean_deg: float, spine_deg: float, result: Result) -> None:
    kinematics = kinematics_of(T_S, bend(lean_deg, spine_deg))
    assert judge(kinematics, whole(kinematics, kind), RULE).result is result


def test_value_is_the_excess_over_the_usual_share() -> None:
    kinematics = kinematics_of(
        T_S, {"trunk_inclination_deg": np.full(len(T_S), 80.0), "spine_flexion_deg": np.full(len(T_S), 50.0)}
    )
    measurement = RULE.measure.read(kinematics, whole(kinematics, "pick_up"))
    assert measurement.value == pytest.approx(50.0 - 0.375 * 80.0)
    assert measurement.u == pytest.approx(MEDIAN_U_SHARE * math.hypot(1.0, 0.375))


FIRST_DEG = RULE.thresholds.mild


@pytest.mark.parametrize(
    ("beyond_deg", "rows_u_deg", "result"),
    [
        (FIRST_DEG + 8.0, 7.9 / INTERVAL_U / MEDIAN_U_SHARE, Result.OBSERVED),
        (FIRST_DEG + 8.0, 8.1 / INTERVAL_U / MEDIAN_U_SHARE, Result.POSSIBLE),
        (FIRST_DEG, 1.0, Result.POSSIBLE),
        (FIRST_DEG - 2.0, 2.1 / MEDIAN_U_SHARE, Result.NOT_ASSESSABLE),
        (FIRST_DEG - 2.0, 1.9 / MEDIAN_U_SHARE, Result.NOT_OBSERVED),
        (math.nan, 1.0, Result.NOT_ASSESSABLE),
    ],
)
def test_the_gate_is_that_of_the_median(beyond_deg: float, rows_u_deg: float, result: Result) -> None:
    lean_deg = np.full(len(T_S), 80.0)
    curves = {"trunk_inclination_deg": lean_deg, "spine_flexion_deg": USUAL_SHARE * lean_deg + beyond_deg}
    u = {"trunk_inclination_deg": 0.0, "spine_flexion_deg": rows_u_deg}
    kinematics = kinematics_of(T_S, curves, u=u)
    assert judge(kinematics, whole(kinematics, "pick_up"), RULE).result is result


def test_wide_uncertainty_makes_a_flag_possible_only() -> None:
    kinematics = kinematics_of(T_S, bend(88.0, 55.0), u={"spine_flexion_deg": 12.0})
    assert judge(kinematics, whole(kinematics, "pick_up"), RULE).result is Result.POSSIBLE


def test_hidden_back_is_not_assessable_and_says_why() -> None:
    curves = bend(88.0, 62.0)
    curves["spine_flexion_deg"] = np.full(len(T_S), np.nan)
    kinematics = kinematics_of(T_S, curves, reason="The outline is hidden.")
    finding = judge(kinematics, whole(kinematics, "pick_up"), RULE)
    assert (finding.result, finding.reason) == (Result.NOT_ASSESSABLE, "The outline is hidden.")


def test_back_hidden_only_in_the_depth_is_not_assessable() -> None:
    curves = bend(88.0, 62.0)
    curves["spine_flexion_deg"][curves["trunk_inclination_deg"] > 52.0] = np.nan
    kinematics = kinematics_of(T_S, curves)
    assert judge(kinematics, whole(kinematics, "pick_up"), RULE).result is Result.NOT_ASSESSABLE


@pytest.mark.parametrize(
    ("bent_s", "held_for_s", "result"),
    [(8.0, 1.0, Result.OBSERVED), (2.0, 0.1, Result.NOT_ASSESSABLE), (2.0, 1.0, Result.OBSERVED)],
)
def test_how_long_the_deep_part_lasts_goes_by_the_clock(
    bent_s: float, held_for_s: float, result: Result
) -> None:
    """Sixty frames a second for six seconds, then fifteen."""
    t_s = np.concatenate([times_s(6.0, 60.0), 6.0 + times_s(6.0, 15.0)])
    deep = (t_s >= bent_s) & (t_s < bent_s + held_for_s)
    curves = {
        "trunk_inclination_deg": np.where(deep, 88.0, 0.0),
        "spine_flexion_deg": np.where(deep, 65.5, 0.0),
    }
    kinematics = kinematics_of(t_s, curves)
    assert judge(kinematics, whole(kinematics, "pick_up"), RULE).result is result
