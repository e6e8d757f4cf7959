"""A drop into the seat: the fastest quarter of a second of the way down, against the way's own length."""

from __future__ import annotations

import numpy as np
import pytest
from kinematics_of import kinematics_of, smooth_turn, times_s

from transitions.model import Result, Segment, Severity
from transitions.rules.judging import judge
from transitions.rules.uncontrolled_descent import RULE, fastest_lowering
from transitions.series import Kinematics

T_S = times_s(5.0)
START_S = 1.0


def lowering(percent_per_s: float, way: float = 0.25) -> tuple[Kinematics, Segment]:
    """Hips that go down at a constant speed until they meet the seat."""
    duration_s = 100.0 / percent_per_s
    height = 0.55 - way * np.clip((T_S - START_S) / duration_s, 0.0, 1.0)
    end_s = START_S + duration_s + 0.3
    return kinematics_of(T_S, {"hip_height_norm": height}), Segment("stand_to_sit", START_S, end_s, 1.0)


def observed() -> tuple[Kinematics, Segment]:
    """A movement in which the pattern is observed, for the contract that every rule keeps."""
    height = 0.55 - smooth_turn(T_S, 0.25, START_S, 0.8)
    segment = Segment("stand_to_sit", START_S, START_S + 1.1, 1.0)
    return kinematics_of(T_S, {"hip_height_norm": height}), segment


@pytest.mark.parametrize(
    ("percent_per_s", "result", "severity"),
    [
        (60, Result.NOT_OBSERVED, None),
        (160, Result.NOT_OBSERVED, None),
        (170, Result.NOT_ASSESSABLE, None),
        (180, Result.POSSIBLE, Severity.MILD),
        (200, Result.OBSERVED, Severity.MILD),
        (230, Result.OBSERVED, Severity.MODERATE),
        (300, Result.OBSERVED, Severity.SEVERE),
    ],
)
def test_steady_lowering(percent_per_s: float, result: Result, severity: Severity | None) -> None:
    kinematics, segment = lowering(percent_per_s)
    finding = judge(kinematics, segment, RULE)
    assert (finding.result, finding.severity) == (result, severity)
    assert finding.value == pytest.approx(percent_per_s, rel=0.02)


def test_at_the_threshold_the_pattern_is_possible() -> None:
    kinematics, segment = lowering(RULE.thresholds.mild * 1.001)
    finding = judge(kinematics, segment, RULE)
    assert (finding.result, finding.threshold) == (Result.POSSIBLE, RULE.thresholds.mild)


@pytest.mark.parametrize("way", [0.12, 0.25, 0.35])
def test_the_seat_height_does_not_matter(way: float) -> None:
    kinematics, segment = lowering(220, way)
    assert fastest_lowering(kinematics, segment).value == pytest.approx(220, rel=0.02)


def test_a_smooth_second_and_a_half_is_controlled() -> None:
    """Minimum jerk over 1.5 s peaks at 1.875 / 1.5 = 125 %/s."""
    height = 0.55 - smooth_turn(T_S, 0.25, START_S, 1.5)
    kinematics = kinematics_of(T_S, {"hip_height_norm": height})
    finding = judge(kinematics, Segment("stand_to_sit", START_S, START_S + 1.7, 1.0), RULE)
    assert finding.result is Result.NOT_OBSERVED
    assert finding.value == pytest.approx(122, abs=3)


def test_half_way_controlled_then_dropped_is_seen() -> None:
    eased = smooth_turn(T_S, 0.12, START_S, 0.8)
    dropped = smooth_turn(T_S, 0.13, START_S + 0.8, 0.3)
    kinematics = kinematics_of(T_S, {"hip_height_norm": 0.55 - eased - dropped})
    finding = judge(kinematics, Segment("stand_to_sit", START_S, START_S + 1.4, 1.0), RULE)
    assert finding.result is Result.OBSERVED
    assert finding.at_s == pytest.approx(START_S + 0.95, abs=0.06)


def test_hardly_any_way_down_is_not_assessable() -> None:
    kinematics, segment = lowering(200, way=0.03)
    assert judge(kinematics, segment, RULE).result is Result.NOT_ASSESSABLE


def test_hidden_is_not_a_pass() -> None:
    kinematics = kinematics_of(T_S, {"hip_height_norm": np.full(len(T_S), np.nan)}, reason="Hidden.")
    finding = judge(kinematics, Segment("stand_to_sit", 1.0, 2.5, 1.0), RULE)
    assert (finding.result, finding.reason) == (Result.NOT_ASSESSABLE, "Hidden.")


@pytest.mark.parametrize(("down_s", "up_s"), [(1.2, 0.6), (1.1, 0.7), (0.8, 0.6)])
def test_who_rises_at_once_went_down_no_faster(down_s: float, up_s: float) -> None:
    stays = 0.55 - smooth_turn(T_S, 0.25, START_S, down_s)
    rises = stays + smooth_turn(T_S, 0.25, START_S + down_s, up_s)
    segment = Segment("stand_to_sit", START_S, START_S + down_s, 1.0)
    seated, touching = (
        fastest_lowering(kinematics_of(T_S, {"hip_height_norm": height}), segment).value
        for height in (stays, rises)
    )
    assert touching == pytest.approx(seated, rel=0.06)
