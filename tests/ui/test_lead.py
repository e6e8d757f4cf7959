"""A recording without a flag opens on what went well, and ends with what the view can never tell."""

from __future__ import annotations

from store_examples import finding, segment

from transitions.model import Result, View
from transitions.store import FindingRow
from transitions.ui.lead import lead_with_what_went_well

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
