"""The words of the day page: what somebody did, how long they stayed, how often they moved."""

from __future__ import annotations

from collections.abc import Mapping

from transitions.day import HourCount, StillSpell
from transitions.states import PostureState, StateStretch
from transitions.ui.words import clock, counted, kind_name, span

STATES = {
    PostureState.SITTING: "Sitting",
    PostureState.STANDING: "Standing",
    PostureState.MOVING: "Moving",
    PostureState.UNTOLD: "Cannot be told",
    PostureState.OUT_OF_VIEW: "Out of view",
}

SURE, FAIRLY_SURE = 0.9, 0.75

WHOLE_FROM = 10.0
"""Rates from here on are told without decimals."""

GET_UP = "When it suits you, get up for a minute now and then: it breaks up a long sit."
STEP_ABOUT = "When it suits you, take a few steps or shift your weight now and then."


def stretch_words(one: StateStretch) -> str:
    """A stretch in one line, for whoever points at it: ``Sitting 0:12–4:30 (4 min)``."""
    said = f"{STATES[one.state]} {whole_clock(one.start_s)}–{whole_clock(one.end_s)} ({span(one.duration_s)})"
    return f"{said}. {one.reason}" if one.reason else said


def certainty_words(one: StateStretch) -> str:
    """How sure that is, in a word; empty where there is nothing to be sure of."""
    if one.state in (PostureState.OUT_OF_VIEW, PostureState.UNTOLD):
        return one.reason or ""
    word = (
        "sure" if one.certainty >= SURE else "fairly sure" if one.certainty >= FAIRLY_SURE else "not so sure"
    )
    return f"{word}. {one.reason}" if one.reason else word


def spell_words(spell: StillSpell) -> str:
    """One still spell: ``Sat for 27 min without getting up, 0:12:00 to 0:39:00``."""
    done = "Sat" if spell.state is PostureState.SITTING else "Stood"
    without = "without getting up" if spell.state is PostureState.SITTING else "on the spot"
    least = "at least " if spell.open_start or spell.open_end else ""
    said = f"{done} for {least}{span(spell.duration_s)} {without}"
    unknown = f" ({span(spell.unknown_s)} of it not seen)" if spell.unknown_s >= 1 else ""
    return f"{said}, {whole_clock(spell.start_s)} to {whole_clock(spell.end_s)}{unknown}"


def spell_cue(spells: tuple[StillSpell, ...]) -> str:
    """A calm cue for the longest spell; empty without any."""
    if not spells:
        return ""
    return GET_UP if spells[0].state is PostureState.SITTING else STEP_ABOUT


def time_words(seconds: Mapping[PostureState, float]) -> str:
    """How the time was spent: ``sitting 42 min · standing 9 min · …``, leaving out what did not come up."""
    parts = [f"{STATES[state].lower()} {span(s)}" for state, s in seconds.items() if round(s) > 0]
    return " · ".join(parts)


def count_words(count: HourCount) -> list[str]:
    """Transitions by kind with their rate, then the flagged ones; the rate only where enough was seen."""
    said = []
    for kind, number in sorted(count.kinds.items(), key=lambda pair: (-pair[1], pair[0])):
        said.append(f"{kind_name(kind)}: {number}{_rate(count, number)}")
    total = sum(count.kinds.values())
    said.append(f"Flagged: {count.flagged} of {counted(total, 'moment')}{_rate(count, count.flagged)}")
    return said


def whole_clock(t_s: float) -> str:
    """A time in the recording to the second: ``4:30``, ``1:02:07``."""
    return clock(round(t_s)).removesuffix(".0")


def _rate(count: HourCount, number: int) -> str:
    if not count.can_tell:
        return ""
    rate = count.per_hour(number)
    return f" ({rate:.{0 if rate >= WHOLE_FROM else 1}f} an hour)"
