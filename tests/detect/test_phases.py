"""Phases are read from the curves, and left out where the curves do not show them."""

from __future__ import annotations

import numpy as np
import pytest
from kinematics_of import kinematics_of, smooth_turn, smooth_turn_speed, times_s

from transitions.detect.movement import Movement, Movements
from transitions.detect.passage import foot_order
from transitions.detect.sit_to_stand import find_sit_to_stands
from transitions.detect.stand_to_sit import find_stand_to_sits

T_S = times_s(5.0)


def hips(way: float, start_s: float, length_s: float):
    """Hips that go up (down: negative) by `way` standing heights."""
    first = 0.3 if way > 0 else 0.53
    return {
        "hip_height_norm": first + smooth_turn(T_S, way, start_s, length_s),
        "hip_speed_hps": smooth_turn_speed(T_S, way, start_s, length_s),
    }


def test_seat_off_and_upright_of_a_smooth_rise() -> None:
    movements = Movements((Movement("sit_to_stand", 1.0, 3.5, 2.0, 0.9),))
    (found,) = find_sit_to_stands(kinematics_of(T_S, hips(0.23, 2.0, 1.2)), movements)
    assert found.phases["seat_off_s"] == pytest.approx(2.0, abs=0.1)
    assert 2.8 < found.phases["upright_s"] < 3.2


def test_contact_of_a_smooth_descent() -> None:
    movements = Movements((Movement("stand_to_sit", 1.0, 3.5, 2.0, 0.9),))
    (found,) = find_stand_to_sits(kinematics_of(T_S, hips(-0.23, 1.2, 1.4)), movements)
    assert found.phases["contact_s"] == pytest.approx(2.5, abs=0.15)


@pytest.mark.parametrize("kind", ["sit_to_stand", "stand_to_sit"])
def test_unseen_hips_leave_every_phase_out(kind: str) -> None:
    hidden = dict.fromkeys(("hip_height_norm", "hip_speed_hps"), np.full(len(T_S), np.nan))
    find = find_sit_to_stands if kind == "sit_to_stand" else find_stand_to_sits
    (found,) = find(kinematics_of(T_S, hidden), Movements((Movement(kind, 1.0, 3.5, None, 0.9),)))
    assert found.phases == {}
    assert (found.start_s, found.end_s) == (1.0, 3.5)


def test_seat_off_is_the_networks_where_the_hips_do_not_show_it() -> None:
    hidden = dict.fromkeys(("hip_height_norm", "hip_speed_hps"), np.full(len(T_S), np.nan))
    movements = Movements((Movement("sit_to_stand", 1.0, 3.5, 2.2, 0.9),))
    (found,) = find_sit_to_stands(kinematics_of(T_S, hidden), movements)
    assert found.phases == {"seat_off_s": 2.2}


def test_hips_that_sink_are_no_rise() -> None:
    movements = Movements((Movement("sit_to_stand", 1.0, 3.5, None, 0.9),))
    (found,) = find_sit_to_stands(kinematics_of(T_S, hips(-0.23, 1.2, 1.4)), movements)
    assert found.phases == {}


def test_the_foot_that_passes_first_gives_the_side() -> None:
    assert foot_order({"left_foot": 2.0, "right_foot": 1.5, "head": 1.0}) == (
        "right",
        {"first_foot": 1.5, "second_foot": 2.0},
    )
    assert foot_order({"left_foot": 2.0}) == (None, {})
