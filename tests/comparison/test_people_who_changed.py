"""People who did not change are called changed one time in twenty, people who did are found."""

from __future__ import annotations

import numpy as np
import pytest
from bench_seed import SEED

from bench.before_after import Sessions, bootstrap_called_changed, called_changed
from transitions.comparison.change import change

ONE_SESSION: list[tuple[Sessions, float]] = [([3], 0.0), ([5], 0.0), ([10], 0.0)]
NESTED: list[tuple[Sessions, float]] = [
    ([5, 5], 0.83),
    ([3, 3, 3], 0.06),
    ([5, 5, 5], 0.5),
    ([10, 10, 10], 0.83),
]


@pytest.mark.parametrize(("sessions", "share"), ONE_SESSION + NESTED)
def test_unchanged_people_are_called_changed_one_time_in_twenty(sessions: Sessions, share: float) -> None:
    rng = np.random.default_rng(SEED)
    assert 0.04 <= called_changed(rng, sessions, sessions, session_share=share) <= 0.06


@pytest.mark.parametrize(("sessions", "share"), ONE_SESSION + NESTED)
def test_twice_the_minimal_detectable_change_is_found(sessions: Sessions, share: float) -> None:
    rng = np.random.default_rng(SEED)
    found = called_changed(rng, sessions, sessions, session_share=share, shift_mdc=2.0, people=1500)
    assert found >= 0.95


def test_uneven_sessions_keep_their_level() -> None:
    rng = np.random.default_rng(SEED)
    assert 0.04 <= called_changed(rng, [3, 5, 6], [4, 6], session_share=0.5) <= 0.06


def test_repetitions_counted_as_days_would_call_a_third_changed() -> None:
    """Why sessions are the unit: the same people, their repetitions thrown together."""
    rng = np.random.default_rng(SEED)
    called = 0
    for _ in range(1000):
        sides = [
            np.concatenate(
                [rng.normal(scale=np.sqrt(0.83)) + rng.normal(scale=np.sqrt(0.17), size=5) for _ in range(3)]
            )
            for _ in range(2)
        ]
        found = change([sides[0]], [sides[1]])
        called += abs(found.difference) > found.mdc
    assert called / 1000 > 0.3


def test_an_error_each_filming_shares_is_covered_when_it_is_stated() -> None:
    rng = np.random.default_rng(SEED)
    called = 0
    for _ in range(3000):
        sides = [rng.normal(scale=2.0) + rng.normal(size=5) for _ in range(2)]
        found = change([sides[0]], [sides[1]], filming_u=2.0)
        called += abs(found.difference) > found.mdc
    assert 0.035 <= called / 3000 <= 0.06


def test_the_bca_interval_is_too_short_for_few_repetitions() -> None:
    """Why it never decides: it leaves out 0 for far more than one in twenty unchanged people."""
    assert bootstrap_called_changed(np.random.default_rng(SEED), 3, people=200) > 0.1
