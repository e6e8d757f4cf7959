"""The people of a picture, each with their place in it, ready to be pressed."""

from __future__ import annotations

import pytest

from transitions.series import PersonPlace
from transitions.ui.people_pictures import pickable

SIZE = (640, 480)
NEAR = PersonPlace(1, 1.0, 100.0, 100.0, 300.0, 460.0)
FAR = PersonPlace(2, 1.0, 250.0, 150.0, 290.0, 250.0)


def test_everybody_has_a_box_in_the_picture_and_the_followed_one_is_told() -> None:
    one, other = pickable([FAR, NEAR], SIZE, followed=1)
    assert (one.number, one.current, one.label) == (1, True, "Person 1, followed now")
    assert (other.number, other.current, other.label) == (2, False, "Follow person 2")
    assert one.left * 640 < 100
    assert (one.left + one.width) * 640 > 300
    assert (one.top + one.height) * 480 == pytest.approx(480), "cut at the edge"


def test_a_small_one_before_a_large_one_lies_on_top() -> None:
    for places in ([NEAR, FAR], [FAR, NEAR]):
        assert [person.number for person in pickable(places, SIZE, followed=2)] == [1, 2]
