"""Rises and descents of analytic figures: their times, and what is no seat."""

from __future__ import annotations

import numpy as np
import pytest
from motion import SEATED, STANDING, Key, kinematics_of_keys, moving

from transitions.detect.boundaries import edge_lead
from transitions.detect.posture import turning_points
from transitions.detect.sit_to_stand import find_sit_to_stands
from transitions.detect.stand_to_sit import find_stand_to_sits

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
    (found,) = find_sit_to_stands(kinematics)
    assert found.start_s == pytest.approx(1.2, abs=0.15)
    assert found.phases["seat_off_s"] == pytest.approx(2.1, abs=0.2)
    assert found.end_s == pytest.approx(3.2, abs=0.2)
    assert find_stand_to_sits(kinematics) == []


@pytest.mark.parametrize(("lean_s", "wait_s"), [(0.5, 0.0), (1.3, 0.5)])
def test_a_wait_with_the_weight_forward_belongs_to_the_rise(lean_s: float, wait_s: float) -> None:
    (found,) = find_sit_to_stands(kinematics_of_keys(rise_keys(lean_s, wait_s)))
    assert found.start_s == pytest.approx(1.2, abs=0.15)


@pytest.mark.parametrize(("rate_hz", "down_s"), [(15.0, 1.0), (30.0, 1.5), (60.0, 2.2)])
def test_finds_the_descent_with_its_times(rate_hz: float, down_s: float) -> None:
    (found,) = find_stand_to_sits(kinematics_of_keys(sit_keys(down_s), rate_hz=rate_hz))
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
    assert [s.start_s for s in find_sit_to_stands(kinematics)] == pytest.approx([1.2, 7.5, 13.8], abs=0.2)
    assert len(find_stand_to_sits(kinematics)) == 3


@pytest.mark.parametrize("keys", [[(0.0, SEATED), (6.0, SEATED)], [(0.0, STANDING), (6.0, STANDING)]])
def test_stillness_is_nothing(keys: list[tuple[float, Key]]) -> None:
    kinematics = kinematics_of_keys(keys, noise_m=0.004)
    assert find_sit_to_stands(kinematics) == []
    assert find_stand_to_sits(kinematics) == []


def test_a_squat_is_no_seat() -> None:
    keys = [(0.0, STANDING), (1.0, STANDING), (2.2, SQUAT), (2.8, SQUAT), (4.0, STANDING), (5.0, STANDING)]
    kinematics = kinematics_of_keys(keys)
    assert find_sit_to_stands(kinematics) == []
    assert find_stand_to_sits(kinematics) == []


def test_turning_points_keep_only_large_swings() -> None:
    t = np.linspace(0, 4 * np.pi, 400)
    swings = turning_points(np.sin(t) + 0.02 * np.sin(40 * t), 0.5)
    assert swings == pytest.approx([0, 50, 150, 249, 349, 399], abs=3)
    assert turning_points(0.02 * np.sin(t), 0.5) == []


def test_a_minimum_jerk_start_is_reached_at_the_given_share() -> None:
    """At the part s of its duration the speed is 16 s^2 (1 - s)^2 of the peak."""
    lead = edge_lead(0.08)
    s = lead / (1 + 2 * lead)
    assert 16 * s**2 * (1 - s) ** 2 == pytest.approx(0.08)
