"""How many transitions and flags there are an hour, of the time in which somebody could be seen."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from transitions.states import DayStates, PostureState

HOUR_S = 3600.0

LEAST_SEEN_S = 600.0
"""No rate is told of less than ten minutes in view: one rise more or less would change it by six an hour."""


@dataclass(frozen=True)
class HourTotal:
    """One hour of the recording: transitions by kind, flagged ones, and the seconds in view."""

    start_s: float
    end_s: float
    seen_s: float
    kinds: Mapping[str, int] = field(default_factory=dict)
    flagged: int = 0


@dataclass(frozen=True)
class HourCount:
    """Over the whole recording.

    Attributes
    ----------
    kinds : transitions of each kind. flagged : those that are flagged. seen_s : seconds in view.
    """

    kinds: Mapping[str, int]
    flagged: int
    seen_s: float
    hours: tuple[HourTotal, ...]

    @property
    def can_tell(self) -> bool:
        """Whether enough was seen for a rate."""
        return self.seen_s >= LEAST_SEEN_S

    def per_hour(self, count: int) -> float:
        """A count as a rate an hour in view; NaN where too little was seen."""
        return count * HOUR_S / self.seen_s if self.can_tell else math.nan


def hour_counts(states: DayStates, moments: Iterable[tuple[str, float, bool]]) -> HourCount:
    """Count transitions by the hour of the recording in which they begin.

    Parameters
    ----------
    moments : kind, start in seconds, and whether it is flagged.
    """
    moments = list(moments)
    end_s = states.stretches[-1].end_s if states.stretches else 0.0
    hours = []
    for number in range(math.ceil(end_s / HOUR_S)):
        start_s, stop_s = number * HOUR_S, min((number + 1) * HOUR_S, end_s)
        own = [one for one in moments if start_s <= one[1] < start_s + HOUR_S]
        seen_s = _seen_s(states, start_s, stop_s)
        hours.append(
            HourTotal(start_s, stop_s, seen_s, Counter(one[0] for one in own), sum(one[2] for one in own))
        )
    kinds = Counter(one[0] for one in moments)
    return HourCount(kinds, sum(one[2] for one in moments), _seen_s(states, 0.0, end_s), tuple(hours))


def _seen_s(states: DayStates, start_s: float, end_s: float) -> float:
    return sum(
        max(min(one.end_s, end_s) - max(one.start_s, start_s), 0.0)
        for one in states.stretches
        if one.state is not PostureState.OUT_OF_VIEW
    )
