"""A recording without a flag opens on what went well, and ends with what the view can never tell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from store_examples import add_recording, finding, run, segment

from transitions.model import Finding, Result, View
from transitions.store import FindingFilter, FindingRow, MomentOrder, Store, open_store
from transitions.ui import lead
from transitions.ui.lead import lead_with_what_went_well, listed_moments
from transitions.ui.selection import WORTH_A_LOOK

VIEWS = {"slouched_start": frozenset({View.SIDE}), "jerky_rise": frozenset({View.OBLIQUE, View.SIDE})}


def row(number: int, rule: str, result: Result, value: float | None = None) -> FindingRow:
    """A finding of a rise that is seen from an oblique view; its threshold is 90."""
    found = finding(rule=rule, result=result, severity=None, value=value)
    return FindingRow(number, 1, 1, "clip.mp4", None, segment(), found)


def order(*rows: FindingRow) -> list[int]:
    return [one.id for one in lead_with_what_went_well(rows, VIEWS)]


def test_what_went_well_comes_before_what_cannot_be_told() -> None:
    never, sometimes, well = (
        row(1, "slouched_start", Result.NOT_ASSESSABLE),
        row(2, "jerky_rise", Result.NOT_ASSESSABLE),
        row(3, "abrupt_twist", Result.NOT_OBSERVED, 60.0),
    )
    assert order(never, sometimes, well) == [3, 2, 1]


def test_what_went_best_comes_first() -> None:
    near, far = (row(n, "abrupt_twist", Result.NOT_OBSERVED, value) for n, value in ((1, 80.0), (2, 5.0)))
    assert order(near, far) == [2, 1]


def test_a_rule_that_is_gone_counts_as_one_that_could_have_been_judged() -> None:
    gone, never = (row(n, rule, Result.NOT_ASSESSABLE) for n, rule in ((1, "gone"), (2, "slouched_start")))
    assert order(never, gone) == [1, 2]


def keep(store: Store, *findings: Finding) -> FindingFilter:
    """Keep a recording with a moment for each finding, one after the other; the filter its page opens with."""
    recording = add_recording(store)
    segments = tuple(segment(one.segment_id, start_s=5.0 * n) for n, one in enumerate(findings, start=1))
    store.runs.save(recording.id, run(segments, findings))
    return FindingFilter(results=WORTH_A_LOOK, recording_id=recording.id)


@pytest.mark.parametrize("everywhere", [True, False])
@pytest.mark.parametrize("flagged", [True, False])
def test_a_flag_after_the_moments_that_fit_is_listed_in_its_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flagged: bool, everywhere: bool
) -> None:
    hidden = [finding(key, result=Result.NOT_ASSESSABLE, severity=None, value=None) for key in ("s1", "s2")]
    flag = finding("s3") if flagged else finding("s3", result=Result.NOT_OBSERVED, severity=None, value=5.0)
    with open_store(data_dir=tmp_path) as store:
        monkeypatch.setattr(lead, "store", lambda: store)
        where = keep(store, *hidden, flag)
        where = replace(where, recording_id=None) if everywhere else where
        kept, first = listed_moments(where, MomentOrder.IN_TIME, limit=2)
        assert [m.findings[0].segment.id for m in first] == ["s1", "s2"]
        assert (kept == where) is flagged
        assert (Result.OBSERVED in kept.results) is flagged
        _, every = listed_moments(where, MomentOrder.IN_TIME, limit=3)
        assert every[-1].findings[0].finding.result is flag.result
