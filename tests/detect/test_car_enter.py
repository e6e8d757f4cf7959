"""Ways into a car seat of analytic figures."""

from __future__ import annotations

import pytest
from figures import CAR_EXIT, backwards
from found import found_of
from motion import kinematics_of_keys
from stored_pose import stored_pose

from transitions.series import PoseSeries


def example() -> PoseSeries:
    return stored_pose("car_enter")


def test_getting_in_is_getting_out_seen_backwards() -> None:
    kinematics = kinematics_of_keys(backwards(CAR_EXIT))
    (found,) = found_of("car_enter", kinematics)
    assert found.start_s == pytest.approx(1.7, abs=0.2)
    assert found.end_s == pytest.approx(4.8, abs=0.15)
    assert found_of("car_exit", kinematics) == []


def test_getting_out_is_no_way_in() -> None:
    assert found_of("car_enter", kinematics_of_keys(CAR_EXIT)) == []
