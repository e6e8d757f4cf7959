"""Ways out of a car seat, and into it, of analytic figures."""

from __future__ import annotations

import pytest
from found import found_of
from motion import SEATED, STANDING, Key, kinematics_of_keys, moving

FEET_IN = (0.02, 0.1, 0.2, 0.02, -0.1, 0.2)
IN_SEAT = moving(SEATED, feet_m=FEET_IN)
FIRST_OUT = moving(IN_SEAT, yaw_deg=45.0, feet_m=(-0.2, 0.55, 0.3, 0.02, -0.05, 0.2))
LEGS_OUT = moving(IN_SEAT, yaw_deg=85.0, feet_m=(-0.5, 0.45, 0.08, -0.3, 0.45, 0.08))
LEANING = moving(LEGS_OUT, lean_deg=45.0)
OUTSIDE = moving(
    STANDING, hips_m=(-0.4, 0.42, 0.90), yaw_deg=88.0, feet_m=(-0.5, 0.45, 0.08, -0.3, 0.45, 0.08)
)
EXIT: list[tuple[float, Key]] = [
    (0.0, IN_SEAT),
    (1.2, IN_SEAT),
    (1.9, FIRST_OUT),
    (2.6, LEGS_OUT),
    (3.1, LEANING),
    (4.3, OUTSIDE),
    (6.0, OUTSIDE),
]


def backwards(keys: list[tuple[float, Key]]) -> list[tuple[float, Key]]:
    """The same motion the other way round in time."""
    last_s = keys[-1][0]
    return [(last_s - time, key) for time, key in reversed(keys)]


@pytest.mark.parametrize(("azimuth_deg", "rate_hz"), [(35.0, 30.0), (60.0, 15.0), (90.0, 30.0)])
def test_finds_the_exit_with_its_times_and_order(azimuth_deg: float, rate_hz: float) -> None:
    (found,) = found_of(
        "car_exit", kinematics_of_keys(EXIT, azimuth_deg=azimuth_deg, rate_hz=rate_hz, noise_m=0.003)
    )
    assert found.start_s == pytest.approx(1.2, abs=0.15)
    assert found.phases["seat_off_s"] == pytest.approx(3.1, abs=0.25)
    assert found.end_s == pytest.approx(4.3, abs=0.2)
    assert found.side == "left"
    order = ["first_foot_out_s", "second_foot_out_s", "hips_out_s"]
    assert [found.phases[name] for name in order] == sorted(found.phases[name] for name in order)


def test_getting_in_is_getting_out_seen_backwards() -> None:
    kinematics = kinematics_of_keys(backwards(EXIT))
    (found,) = found_of("car_enter", kinematics)
    assert found.start_s == pytest.approx(1.7, abs=0.2)
    assert found.end_s == pytest.approx(4.8, abs=0.15)
    assert found_of("car_exit", kinematics) == []


def test_without_an_image_the_room_positions_serve() -> None:
    (found,) = found_of("car_exit", kinematics_of_keys(EXIT, image=False))
    assert found.start_s == pytest.approx(1.2, abs=0.15)


WALKED_OFF = moving(STANDING, hips_m=(0.0, 0.8, 0.9), yaw_deg=80.0, feet_m=(0.1, 0.8, 0.08, -0.1, 0.8, 0.08))
NO_EXIT = {
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
