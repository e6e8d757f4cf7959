"""What the day page is given: lanes, transitions, figures, and the words they are said in."""

from __future__ import annotations

import pytest

from transitions.day import StillSpell, hour_counts
from transitions.model import Segment
from transitions.states import DayStates, PostureState, StateStretch
from transitions.ui.day.hours import hours_markup
from transitions.ui.day.payload import day_data
from transitions.ui.day.wording import (
    GET_UP,
    STEP_ABOUT,
    certainty_words,
    count_words,
    spell_cue,
    spell_words,
    stretch_words,
    time_words,
    whole_clock,
)

SIT, GONE, MOVE = PostureState.SITTING, PostureState.OUT_OF_VIEW, PostureState.MOVING
STATES = DayStates(
    (
        StateStretch(SIT, 0.0, 1500.0, 0.95),
        StateStretch(MOVE, 1500.0, 1502.0, 0.8),
        StateStretch(GONE, 1502.0, 7200.0, 1.0),
    )
)
RISE = Segment("sit_to_stand", 1500.0, 1502.0, 0.9, id="s1")


def test_the_line_and_its_table_say_the_same() -> None:
    data = day_data(STATES, [RISE], [], None, 7200.0)
    assert [(one["state"], one["start_s"]) for one in data["stretches"]] == [
        ("sitting", 0.0),
        ("moving", 1500.0),
        ("out_of_view", 1502.0),
    ]
    assert data["table"]["rows"][0] == ["0:00", "25:00", "25 min", "Sitting", "sure"]
    assert len(data["table"]["rows"]) == len(data["stretches"])
    assert data["key"] == [
        ("moving", "Moving"),
        ("sitting", "Sitting"),
        ("out_of_view", "Out of view"),
        ("transition", "1 transition"),
    ]
    assert data["label"].startswith(
        "2 h 0 min: sitting 25 min, moving 2 s, out of view 1 h 35 min; 1 transition"
    )
    assert data["transitions"][0]["words"] == "Standing up, 25:00"


def test_a_spell_is_said_calmly_with_what_is_not_known() -> None:
    whole = StillSpell(SIT, 0.0, 1620.0)
    assert spell_words(whole) == "Sat for 27 min without getting up, 0:00 to 27:00"
    open_ended = StillSpell(PostureState.STANDING, 60.0, 660.0, unknown_s=12.0, open_end=True)
    assert (
        spell_words(open_ended)
        == "Stood for at least 10 min on the spot, 1:00 to 11:00 (12 s of it not seen)"
    )
    assert spell_cue((whole, open_ended)) == GET_UP
    assert spell_cue((open_ended,)) == STEP_ABOUT
    assert spell_cue(()) == ""


@pytest.mark.parametrize(
    ("stretch", "word"),
    [
        (StateStretch(SIT, 0.0, 1.0, 0.95), "sure"),
        (StateStretch(SIT, 0.0, 1.0, 0.8), "fairly sure"),
        (StateStretch(SIT, 0.0, 1.0, 0.66), "not so sure"),
        (StateStretch(SIT, 0.0, 1.0, 0.8, "Looked at coarsely."), "fairly sure. Looked at coarsely."),
        (StateStretch(PostureState.UNTOLD, 0.0, 1.0, 0.5, "Legs hidden."), "Legs hidden."),
        (StateStretch(GONE, 0.0, 1.0, 1.0), ""),
    ],
)
def test_how_sure_in_a_word(stretch: StateStretch, word: str) -> None:
    assert certainty_words(stretch) == word


def test_a_stretch_in_one_line() -> None:
    assert stretch_words(STATES.stretches[0]) == "Sitting 0:00–25:00 (25 min)"
    untold = StateStretch(PostureState.UNTOLD, 0.0, 90.0, 0.5, "Legs hidden.")
    assert stretch_words(untold) == "Cannot be told 0:00–1:30 (2 min). Legs hidden."


def test_counts_have_a_rate_where_enough_was_seen() -> None:
    moments = [("reach", 10.0 * number, number < 2) for number in range(6)]
    assert count_words(hour_counts(STATES, moments)) == [
        "Reaching: 6 (14 an hour)",
        "Flagged: 2 of 6 moments (4.8 an hour)",
    ]
    short = DayStates((StateStretch(SIT, 0.0, 60.0, 0.9),))
    assert count_words(hour_counts(short, moments[:1])) == ["Reaching: 1", "Flagged: 1 of 1 moment"]


def test_hour_by_hour() -> None:
    markup = hours_markup(hour_counts(STATES, [("reach", 10.0, True)]))
    assert "0:00–1:00:00" in markup
    assert "1:00:00–2:00:00" in markup
    assert markup.count("<tr>") == 3


def test_time_leaves_out_what_did_not_come_up() -> None:
    assert time_words({SIT: 1500.0, MOVE: 2.0, GONE: 0.0}) == "sitting 25 min · moving 2 s"


def test_a_clock_to_the_second() -> None:
    assert [whole_clock(t_s) for t_s in (0.0, 59.6, 3599.7, 3725.0)] == ["0:00", "1:00", "1:00:00", "1:02:05"]
