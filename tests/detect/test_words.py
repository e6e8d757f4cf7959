"""Plain words for transitions; what no detector knows still reads sensibly."""

from __future__ import annotations

import pytest

from transitions.detect.words import kind_name, phase_name, side_words


def test_words_are_the_detectors_own() -> None:
    assert kind_name("sit_to_stand") == "Standing up"
    assert side_words("reach", "left") == ", left hand"
    assert phase_name("pick_up", "lowest_s") == "lowest point"


@pytest.mark.parametrize(("side", "words"), [("left", ", left side"), (None, "")])
def test_a_kind_of_an_older_run_is_turned_into_words(side: str | None, words: str) -> None:
    assert kind_name("get_off_bicycle") == "Get off bicycle"
    assert phase_name("get_off_bicycle", "foot_down_s") == "foot down"
    assert side_words("get_off_bicycle", side) == words
