"""How long somebody stays where they are: the longest spells of sitting, or of standing on the spot.

Read off the states alone, so it is the same whoever filled them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from transitions.states import DayStates, PostureState

STILL = (PostureState.SITTING, PostureState.STANDING)

MOST_UNKNOWN_S = 10.0
"""A spell goes on over so long a stretch in which nothing could be told, where the same posture stands on both sides:
longer, and the person may have been up and about (engineering value)."""

MOST_UNKNOWN_SHARE = 0.1

LEAST_SPELL_S = 60.0
"""Shorter is no spell: everybody sits or stands for a minute."""


@dataclass(frozen=True)
class StillSpell:
    """One posture kept without getting up, sitting down or walking off.

    Attributes
    ----------
    unknown_s : how much of it nobody could tell.
    open_start, open_end : whether it began before, or went on after, what was seen: it is then at least this long.
    """

    state: PostureState
    start_s: float
    end_s: float
    unknown_s: float = 0.0
    open_start: bool = False
    open_end: bool = False

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.end_s - self.start_s


def longest_spells(
    states: DayStates, limit: int = 3, least_s: float = LEAST_SPELL_S
) -> tuple[StillSpell, ...]:
    """The longest still spells, the longest first; none shorter than `least_s`."""
    spells = [spell for spell in _spells(states) if spell.duration_s >= least_s]
    return tuple(sorted(spells, key=lambda spell: (-spell.duration_s, spell.start_s))[:limit])


def time_in(states: DayStates) -> Mapping[PostureState, float]:
    """Seconds in each state, 0 where it does not come up."""
    seconds = dict.fromkeys(PostureState, 0.0)
    for one in states.stretches:
        seconds[one.state] += one.duration_s
    return seconds


def _spells(states: DayStates) -> list[StillSpell]:
    spells: list[StillSpell] = []
    own = states.stretches
    at = 0
    while at < len(own):
        if own[at].state not in STILL:
            at += 1
            continue
        last, unknown_s = _carried_on(states, at)
        spells.append(
            StillSpell(
                own[at].state,
                own[at].start_s,
                own[last].end_s,
                unknown_s,
                open_start=at == 0 or _is_unknown(own[at - 1].state),
                open_end=last == len(own) - 1 or _is_unknown(own[last + 1].state),
            )
        )
        at = last + 1
    return spells


def _carried_on(states: DayStates, first: int) -> tuple[int, float]:
    """The last stretch of the spell that begins at `first`, and how much of it is unknown."""
    own = states.stretches
    last, unknown_s = first, 0.0
    while last + 2 < len(own):
        gap, following = own[last + 1], own[last + 2]
        length_s = following.end_s - own[first].start_s
        short = (
            gap.duration_s <= MOST_UNKNOWN_S and unknown_s + gap.duration_s <= MOST_UNKNOWN_SHARE * length_s
        )
        if following.state is not own[first].state or not _is_unknown(gap.state) or not short:
            break
        last, unknown_s = last + 2, unknown_s + gap.duration_s
    return last, unknown_s


def _is_unknown(state: PostureState) -> bool:
    return state in (PostureState.OUT_OF_VIEW, PostureState.UNTOLD)
