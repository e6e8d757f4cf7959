"""Sitting, standing, moving, out of view from a coarse look."""

from __future__ import annotations

import numpy as np
import pytest
from looked_over import every, looks

from transitions.model import Segment
from transitions.states import PostureState
from transitions.survey.states import states_over


def test_sitting_standing_and_being_away_are_told_apart_and_cover_the_clip() -> None:
    at = [(0.0, "sit"), (15.0, "sit"), (30.0, "stand"), (45.0, "stand"), (60.0, "away"), (75.0, "away")]
    states = states_over(looks(at, 90.0), (), 90.0).stretches
    assert [(each.state, each.start_s, each.end_s) for each in states] == [
        (PostureState.SITTING, 0.0, 30.0),
        (PostureState.STANDING, 30.0, 60.0),
        (PostureState.OUT_OF_VIEW, 60.0, 90.0),
    ]
    assert all(0.4 < each.certainty < 0.95 and each.reason for each in states)


def test_a_transition_that_was_found_is_movement_where_it_was_found() -> None:
    at = [(0.0, "sit"), (15.0, "sit"), (30.0, "stand"), (45.0, "stand")]
    rise = Segment("sit_to_stand", 28.5, 30.5, 0.97)
    states = states_over(looks(at, 60.0), (rise,), 60.0).stretches
    assert [(each.state, each.start_s, each.end_s) for each in states] == [
        (PostureState.SITTING, 0.0, 28.5),
        (PostureState.MOVING, 28.5, 30.5),
        (PostureState.STANDING, 30.5, 60.0),
    ]
    assert states[1].certainty == pytest.approx(0.97)


def test_a_reach_is_no_change_of_state() -> None:
    reach = Segment("reach", 20.0, 22.0, 0.9)
    (state,) = states_over(looks(every(15.0, "sit", 60.0), 60.0), (reach,), 60.0).stretches
    assert state.state is PostureState.SITTING


def test_kneeling_is_no_sitting_and_says_so() -> None:
    at = [(0.0, "sit"), (15.0, "kneel"), (30.0, "kneel"), (45.0, "sit")]
    states = states_over(looks(at, 60.0), (), 60.0).stretches
    assert [(each.state, each.start_s, each.end_s) for each in states] == [
        (PostureState.SITTING, 0.0, 15.0),
        (PostureState.UNTOLD, 15.0, 45.0),
        (PostureState.SITTING, 45.0, 60.0),
    ]
    assert "kneeling" in (states[1].reason or "")


def test_looks_at_somebody_who_may_not_be_meant_tell_nothing_and_say_so() -> None:
    seen = looks([(0.0, "sit"), (15.0, "sit"), (30.0, "stand"), (45.0, "away")], 60.0)
    states = states_over(seen, (), 60.0, np.array([True, False, False, False])).stretches
    assert [(each.state, each.start_s, each.end_s) for each in states] == [
        (PostureState.SITTING, 0.0, 15.0),
        (PostureState.UNTOLD, 15.0, 45.0),
        (PostureState.OUT_OF_VIEW, 45.0, 60.0),
    ]
    assert "more than one person is in view" in (states[1].reason or "")
