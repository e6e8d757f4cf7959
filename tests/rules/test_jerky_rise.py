"""A thrown trunk: peak flexion speed before the person is upright."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from kinematics_of import kinematics_of, plateau, times_s, whole

from transitions.model import Result, Segment, Severity, View
from transitions.rules.jerky_rise import RULE
from transitions.rules.judging import judge
from transitions.series import Kinematics

T_S = times_s(3.0)


def swing(speed_dps: float, start_s: float = 0.5) -> Kinematics:
    """The trunk moves forward at a constant speed for 0.3 s."""
    return kinematics_of(T_S, {"trunk_flexion_speed_dps": plateau(T_S, speed_dps, start_s, start_s + 0.3)})


def observed() -> tuple[Kinematics, Segment]:
    """A movement in which the pattern is observed, for the contract that every rule keeps."""
    kinematics = swing(160.0)
    return kinematics, whole(kinematics, "sit_to_stand", upright_s=2.0)


@pytest.mark.parametrize(
    ("speed_dps", "result", "severity"),
    [
        (0.0, Result.NOT_OBSERVED, None),
        (-160.0, Result.NOT_OBSERVED, None),
        (100.0, Result.NOT_OBSERVED, None),
        (129.5, Result.NOT_ASSESSABLE, None),
        (130.0, Result.POSSIBLE, Severity.MILD),
        (140.0, Result.OBSERVED, Severity.MILD),
        (150.0, Result.OBSERVED, Severity.MODERATE),
        (180.0, Result.OBSERVED, Severity.SEVERE),
    ],
)
def test_swing_speed(speed_dps: float, result: Result, severity: Severity | None) -> None:
    kinematics = swing(speed_dps)
    finding = judge(kinematics, whole(kinematics, "sit_to_stand", upright_s=2.0), RULE)
    assert (finding.result, finding.severity) == (result, severity)
    assert finding.value == pytest.approx(max(speed_dps, 0.0))


def test_a_swing_after_the_rise_is_not_part_of_it() -> None:
    kinematics = swing(200.0, start_s=2.2)
    finding = judge(kinematics, whole(kinematics, "sit_to_stand", upright_s=2.0), RULE)
    assert finding.result is Result.NOT_OBSERVED


def test_a_swing_that_may_be_hidden_before_the_hips_have_risen_is_no_pass() -> None:
    hidden = (T_S > 0.1) & (T_S < 0.7)
    kinematics = kinematics_of(T_S, {"trunk_flexion_speed_dps": np.where(hidden, np.nan, 0.0)})
    for upright_s, result in ((0.9, Result.NOT_ASSESSABLE), (2.9, Result.NOT_OBSERVED)):
        finding = judge(kinematics, whole(kinematics, "sit_to_stand", upright_s=upright_s), RULE)
        assert finding.result is result


def test_one_frame_is_not_a_swing() -> None:
    kinematics = kinematics_of(T_S, {"trunk_flexion_speed_dps": plateau(T_S, 300.0, 1.0, 1.02)})
    assert judge(kinematics, whole(kinematics, "sit_to_stand"), RULE).result is Result.NOT_OBSERVED


def test_from_behind_it_says_how_to_film() -> None:
    kinematics = swing(200.0)
    segment = whole(kinematics, "sit_to_stand")
    finding = judge(kinematics, replace(segment, view=View.BACK), RULE)
    assert finding.result is Result.NOT_ASSESSABLE
    assert finding.reason is not None
    assert RULE.film_next_time in finding.reason


def test_hidden_is_not_a_pass() -> None:
    kinematics = kinematics_of(T_S, {"trunk_flexion_speed_dps": np.full(len(T_S), np.nan)}, reason="Hidden.")
    finding = judge(kinematics, whole(kinematics, "sit_to_stand"), RULE)
    assert (finding.result, finding.reason) == (Result.NOT_ASSESSABLE, "Hidden.")
