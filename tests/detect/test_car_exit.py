"""Ways out of a car seat of analytic figures."""

from __future__ import annotations

import pytest
from figures import CAR_EXIT, IN_SEAT
from found import found_of
from motion import SEATED, STANDING, Key, kinematics_of_keys, moving
from stored_pose import stored_pose

from transitions.series import PoseSeries


def example() -> PoseSeries:
    return stored_pose("car_exit")


@pytest.mark.parametrize(("azimuth_deg", "rate_hz"), [(35.0, 30.0), (60.0, 15.0), (90.0, 30.0)])
def test_finds_the_exit_with_its_times_and_order(azimuth_deg: float, rate_hz: float) -> None:
    (found,) = found_of(
        "car_exit", kinematics_of_keys(CAR_EXIT, azimuth_deg=azimuth_deg, rate_hz=rate_hz, noise_m=0.003)
    )
    assert found.start_s == pytest.approx(1.2, abs=0.15)
    assert found.phases["seat_off_s"] == pytest.approx(3.1, abs=0.25)
    assert found.end_s == pytest.approx(4.3, abs=0.2)
    assert found.side == "left"
    order = ["first_foot_out_s", "second_foot_out_s", "hips_out_s"]
    assert [found.phases[name] for name in order] == sorted(found.phases[name] for name in order)


def test_without_an_image_the_room_positions_serve() -> None:
    (found,) = found_of("car_exit", kinematics_of_keys(CAR_EXIT, image=False))
    assert found.start_s == pytest.approx(1.2, abs=0.15)


WALKED_OFF = moving(STANDING, hips_m=(0.0, 0.8, 0.9), yaw_deg=80.0, feet_m=(0.1, 0.8, 0.08, -0.1, 0.8, 0.08))
NO_EXIT: dict[str, list[tuple[float, Key]]] = {
    "sitting": [(0.0, IN_SEAT), (4.0, IN_SEAT)],
    "a rise": [
        (0.0, SEATED),
        (1.0, SEATED),
        (2.0, moving(SEATED, lean_deg=45.0)),
        (3.0, STANDING),
        (4.5, STANDING),
    ],
    "a rise with a twist": [
        (0.0, SEATED),
        (1.0, SEATED),
        (2.0, moving(SEATED, lean_deg=40.0, twist_deg=45.0)),
        (3.0, STANDING),
        (4.5, STANDING),
    ],
    "a rise, then a walk to the side": [
        (0.0, SEATED),
        (1.0, SEATED),
        (2.5, STANDING),
        (2.9, STANDING),
        (4.5, WALKED_OFF),
        (6.0, WALKED_OFF),
    ],
}


@pytest.mark.parametrize("name", NO_EXIT)
def test_nothing_where_nobody_leaves_a_car(name: str) -> None:
    kinematics = kinematics_of_keys(NO_EXIT[name], noise_m=0.003)
    assert found_of("car_exit", kinematics) == []
    assert found_of("car_enter", kinematics) == []
