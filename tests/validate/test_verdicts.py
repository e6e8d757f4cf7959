"""Rules against what was expected: "not assessable" lowers the coverage and never counts as right."""

from __future__ import annotations

import pytest
from scored_runs import finding_of, run_of, truth_of

from transitions.model import Result
from transitions.validate.truth import TrueEvent
from transitions.validate.verdicts import score_rules, verdict

O, P, N, X = Result.OBSERVED, Result.POSSIBLE, Result.NOT_OBSERVED, Result.NOT_ASSESSABLE  # noqa: E741


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ([], N),
        ([N], N),
        ([O], O),
        ([P], P),
        ([X], X),
        ([N, X], X),
        ([X, P], P),
        ([P, O], O),
        ([N, O], O),
    ],
)
def test_a_clip_is_judged_over_all_its_segments(results: list[Result], said: Result) -> None:
    assert verdict([finding_of("abrupt_twist", result) for result in results]) is said


@pytest.mark.parametrize(
    ("wanted", "result", "side", "possible"),
    [
        (True, O, (1.0, 1.0), (0.0, 1.0)),
        (True, P, (0.0, 1.0), (1.0, 1.0)),
        (True, N, (0.0, 1.0), (0.0, 1.0)),
        (True, X, (0.0, 0.0), (0.0, 0.0)),
        (False, N, (1.0, 1.0), (0.0, 1.0)),
        (False, P, (0.0, 1.0), (1.0, 1.0)),
        (False, O, (0.0, 1.0), (0.0, 1.0)),
        (False, X, (0.0, 0.0), (0.0, 0.0)),
    ],
)
def test_possible_has_a_column_of_its_own_and_is_never_a_hit(
    wanted: bool, result: Result, side: tuple[float, float], possible: tuple[float, float]
) -> None:
    run = run_of(findings=(finding_of("jerky_rise", result), finding_of("abrupt_twist", O)))
    tally, misses = score_rules(truth_of(expected={"jerky_rise": wanted}), run)
    names = ("sensitivity", "possible_with") if wanted else ("specificity", "possible_without")
    known = float(result is not X)
    assert tally.sums == {
        f"rule/jerky_rise/{names[0]}": side,
        f"rule/jerky_rise/{names[1]}": possible,
        "rule/jerky_rise/coverage": (known, 1.0),
    }
    assert (misses == []) is (side == (1.0, 1.0))


def test_a_clip_that_was_not_analysed_is_uncovered() -> None:
    tally, misses = score_rules(truth_of(expected={"jerky_rise": False}), None)
    assert tally.sums["rule/jerky_rise/coverage"] == (0.0, 1.0)
    assert misses == ["jerky_rise not assessable, not expected"]


def test_a_wrong_answer_shows_its_values() -> None:
    run = run_of(findings=(finding_of("jerky_rise", P), finding_of("jerky_rise", X)))
    _, misses = score_rules(truth_of(expected={"jerky_rise": False}), run)
    assert misses == ["jerky_rise possible, not expected (12 ± 1.6 deg; Hidden.)"]


@pytest.mark.parametrize(
    ("wanted", "kind", "figure", "side", "covered"),
    [
        (True, "sit_to_stand", "sensitivity", (0.0, 1.0), 1.0),
        (False, "sit_to_stand", "specificity", (0.0, 0.0), 0.0),
        (False, "reach", "specificity", (1.0, 1.0), 1.0),
    ],
)
def test_a_rise_that_was_not_found_is_missed_and_its_calm_not_judged(
    wanted: bool, kind: str, figure: str, side: tuple[float, float], covered: float
) -> None:
    truth = truth_of(events=(TrueEvent(kind, 1.0, 2.0, {}),), expected={"jerky_rise": wanted})
    tally, _ = score_rules(truth, run_of())
    assert tally.sums[f"rule/jerky_rise/{figure}"] == side
    assert tally.sums["rule/jerky_rise/coverage"] == (covered, 1.0)
