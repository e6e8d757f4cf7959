"""Thousands of simulated people, none of whom anything was fitted on: are their transitions found?"""

from __future__ import annotations

import pytest

from bench.simulator import simulate
from transitions.detect import movement
from transitions.kinematics.repair import repair_pose
from transitions.model import Segment
from transitions.validate.events import match

FIRST_SEED = 2_000_000
"""The networks are fitted on seeds from 0, their confidence on seeds from 1,000,000."""

LEAST_F1 = 0.97
OVERLAP = 0.3


def counts_of(seeds: range) -> tuple[int, int, int]:
    """True transitions, found ones, and pairs of both."""
    true = found = pairs = 0
    for seed in seeds:
        take = simulate(seed)
        movements = movement.movements_of_pose(repair_pose(take.pose))
        for kind in movement.KINDS:
            events = [event for event in take.events if event.kind == kind]
            segments = [Segment(kind, m.start_s, m.end_s, m.confidence) for m in movements.of(kind)]
            true, found = true + len(events), found + len(segments)
            pairs += len(match(events, segments, OVERLAP))
    return true, found, pairs


def test_most_transitions_of_a_few_people_are_found() -> None:
    true, found, pairs = counts_of(range(FIRST_SEED - 40, FIRST_SEED))
    assert true > 30
    assert 2 * pairs / (true + found) > 0.9


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_transitions_of_two_thousand_people_are_found() -> None:
    true, found, pairs = counts_of(range(FIRST_SEED, FIRST_SEED + 2000))
    assert 2 * pairs / (true + found) >= LEAST_F1
