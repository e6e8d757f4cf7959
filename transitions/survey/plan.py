"""Which stretches of a long clip are looked at fully, and why the others are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from transitions.model import SkippedStretch
from transitions.survey.beside import changes_beside
from transitions.survey.change import CUT_SHARE
from transitions.survey.follow import Followed
from transitions.survey.looks import Looks
from transitions.survey.movement import (
    HOUR_S,
    UNSEEN_MOST_SHARE,
    Spell,
    joined_spells,
    posture_changes,
    scene_cuts,
)

MARGIN_S = 1.5
"""Before a change of posture: a second for the model to settle, then half a second of rest. So much after it is
followed, too. `python -m bench.long --exhaustive` holds what is found so against every frame."""

AFTER_S = 1.0
"""So much after what may be a transition is looked at fully: the model has settled by then, and of held-out clips and
simulated people as many transitions are found with their pose cut this near to the end as with `MARGIN_S` (November
2026)."""

MERGE_S = 2.0
"""Two stretches nearer than this cost less as one."""

LONGEST_CORE_S = 30.0
SHORTEST_CORE_S = 15.0
"""A longer stretch is cut where the least moves: what is lost when the machine stops is one of these at most."""

CONTEXT_S = 5.0
"""How far beyond a cut both sides look: a transition across it lies whole in one of them."""

LEAST_S = 0.5
"""What is shorter is not looked at."""

CHECKED_SHARE = 0.02
LEAST_CHECKS, MOST_CHECKS = 3, 12
CHECK_S = 8.0
"""Of what is skipped so much is looked at fully as a check, in stretches of this length, so few and so many."""

NOBODY = "Looked at coarsely: nobody was found."
STILL = "Looked at coarsely: nothing moved."
NO_CHANGE = "Looked at coarsely: something moved, but nobody was seen to change their posture."
BESIDE_OFTEN = (
    "Looked at coarsely: somebody beside the one who was followed moved too much of the hour to be looked at."
)
NO_TRANSITION = "Followed with the light model: somebody moved, but made no transition."
NEXT_SCENE = "Another scene begins here."
UNREAD = "There is no usable picture."


STIR_SHARE = 0.015
"""Share of the pictures that may differ in a stretch of which it is said that nothing moved."""


@dataclass(frozen=True)
class PlannedStretch:
    """A stretch to be looked at fully.

    Attributes
    ----------
    start_s, end_s : what counts of it, start_s <= t < end_s.
    from_s, to_s : what is looked at, margins for settling and for transitions across a cut included.
    is_check : whether it is a sample of what was skipped.
    """

    start_s: float
    end_s: float
    from_s: float
    to_s: float
    is_check: bool = False


@dataclass(frozen=True)
class Plan:
    """What to do with a clip: stretches to be looked at in time order, and those skipped, each with its reason."""

    stretches: tuple[PlannedStretch, ...]
    skipped: tuple[SkippedStretch, ...]


def stretches_to_follow(looks: Looks, duration_s: float) -> list[PlannedStretch]:
    """Where a survey of the whole clip saw a change of posture, with margins, long ones cut up."""
    return cut_up(_with_margins(posture_changes(looks), looks, duration_s), looks)


def stretches_beside(looks: Looks, duration_s: float) -> list[PlannedStretch]:
    """The same of whoever is beside the one who is followed, but for hours in which they move much of the time."""
    return cut_up(_beside(looks, duration_s)[0], looks)


def plan_stretches(
    looks: Looks,
    followed: Sequence[tuple[PlannedStretch, Followed]],
    duration_s: float,
    seed: int,
) -> Plan:
    """What a survey of the whole clip leads to; the same looks and seed give the same plan.

    Parameters
    ----------
    followed : each of `stretches_to_follow` and `stretches_beside`, and what following somebody through it showed.
    """
    likely = [
        spell
        for planned, seen in followed
        for spell in seen.spells()
        if planned.start_s <= spell.start_s < planned.end_s
    ]
    busy = _with_margins(likely, looks, duration_s, after_s=AFTER_S)
    moved = joined_spells([Spell(planned.start_s, planned.end_s) for planned, _ in followed], within_s=0.0)
    left_out = _beside(looks, duration_s)[1]
    skipped = [
        SkippedStretch(part.start_s, part.end_s, reason)
        for idle in _between(busy, duration_s)
        for part, reason in _reasons(looks, idle, moved, left_out)
    ]
    idle = [Spell(each.start_s, each.end_s) for each in skipped]
    checks = _checks(idle, np.random.default_rng(seed))
    stretches = [*cut_up(busy, looks), *checks]
    return Plan(tuple(sorted(stretches, key=lambda each: each.start_s)), tuple(skipped))


def plan_everything(duration_s: float) -> Plan:
    """Every frame is looked at: stretches one after the other."""
    return Plan(tuple(cut_up([Spell(0.0, duration_s)], None)), ())


def cut_up(spells: list[Spell], looks: Looks | None) -> list[PlannedStretch]:
    """The spells as stretches none of which is longer than `LONGEST_CORE_S`."""
    stretches = []
    for spell in spells:
        edges = [spell.start_s]
        while spell.end_s - edges[-1] > LONGEST_CORE_S:
            edges.append(_quietest_s(looks, edges[-1] + SHORTEST_CORE_S, edges[-1] + LONGEST_CORE_S - 2.0))
        edges.append(spell.end_s)
        for start_s, end_s in pairwise(edges):
            stretches.append(
                PlannedStretch(
                    start_s,
                    end_s,
                    max(spell.start_s, start_s - CONTEXT_S),
                    min(spell.end_s, end_s + CONTEXT_S),
                )
            )
    return stretches


def _with_margins(
    spells: Sequence[Spell], looks: Looks, duration_s: float, after_s: float = MARGIN_S
) -> list[Spell]:
    """The spells with what lies about them, those near to one another joined, none across a cut between scenes."""
    wide = [
        Spell(max(0.0, spell.start_s - MARGIN_S), min(duration_s, spell.end_s + after_s)) for spell in spells
    ]
    apart = _apart(joined_spells(wide, within_s=MERGE_S), scene_cuts(looks))
    return [spell for spell in apart if spell.end_s - spell.start_s > LEAST_S]


def _beside(looks: Looks, duration_s: float) -> tuple[list[Spell], list[Spell]]:
    """Where somebody beside changed their posture: in hours that it fills little of, and in the others."""
    seldom: list[Spell] = []
    often: list[Spell] = []
    spells = _with_margins(changes_beside(looks), looks, duration_s)
    for _, spells_of_hour in groupby(spells, key=lambda each: each.start_s // HOUR_S):
        hour = list(spells_of_hour)
        much = sum(each.end_s - each.start_s for each in hour) > UNSEEN_MOST_SHARE * HOUR_S
        (often if much else seldom).extend(hour)
    return seldom, often


def _quietest_s(looks: Looks | None, first_s: float, last_s: float) -> float:
    """Where the least moves between two times; the later one where that is not known."""
    if looks is None:
        return last_s
    inside = (looks.skimmed_s >= first_s) & (looks.skimmed_s <= last_s)
    if not inside.any():
        return last_s
    moved = np.fmax(np.nan_to_num(looks.changed_near), looks.changed_elsewhere)[inside]
    about = np.convolve(moved, np.ones(5) / 5, mode="same")
    return float(looks.skimmed_s[inside][int(np.argmin(about))])


def _apart(spells: list[Spell], cuts: list[Spell]) -> list[Spell]:
    """The spells without the cuts between scenes: nothing goes on across one."""
    whole: list[Spell] = []
    for spell in spells:
        start_s = spell.start_s
        for cut in cuts:
            if start_s < cut.end_s and cut.start_s < spell.end_s:
                whole.append(Spell(start_s, max(start_s, cut.start_s)))
                start_s = cut.end_s
        whole.append(Spell(start_s, max(start_s, spell.end_s)))
    return whole


def _between(busy: list[Spell], duration_s: float) -> list[Spell]:
    edges = [0.0, *(edge for spell in busy for edge in (spell.start_s, spell.end_s)), duration_s]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [Spell(start_s, end_s) for start_s, end_s in pairs if end_s - start_s > 1e-6]


def _checks(idle: list[Spell], chance: np.random.Generator) -> list[PlannedStretch]:
    """A drawn sample of what is skipped, every second of it equally likely, no second twice."""
    slots = [
        (spell.start_s + number * CHECK_S, min(spell.start_s + (number + 1) * CHECK_S, spell.end_s))
        for spell in idle
        if spell.end_s - spell.start_s > LEAST_S
        for number in range(max(1, int((spell.end_s - spell.start_s) // CHECK_S)))
    ]
    lengths_s = np.array([end_s - start_s for start_s, end_s in slots])
    if not len(slots):
        return []
    wanted = int(np.clip(np.ceil(CHECKED_SHARE * lengths_s.sum() / CHECK_S), LEAST_CHECKS, MOST_CHECKS))
    drawn = chance.choice(len(slots), min(wanted, len(slots)), replace=False, p=lengths_s / lengths_s.sum())
    return [
        PlannedStretch(start_s, end_s, start_s, end_s, is_check=True)
        for start_s, end_s in (slots[at] for at in sorted(drawn))
    ]


def _reasons(
    looks: Looks, idle: Spell, moved: Sequence[Spell], left_out: Sequence[Spell]
) -> Iterator[tuple[Spell, str]]:
    """A stretch that is skipped in parts: those in which somebody was followed, and those that were skimmed only."""
    inside = [Spell(max(idle.start_s, one.start_s), min(idle.end_s, one.end_s)) for one in moved]
    inside = [one for one in inside if one.end_s - one.start_s > 1e-6]
    edges_s = [idle.start_s, *(edge_s for one in inside for edge_s in (one.start_s, one.end_s)), idle.end_s]
    for number, (start_s, end_s) in enumerate(pairwise(edges_s)):
        part = Spell(start_s, end_s)
        if end_s - start_s > 1e-6:
            yield part, NO_TRANSITION if number % 2 else _reason(looks, part, left_out)


def _reason(looks: Looks, spell: Spell, left_out: Sequence[Spell]) -> str:
    inside = (looks.t_s >= spell.start_s) & (looks.t_s <= spell.end_s)
    skimmed = (looks.skimmed_s >= spell.start_s) & (looks.skimmed_s <= spell.end_s)
    if not skimmed.any():
        return UNREAD if spell.end_s - spell.start_s > 1.0 else STILL
    if inside.any() and not looks.found[inside].any():
        return NOBODY
    if spell.end_s - spell.start_s <= LEAST_S and looks.changed_all[skimmed].max() > CUT_SHARE:
        return NEXT_SCENE
    if any(each.start_s < spell.end_s and spell.start_s < each.end_s for each in left_out):
        return BESIDE_OFTEN
    stirred = np.fmax(np.nan_to_num(looks.changed_near), looks.changed_elsewhere)[skimmed]
    return NO_CHANGE if np.mean(stirred > STIR_SHARE) > STIR_SHARE else STILL
