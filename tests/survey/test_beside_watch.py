"""Where it is worth to look beside the one who is followed, while a clip is skimmed."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest

from transitions.pose.picture_change import Cells
from transitions.survey import beside_watch
from transitions.survey.beside_watch import BesideWatch
from transitions.survey.change import Area

PERSON = Area(0.1, 0.2, 0.3, 0.9)
SCREEN, DOOR = Area(0.5, 0.1, 0.6, 0.2), Area(0.8, 0.3, 0.95, 0.9)


def places(area: Area | None) -> tuple[float, ...]:
    assert area is not None
    return astuple(area)


def changed(*areas: Area) -> Cells:
    cells = np.zeros((120, 240), dtype=bool)
    for area in areas:
        area.cut(cells)[:] = True
    return cells


def test_what_changes_at_the_person_or_is_smaller_than_anybody_leads_to_no_look() -> None:
    watch = BesideWatch()
    assert watch.where(0.0, changed(Area(0.28, 0.3, 0.33, 0.5)), PERSON) is None
    assert watch.where(0.0, changed(Area(0.7, 0.3, 0.72, 0.32)), PERSON) is None


def test_a_large_change_beside_is_looked_at_with_the_one_who_is_known_there() -> None:
    watch = BesideWatch()
    arm = Area(0.8, 0.3, 0.9, 0.5)
    assert places(watch.where(0.0, changed(arm), PERSON)) == pytest.approx(places(arm), abs=0.01)
    share = watch.looked(0.0, changed(arm), arm, DOOR)
    assert share == pytest.approx(2.0 / 9.0, abs=0.02)
    about = watch.where(0.6, changed(arm), PERSON)
    assert about is not None
    assert (about.right, about.bottom) == (DOOR.right, DOOR.bottom)


def test_the_one_who_is_known_moves_where_enough_of_their_area_changes() -> None:
    watch = BesideWatch()
    assert not watch.moves(changed(DOOR))
    watch.looked(0.0, changed(DOOR), DOOR, DOOR)
    assert watch.moves(changed(Area(0.8, 0.3, 0.9, 0.5)))
    assert not watch.moves(changed(SCREEN))


def test_a_screen_that_flickers_is_left_out_for_a_while_and_hides_nobody() -> None:
    watch, looked_s = BesideWatch(), []
    for number in range(40):
        t_s = 1.5 * number
        where = watch.where(t_s, changed(SCREEN), PERSON)
        if where is not None:
            looked_s.append(t_s)
            watch.looked(t_s, changed(SCREEN), where, None)
    assert looked_s[: beside_watch.MOST_IN_VAIN] == [0.0, 1.5, 3.0]
    assert np.diff(looked_s[beside_watch.MOST_IN_VAIN - 1 :]).min() >= beside_watch.IN_VAIN_FOR_S
    somebody = Area(0.85, 0.5, 0.92, 0.7)
    where = watch.where(looked_s[-1] + 1.0, changed(SCREEN, somebody), PERSON)
    assert places(where) == pytest.approx(places(somebody), abs=0.01)
