"""A seat is told by what stood where the hips came down: odds by hand, and people who go down over known cells."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from body import body_m, pose_of
from hypothesis import given
from hypothesis import strategies as st

from transitions.detect.movement.features import movement_features
from transitions.detect.movement.seat import (
    BARE,
    ELSEWHERE_BARE,
    LOOKED_S,
    SEAT_SHOWS,
    TAKEN,
    SeatOdds,
    lowest_within,
    odds_of,
    seat_odds,
)
from transitions.kinematics.hip_height import hip_height_norm
from transitions.series import SURROUNDINGS_CELLS, SURROUNDINGS_UNKNOWN, FloatArray, PoseSeries

RATE_HZ, LENGTH_S = 30.0, 8.0
DOWN_S, UP_S = 3.0, 5.0
FLOOR_PX = 400.0
PX_PER_M = 200.0
SURE_AGAINST = odds_of(0.0)
FOR = odds_of(1.0)


def visit(
    back_m: float = 0.3, *, taken: float, left_of: float | None = None, looked: bool = True
) -> PoseSeries:
    """Side on, facing right: up until 2.2 s, down at 3 s with the hips `back_m` behind, up again from 5 to 5.8 s.

    `taken` is the share of each cell that is taken, of those left of `left_of` trunk lengths alone where given.
    """
    t_s = np.arange(0.0, LENGTH_S, 1.0 / RATE_HZ)
    part = np.interp(t_s, [2.2, DOWN_S, UP_S, 5.8], [0.0, 1.0, 1.0, 0.0])
    part = part * part * (3 - 2 * part)
    world = np.array(
        [
            body_m(
                hip_deg=(75.0 * p, 75.0 * p), knee_deg=(80.0 * p, 80.0 * p), lean_deg=20.0 * p, yaw_deg=90.0
            )
            for p in part
        ]
    )
    pose = pose_of(t_s, world, pixels_per_m=PX_PER_M)
    image = pose.image_px.copy()
    ankle = image[:, [27, 28], 1].mean(axis=1)
    image[:, :, 1] += (FLOOR_PX - ankle)[:, None]
    hips = image[:, [23, 24], 0].mean(axis=1)
    image[:, :, 0] += (300.0 - back_m * PX_PER_M * part - hips)[:, None]
    cells = np.full((len(t_s), *SURROUNDINGS_CELLS), SURROUNDINGS_UNKNOWN, np.uint8)
    columns = np.linspace(-1.7, 1.7, SURROUNDINGS_CELLS[1])
    seen = np.where(columns < (np.inf if left_of is None else left_of), taken, 0.0)
    if looked:
        cells[(part == 0.0) & (np.arange(len(t_s)) % 6 == 0)] = np.rint(seen * 254.0).astype(np.uint8)
    return replace(pose, image_px=image, surroundings=cells)


def odds_in(pose: PoseSeries) -> tuple[FloatArray, SeatOdds]:
    grid_s = np.arange(0.0, LENGTH_S - 0.05, 0.05)
    return grid_s, seat_odds(pose, hip_height_norm(pose)[0], grid_s)


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        (0.0, np.log((1 - SEAT_SHOWS) / (ELSEWHERE_BARE + (1 - ELSEWHERE_BARE) * (1 - SEAT_SHOWS)))),
        (BARE, SURE_AGAINST),
        (TAKEN, np.log(1 / (1 - ELSEWHERE_BARE))),
        (1.0, FOR),
        ((BARE + TAKEN) / 2, (SURE_AGAINST + FOR) / 2),
        (float("nan"), 0.0),
    ],
)
def test_odds_are_what_the_two_chances_make_them(taken: float, expected: float) -> None:
    assert odds_of(taken) == pytest.approx(expected)


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=40), st.integers(0, 12))
def test_the_lowest_ahead_is_the_first_of_the_lowest(heights: list[float], reach: int) -> None:
    rows = lowest_within(np.array(heights), reach)
    for row, found in enumerate(rows):
        part = heights[row : row + reach + 1]
        assert found == row + part.index(min(part))


@pytest.mark.parametrize(("taken", "expected"), [(0.0, SURE_AGAINST), (1.0, FOR)])
def test_going_down_looks_ahead_and_rising_looks_back(taken: float, expected: float) -> None:
    grid_s, odds = odds_in(visit(taken=taken))
    down, up = (grid_s > 2.2) & (grid_s < DOWN_S), (grid_s > UP_S) & (grid_s < 5.8)
    assert odds.down[down] == pytest.approx(expected)
    assert odds.up[up] == pytest.approx(expected)
    assert odds.down[grid_s > 6.0] == pytest.approx(0.0)  # nobody goes down there
    assert odds.up[grid_s < 2.0] == pytest.approx(0.0)


def test_it_is_the_place_behind_that_counts() -> None:
    """A box before the feet is no seat, a chair behind them is one."""
    behind, before = visit(taken=1.0, left_of=-0.2), visit(taken=1.0, left_of=-0.2)
    assert before.surroundings is not None
    before = replace(before, surroundings=before.surroundings[:, :, ::-1])
    grid_s, chair = odds_in(behind)
    _, box = odds_in(before)
    down = (grid_s > 2.2) & (grid_s < DOWN_S)
    assert chair.down[down] == pytest.approx(FOR)
    assert (box.down[down] < chair.down[down] - 1.0).all()


def test_nothing_is_said_where_nothing_was_looked_at() -> None:
    blank = replace(visit(taken=1.0), surroundings=None)
    for pose in (visit(taken=1.0, looked=False), blank, replace(visit(taken=0.0), width_px=0, height_px=0)):
        _, odds = odds_in(pose)
        assert not odds.down.any()
        assert not odds.up.any()


def test_hips_that_come_down_out_of_what_was_seen_say_nothing() -> None:
    _, odds = odds_in(visit(back_m=1.6, taken=0.0))
    assert not odds.down.any()


def test_what_was_seen_long_ago_is_not_held_against_a_place() -> None:
    pose = visit(taken=0.0)
    assert pose.surroundings is not None
    cells = pose.surroundings.copy()
    cells[pose.t_s > 2.1] = SURROUNDINGS_UNKNOWN
    later = np.where(pose.t_s > 2.1, pose.t_s + LOOKED_S, pose.t_s)
    odds = seat_odds(
        replace(pose, t_s=later, surroundings=cells),
        hip_height_norm(pose)[0],
        np.arange(0.0, LENGTH_S + LOOKED_S, 0.05),
    )
    assert not odds.up.any()


@given(shift_px=st.floats(-80, 80), from_s=st.floats(0.0, 1e4))
def test_a_camera_that_moved_and_another_clock_change_nothing(shift_px: float, from_s: float) -> None:
    pose = visit(taken=0.0)
    moved = np.where(pose.t_s > 2.0, shift_px, 0.0)[:, None] * (1.0, 0.3)
    image = pose.image_px.copy()
    image[:, :, :2] += moved[:, None]
    twin = replace(pose, image_px=image, camera_shift_px=moved, t_s=pose.t_s + from_s)
    grid_s, ours = odds_in(pose)
    theirs = seat_odds(twin, hip_height_norm(twin)[0], grid_s + from_s)
    assert theirs.down == pytest.approx(ours.down, abs=1e-6)
    assert theirs.up == pytest.approx(ours.up, abs=1e-6)


def test_features_carry_it() -> None:
    features = movement_features(visit(taken=0.0))
    assert features.seat.down.min() == pytest.approx(SURE_AGAINST)
    assert features.seat.up.min() == pytest.approx(SURE_AGAINST)
    assert len(features.seat.down) == len(features.t_s)
