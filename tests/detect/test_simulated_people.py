"""Thousands of simulated people, none of whom anything was fitted on: are their transitions found?"""

from __future__ import annotations

import pytest

from bench.simulated import FIRST_SEED, count

LEAST_F1 = 0.88
"""The aim is 0.97 and is not reached: reaches that follow one another at once are still taken for one, and small
ones missed (``python -m bench.simulated`` prints every kind). This keeps what was reached from being lost."""

LEAST_SIT_AND_STAND_F1 = 0.93


def test_most_transitions_of_a_few_people_are_found() -> None:
    counts = count(40, FIRST_SEED - 40, workers=2)
    assert sum(counts.true.values()) > 30
    assert counts.f1() > 0.8


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_transitions_of_two_thousand_people_are_found() -> None:
    counts = count(2000)
    assert counts.f1() >= LEAST_F1
    assert counts.f1(["sit_to_stand", "stand_to_sit"]) >= LEAST_SIT_AND_STAND_F1
