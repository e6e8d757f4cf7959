"""What a report is made of: plain records, ready to be laid out by `page`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Audience(StrEnum):
    """For whom a report is written."""

    PERSON = "person"
    CLINICIAN = "clinician"


@dataclass(frozen=True)
class Still:
    """A picture, whole within the page.

    Attributes
    ----------
    data : JPEG as base64. alt : what it shows, for those who do not see it.
    """

    data: str
    alt: str
    width_px: int
    height_px: int

    @property
    def size_bytes(self) -> int:
        """What it adds to the page."""
        return len(self.data)


@dataclass(frozen=True)
class DrawnCurve:
    """A chart as SVG, and the same in a sentence."""

    svg: str
    summary: str


@dataclass(frozen=True)
class Fact:
    """A name and what is known under it."""

    name: str
    value: str


@dataclass(frozen=True)
class Badge:
    """A finding's result in a word or two; `tone` is the class by which it is set, told apart without colour."""

    words: str
    tone: str


@dataclass(frozen=True)
class ShownMoment:
    """One moment: its sentence, when it was, its picture and curve, and what was said of it.

    Attributes
    ----------
    sentences : what was found, the worst first. cue : one thing to try; empty without one.
    facts : what was measured, against what. notes : what reviewers said, a sentence each.
    """

    title: str
    badge: Badge | None
    when: str
    sentences: tuple[str, ...] = ()
    cue: str = ""
    facts: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = ()
    still: Still | None = None
    curves: tuple[DrawnCurve, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A table; the first cell of each row names the row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Reference:
    """A source: what it says, where to find it, and which of the report's thresholds rest on it."""

    said: str
    link: str
    carries: str


@dataclass(frozen=True)
class Chapter:
    """A part of the report under its own heading; what is empty is left out of the page.

    Attributes
    ----------
    after : paragraphs below everything else. is_pair : the moments are two, to be seen side by side.
    """

    title: str
    paragraphs: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    moments: tuple[ShownMoment, ...] = ()
    curves: tuple[DrawnCurve, ...] = ()
    grids: tuple[Grid, ...] = ()
    references: tuple[Reference, ...] = ()
    after: tuple[str, ...] = ()
    is_pair: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing under the heading."""
        parts = (self.paragraphs, self.bullets, self.facts, self.moments, self.curves, self.grids)
        return not any((*parts, self.references, self.after))


@dataclass(frozen=True)
class TakeHomeReport:
    """Everything that is on the page.

    Attributes
    ----------
    title : of the report. who : the person's pseudonym.
    facts : beneath the title: who, when, how much. in_short : what to take away, a sentence each.
    """

    title: str
    audience: Audience
    who: str
    facts: tuple[Fact, ...] = ()
    in_short: tuple[str, ...] = ()
    chapters: tuple[Chapter, ...] = field(default=())
