"""What somebody does over a recording: stretches of sitting, standing, moving, or out of view.

One record, whoever fills it: `day` from the curves of a recording that was analysed as a whole, a survey from a coarse
look at hours that were not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

EDGE_ROUNDING_S = 1e-6
"""Stretches that meet within this meet."""


class PostureState(StrEnum):
    """What somebody does. `UNTOLD`: in view, but it cannot be told; then the stretch says why."""

    SITTING = "sitting"
    STANDING = "standing"
    MOVING = "moving"
    OUT_OF_VIEW = "out_of_view"
    UNTOLD = "untold"


@dataclass(frozen=True)
class StateStretch:
    """One state from start_s up to, not including, end_s.

    Attributes
    ----------
    certainty : 0 to 1, how likely the state is the right one, as a mean over the stretch.
    reason : one plain sentence where something is to be said: why it cannot be told, or that it was only looked at
        coarsely. None elsewhere.
    """

    state: PostureState
    start_s: float
    end_s: float
    certainty: float
    reason: str | None = None

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.end_s - self.start_s


@dataclass(frozen=True)
class DayStates:
    """The stretches of one recording in time order; each begins where the one before ends.

    Raises
    ------
    ValueError
        A stretch has no length, two do not meet, or a certainty is not from 0 to 1.
    """

    stretches: tuple[StateStretch, ...] = ()

    def __post_init__(self) -> None:
        for one in self.stretches:
            if not one.start_s < one.end_s or not 0.0 <= one.certainty <= 1.0:
                raise ValueError(f"{one} has no length or a certainty beyond 0 to 1")
        for before, after in pairwise(self.stretches):
            if abs(before.end_s - after.start_s) > EDGE_ROUNDING_S:
                raise ValueError(
                    f"a stretch ends at {before.end_s} s and the next begins at {after.start_s} s"
                )

    @property
    def duration_s(self) -> float:
        """From the start of the first to the end of the last, 0 without any."""
        return self.stretches[-1].end_s - self.stretches[0].start_s if self.stretches else 0.0


def joined_states(stretches: Iterable[StateStretch]) -> tuple[StateStretch, ...]:
    """Neighbours of one state and reason as one, their certainty the mean over time; without what has no length."""
    joined: list[StateStretch] = []
    for one in stretches:
        last = joined[-1] if joined else None
        if one.duration_s <= 0:
            continue
        if last is not None and (last.state, last.reason) == (one.state, one.reason):
            sure_s = last.certainty * last.duration_s + one.certainty * one.duration_s
            # The parts' seconds may add up to a hair more than the whole.
            mean = min(1.0, sure_s / (one.end_s - last.start_s))
            joined[-1] = StateStretch(one.state, last.start_s, one.end_s, mean, one.reason)
        else:
            joined.append(one)
    return tuple(joined)
