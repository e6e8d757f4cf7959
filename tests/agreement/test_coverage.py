"""The stated 95 % interval holds a known agreement about 95 times in 100."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
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
from transitions.agreement.resampling import CORRELATION, figure_by_person
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
