"""The day's moments once reviewers have spoken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from store_examples import add_recording, finding, run, segment

from transitions.model import Result, Severity
from transitions.store import FindingFilter, FindingRow, MomentRow, Store, Verdict, open_store
from transitions.ui.day.counted import counted_moments, turned_down_count


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    with open_store(data_dir=tmp_path) as store:
        yield store


def moments_of(store: Store) -> list[MomentRow]:
    """As the day page asks for them: the flags, then what was spoken of."""
    flags = FindingFilter(severities=frozenset(Severity))
    return [*store.findings.moments(flags), *store.findings.moments(spoken_of=True)]


def counted(store: Store) -> tuple[list[tuple[str, Severity | None]], int]:
    moments = moments_of(store)
    standing = store.reviews.standing([row.id for moment in moments for row in moment.findings])
    found = counted_moments(moments, standing)
    said = [(row.finding.segment_id, row.finding.severity) for one in found for row in one.findings]
    return said, turned_down_count(moments, standing)


def rows(store: Store) -> dict[str, FindingRow]:
    return {row.finding.segment_id: row for row in store.findings.list()}


def test_flags_turned_down_go_and_what_reviewers_saw_comes(kept: Store) -> None:
    unseen = finding("s3", result=Result.NOT_OBSERVED, severity=None, value=50.0)
    kept.runs.save(
        add_recording(kept).id,
        run(
            segments=tuple(segment(f"s{n}", "reach", 5.0 * n) for n in (1, 2, 3)),
            findings=(finding("s1"), finding("s2", severity=Severity.MILD, value=92.0), unseen),
        ),
    )
    assert counted(kept) == ([("s1", Severity.MODERATE), ("s2", Severity.MILD)], 0)
    kept.reviews.add(rows(kept)["s1"].id, "A", Verdict.DISAGREE)
    kept.reviews.add(rows(kept)["s2"].id, "A", Verdict.AGREE)
    kept.reviews.add(
        rows(kept)["s3"].id, "A", Verdict.CORRECT, result=Result.OBSERVED, severity=Severity.SEVERE
    )
    assert counted(kept) == ([("s3", Severity.SEVERE), ("s2", Severity.MILD)], 1)
    kept.reviews.add(rows(kept)["s1"].id, "B", Verdict.AGREE)
    assert counted(kept)[1] == 0
