"""The record of what somebody does over a recording."""

from __future__ import annotations

from itertools import pairwise

import pytest

from transitions.plain_values import from_plain, to_plain
from transitions.states import DayStates, PostureState, StateStretch, joined_states


def stretch(start_s: float, end_s: float, certainty: float = 1.0) -> StateStretch:
    return StateStretch(PostureState.SITTING, start_s, end_s, certainty)


def test_stretches_that_meet_are_a_day() -> None:
    states = DayStates((stretch(0.0, 2.0), stretch(2.0, 5.0)))
    assert states.duration_s == 5.0
    assert DayStates().duration_s == 0.0


@pytest.mark.parametrize(
    "stretches",
    [
        (stretch(0.0, 2.0), stretch(2.1, 5.0)),
        (stretch(0.0, 2.0), stretch(1.9, 5.0)),
        (stretch(2.0, 2.0),),
        (stretch(0.0, 2.0, certainty=1.1),),
    ],
    ids=["a gap", "an overlap", "no length", "too sure"],
)
def test_what_is_no_day_is_refused(stretches: tuple[StateStretch, ...]) -> None:
    with pytest.raises(ValueError, match=r"stretch|length"):
        DayStates(stretches)


def test_it_is_kept_as_plain_values() -> None:
    states = DayStates((stretch(0.0, 2.0), StateStretch(PostureState.UNTOLD, 2.0, 3.5, 0.4, "Legs hidden.")))
    assert from_plain(DayStates, to_plain(states)) == states


def test_equal_neighbours_are_one_and_what_has_no_length_is_none() -> None:
    other = StateStretch(PostureState.SITTING, 4.0, 5.0, 0.5, "why")
    given = [stretch(0.0, 1.0, 0.5), stretch(1.0, 1.0), stretch(1.0, 4.0, 0.75), other]
    assert joined_states(given) == (stretch(0.0, 4.0, 0.6875), other)


def test_what_is_sure_throughout_joins_to_no_more_than_sure() -> None:
    """The lengths of these add up to a hair more than the whole."""
    times_s = [0.0, 1.2, 3.9, 4.6]
    joined = joined_states([stretch(start_s, end_s) for start_s, end_s in pairwise(times_s)])
    assert DayStates(joined).stretches == (stretch(0.0, 4.6),)
