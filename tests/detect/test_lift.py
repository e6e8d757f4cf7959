"""Lifts overhead of analytic figures: both hands up and down again, and what is no lift."""

from __future__ import annotations

import pytest
from found import found_of
from motion import STANDING, Key, kinematics_of_keys, moving
from stored_pose import stored_pose

from transitions.series import PoseSeries

HOLDING = moving(STANDING, left_hand_m=(0.35, 0.15, 0.15), right_hand_m=(0.35, -0.15, 0.15))
OVERHEAD = moving(STANDING, left_hand_m=(0.35, 0.15, 0.95), right_hand_m=(0.35, -0.15, 0.95))
AHEAD = moving(STANDING, left_hand_m=(0.55, 0.15, 0.3), right_hand_m=(0.55, -0.15, 0.3))


def example() -> PoseSeries:
    return stored_pose("lift")


def held_keys(far: Key) -> list[tuple[float, Key]]:
    """Holding something, there from 1.5 to 2.7 s, a moment, back."""
    return [(0.0, HOLDING), (1.5, HOLDING), (2.7, far), (3.3, far), (4.5, HOLDING), (6.0, HOLDING)]


@pytest.mark.parametrize("azimuth_deg", [0.0, 45.0])
def test_finds_the_lift_with_its_times(azimuth_deg: float) -> None:
    kinematics = kinematics_of_keys(held_keys(OVERHEAD), azimuth_deg=azimuth_deg, noise_m=0.003)
    (found,) = found_of("lift", kinematics)
    assert found.start_s == pytest.approx(1.5, abs=0.2)
    assert found.phases["grasp_s"] == pytest.approx(2.7, abs=0.25)
    assert found.end_s == pytest.approx(4.5, abs=0.2)


@pytest.mark.parametrize("far", [HOLDING, AHEAD], ids=["holding still", "handing over"])
def test_nothing_where_the_hands_stay_low(far: Key) -> None:
    assert found_of("lift", kinematics_of_keys(held_keys(far), noise_m=0.003)) == []
