"""A quick twist: speed over the middle 60 % of one swing of at least 20 degrees."""

from __future__ import annotations

import numpy as np
import pytest
from kinematics_of import kinematics_of, smooth_turn, smooth_turn_speed, times_s, whole

from transitions.model import Result, Segment, Severity
from transitions.rules.abrupt_twist import RULE
from transitions.rules.judging import judge
from transitions.series import Kinematics

T_S = times_s(4.0)


def turn(angle_deg: float, duration_s: float) -> Kinematics:
    """One smooth swing that starts at 1 s."""
    return kinematics_of(
        T_S,
        {
            "trunk_twist_deg": smooth_turn(T_S, angle_deg, 1.0, duration_s),
            "twist_speed_dps": smooth_turn_speed(T_S, angle_deg, 1.0, duration_s),
        },
    )


def observed() -> tuple[Kinematics, Segment]:
    """A movement in which the pattern is observed, for the contract that every rule keeps."""
    kinematics = turn(45.0, 0.4)
    return kinematics, whole(kinematics, "reach")


@pytest.mark.parametrize(
    ("angle_deg", "duration_s", "result", "severity"),
    [
        (30.0, 2.0, Result.NOT_OBSERVED, None),
        (30.0, 0.8, Result.NOT_ASSESSABLE, None),
        (30.0, 0.5, Result.OBSERVED, Severity.MODERATE),
        (-30.0, 0.5, Result.OBSERVED, Severity.MODERATE),
        (45.0, 0.8, Result.OBSERVED, Severity.MILD),
        (45.0, 0.4, Result.OBSERVED, Severity.SEVERE),
        (15.0, 0.2, Result.NOT_OBSERVED, None),
    ],
)
def test_speed_and_excursion(
    angle_deg: float, duration_s: float, result: Result, severity: Severity | None
) -> None:
    kinematics = turn(angle_deg, duration_s)
    finding = judge(kinematics, whole(kinematics, "reach"), RULE)
    assert (finding.result, finding.severity) == (result, severity)


def ramp(speed_dps: float, angle_deg: float, u_deg: float = 0.5) -> Kinematics:
    """A turn at constant speed that starts at 1 s and stays."""
    moving = (T_S >= 1.0) & (1.0 + angle_deg / speed_dps >= T_S)
    return kinematics_of(
        T_S,
        {
            "trunk_twist_deg": np.clip(speed_dps * (T_S - 1.0), 0.0, angle_deg),
            "twist_speed_dps": np.where(moving, speed_dps, 0.0),
        },
        u={"trunk_twist_deg": u_deg},
    )


@pytest.mark.parametrize(
    ("speed_dps", "result"),
    [(55.0, Result.NOT_OBSERVED), (71.0, Result.POSSIBLE), (110.0, Result.OBSERVED)],
)
def test_about_the_threshold(speed_dps: float, result: Result) -> None:
    kinematics = ramp(speed_dps, 30.0)
    assert judge(kinematics, whole(kinematics, "reach"), RULE).result is result


@pytest.mark.parametrize("angle_deg", [10.0, 15.0])
def test_a_small_swing_is_never_flagged_however_quick(angle_deg: float) -> None:
    kinematics = ramp(150.0, angle_deg)
    finding = judge(kinematics, whole(kinematics, "car_exit"), RULE)
    assert (finding.result, finding.value) == (Result.NOT_OBSERVED, 0.0)


@pytest.mark.parametrize(
    ("speed_dps", "result"), [(150.0, Result.NOT_ASSESSABLE), (40.0, Result.NOT_OBSERVED)]
)
def test_a_quick_swing_that_may_be_large_enough_is_no_pass(speed_dps: float, result: Result) -> None:
    kinematics = ramp(speed_dps, 18.0, u_deg=6.0)
    finding = judge(kinematics, whole(kinematics, "car_exit"), RULE)
    assert finding.result is result


def test_at_the_threshold_the_pattern_is_possible() -> None:
    kinematics = ramp(RULE.thresholds.mild, 30.0)
    finding = judge(kinematics, whole(kinematics, "reach"), RULE)
    assert finding.value == pytest.approx(RULE.thresholds.mild, rel=0.02)


def test_one_jump_within_a_slow_turn_counts_for_little() -> None:
    slow = smooth_turn(T_S, 40.0, 0.5, 2.5) + smooth_turn(T_S, 5.0, 1.7, 0.1)
    speed = np.gradient(slow, T_S)
    kinematics = kinematics_of(T_S, {"trunk_twist_deg": slow, "twist_speed_dps": speed})
    finding = judge(kinematics, whole(kinematics, "reach"), RULE)
    assert speed.max() > 60
    assert finding.result is Result.NOT_OBSERVED


