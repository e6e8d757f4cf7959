"""The moments of a day as they count once reviewers have spoken: flags turned down are none, corrected ones are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from transitions.model import Review, Severity
from transitions.store import FindingRow, MomentRow, after_review, counted_finding

SIZES = list(Severity)


def counted_moments(
    moments: Sequence[MomentRow], standing: Mapping[int, tuple[Review, ...]]
) -> tuple[MomentRow, ...]:
    """The moments with at least one flag that counts, the largest first, each with those flags alone.

    Parameters
    ----------
    moments : of the program's flags, the worst first, and of what a reviewer spoke of; a moment may be in it twice.
    standing : what stands of each finding (`Reviews.standing`).
    """
    rows = {row.id: row for moment in moments for row in moment.findings}
    by_segment: dict[tuple[int, str], list[FindingRow]] = {}
    for row in rows.values():
        answer = after_review(row.finding.result, row.finding.severity, standing.get(row.id, ()))
        if answer.severity is not None:
            finding = counted_finding(row.finding, answer)
            by_segment.setdefault((row.run_id, row.segment.id), []).append(replace(row, finding=finding))
    found = [MomentRow(tuple(sorted(own, key=_size, reverse=True))) for own in by_segment.values()]
    return tuple(sorted(found, key=lambda moment: _size(moment.main), reverse=True))


def turned_down_count(moments: Sequence[MomentRow], standing: Mapping[int, tuple[Review, ...]]) -> int:
    """How many of the program's flags reviewers turned down."""
    rows = {row.id: row.finding for moment in moments for row in moment.findings}
    return sum(
        finding.severity is not None
        and after_review(finding.result, finding.severity, standing.get(number, ())).severity is None
        for number, finding in rows.items()
    )


def _size(row: FindingRow) -> int:
    """A stable sort by it keeps the list's own order within one size."""
    return -1 if row.finding.severity is None else SIZES.index(row.finding.severity)
