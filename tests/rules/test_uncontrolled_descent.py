"""A drop into the seat: hip speed over the last 0.3 s before contact."""

from __future__ import annotations

import numpy as np
import pytest
from kinematics_of import kinematics_of, smooth_turn, times_s, whole

from transitions.model import Result, Severity
from transitions.rules.judging import judge
from transitions.rules.uncontrolled_descent import RULE, landing_speed
from transitions.series import Kinematics

T_S = times_s(4.0)
CONTACT_S = 2.0


def fall(speed_hps: float) -> Kinematics:
    """Hips that fall at a constant speed until they meet the seat."""
    height = 0.6 - speed_hps * np.clip(T_S - 1.0, 0.0, CONTACT_S - 1.0)
    return kinematics_of(T_S, {"hip_height_norm": height})


@pytest.mark.parametrize(
    ("speed_hps", "result", "severity"),
    [
        (0.05, Result.NOT_OBSERVED, None),
        (0.15, Result.NOT_ASSESSABLE, None),
        (0.17, Result.POSSIBLE, Severity.MILD),
        (0.25, Result.OBSERVED, Severity.MILD),
        (0.35, Result.OBSERVED, Severity.MODERATE),
        (0.50, Result.OBSERVED, Severity.SEVERE),
    ],
)
def test_landing_speed(speed_hps: float, result: Result, severity: Severity | None) -> None:
    kinematics = fall(speed_hps)
    finding = judge(kinematics, whole(kinematics, "stand_to_sit", contact_s=CONTACT_S), RULE)
    assert (finding.result, finding.severity) == (result, severity)
    assert finding.value == pytest.approx(speed_hps)


def test_at_the_threshold_the_pattern_is_possible() -> None:
    first = RULE.thresholds.mild
    kinematics = fall(first + 1e-9)
    finding = judge(kinematics, whole(kinematics, "stand_to_sit", contact_s=CONTACT_S), RULE)
    assert (finding.result, finding.threshold) == (Result.POSSIBLE, first)


def test_slowing_before_the_seat_reads_lower_at_the_same_peak_speed() -> None:
    """0.25 heights in 1.6 s peak at 0.29 heights/s, and are under half of that at the seat."""
    duration_s = 1.6
    height = 0.6 - smooth_turn(T_S, 0.25, CONTACT_S - duration_s, duration_s)
    eased = kinematics_of(T_S, {"hip_height_norm": height})
    dropped = fall(1.875 * 0.25 / duration_s)
    contact = {"contact_s": CONTACT_S}
    eased_hps = landing_speed(eased, whole(eased, "stand_to_sit", **contact)).value
    dropped_hps = landing_speed(dropped, whole(dropped, "stand_to_sit", **contact)).value
    assert eased_hps < 0.5 * dropped_hps


def test_without_contact_it_is_not_assessable() -> None:
    kinematics = fall(0.4)
    finding = judge(kinematics, whole(kinematics, "stand_to_sit"), RULE)
    assert (finding.result, finding.value) == (Result.NOT_ASSESSABLE, None)


def test_hidden_is_not_a_pass() -> None:
    kinematics = kinematics_of(T_S, {"hip_height_norm": np.full(len(T_S), np.nan)}, reason="Hidden.")
    finding = judge(kinematics, whole(kinematics, "stand_to_sit", contact_s=CONTACT_S), RULE)
    assert (finding.result, finding.reason) == (Result.NOT_ASSESSABLE, "Hidden.")
