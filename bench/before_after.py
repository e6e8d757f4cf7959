"""How often `compare` calls people changed who did not change, and finds those who did.

``python -m bench.before_after`` prints tables from simulated people; `bench.before_after_clips` is about rendered ones.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rich.console import Console
from rich.table import Table
from scipy import stats

from transitions.comparison.change import bca_interval, change, t_quantile
from transitions.comparison.nonoverlap import Interval, nap, nap_interval
from transitions.series import FloatArray

PEOPLE = 4000
BOOTSTRAPPED_PEOPLE = 400

Sessions = Sequence[int]
"""Repetitions in each session of a side."""


def called_changed(
    rng: np.random.Generator,
    before: Sessions,
    after: Sessions,
    *,
    session_share: float = 0.0,
    shift_mdc: float = 0.0,
    people: int = PEOPLE,
) -> float:
    """Share of simulated people who are called changed.

    Parameters
    ----------
    session_share : part of the variance that all repetitions of a session share; without several sessions it has no
        place in what one session can tell, and is 0.
    shift_mdc : how far they changed, in minimal detectable changes of the design (from the true spread).
    """
    shift = shift_mdc * minimal_detectable_change(before, after, session_share)
    called = 0
    for _ in range(people):
        sides = _side(rng, before, session_share), _side(rng, after, session_share)
        found = change(sides[0], [session + shift for session in sides[1]])
        called += abs(found.difference) > found.mdc
    return called / people


def minimal_detectable_change(before: Sessions, after: Sessions, session_share: float) -> float:
    """Of a spread of 1: t quantile times the standard error of the difference of means."""
    several = max(len(before), len(after)) > 1
    units = (len(before), len(after)) if several else (before[0], after[0])
    unit_variance = [
        session_share + (1.0 - session_share) * float(np.mean(1.0 / np.array(side))) if several else 1.0
        for side in (before, after)
    ]
    variance = unit_variance[0] / units[0] + unit_variance[1] / units[1]
    return t_quantile(sum(units) - 2) * float(np.sqrt(variance))


def nap_coverage(rng: np.random.Generator, k: int, true_nap: float, people: int = PEOPLE) -> float:
    """Share of simulated people whose NAP interval holds the true one; k normal values a side."""
    shift = float(stats.norm.ppf(true_nap)) * np.sqrt(2.0)
    intervals: dict[float, Interval] = {}
    held = 0
    for _ in range(people):
        estimate = nap(rng.normal(size=k), rng.normal(size=k) + shift)
        if estimate not in intervals:
            intervals[estimate] = nap_interval(estimate, k, k)
        held += intervals[estimate].low <= true_nap <= intervals[estimate].high
    return held / people


def bootstrap_called_changed(rng: np.random.Generator, k: int, people: int = BOOTSTRAPPED_PEOPLE) -> float:
    """Share of people who did not change whose BCa interval leaves out 0."""
    called = 0
    for _ in range(people):
        interval = bca_interval(rng.normal(size=k), rng.normal(size=k))
        called += not interval.low <= 0.0 <= interval.high
    return called / people


def _simulated_table(rng: np.random.Generator) -> Table:
    table = Table("sessions a side", "repetitions", "share of the session", "unchanged", "by two MDC")
    designs: list[tuple[list[int], float]] = [([k], 0.0) for k in (3, 5, 10)]
    designs += [([5] * sessions, share) for sessions in (2, 3, 5) for share in (0.06, 0.5, 0.83)]
    designs += [([3, 5, 6], 0.5)]
    for sessions, share in designs:
        rates = [
            called_changed(rng, sessions, sessions, session_share=share, shift_mdc=shift) for shift in (0, 2)
        ]
        counts = ", ".join(map(str, sessions))
        table.add_row(str(len(sessions)), counts, f"{share:.0%}", *(f"{rate:.1%}" for rate in rates))
    return table


def _interval_table(rng: np.random.Generator) -> Table:
    truths = (0.5, 0.6, 0.7, 0.8, 0.9)
    table = Table(
        "k", "unchanged called changed by BCa", *(f"interval holds NAP {truth:g}" for truth in truths)
    )
    for k in (3, 5, 10):
        held = [nap_coverage(rng, k, truth) for truth in truths]
        table.add_row(str(k), f"{bootstrap_called_changed(rng, k):.1%}", *(f"{rate:.1%}" for rate in held))
    return table


def main() -> None:
    console, rng = Console(width=150), np.random.default_rng(0)
    console.print(_simulated_table(rng), _interval_table(rng))


def _side(rng: np.random.Generator, sessions: Sessions, share: float) -> list[FloatArray]:
    return [
        rng.normal(scale=np.sqrt(share)) + rng.normal(scale=np.sqrt(1.0 - share), size=k) for k in sessions
    ]


if __name__ == "__main__":
    main()