def hidden_within(angle_deg: float, duration_s: float, from_s: float, to_s: float) -> Kinematics:
    """A smooth swing that starts at 1 s and cannot be read for a while."""
    hidden = (from_s < T_S) & (to_s > T_S)
    return kinematics_of(
        T_S,
        {
            "trunk_twist_deg": np.where(hidden, np.nan, smooth_turn(T_S, angle_deg, 1.0, duration_s)),
            "twist_speed_dps": np.where(hidden, np.nan, smooth_turn_speed(T_S, angle_deg, 1.0, duration_s)),
        },
    )


@pytest.mark.parametrize(
    ("angle_deg", "duration_s", "from_s", "to_s", "result"),
    [
        (45.0, 0.3, 1.1, 1.25, Result.OBSERVED),  # shorter than the twist is smooth
        (-45.0, 0.3, 1.1, 1.25, Result.OBSERVED),
        (45.0, 0.5, 1.1, 1.4, Result.POSSIBLE),  # 40 degrees in 0.3 s, but when in the gap?
        (-45.0, 0.5, 1.1, 1.4, Result.POSSIBLE),
        (45.0, 0.3, 0.9, 1.4, Result.POSSIBLE),
        (45.0, 0.5, 0.5, 1.6, Result.NOT_ASSESSABLE),  # 45 in 1.1 s: the gap could hold a quick one
        (45.0, 2.0, 1.2, 2.8, Result.NOT_ASSESSABLE),
    ],
)
def test_a_turn_across_a_hidden_stretch_is_as_quick_as_its_ends_say_and_never_a_pass(
    angle_deg: float, duration_s: float, from_s: float, to_s: float, result: Result
) -> None:
    kinematics = hidden_within(angle_deg, duration_s, from_s, to_s)
    assert judge(kinematics, whole(kinematics, "reach"), RULE).result is result


def test_where_hardly_anything_is_read_a_quick_turn_is_still_told_and_nothing_else() -> None:
    read = (T_S < 1.1) | ((T_S > 1.3) & (T_S < 1.7))
    for duration_s, result in ((0.4, Result.POSSIBLE), (2.5, Result.NOT_ASSESSABLE)):
        twist_deg = np.where(read, smooth_turn(T_S, 45.0, 1.0, duration_s), np.nan)
        speed_dps = np.where(read, smooth_turn_speed(T_S, 45.0, 1.0, duration_s), np.nan)
        kinematics = kinematics_of(T_S, {"trunk_twist_deg": twist_deg, "twist_speed_dps": speed_dps})
        assert kinematics["trunk_twist_deg"].valid.mean() < 0.5
        assert judge(kinematics, whole(kinematics, "reach"), RULE).result is result


@pytest.mark.parametrize("from_s", np.arange(1.0, 1.5, 0.1))
def test_over_a_gap_no_smooth_turn_is_read_quicker_than_it_was(from_s: float) -> None:
    seen = judge(turn(45.0, 0.5), whole(turn(45.0, 0.5), "reach"), RULE)
    kinematics = hidden_within(45.0, 0.5, from_s, from_s + 0.2)
    over_gap = judge(kinematics, whole(kinematics, "reach"), RULE)
    assert over_gap.value is not None
    assert seen.value is not None
    assert over_gap.value <= seen.value + 1.0


def test_two_small_swings_do_not_make_a_large_one() -> None:
    there = smooth_turn(T_S, 15.0, 1.0, 0.3) - smooth_turn(T_S, 15.0, 1.5, 0.3)
    speed = smooth_turn_speed(T_S, 15.0, 1.0, 0.3) - smooth_turn_speed(T_S, 15.0, 1.5, 0.3)
    kinematics = kinematics_of(T_S, {"trunk_twist_deg": there, "twist_speed_dps": speed})
    assert judge(kinematics, whole(kinematics, "reach"), RULE).result is Result.NOT_OBSERVED


@pytest.mark.parametrize("hidden", ["trunk_twist_deg", "twist_speed_dps"])
def test_hidden_is_not_a_pass(hidden: str) -> None:
    kinematics = kinematics_of(T_S, {hidden: np.full(len(T_S), np.nan)}, reason="Too few frames.")
    finding = judge(kinematics, whole(kinematics, "reach"), RULE)
    assert (finding.result, finding.reason) == (Result.NOT_ASSESSABLE, "Too few frames.")
