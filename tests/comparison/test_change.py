"""The change of means, its error and its degrees of freedom, against SciPy and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from transitions.comparison.change import (
    UnitOfAnalysis,
    bca_interval,
    change,
    hedges_g,
    pooled_sem,
    t_quantile,
)
from transitions.series import FloatArray


def of(*values: float) -> FloatArray:
    return np.array(values, dtype=float)


BEFORE, AFTER = of(2.1, 2.4, 1.9, 2.2, 2.3), of(1.8, 1.7, 2.0, 1.6, 1.9)


def test_one_session_a_side_is_students_t_with_2k_minus_2_degrees_of_freedom() -> None:
    found = change([BEFORE], [AFTER])
    expected = stats.ttest_ind(AFTER, BEFORE)
    ends = expected.confidence_interval(0.95)
    assert found.df == 8
    assert found.p == pytest.approx(expected.pvalue)
    assert (found.interval.low, found.interval.high) == pytest.approx((ends.low, ends.high))
    assert found.unit is UnitOfAnalysis.REPETITION


def test_sem_is_the_root_of_the_within_person_mean_square() -> None:
    mean_square = (np.var(BEFORE, ddof=1) + np.var(AFTER, ddof=1)) / 2
    assert pooled_sem(BEFORE, AFTER) == pytest.approx(np.sqrt(mean_square))
    found = change([BEFORE], [AFTER])
    assert found.mdc == pytest.approx(stats.t.ppf(0.975, 8) * np.sqrt(mean_square) * np.sqrt(2 / 5))
    assert found.difference == pytest.approx(np.mean(AFTER) - np.mean(BEFORE))


def test_with_several_sessions_their_means_are_counted() -> None:
    before = [of(2.0, 2.2), of(2.6, 2.4, 2.5), of(2.1)]
    after = [of(1.5, 1.7), of(1.9, 1.9)]
    found = change(before, after)
    expected = stats.ttest_ind([s.mean() for s in after], [s.mean() for s in before])
    assert found.unit is UnitOfAnalysis.SESSION
    assert found.df == 3
    assert found.p == pytest.approx(expected.pvalue)


def test_one_session_against_several_takes_their_spread() -> None:
    found = change([BEFORE], [of(1.7, 1.8), of(2.0, 2.1), of(1.9)])
    assert found.unit is UnitOfAnalysis.SESSION
    assert found.df == 2
    assert found.sem == pytest.approx(np.std([1.75, 2.05, 1.9], ddof=1) * np.sqrt(2 / 2))


def test_what_one_filming_shares_widens_one_session_and_not_several() -> None:
    alone, shared = change([BEFORE], [AFTER]), change([BEFORE], [AFTER], filming_u=0.3)
    assert shared.mdc > alone.mdc
    assert shared.mdc >= 1.96 * np.sqrt(2) * 0.3
    assert shared.df > alone.df
    nested = [BEFORE, BEFORE + 0.1], [AFTER, AFTER + 0.1]
    assert change(*nested, filming_u=0.3) == change(*nested)


def test_one_repetition_a_side_is_judged_by_what_was_known_beforehand() -> None:
    found = change([of(2.0)], [of(1.0)], filming_u=0.1, known_sd=0.2)
    assert found.mdc == pytest.approx(t_quantile(np.inf) * np.sqrt(2 * 0.2**2 + 2 * 0.1**2))
    assert np.isnan(found.sem)
    assert np.isnan(change([of(2.0)], [of(1.0)]).p)


def test_values_that_never_vary_have_no_error_to_judge_by() -> None:
    assert np.isnan(change([of(2.0, 2.0)], [of(3.0, 3.0)]).p)


@pytest.mark.parametrize("noise", [0.0, 1e-16])
def test_values_that_vary_by_rounding_alone_have_no_interval_and_no_smallest_change(noise: float) -> None:
    before, after = of(1.1, 1.1 + 4 * noise, 1.1), of(1.3, 1.3 - 4 * noise, 1.3)
    found = change([before], [after])
    assert found.sem == 0.0
    told = [found.p, found.g, found.mdc, found.interval.low, found.interval.high]
    assert np.isnan([*told, bca_interval(before, after).low]).all()


def test_values_that_never_vary_are_judged_by_what_one_filming_shares() -> None:
    found = change([of(1.1, 1.1)], [of(1.3, 1.3)], filming_u=0.1)
    assert found.mdc == pytest.approx(t_quantile(np.inf) * np.sqrt(2 * 0.1**2))


def test_hedges_g_has_the_exact_small_sample_correction() -> None:
    # Hedges 1981: the correction for 8 degrees of freedom is 0.9027, its approximation 1 - 3/(4*8 - 1) = 0.9032.
    assert hedges_g(1.0, 1.0, 8) == pytest.approx(0.9027, abs=5e-5)
    assert np.isnan(hedges_g(1.0, 1.0, 1))
    assert np.isnan(hedges_g(1.0, 0.0, 8))


def test_the_bootstrap_interval_is_scipys_bca() -> None:
    interval = bca_interval(BEFORE, AFTER)
    assert interval == bca_interval(BEFORE, AFTER)
    assert interval.low < np.mean(AFTER) - np.mean(BEFORE) < interval.high < 0
    assert np.isnan(bca_interval(BEFORE[:2], AFTER).low)
    assert np.isnan(bca_interval(of(1, 1, 1), AFTER).low)
