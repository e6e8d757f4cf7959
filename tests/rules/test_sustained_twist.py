"""A held twist: what counts is the level kept for 0.2 s, either way round."""

from __future__ import annotations

import numpy as np
import pytest
from kinematics_of import kinematics_of, plateau, times_s, whole

from transitions.model import Result, Segment, Severity
from transitions.rules.judging import judge
from transitions.rules.sustained_twist import RULE
from transitions.series import Kinematics

T_S = times_s(3.0)


def observed() -> tuple[Kinematics, Segment]:
    """A movement in which the pattern is observed, for the contract that every rule keeps."""
    kinematics = kinematics_of(T_S, {"trunk_twist_deg": plateau(T_S, -35.0, 1.0, 2.0)})
    return kinematics, whole(kinematics, "reach")


@pytest.mark.parametrize(
    ("twist_deg", "result", "severity"),
    [
        (0.0, Result.NOT_OBSERVED, None),
        (18.0, Result.NOT_OBSERVED, None),
        (19.5, Result.NOT_ASSESSABLE, None),
        (20.0, Result.POSSIBLE, Severity.MILD),
        (25.0, Result.OBSERVED, Severity.MILD),
        (-35.0, Result.OBSERVED, Severity.MODERATE),
        (40.0, Result.OBSERVED, Severity.SEVERE),
    ],
)
def test_held_level_is_judged(twist_deg: float, result: Result, severity: Severity | None) -> None:
    kinematics = kinematics_of(T_S, {"trunk_twist_deg": plateau(T_S, twist_deg, 1.0, 2.0)})
    finding = judge(kinematics, whole(kinematics, "reach"), RULE)
    assert (finding.result, finding.severity) == (result, severity)
    assert finding.value == pytest.approx(abs(twist_deg))


@pytest.mark.parametrize(("held_s", "flagged"), [(0.15, False), (0.3, True)])
def test_a_moment_is_not_held(held_s: float, flagged: bool) -> None:
    kinematics = kinematics_of(T_S, {"trunk_twist_deg": plateau(T_S, 45.0, 1.0, 1.0 + held_s)})
    finding = judge(kinematics, whole(kinematics, "reach"), RULE)
    assert (finding.result is Result.OBSERVED) is flagged


def test_points_at_the_moment() -> None:
    kinematics = kinematics_of(T_S, {"trunk_twist_deg": plateau(T_S, 45.0, 1.5, 2.0)})
    finding = judge(kinematics, whole(kinematics, "pick_up"), RULE)
    assert finding.at_s is not None
    assert 1.5 <= finding.at_s < 2.0


def test_hidden_twist_is_not_a_pass() -> None:
    kinematics = kinematics_of(T_S, {"trunk_twist_deg": np.full(len(T_S), np.nan)}, reason="Hips hidden.")
    finding = judge(kinematics, whole(kinematics, "reach"), RULE)
    assert (finding.result, finding.reason, finding.value) == (Result.NOT_ASSESSABLE, "Hips hidden.", None)


def test_a_wide_uncertainty_makes_it_possible_only() -> None:
    twist = {"trunk_twist_deg": plateau(T_S, 25.0, 1.0, 2.0)}
    kinematics = kinematics_of(T_S, twist, u={"trunk_twist_deg": 5.0})
    assert judge(kinematics, whole(kinematics, "reach"), RULE).result is Result.POSSIBLE
