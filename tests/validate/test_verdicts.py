"""Rules against what was expected: "not assessable" lowers the coverage and never counts as right."""

from __future__ import annotations

import pytest
from scored_runs import finding_of, run_of

from transitions.model import Result
from transitions.validate.verdicts import score_rules, verdict

O, P, N, X = Result.OBSERVED, Result.POSSIBLE, Result.NOT_OBSERVED, Result.NOT_ASSESSABLE  # noqa: E741


@pytest.mark.parametrize(
    ("results", "flagged"),
    [
        ([], False),
        ([N], False),
        ([O], True),
        ([P], True),
        ([X], None),
        ([N, X], None),
        ([X, P], True),
        ([N, O], True),
    ],
)
def test_a_clip_is_judged_over_all_its_segments(results: list[Result], flagged: bool | None) -> None:
    assert verdict([finding_of("abrupt_twist", result) for result in results]) is flagged


@pytest.mark.parametrize(
    ("wanted", "result", "sums"),
    [
        (True, O, {"sensitivity": (1.0, 1.0), "coverage": (1.0, 1.0)}),
        (True, N, {"sensitivity": (0.0, 1.0), "coverage": (1.0, 1.0)}),
        (True, X, {"sensitivity": (0.0, 0.0), "coverage": (0.0, 1.0)}),
        (False, N, {"specificity": (1.0, 1.0), "coverage": (1.0, 1.0)}),
        (False, P, {"specificity": (0.0, 1.0), "coverage": (1.0, 1.0)}),
        (False, X, {"specificity": (0.0, 0.0), "coverage": (0.0, 1.0)}),
    ],
)
def test_sums(wanted: bool, result: Result, sums: dict[str, tuple[float, float]]) -> None:
    run = run_of(findings=(finding_of("jerky_rise", result), finding_of("abrupt_twist", O)))
    scored, misses = score_rules({"jerky_rise": wanted}, run)
    assert scored == {f"rule/jerky_rise/{name}": pair for name, pair in sums.items()}
    right = sums["coverage"] == (1.0, 1.0) and (1.0, 1.0) in (
        sums.get("sensitivity"),
        sums.get("specificity"),
    )
    assert (misses == []) is right


def test_a_clip_that_was_not_analysed_is_uncovered() -> None:
    scored, misses = score_rules({"jerky_rise": False}, None)
    assert scored["rule/jerky_rise/coverage"] == (0.0, 1.0)
    assert misses == ["jerky_rise not assessable, not expected"]


def test_a_wrong_answer_shows_its_values() -> None:
    run = run_of(findings=(finding_of("jerky_rise", P), finding_of("jerky_rise", X)))
    _, misses = score_rules({"jerky_rise": False}, run)
    assert misses == ["jerky_rise flagged, not expected (12 ± 1.6 deg; Hidden.)"]
