"""The entries of a rater, and the changes that they hold."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from transitions.agreement.study import SIZES
from transitions.model import Finding, Result, Segment, Severity

Unit = tuple[str, str]
"""What is rated: the segment's key and the rule."""

_WORD = re.compile(r"[\w.-]{1,80}")
"""No space or sign that a file format of another program gives a meaning."""


@dataclass(frozen=True)
class Rated:
    """A word on one rule in one transition.

    `result` is None where the rater looked and could not tell. `unsure` beside a result is a leaning, and counts as
    that result. `severity` belongs to what was observed, and to nothing else.
    """

    result: Result | None
    severity: Severity | None = None
    unsure: bool = False
    note: str = ""

    @property
    def size(self) -> str | None:
        """The word on the ordinal scale of a study (`SIZES`); None where it could not be judged."""
        if self.result is None or self.result is Result.NOT_ASSESSABLE:
            return None
        if self.result is Result.OBSERVED:
            return str(self.severity or Severity.MILD)
        return str(self.result)

    @property
    def value(self) -> float | None:
        """The place of `size` on the scale."""
        return None if self.size is None else float(SIZES.index(self.size))


@dataclass(frozen=True)
class Mark:
    """A transition as it is marked: its kind, start and end (half-open, seconds of the clip) and the phases within."""

    kind: str
    start_s: float
    end_s: float
    phases: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Rate:
    """Rate a rule in a transition."""

    segment: str
    rule: str
    rated: Rated
    does: Literal["rate"] = "rate"


@dataclass(frozen=True)
class Unrate:
    """Take a rating back."""

    segment: str
    rule: str
    does: Literal["unrate"] = "unrate"


@dataclass(frozen=True)
class SetMark:
    """Correct a transition, or under a new key add one that was missed. A refused one stands again, unrated."""

    segment: str
    mark: Mark
    does: Literal["mark"] = "mark"


@dataclass(frozen=True)
class Refuse:
    """Say that there is no such transition; what was rated of it goes with it."""

    segment: str
    does: Literal["refuse"] = "refuse"


@dataclass(frozen=True)
class GoneThrough:
    """Say that the clip was looked through: what is not marked in it is not there."""

    does: Literal["gone_through"] = "gone_through"


Change = Rate | Unrate | SetMark | Refuse | GoneThrough


class Act(StrEnum):
    """What an entry does: say something, or undo or redo what was said last in this clip."""

    SAY = "say"
    UNDO = "undo"
    REDO = "redo"
    COMMIT = "commit"


@dataclass(frozen=True)
class Entry:
    """One thing that a rater did, as it is kept for good.

    Attributes
    ----------
    rater : in whose name; ``consensus`` for what the raters agreed on together.
    by : the person at the keyboard.
    changes : done and undone together: a split is two of them. Empty for undo, redo and the commit of a clip.
    """

    id: int
    clip_id: int
    rater: str
    by: str
    act: Act
    changes: tuple[Change, ...]
    created_at: str


def mark_of(segment: Segment) -> Mark:
    """A segment of the program, without what it thinks of it."""
    return Mark(segment.kind, segment.start_s, segment.end_s, dict(segment.phases))


def rated_of(finding: Finding) -> Rated:
    """What the program says, as a rater would have."""
    severity = finding.severity if finding.result is Result.OBSERVED else None
    return Rated(finding.result, severity)


def trouble_with(change: Change) -> str | None:
    """One plain sentence on why a change cannot be kept; None for a good one."""
    if isinstance(change, Rate):
        return _trouble_with_rating(change.rated)
    if isinstance(change, SetMark):
        mark = change.mark
        times_s = (mark.start_s, mark.end_s, *mark.phases.values())
        words = (change.segment, mark.kind, *mark.phases)
        if not all(_WORD.fullmatch(word) for word in words):
            return f"Kinds, keys and phases are single words such as sit_to_stand, not “{_first_bad(words)}”."
        if not all(math.isfinite(t_s) for t_s in times_s) or mark.start_s < 0:
            return "Times are seconds of the clip from 0 on; set the edge again."
        if mark.end_s <= mark.start_s:
            return "A transition ends after it starts; move one of its edges."
    return None


def _first_bad(words: tuple[str, ...]) -> str:
    return next(word for word in words if not _WORD.fullmatch(word))


def _trouble_with_rating(rated: Rated) -> str | None:
    if rated.severity is not None and rated.result is not Result.OBSERVED:
        return "A size belongs to what was observed; choose “observed”, or leave the size out."
    if rated.result is Result.OBSERVED and rated.severity is None:
        return "Say how large the pattern is: mild, moderate or severe."
    return None


def clean_note(text: str) -> str:
    """A note without what no file can hold: control characters go, line ends are those of this program."""
    lines = text.splitlines()
    return "\n".join("".join(c for c in line if c.isprintable()).strip() for line in lines).strip()
