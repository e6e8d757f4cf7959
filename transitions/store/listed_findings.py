"""What a list of findings is asked for and holds: filters, lines, moments, and what each choice would show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from transitions.model import Finding, Result, Segment, Severity


@dataclass(frozen=True)
class FindingFilter:
    """Which findings to list; an empty set or None lets everything through.

    Only the newest run of each recording is looked at, unless `run_id` names one.
    """

    kinds: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    results: frozenset[Result] = frozenset()
    severities: frozenset[Severity] = frozenset()
    recording_id: int | None = None
    run_id: int | None = None


@dataclass(frozen=True)
class FindingRow:
    """A line of the list of findings: the finding, its segment and where it is from."""

    id: int
    run_id: int
    recording_id: int
    recording_name: str
    pseudonym: str | None
    segment: Segment
    finding: Finding


class MomentOrder(StrEnum):
    """In which order moments are listed."""

    WORST_FIRST = "worst"
    IN_TIME = "time"


@dataclass(frozen=True)
class MomentRow:
    """A moment of the list: its segment's findings that pass the filter, the worst first."""

    findings: tuple[FindingRow, ...]

    @property
    def main(self) -> FindingRow:
        """The finding that deserves the first look."""
        return self.findings[0]

    @property
    def to_review(self) -> tuple[FindingRow, ...]:
        """Those on which a verdict is asked: the flagged ones, or the main one where none is flagged."""
        flagged = tuple(row for row in self.findings if row.finding.severity is not None)
        return flagged or self.findings[:1]


@dataclass(frozen=True)
class Facets:
    """How many findings each choice of a filter would show."""

    kinds: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, int] = field(default_factory=dict)
    results: Mapping[Result, int] = field(default_factory=dict)
    severities: Mapping[Severity, int] = field(default_factory=dict)
