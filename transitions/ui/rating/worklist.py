"""A rater's work list: which places of a study are listed, and from one to the next. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from transitions.annotation.study_words import ClipWords
from transitions.model import Result
from transitions.store import RatingTask

Place = tuple[int, str, str]
"""The clip's id, the segment's key and the rule; both empty for a clip in which there is nothing to rate."""


class Listed(StrEnum):
    """Which places are gone through."""

    ALL = "all"
    LEFT = "left"
    UNSURE = "unsure"
    NOTED = "noted"
    DIFFERENT = "different"


@dataclass(frozen=True)
class ListFilter:
    """What a rater wants to see: `rules` empty for every one, `different` are the places raters differ on."""

    which: Listed = Listed.ALL
    rules: frozenset[str] = frozenset()
    different: frozenset[Place] = frozenset()

    def holds(self, task: RatingTask, place: Place) -> bool:
        """Whether a place of a clip is listed."""
        _, segment, rule = place
        if self.rules and segment and rule not in self.rules:
            return False
        rated = task.own.ratings.get((segment, rule))
        match self.which:
            case Listed.ALL:
                return True
            case Listed.LEFT:
                return not task.is_committed and (rated is None if segment else not task.is_done)
            case Listed.UNSURE:
                return rated is not None and (rated.unsure or rated.result in (None, Result.POSSIBLE))
            case Listed.NOTED:
                return rated is not None and bool(rated.note)
            case Listed.DIFFERENT:
                return place in self.different


def places_of(task: RatingTask) -> list[Place]:
    """Every place of a clip."""
    return [(task.clip_id, *unit) for unit in task.listed] or [(task.clip_id, "", "")]


def stepped(tasks: Sequence[RatingTask], where: ListFilter, at: Place | None, by: int) -> Place | None:
    """The next (+1) or previous (-1) place listed; after the last comes the first. None where none is."""
    every = [(task, place) for task in tasks for place in places_of(task)]
    order = [place for _, place in every]
    first = order.index(at) + by if at in order else (0 if by > 0 else len(every) - 1)
    for offset in range(len(every)):
        task, place = every[(first + by * offset) % len(every)]
        if where.holds(task, place):
            return place
    return None


def next_left(tasks: Sequence[RatingTask], rules: frozenset[str], after: Place | None) -> Place | None:
    """The next place without a word of the rater, among these rules; None when nothing is left."""
    return stepped(tasks, ListFilter(Listed.LEFT, rules), after, 1)


def differing(
    words: Iterable[ClipWords], clip_ids: dict[str, int], raters: Sequence[str]
) -> frozenset[Place]:
    """The places on which raters say different things; who did not rate or could not tell says nothing."""
    found = set()
    for clip in words:
        said = [clip.words[rater].ratings for rater in raters if rater in clip.words]
        for unit in {unit for ratings in said for unit in ratings}:
            sizes = {ratings[unit].size for ratings in said if unit in ratings}
            if len(sizes - {None}) > 1:
                found.add((clip_ids[clip.label], *unit))
    return frozenset(found)
