"""The state that entries lead to: a pure function of them, whoever wrote at the same time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from transitions.annotation.entries import (
    Act,
    Change,
    Entry,
    GoneThrough,
    Mark,
    Rate,
    Rated,
    Refuse,
    SetMark,
    Unit,
    Unrate,
)

MS_PER_S = 1000


@dataclass(frozen=True)
class ClipWord:
    """What one rater says of one clip, as it stands.

    Attributes
    ----------
    marks : the transitions that are there in the rater's eyes, by their key.
    ratings : of those.
    gone_through : whether the clip was looked at: it was said, or something in it was rated or marked.
    """

    marks: Mapping[str, Mark] = field(default_factory=dict)
    ratings: Mapping[Unit, Rated] = field(default_factory=dict)
    gone_through: bool = False


@dataclass(frozen=True)
class Wanted:
    """What a file says of one clip; None for what it does not speak of, which is then left as it is.

    Ratings without marks are added to those there are: a table need not hold all of them.
    """

    marks: Mapping[str, Mark] | None
    ratings: Mapping[Unit, Rated] | None

    def with_also(self, other: Wanted) -> Wanted:
        """Both together, as of a table of ratings and one of marks; of what both speak, the other's holds."""
        marks = self.marks if other.marks is None else other.marks
        ratings = self.ratings if other.ratings is None else {**(self.ratings or {}), **other.ratings}
        return Wanted(marks, ratings)

    def after(self, now: ClipWord) -> ClipWord:
        """The word that stands once this is taken in."""
        if self.marks is None:
            return ClipWord(now.marks, {**now.ratings, **(self.ratings or {})}, True)
        ratings = now.ratings if self.ratings is None else self.ratings
        kept = {unit: rated for unit, rated in ratings.items() if unit[0] in self.marks}
        return ClipWord(self.marks, kept, True)


@dataclass(frozen=True)
class History:
    """The entries that stand, oldest first, and those that were undone, the next to redo last."""

    standing: tuple[Entry, ...] = ()
    undone: tuple[Entry, ...] = ()


def histories(entries: Iterable[Entry]) -> dict[str, History]:
    """For each rater of one clip what stands and what can be redone. Undoing nothing does nothing."""
    done: dict[str, tuple[list[Entry], list[Entry]]] = {}
    for entry in sorted(entries, key=lambda e: e.id):
        standing, undone = done.setdefault(entry.rater, ([], []))
        if entry.act is Act.SAY:
            standing.append(entry)
            undone.clear()
        elif entry.act is Act.UNDO and standing:
            undone.append(standing.pop())
        elif entry.act is Act.REDO and undone:
            standing.append(undone.pop())
    return {rater: History(tuple(s), tuple(u)) for rater, (s, u) in done.items()}


def replay(entries: Iterable[Entry], given: Mapping[str, Mark]) -> dict[str, ClipWord]:
    """What each rater says of one clip.

    Parameters
    ----------
    entries : of one clip, in any order; each rater's are replayed apart from the others'.
    given : the transitions that every rater starts from.
    """
    return {rater: word_of(history.standing, given) for rater, history in histories(entries).items()}


def word_of(standing: Sequence[Entry], given: Mapping[str, Mark]) -> ClipWord:
    """What the entries of one rater that stand say."""
    changes = [change for entry in standing for change in entry.changes]
    marks = dict(given)
    ratings: dict[Unit, Rated] = {}
    for change in changes:
        if isinstance(change, SetMark):
            marks[change.segment] = change.mark
        elif isinstance(change, Refuse):
            marks.pop(change.segment, None)
            ratings = {unit: rated for unit, rated in ratings.items() if unit[0] != change.segment}
        elif isinstance(change, Rate):
            ratings[change.segment, change.rule] = change.rated
        elif isinstance(change, Unrate):
            ratings.pop((change.segment, change.rule), None)
    # Two windows of one rater may rate what the other has just undone.
    kept = {unit: rated for unit, rated in ratings.items() if unit[0] in marks}
    return ClipWord(marks, kept, bool(changes))


def changes_between(now: ClipWord, wanted: ClipWord) -> tuple[Change, ...]:
    """The changes that lead from one word to another; times that are the same to the millisecond are left alone."""
    changes: list[Change] = []
    for key, mark in wanted.marks.items():
        if key not in now.marks or to_ms(now.marks[key]) != to_ms(mark):
            changes.append(SetMark(key, mark))
    changes += [Refuse(key) for key in now.marks if key not in wanted.marks]
    changes += [
        Rate(*unit, rated) for unit, rated in wanted.ratings.items() if now.ratings.get(unit) != rated
    ]
    changes += [
        Unrate(*unit) for unit in now.ratings if unit not in wanted.ratings and unit[0] in wanted.marks
    ]
    if wanted.gone_through and not now.gone_through and not changes:
        changes.append(GoneThrough())
    return tuple(changes)


def to_ms(mark: Mark) -> Mark:
    """The mark on the grid of ELAN and BORIS: whole milliseconds, and never without length."""
    start = round(mark.start_s * MS_PER_S)
    end = max(round(mark.end_s * MS_PER_S), start + 1)
    phases = {name: round(t_s * MS_PER_S) / MS_PER_S for name, t_s in mark.phases.items()}
    return Mark(mark.kind, start / MS_PER_S, end / MS_PER_S, phases)
