"""The longest still spells, read off states alone."""

from __future__ import annotations

import pytest

from transitions.day import longest_spells, time_in
from transitions.states import DayStates, PostureState, StateStretch

SIT, STAND, MOVE = PostureState.SITTING, PostureState.STANDING, PostureState.MOVING
GONE, UNTOLD = PostureState.OUT_OF_VIEW, PostureState.UNTOLD


def day(*parts: tuple[PostureState, float]) -> DayStates:
    """States of these lengths in seconds, one after the other."""
    at_s, stretches = 0.0, []
    for state, length_s in parts:
        stretches.append(StateStretch(state, at_s, at_s + length_s, 0.9))
        at_s += length_s
    return DayStates(tuple(stretches))


def test_the_longest_come_first_and_short_ones_are_none() -> None:
    spells = longest_spells(
        day((MOVE, 5), (SIT, 300), (MOVE, 5), (STAND, 59), (MOVE, 5), (STAND, 400), (MOVE, 9))
    )
    assert [(spell.state, spell.duration_s) for spell in spells] == [(STAND, 400), (SIT, 300)]
    assert not any(spell.open_start or spell.open_end for spell in spells)


def test_a_spell_goes_on_over_a_moment_nobody_could_tell() -> None:
    (spell,) = longest_spells(
        day((MOVE, 5), (SIT, 100), (GONE, 8), (SIT, 100), (UNTOLD, 6), (SIT, 50), (MOVE, 5))
    )
    assert (spell.duration_s, spell.unknown_s) == (264, 14)


@pytest.mark.parametrize("gap", [(GONE, 30.0), (MOVE, 2.0), (STAND, 2.0)], ids=["long", "moved", "stood"])
def test_a_spell_ends_where_somebody_may_have_got_up(gap: tuple[PostureState, float]) -> None:
    spells = longest_spells(day((SIT, 100), gap, (SIT, 200), (MOVE, 5)))
    assert [spell.duration_s for spell in spells] == [200, 100]


def test_no_more_than_a_tenth_of_a_spell_is_unknown() -> None:
    spells = longest_spells(day((SIT, 65), (GONE, 9), (SIT, 15), (MOVE, 5)))
    assert [spell.duration_s for spell in spells] == [65]


def test_what_begins_or_ends_unseen_is_at_least_so_long() -> None:
    first, last = longest_spells(day((SIT, 300), (MOVE, 5), (STAND, 200)))
    assert (first.open_start, first.open_end) == (True, False)
    assert (last.open_start, last.open_end) == (False, True)
    (after_gap,) = longest_spells(day((MOVE, 5), (GONE, 60), (SIT, 90), (MOVE, 5)))
    assert after_gap.open_start


def test_time_in_each_state_adds_up() -> None:
    seconds = time_in(day((SIT, 100), (MOVE, 5), (SIT, 20), (GONE, 7)))
    assert (seconds[SIT], seconds[MOVE], seconds[GONE], seconds[STAND]) == (120, 5, 7, 0)
    assert longest_spells(DayStates()) == ()
