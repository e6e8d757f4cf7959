"""Rises and descents of analytic figures: their times, and what is no seat."""

from __future__ import annotations

import pytest
from found import found_of
from motion import SEATED, STANDING, Key, kinematics_of_keys, moving

LEANING = moving(SEATED, lean_deg=42.0)
SQUAT = moving(STANDING, hips_m=(-0.20, 0.0, 0.48), lean_deg=45.0)


def rise_keys(lean_s: float = 0.9, wait_s: float = 0.0, up_s: float = 1.1) -> list[tuple[float, Key]]:
    """Seated until 1.2 s, lean, wait with the weight forward, rise, stand."""
    off_s = 1.2 + lean_s + wait_s
    return [
        (0.0, SEATED),
        (1.2, SEATED),
        (1.2 + lean_s, LEANING),
        (off_s, LEANING),
        (off_s + up_s, STANDING),
        (off_s + up_s + 1.2, STANDING),
    ]


def sit_keys(down_s: float = 1.5, start_s: float = 1.2) -> list[tuple[float, Key]]:
    """Standing, down with the trunk leaning, upright in the seat."""
    contact_s = start_s + down_s
    return [
        (0.0, STANDING),
        (start_s, STANDING),
        (contact_s, LEANING),
        (contact_s + 0.8, SEATED),
        (contact_s + 2.0, SEATED),
    ]


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


@pytest.mark.parametrize(("rate_hz", "down_s"), [(15.0, 1.0), (30.0, 1.5), (60.0, 2.2)])
def test_finds_the_descent_with_its_times(rate_hz: float, down_s: float) -> None:
    (found,) = found_of("stand_to_sit", kinematics_of_keys(sit_keys(down_s), rate_hz=rate_hz))
    assert found.start_s == pytest.approx(1.2, abs=0.15)
    assert found.phases["contact_s"] == pytest.approx(1.2 + down_s, abs=0.25)
    assert found.end_s == pytest.approx(2.0 + down_s, abs=0.25)


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


@pytest.mark.parametrize("keys", [[(0.0, SEATED), (6.0, SEATED)], [(0.0, STANDING), (6.0, STANDING)]])
def test_stillness_is_nothing(keys: list[tuple[float, Key]]) -> None:
    kinematics = kinematics_of_keys(keys, noise_m=0.004)
    assert found_of("sit_to_stand", kinematics) == []
    assert found_of("stand_to_sit", kinematics) == []


def test_a_squat_is_no_seat() -> None:
    keys = [(0.0, STANDING), (1.0, STANDING), (2.2, SQUAT), (2.8, SQUAT), (4.0, STANDING), (5.0, STANDING)]
    kinematics = kinematics_of_keys(keys)
    assert found_of("sit_to_stand", kinematics) == []
    assert found_of("stand_to_sit", kinematics) == []
