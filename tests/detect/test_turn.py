"""Turns of the shoulders: only where the whole interval lies over healthy turning, and nothing else is found."""

from __future__ import annotations

import numpy as np
import pytest
from figures import motion_of
from kinematics_of import kinematics_of, smooth_turn, times_s
from stored_pose import stored_pose

from transitions.detect import LEAST_CONFIDENCE
from transitions.detect.movement import Movement
from transitions.detect.turn import find_turns
from transitions.series import Kinematics, PoseSeries

T_S = times_s(6.0)


def example() -> PoseSeries:
    return stored_pose("turn")


def twisted(angle_deg: float, u_deg: float = 1.0) -> Kinematics:
    """Round at 1 s, back at 3.5 s."""
    twist_deg = smooth_turn(T_S, angle_deg, 1.0, 1.0) - smooth_turn(T_S, angle_deg, 3.5, 1.0)
    return kinematics_of(T_S, {"trunk_twist_deg": twist_deg}, u={"trunk_twist_deg": u_deg})


@pytest.mark.parametrize(("angle_deg", "side"), [(40.0, "left"), (-40.0, "right")])
def test_a_far_turn_is_found_with_its_side_and_times(angle_deg: float, side: str) -> None:
    (found,) = find_turns(motion_of(twisted(angle_deg)))
    assert (found.kind, found.side) == ("turn", side)
    assert found.start_s == pytest.approx(1.2, abs=0.2)
    assert found.end_s == pytest.approx(4.3, abs=0.2)
    assert 2.0 <= found.phases["widest_s"] <= 3.6
    assert found.confidence > 0.8


@pytest.mark.parametrize(("angle_deg", "u_deg"), [(18.0, 0.5), (25.0, 5.0), (0.0, 1.0)])
def test_what_may_be_a_healthy_turn_is_none(angle_deg: float, u_deg: float) -> None:
    assert find_turns(motion_of(twisted(angle_deg, u_deg))) == []


@pytest.mark.parametrize(
    ("start_s", "end_s", "confidence", "reported"),
    [(0.8, 4.6, 0.9, False), (0.8, 4.6, 0.6, False), (4.0, 6.0, 0.9, True)],
    ids=["a reach", "maybe a reach", "a reach just after"],
)
def test_the_networks_claim_takes_from_the_confidence(
    start_s: float, end_s: float, confidence: float, reported: bool
) -> None:
    reach = Movement("reach", start_s, end_s, 2.0, confidence)
    (found,) = find_turns(motion_of(twisted(40.0), reach))
    assert (found.confidence >= LEAST_CONFIDENCE) is reported


def test_a_twist_that_cannot_be_assessed_is_none() -> None:
    twist_deg = np.full(len(T_S), np.nan)
    assert find_turns(motion_of(kinematics_of(T_S, {"trunk_twist_deg": twist_deg}))) == []


def test_a_lost_frame_does_not_make_two_turns_of_one() -> None:
    whole = twisted(40.0)
    twist_deg = whole["trunk_twist_deg"].value.copy()
    twist_deg[75] = np.nan
    kinematics = kinematics_of(T_S, {"trunk_twist_deg": twist_deg})
    assert len(find_turns(motion_of(kinematics))) == 1


def test_a_twist_that_never_comes_back_or_a_single_frame_is_no_turn() -> None:
    stays = kinematics_of(T_S, {"trunk_twist_deg": smooth_turn(T_S, 40.0, 1.0, 1.0)})
    spike = np.zeros(len(T_S))
    spike[60] = 40.0
    assert find_turns(motion_of(stays)) == []
    assert find_turns(motion_of(kinematics_of(T_S, {"trunk_twist_deg": spike}))) == []
