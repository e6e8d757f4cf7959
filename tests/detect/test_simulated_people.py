"""Thousands of simulated people, none of whom anything was fitted on: are their transitions found?"""

from __future__ import annotations

import pytest

from bench.simulated import FIRST_SEED, count

LEAST_F1 = 0.97
"""The aim (``python -m bench.simulated`` prints every kind)."""

LEAST_SIT_AND_STAND_F1 = 0.98


def test_most_transitions_of_a_few_people_are_found() -> None:
    counts = count(40, FIRST_SEED - 40, workers=2)
    assert sum(counts.true.values()) > 30
    assert counts.f1() > 0.9


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_transitions_of_two_thousand_people_are_found() -> None:
    counts = count(2000)
    assert counts.f1() >= LEAST_F1
    assert counts.f1(["sit_to_stand", "stand_to_sit"]) >= LEAST_SIT_AND_STAND_F1
