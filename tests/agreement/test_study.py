"""A study's ratings: what is counted, what is left out, and what is said of it."""

from __future__ import annotations

import numpy as np
import pytest
from simulated_raters import Raters

from transitions.agreement.coefficients import bias, pair_tables, prevalence
from transitions.agreement.ratings import Scale
from transitions.agreement.study import CONSENSUS, FEW_UNITS, PROGRAM, Rating, agreement_of, tabulate


def study(raters: Raters, people: int, program: str | None = None, flip: float = 0.0) -> list[Rating]:
    """A simulated study; the last rater is the program where one is named, with a share of answers made up."""
    rng = np.random.default_rng(5)
    table = raters.draw(rng, people)
    values = table.values.copy()
    if program is not None:
        made_up = rng.random(len(values)) < flip
        values[made_up, -1] = rng.integers(0, 4, int(made_up.sum()))
    names = [*table.raters[:-1], program or table.raters[-1]]
    return [
        Rating(
            f"unit {row:03d}",
            f"person {table.people[row]}",
            names[k],
            None if np.isnan(value) else float(value),
        )
        for row in range(len(values))
        for k, value in enumerate(values[row])
    ]


def test_program_and_consensus_are_no_raters_among_themselves() -> None:
    ratings = study(Raters(raters=3), 20, PROGRAM)
    ratings += [Rating(r.unit, r.person, CONSENSUS, r.value) for r in ratings if r.rater == "rater 0"]
    found = agreement_of(ratings)
    assert found.raters == ("rater 0", "rater 1")
    assert [(pair.first, pair.second) for pair in found.pairs] == [
        ("rater 0", "rater 1"),
        ("rater 0", CONSENSUS),
        ("rater 0", PROGRAM),
        ("rater 1", CONSENSUS),
        ("rater 1", PROGRAM),
        (CONSENSUS, PROGRAM),
    ]
    assert found.alpha is not None
    assert 0 < found.alpha.low < found.alpha.value < found.alpha.high < 1


def test_coverage_tells_how_much_the_second_left_out() -> None:
    ratings = [Rating(f"u{k}", f"p{k}", "a", float(k % 2)) for k in range(40)]
    ratings += [Rating(f"u{k}", f"p{k}", PROGRAM, float(k % 2) if k < 10 else None) for k in range(40)]
    (pair,) = agreement_of(ratings).pairs
    assert (pair.units, pair.coverage, pair.percent.value) == (10, 0.25, 1.0)
    assert str(FEW_UNITS) in pair.note


def test_every_figure_of_a_pair_has_an_interval_and_what_it_rests_on() -> None:
    found = agreement_of(study(Raters(raters=3), 30))
    assert 0.85 < found.coverage < 0.95
    for pair in found.pairs:
        of_category = [*pair.prevalence.values(), *pair.bias.values()]
        assert len(of_category) == 8
        for figure in (pair.percent, pair.kappa, *of_category):
            assert figure.low < figure.value < figure.high
            assert figure.people == 30
    table, _ = tabulate(study(Raters(raters=3), 30), Scale.ORDINAL)
    whole = pair_tables(table.only(("rater 0", "rater 1"))).sum(axis=0)
    (first, *_) = found.pairs
    assert [f.value for f in first.prevalence.values()] == pytest.approx(prevalence(whole).tolist())
    assert [f.value for f in first.bias.values()] == pytest.approx(bias(whole).tolist())


def test_the_last_word_of_a_rater_counts() -> None:
    ratings = [Rating("u", "p", "a", 0.0), Rating("u", "p", "b", 3.0), Rating("u", "p", "a", 3.0)]
    assert agreement_of(ratings).disagreements == ()


def test_a_program_like_a_clinician_is_no_worse() -> None:
    found = agreement_of(study(Raters(raters=4, missing=0.0), 120, PROGRAM), margin=0.15)
    assert found.no_worse is not None
    assert found.no_worse.answer.startswith("Yes")


def test_a_program_that_guesses_is_worse() -> None:
    found = agreement_of(study(Raters(raters=4, missing=0.0), 120, PROGRAM, flip=0.9))
    assert found.no_worse is not None
    assert found.no_worse.answer.startswith("No:")


def test_few_people_cannot_tell_whether_it_is_worse() -> None:
    found = agreement_of(study(Raters(raters=4), 6, PROGRAM))
    assert found.no_worse is not None
    assert found.no_worse.answer.startswith("It cannot be told.")
    assert "too few" in found.no_worse.answer


def test_without_a_second_clinician_there_is_nothing_to_compare_with() -> None:
    found = agreement_of(study(Raters(raters=2), 20, PROGRAM))
    assert found.no_worse is None
    assert found.alpha is None


@pytest.mark.parametrize(("scale", "apart"), [(Scale.ORDINAL, 3.0), (Scale.NOMINAL, 1.0)])
def test_a_disagreement_is_told_in_steps_of_the_scale_whichever_values_occur(
    scale: Scale, apart: float
) -> None:
    ratings = [Rating("u1", "p", "a", 1.0), Rating("u1", "p", "b", 4.0), Rating("u1", "p", "c", None)]
    others = [Rating("u2", "p", rater, 2.0) for rater in "ab" if scale is Scale.NOMINAL]
    (found,) = agreement_of([*ratings, *others], scale).disagreements
    assert (found.unit, found.apart, found.said) == ("u1", apart, {"a": 1.0, "b": 4.0})


def test_disagreements_come_worst_first() -> None:
    said = {"u1": (0.0, 1.0), "u2": (0.0, 3.0), "u3": (2.0, 2.0), "u4": (1.0, 3.0)}
    ratings = [
        Rating(unit, "p", rater, value)
        for unit, pair in said.items()
        for rater, value in zip("ab", pair, strict=True)
    ]
    found = agreement_of(ratings).disagreements
    assert [(each.unit, each.apart) for each in found] == [("u2", 3.0), ("u4", 2.0), ("u1", 1.0)]


@pytest.mark.parametrize(("scale", "expected"), [(Scale.NOMINAL, 0.5), (Scale.ORDINAL, 0.8)])
def test_on_a_nominal_scale_no_step_is_larger_than_another(scale: Scale, expected: float) -> None:
    said = [(0, 0), (0, 1), (1, 0), (1, 1), (3, 3), (3, 3), (0, 1), (1, 1), (3, 3), (0, 0)]
    ratings = [
        Rating(f"u{k}", f"p{k}", rater, float(value))
        for k, pair in enumerate(said)
        for rater, value in zip("ab", pair, strict=True)
    ]
    (pair,) = agreement_of(ratings, scale).pairs
    assert pair.kappa.value == pytest.approx(expected, abs=0.15)
    assert (pair.kappa.value > 0.7) == (scale is Scale.ORDINAL)
