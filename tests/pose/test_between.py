"""Rows of frames that were passed over, and single looks that slipped."""

from __future__ import annotations

import numpy as np
import pytest

from transitions.pose.between import frames_passed_over, with_rows_between
from transitions.pose.detection import SLIP_M, Detection

RATE_HZ = 60.0
LOOKED_AT = range(0, 41, 8)
T_S = (np.arange(41) / RATE_HZ).tolist()


def standing(knee_m: float = 0.0) -> Detection:
    """Somebody who stands, a knee so far from its place (depth: nothing of it shows in the picture)."""
    world_m = np.zeros((33, 3))
    world_m[25, 2] = knee_m
    return Detection(
        image_px=np.full((33, 3), 100.0),
        world_m=world_m,
        visibility=np.ones(33),
        presence=np.ones(33),
        outline=np.zeros((2, 13)),
        trunk_mask=np.zeros((32, 32), np.uint8),
        masked=np.ones(33, dtype=bool),
    )


def knee_m(knees_m: dict[int, float]) -> list[float]:
    """The knee in every frame, looked at in every eighth, slipped in these."""
    rows = {number: standing(knees_m.get(number, 0.0)) for number in LOOKED_AT}
    every = with_rows_between(rows, LOOKED_AT, T_S)
    assert sorted(every) == list(range(41))
    return [float(every[number].world_m[25, 2]) for number in range(41)]


def test_one_look_that_slipped_is_in_no_row() -> None:
    assert knee_m({16: 0.25}) == [0.0] * 41


def test_a_look_a_little_off_is_no_slip() -> None:
    off_m = 0.8 * SLIP_M
    assert knee_m({16: off_m})[16] == off_m
    assert knee_m({16: off_m})[12] == pytest.approx(off_m / 2)


def test_two_looks_that_agree_are_no_slip() -> None:
    there = knee_m({16: 0.25, 24: 0.25})
    assert there[16:25] == [0.25] * 9
    assert there[8:12] == [0.0] * 4


def test_at_the_first_and_the_last_look_nothing_tells_a_slip() -> None:
    assert knee_m({0: 0.25})[0] == 0.25
    assert knee_m({40: 0.25})[40] == 0.25


def test_where_every_frame_is_looked_at_a_slip_stays_for_the_repair() -> None:
    rows = {number: standing(0.25 if number == 2 else 0.0) for number in range(5)}
    assert with_rows_between(rows, range(5), T_S)[2].world_m[25, 2] == 0.25


def test_beside_a_look_without_the_person_nothing_lies_between() -> None:
    rows = {number: standing() for number in (0, 16)}
    assert sorted(with_rows_between(rows, [0, 8, 16], T_S)) == [0, 16]


def test_a_frame_lies_between_by_its_time() -> None:
    frames = frames_passed_over([0, 3], [0.0, 0.1, 0.4, 0.5])
    assert list(frames) == [1, 2]
    assert [frame.share for frame in frames.values()] == pytest.approx([0.2, 0.8])
