"""The table of pages that are taken, and the clips that they show."""

from __future__ import annotations

import numpy as np

from bench.screenshot_clips import RATE_HZ, again_and_again, side_by_side
from bench.screenshots import PAGES, Kept


def test_every_page_has_a_name_of_its_own_and_every_store_a_page() -> None:
    names = [page.name for page in PAGES]
    assert len(set(names)) == len(names)
    assert {page.on for page in PAGES} == set(Kept)


def test_the_long_clip_lasts_34_s() -> None:
    frames = [np.full((2, 2, 3), number, np.uint8) for number in range(118)]
    assert len(list(again_and_again(frames))) == 34 * RATE_HZ


def test_of_two_people_the_second_is_smaller_and_stands_on_the_same_floor() -> None:
    near = [np.zeros((64, 48, 3), np.uint8)] * 3
    far = [np.full((64, 48, 3), 255, np.uint8)] * 2
    pictures = list(side_by_side(near, far))
    assert [picture.shape for picture in pictures] == [(64, 84, 3)] * 3
    assert (pictures[-1][:, 48:] == 255).all(), "the shorter clip's last picture stays"
