"""The stated 95 % interval holds a known agreement about 95 times in 100."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from simulated_raters import Raters

from transitions.agreement.coefficients import (
    category_counts,
    coincidences,
    fleiss_kappa,
    fleiss_sums,
    krippendorff_alpha,
    pair_tables,
    weighted_kappa,
)
from transitions.agreement.ratings import Ratings, Scale, sums_by_person
from transitions.agreement.resampling import (
    CORRELATION,
    SHARE,
    figure_by_person,
    median_by_person,
    ratio,
)
from transitions.series import FloatArray

PEOPLE = 20
STUDIES = 1000
KNOWN_FROM = 100_000
SCALE = np.arange(4.0)

Coefficient = tuple[Callable[[Ratings], FloatArray], Callable[[FloatArray], FloatArray]]

COEFFICIENTS: dict[str, Coefficient] = {
    "kappa": (pair_tables, lambda sums: weighted_kappa(sums, SCALE)),
    "fleiss": (lambda r: fleiss_sums(category_counts(r), len(r.raters)), fleiss_kappa),
    "alpha": (
        lambda r: coincidences(category_counts(r)),
        lambda sums: krippendorff_alpha(sums, SCALE, Scale.ORDINAL),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", list(COEFFICIENTS))
@pytest.mark.parametrize(
    "raters", [Raters(), Raters(error=0.3, missing=0.0), Raters(usual=-0.8)], ids=["usual", "close", "rare"]
)
def test_interval_holds_the_known_agreement(name: str, raters: Raters) -> None:
    """1,000 studies tell the share to 0.7 points."""
    tables, statistic = COEFFICIENTS[name]
    truth = float(statistic(tables(raters.draw(np.random.default_rng(1), KNOWN_FROM)).sum(axis=0)))
    held = [holds(raters, study, tables, statistic, truth) for study in range(STUDIES)]
    assert 0.93 <= np.mean(held) <= 0.97, f"{name}: {np.mean(held):.3f} of the intervals hold {truth:.2f}"


def edges_apart(rng: np.random.Generator, people: int) -> tuple[FloatArray, NDArray[np.intp]]:
    """How far two raters put edges apart, and whose they are: some people are harder to mark than others."""
    whose = np.repeat(np.arange(people), 5)
    size_s = np.exp(rng.normal(0.0, 0.5, people))[whose]
    return np.abs(rng.normal(0.0, 0.1 * size_s)), whose


def matched(rng: np.random.Generator, people: int) -> FloatArray:
    """(people, 2) twice the transitions that two raters matched, and all that they marked: F1 is the ratio."""
    of_each = rng.binomial(8, rng.beta(6.0, 2.0, people))
    return np.column_stack([2 * of_each, of_each + 8 + rng.binomial(2, 0.3, people)]).astype(float)


@pytest.mark.slow
def test_intervals_of_marked_transitions_hold_the_known_figure() -> None:
    median_s = float(np.median(edges_apart(np.random.default_rng(1), KNOWN_FROM)[0]))
    f1 = float(ratio(matched(np.random.default_rng(1), KNOWN_FROM).sum(axis=0)))
    held = []
    for study in range(STUDIES):
        rng = np.random.default_rng(100 + study)
        apart = median_by_person(*edges_apart(rng, PEOPLE))
        share = figure_by_person(matched(rng, PEOPLE), ratio, SHARE, resamples=400, seed=study)
        held.append((apart.low <= median_s <= apart.high, share.low <= f1 <= share.high))
    of_median, of_f1 = np.mean(held, axis=0)
    assert 0.93 <= of_median <= 0.97, of_median
    assert 0.93 <= of_f1 <= 0.97, of_f1


def holds(
    raters: Raters,
    study: int,
    tables: Callable[[Ratings], FloatArray],
    statistic: Callable[[FloatArray], FloatArray],
    truth: float,
) -> bool:
    drawn = raters.draw(np.random.default_rng(100 + study), PEOPLE)
    # Every category is asked for, whether or not it came up.
    padded = Ratings(
        np.vstack([drawn.values, np.tile(SCALE[:, None], len(drawn.raters))]),
        drawn.raters,
        np.append(drawn.people, [PEOPLE] * 4),
        drawn.scale,
    )
    per_unit = tables(padded)[: len(drawn.values)]
    sums = sums_by_person(drawn.people, per_unit)
    found = figure_by_person(sums, statistic, CORRELATION, resamples=400, seed=study)
    return found.low <= truth <= found.high
