"""Descents of analytic figures: their times, and what is no seat."""

from __future__ import annotations

import pytest
from figures import A_SQUAT, STILL, T_S, hips, motion_of, sit_keys, unseen_hips
from found import found_of
from kinematics_of import kinematics_of
from motion import Key, kinematics_of_keys
from stored_pose import stored_pose

from transitions.detect.movement import Movement
from transitions.detect.stand_to_sit import find_stand_to_sits
from transitions.series import PoseSeries

DESCENT = Movement("stand_to_sit", 1.0, 3.5, 2.0, 0.9)


def example() -> PoseSeries:
    return stored_pose("rise_and_sit")


@pytest.mark.parametrize(("rate_hz", "down_s"), [(15.0, 1.0), (30.0, 1.5), (60.0, 2.2)])
def test_finds_the_descent_with_its_times(rate_hz: float, down_s: float) -> None:
    (found,) = found_of("stand_to_sit", kinematics_of_keys(sit_keys(down_s), rate_hz=rate_hz))
    assert found.start_s == pytest.approx(1.2, abs=0.15)
    assert found.phases["contact_s"] == pytest.approx(1.2 + down_s, abs=0.25)
    assert found.end_s == pytest.approx(2.0 + down_s, abs=0.25)


@pytest.mark.parametrize("keys", [*STILL, A_SQUAT], ids=["sitting", "standing", "a squat"])
def test_nothing_where_nobody_sits_down(keys: list[tuple[float, Key]]) -> None:
    assert found_of("stand_to_sit", kinematics_of_keys(keys, noise_m=0.004)) == []


def test_contact_of_a_smooth_descent() -> None:
    (found,) = find_stand_to_sits(motion_of(kinematics_of(T_S, hips(-0.23, 1.2, 1.4)), DESCENT))
    assert found.phases["contact_s"] == pytest.approx(2.5, abs=0.15)


def test_unseen_hips_leave_the_contact_out() -> None:
    (found,) = find_stand_to_sits(motion_of(kinematics_of(T_S, unseen_hips()), DESCENT))
    assert found.phases == {}
    assert (found.start_s, found.end_s) == (1.0, 3.5)
