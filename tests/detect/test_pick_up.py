"""Pick-ups of analytic figures: found however they are done, and not where the hands stay up."""

from __future__ import annotations

import pytest
from found import found_of
from motion import SEATED, STANDING, Key, kinematics_of_keys, moving
from stored_pose import stored_pose

from transitions.series import PoseSeries

SQUAT = moving(
    STANDING,
    hips_m=(-0.20, 0.0, 0.45),
    lean_deg=55.0,
    left_hand_m=(0.45, 0.15, -0.25),
    right_hand_m=(0.45, -0.15, -0.25),
)
STOOP = moving(
    STANDING,
    hips_m=(-0.15, 0.0, 0.86),
    lean_deg=90.0,
    left_hand_m=(0.45, 0.15, -0.55),
    right_hand_m=(0.45, -0.15, -0.55),
)


def example() -> PoseSeries:
    return stored_pose("pick_up_stooped")


def pick_up_keys(low: Key, down_s: float = 1.5, up_s: float = 1.5) -> list[tuple[float, Key]]:
    """Standing, down from 1.2 s, a moment there, up, standing."""
    lowest_s = 1.2 + down_s
    return [
        (0.0, STANDING),
        (1.2, STANDING),
        (lowest_s, low),
        (lowest_s + 0.5, low),
        (lowest_s + 0.5 + up_s, STANDING),
        (lowest_s + 2.0 + up_s, STANDING),
    ]


@pytest.mark.parametrize("azimuth_deg", [-70.0, 0.0, 45.0])
@pytest.mark.parametrize("low", [SQUAT, STOOP], ids=["squat", "stoop"])
def test_finds_the_pick_up_with_its_times(low: Key, azimuth_deg: float) -> None:
    (found,) = found_of(
        "pick_up", kinematics_of_keys(pick_up_keys(low), azimuth_deg=azimuth_deg, noise_m=0.003)
    )
    assert found.start_s == pytest.approx(1.2, abs=0.15)
    assert found.phases["lowest_s"] == pytest.approx(2.7, abs=0.2)
    assert found.end_s == pytest.approx(4.7, abs=0.15)


@pytest.mark.parametrize(("rate_hz", "down_s"), [(15.0, 0.7), (60.0, 2.5)])
def test_frame_rate_and_pace_do_not_matter(rate_hz: float, down_s: float) -> None:
    (found,) = found_of("pick_up", kinematics_of_keys(pick_up_keys(STOOP, down_s=down_s), rate_hz=rate_hz))
    assert found.start_s == pytest.approx(1.2, abs=0.1 * max(2.0, down_s))
    assert found.phases["lowest_s"] == pytest.approx(1.2 + down_s, abs=0.25)


def test_without_an_image_the_room_positions_serve() -> None:
    (found,) = found_of("pick_up", kinematics_of_keys(pick_up_keys(SQUAT), image=False))
    assert found.start_s == pytest.approx(1.2, abs=0.15)


def test_two_in_a_row_are_told_apart() -> None:
    first = pick_up_keys(STOOP)[:5]
    again_s = first[-1][0] + 0.1
    second = [(again_s + time - 1.2, key) for time, key in pick_up_keys(STOOP)[1:]]
    found = found_of("pick_up", kinematics_of_keys([*first, *second]))
    assert len(found) == 2
    assert found[0].end_s == pytest.approx(4.7, abs=0.2)
    assert found[1].start_s == pytest.approx(again_s, abs=0.2)


HANDS_UP = {"left_hand_m": (0.6, 0.2, 0.35), "right_hand_m": (0.6, -0.2, 0.35)}
NO_PICK_UP = {
    "standing": [(0.0, STANDING), (4.0, STANDING)],
    "a squat with the hands in front": pick_up_keys(moving(SQUAT, **HANDS_UP)),
    "sitting down": [(0.0, STANDING), (1.0, STANDING), (2.8, SEATED), (4.0, SEATED)],
    "reaching to the floor from a seat": [
        (0.0, SEATED),
        (1.0, SEATED),
        (2.0, moving(SEATED, lean_deg=80.0, left_hand_m=(0.6, 0.15, -0.4))),
        (3.0, SEATED),
        (4.5, SEATED),
    ],
}


@pytest.mark.parametrize("name", NO_PICK_UP)
def test_nothing_where_nobody_picks_up(name: str) -> None:
    assert found_of("pick_up", kinematics_of_keys(NO_PICK_UP[name], noise_m=0.003)) == []
