"""What counts as a change between two small pictures, and what does not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from transitions.pose.picture_change import Grey, changed_cells, relief
from transitions.survey.change import CUT_SHARE, Area, largest_group

LITTLE_SHARE = 0.004
"""The least group that is worth a look (`skim.ELSEWHERE_SHARE`)."""


def room(seed: int = 3) -> Grey:
    """A room of smooth walls and sharp furniture."""
    chance = np.random.default_rng(seed)
    picture = cv2.resize(chance.integers(60, 180, (6, 8), dtype=np.uint8), (240, 135))
    for _ in range(14):
        left, top = chance.integers(0, 200), chance.integers(0, 110)
        size = chance.integers(8, 40, 2)
        picture[top : top + size[1], left : left + size[0]] = chance.integers(20, 230)
    return np.asarray(cv2.GaussianBlur(picture, (5, 5), 0), np.uint8)  # as a lens draws it


def with_hand(picture: Grey) -> Grey:
    reached = picture.copy()
    reached[60:75, 100:115] = 215
    return reached


def noisy(picture: Grey, seed: int, levels: float = 5.0) -> Grey:
    noise = np.random.default_rng(seed).normal(0.0, levels, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def group(before: Grey, after: Grey) -> float:
    return largest_group(changed_cells(relief(before), relief(after)))[0]


def darker(picture: Grey) -> Grey:
    return (0.55 * picture.astype(float) + 4).astype(np.uint8)


def bumped(picture: Grey) -> Grey:
    shift = np.array([[1, 0, 2.6], [0, 1, -1.4]], dtype=np.float32)
    return np.asarray(cv2.warpAffine(picture, shift, (240, 135), borderMode=cv2.BORDER_REPLICATE), np.uint8)


@pytest.mark.parametrize(
    "after",
    [room(), noisy(room(), 2), bumped(room())],
    ids=["the same", "noise", "the camera was bumped"],
)
def test_nothing_that_nobody_did_is_a_change(after: Grey) -> None:
    assert group(noisy(room(), 1, 2.0), after) < LITTLE_SHARE


@pytest.mark.parametrize(
    "meanwhile",
    [lambda picture: picture, lambda picture: noisy(picture, 5), darker],
    ids=["nothing else", "noise", "the lights went down"],
)
def test_a_hand_is_one_whatever_else_happens(meanwhile) -> None:  # type: ignore[no-untyped-def]
    assert group(room(), meanwhile(with_hand(room()))) >= LITTLE_SHARE


def test_a_switched_light_is_no_other_scene() -> None:
    """It may be worth a look, which then finds the same posture; following the person does not begin afresh."""
    assert changed_cells(relief(room()), relief(darker(room()))).mean() < 0.1 < CUT_SHARE


def test_another_scene_is_a_change_of_much_of_the_picture() -> None:
    assert changed_cells(relief(room(3)), relief(room(4))).mean() > CUT_SHARE


def test_the_group_is_told_where_it_is() -> None:
    _, area = largest_group(changed_cells(relief(room()), relief(with_hand(room()))))
    assert area.left < 107 / 240 < area.right
    assert area.top < 67 / 135 < area.bottom


def test_an_area_widened_stays_in_the_picture() -> None:
    assert Area(0.0, 0.5, 0.2, 1.0).widened(0.5) == Area(0.0, 0.25, pytest.approx(0.3), 1.0)  # type: ignore[arg-type]


def test_the_pictures_compared_stay_as_they_were() -> None:
    before, after = relief(room()), relief(bumped(room()))
    kept = before.copy(), after.copy()
    changed_cells(before, after)
    assert np.array_equal(before, kept[0])
    assert np.array_equal(after, kept[1])
