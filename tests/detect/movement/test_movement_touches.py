"""Hips that go down and straight up: over a seat a sit and a rise, over bare floor or in a stride nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from body import mirrored
from dips import START_S, STAY_S, WAY_S, dip
from hypothesis import given
from hypothesis import strategies as st

from transitions.detect import LEAST_CONFIDENCE
from transitions.detect.movement import movements_of_pose
from transitions.detect.movement.seat import odds_of
from transitions.detect.movement.touches import LONGEST_LOW_S, find_touches
from transitions.series import INDEX, PoseSeries


def test_over_a_seat_it_is_a_sit_and_a_rise_with_their_edges() -> None:
    (touch,) = find_touches(dip(1.0))
    assert touch.odds == pytest.approx(odds_of(1.0), abs=0.05)
    # Knees begin to bend a quarter of a second before the hips have come down by a twentieth.
    assert touch.down_s == pytest.approx((START_S + 0.2, START_S + WAY_S), abs=0.1)
    assert touch.up_s == pytest.approx(
        (START_S + WAY_S + STAY_S, START_S + 2 * WAY_S + STAY_S - 0.2), abs=0.1
    )
    assert touch.down_s[0] < touch.down_s[1] <= touch.up_s[0] < touch.up_s[1]


def test_over_bare_floor_the_odds_are_against_it() -> None:
    (touch,) = find_touches(dip(0.0))
    assert touch.odds == pytest.approx(odds_of(0.0), abs=0.05)
    assert touch.odds < -2.0


@pytest.mark.parametrize(
    "pose",
    [
        pytest.param(dip(1.0, depth=0.35), id="hips stay higher than any seat"),
        pytest.param(dip(1.0, stay_s=LONGEST_LOW_S + 0.5), id="stays: the networks know that"),
        pytest.param(dip(1.0, stands_after=False), id="does not stand up"),
        pytest.param(dip(1.0, way_s=0.15), id="faster than people fall"),
        pytest.param(replace(dip(1.0), surroundings=None), id="nothing was looked at"),
        pytest.param(replace(dip(1.0), width_px=0, height_px=0), id="no picture"),
    ],
)
def test_what_is_no_touch(pose: PoseSeries) -> None:
    assert find_touches(pose) == []


def test_a_stride_and_hips_that_only_seem_to_go_down_speak_against_it() -> None:
    over_a_seat = odds_of(1.0)
    (stride,) = find_touches(dip(1.0, stride_m=0.8))
    (hidden_feet,) = find_touches(dip(1.0, straight_knees=True))
    for touch in (stride, hidden_feet):
        assert touch.odds < over_a_seat - 3.0


def test_legs_that_are_not_known_say_nothing() -> None:
    pose = dip(1.0)
    world = pose.world_m.copy()
    world[:, INDEX["left_knee"]] = np.nan
    assert find_touches(replace(pose, world_m=world)) == []


def test_a_hole_on_the_way_is_not_bridged() -> None:
    pose = dip(1.0)
    world, image = pose.world_m.copy(), pose.image_px.copy()
    gone = (pose.t_s > START_S + 0.2) & (pose.t_s < START_S + 0.5)
    world[gone], image[gone] = np.nan, np.nan
    assert find_touches(replace(pose, world_m=world, image_px=image)) == []


@given(shift_px=st.floats(-60, 60), from_s=st.floats(0.0, 1e4))
def test_mirror_shift_and_clock_change_nothing(shift_px: float, from_s: float) -> None:
    pose = dip(0.4)
    (ours,) = find_touches(pose)
    image = pose.image_px.copy()
    image[..., 0] += shift_px
    (moved,) = find_touches(replace(pose, image_px=image, t_s=pose.t_s + from_s))
    (twin,) = find_touches(mirrored(pose))
    assert moved.odds == pytest.approx(ours.odds, abs=1e-6)
    assert moved.down_s[0] - from_s == pytest.approx(ours.down_s[0], abs=1e-6)
    assert twin.odds == pytest.approx(ours.odds, abs=1e-6)
    assert twin.up_s == pytest.approx(ours.up_s)


def test_what_the_networks_leave_to_others_is_reported_over_a_seat_alone() -> None:
    for taken, reported in ((1.0, True), (0.0, False)):
        found = movements_of_pose(dip(taken)).found
        sure = [m for m in found if m.confidence >= LEAST_CONFIDENCE]
        assert [m.kind for m in sure] == (["stand_to_sit", "sit_to_stand"] if reported else [])
