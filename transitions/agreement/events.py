"""Transitions that raters marked in a clip, matched by how much they overlap.

Never by sampling time: κ over sampled moments hangs on the step (for the same annotations from none to full
agreement, BORIS issue 228).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

import numpy as np
from scipy.optimize import linear_sum_assignment

from transitions.agreement.ratings import sums_by_person
from transitions.agreement.resampling import (
    SHARE,
    AgreementFigure,
    figure_by_person,
    median_by_person,
    ratio,
)

OVERLAP_LEVELS = (0.3, 0.5)
"""Temporal intersection over union at which two marked transitions are the same one (MEASURES)."""


class Span(Protocol):
    """Anything that lies in time: half-open, in seconds."""

    @property
    def start_s(self) -> float:
        """Where it begins."""

    @property
    def end_s(self) -> float:
        """Where it ends; the end is outside."""


@dataclass(frozen=True)
class MarkedEvent:
    """A transition as one rater marked it."""

    kind: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class ClipMarks:
    """What two raters marked in one clip of one person; `second` is None where only the first went through it."""

    person: str
    first: tuple[MarkedEvent, ...]
    second: tuple[MarkedEvent, ...] | None


@dataclass(frozen=True)
class EventAgreement:
    """How far two raters mark the same transitions.

    Attributes
    ----------
    f1 : overlap level → F1 over all kinds. onset_s, offset_s : median of the absolute distances between the starts,
        and between the ends, of transitions matched at the lowest level; NaN without any.
    clips : that both went through. coverage : as a share of those that the first went through.
    matched, first_only, second_only : transitions, at the lowest level.
    """

    f1: dict[float, AgreementFigure]
    onset_s: AgreementFigure
    offset_s: AgreementFigure
    clips: int
    coverage: float
    matched: int
    first_only: int
    second_only: int


def overlap(first: Span, second: Span) -> float:
    """Temporal intersection over union, 0 to 1."""
    shared_s = min(first.end_s, second.end_s) - max(first.start_s, second.start_s)
    union_s = max(first.end_s, second.end_s) - min(first.start_s, second.start_s)
    return max(shared_s, 0.0) / union_s if union_s > 0 else 0.0


def match(first: Sequence[Span], second: Sequence[Span], level: float) -> list[tuple[int, int]]:
    """Pairs of places, one to one, with the most overlap in all, each with at least `level`."""
    overlaps = np.array([[overlap(a, b) for b in second] for a in first]).reshape(len(first), len(second))
    overlaps = np.where(overlaps >= level, overlaps, 0.0)
    rows, columns = linear_sum_assignment(overlaps, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if overlaps[i, j] > 0]


def paired_marks(
    marked: Mapping[str, Mapping[tuple[str, str], Sequence[MarkedEvent]]],
) -> dict[tuple[str, str], list[ClipMarks]]:
    """What every two raters marked in the clips that the first went through, by the raters' names.

    Parameters
    ----------
    marked : rater → (clip, person) → what was marked; a clip gone through without a mark has an empty entry.
    """
    return {
        (a, b): [
            ClipMarks(clip[1], tuple(marked[a][clip]), tuple(marked[b][clip]) if clip in marked[b] else None)
            for clip in sorted(marked[a])
        ]
        for a, b in combinations(sorted(marked), 2)
    }


def event_agreement(clips: Sequence[ClipMarks]) -> EventAgreement:
    """F1 at each overlap level, and how far starts and ends lie apart, each with its interval by person."""
    both = [(clip.person, clip.first, clip.second) for clip in clips if clip.second is not None]
    names = sorted({person for person, _, _ in both})
    people = np.array([names.index(person) for person, _, _ in both], dtype=np.intp)
    lowest = OVERLAP_LEVELS[0]
    pairs = [
        (k, a, b) for k, (_, first, second) in enumerate(both) for a, b in _matched(first, second, lowest)
    ]
    whose = people[[k for k, _, _ in pairs]]
    marked = (sum(len(first) for _, first, _ in both), sum(len(second) for _, _, second in both))

    def f1(level: float) -> AgreementFigure:
        counts = [
            (2 * len(_matched(first, second, level)), len(first) + len(second)) for _, first, second in both
        ]
        sums = sums_by_person(people, np.array(counts, dtype=float).reshape(-1, 2))
        return figure_by_person(sums, ratio, SHARE)

    return EventAgreement(
        {level: f1(level) for level in OVERLAP_LEVELS},
        median_by_person(np.array([abs(a.start_s - b.start_s) for _, a, b in pairs]), whose),
        median_by_person(np.array([abs(a.end_s - b.end_s) for _, a, b in pairs]), whose),
        len(both),
        len(both) / len(clips) if clips else float("nan"),
        len(pairs),
        marked[0] - len(pairs),
        marked[1] - len(pairs),
    )


def _matched(
    one: Sequence[MarkedEvent], other: Sequence[MarkedEvent], level: float
) -> list[tuple[MarkedEvent, MarkedEvent]]:
    pairs = []
    for kind in sorted({event.kind for event in one}):
        first = [event for event in one if event.kind == kind]
        second = [event for event in other if event.kind == kind]
        pairs += [(first[i], second[j]) for i, j in match(first, second, level)]
    return pairs
