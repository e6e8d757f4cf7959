"""Times what a person waits for, on a machine that may be doing something else as well."""

from __future__ import annotations

import time
from collections.abc import Callable

TRIES = 12
SPIN_S = 0.1
MOST_SLOWNESS = 4.0
"""A machine slower than this by other work times nothing; more is not taken out of a wait."""


def slowness() -> float:
    """Seconds that a second of computing takes: 1 on a quiet machine, 2 where two share every core."""
    started_s, computed_s = time.monotonic(), time.thread_time()
    while time.thread_time() - computed_s < SPIN_S:
        pass
    return max(1.0, (time.monotonic() - started_s) / SPIN_S)


def until_within(limit_s: float, wait_s: Callable[[], float], tries: int = TRIES) -> list[float]:
    """Time one wait again and again until it is within its limit; every time taken, as on a quiet machine.

    Each wait is paired with how slow the machine was just before and just after it, and the lesser slowness is
    taken out. The shortest counts: a page that has become slow is never within the limit.
    """
    taken_s: list[float] = []
    while len(taken_s) < tries and (not taken_s or taken_s[-1] >= limit_s):
        before = slowness()
        waited_s = wait_s()
        taken_s.append(waited_s / min(before, slowness(), MOST_SLOWNESS))
    return taken_s
