"""Rises of analytic figures: their times, and what is no rise."""

from __future__ import annotations

import pytest
from figures import A_SQUAT, STILL, T_S, hips, motion_of, rise_keys, sit_keys, unseen_hips
from found import found_of
from kinematics_of import kinematics_of
from motion import SEATED, Key, kinematics_of_keys
from stored_pose import stored_pose

from transitions.detect.movement import Movement
from transitions.detect.sit_to_stand import find_sit_to_stands
from transitions.series import PoseSeries


def example() -> PoseSeries:
    return stored_pose("rise_and_sit")


@pytest.mark.parametrize("azimuth_deg", [-80.0, 0.0, 45.0])
def test_finds_the_rise_with_its_times(azimuth_deg: float) -> None:
    kinematics = kinematics_of_keys(rise_keys(), azimuth_deg=azimuth_deg, noise_m=0.003)
    (found,) = found_of("sit_to_stand", kinematics)
    assert found.start_s == pytest.approx(1.2, abs=0.15)
    assert found.phases["seat_off_s"] == pytest.approx(2.1, abs=0.2)
    assert found.end_s == pytest.approx(3.2, abs=0.2)
    assert found_of("stand_to_sit", kinematics) == []


@pytest.mark.parametrize(("lean_s", "wait_s"), [(0.5, 0.0), (1.3, 0.5)])
def test_a_wait_with_the_weight_forward_belongs_to_the_rise(lean_s: float, wait_s: float) -> None:
    (found,) = found_of("sit_to_stand", kinematics_of_keys(rise_keys(lean_s, wait_s)))
    assert found.start_s == pytest.approx(1.2, abs=0.15)


def test_three_rises_in_a_row_are_told_apart() -> None:
    cycle = [*rise_keys()[1:-1], *((t_s + 3.4, key) for t_s, key in sit_keys(start_s=0.5)[1:-1])]
    keys = [
        (0.0, SEATED),
        *((t_s + 6.3 * turn, key) for turn in range(3) for t_s, key in cycle),
        (20.1, SEATED),
    ]
    kinematics = kinematics_of_keys(keys)
    assert [s.start_s for s in found_of("sit_to_stand", kinematics)] == pytest.approx(
        [1.2, 7.5, 13.8], abs=0.2
    )
    assert len(found_of("stand_to_sit", kinematics)) == 3


@pytest.mark.parametrize("keys", [*STILL, A_SQUAT], ids=["sitting", "standing", "a squat"])
def test_nothing_where_nobody_rises(keys: list[tuple[float, Key]]) -> None:
    assert found_of("sit_to_stand", kinematics_of_keys(keys, noise_m=0.004)) == []


def test_seat_off_and_upright_of_a_smooth_rise() -> None:
    rise = Movement("sit_to_stand", 1.0, 3.5, 2.0, 0.9)
    (found,) = find_sit_to_stands(motion_of(kinematics_of(T_S, hips(0.23, 2.0, 1.2)), rise))
    assert found.phases["seat_off_s"] == pytest.approx(2.0, abs=0.1)
    assert 2.8 < found.phases["upright_s"] < 3.2


@pytest.mark.parametrize(("moment_s", "phases"), [(None, {}), (2.2, {"seat_off_s": 2.2})])
def test_seat_off_is_the_networks_where_the_hips_do_not_show_it(
    moment_s: float | None, phases: dict[str, float]
) -> None:
    rise = Movement("sit_to_stand", 1.0, 3.5, moment_s, 0.9)
    (found,) = find_sit_to_stands(motion_of(kinematics_of(T_S, unseen_hips()), rise))
    assert found.phases == phases
    assert (found.start_s, found.end_s) == (1.0, 3.5)


def test_hips_that_sink_are_no_rise() -> None:
    rise = Movement("sit_to_stand", 1.0, 3.5, None, 0.9)
    (found,) = find_sit_to_stands(motion_of(kinematics_of(T_S, hips(-0.23, 1.2, 1.4)), rise))
    assert found.phases == {}
