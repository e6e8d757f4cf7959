"""NAP, Tau and Tau-U against their papers' worked examples."""

from __future__ import annotations

import numpy as np
import pytest
from bench_seed import SEED
from scipy import stats

from bench.before_after import nap_coverage
from transitions.comparison.nonoverlap import nap, nap_interval, pair_score, tau, tau_u, trend_score
from transitions.series import FloatArray


def of(*values: float) -> FloatArray:
    return np.array(values, dtype=float)


# Parker & Vannest 2009, Behavior Therapy 40:357: its example, as the R package SingleCaseES documents it.
BEFORE_2009 = of(4, 3, 4, 3, 4, 7, 5, 2, 3, 2)
AFTER_2009 = of(5, 9, 7, 9, 7, 5, 9, 11, 11, 10, 9)

# Parker, Vannest & Davis 2011, Behavior Modification 35:303: the series its nonoverlap indices are worked on, taken
# from the tests of the R package SingleCaseES, which checks its own indices against that paper.
BEFORE_2011 = of(20, 20, 26, 25, 22, 23)
AFTER_2011 = of(28, 25, 24, 27, 30, 30, 29)

# The second series of the same tests, for Tau-U.
BEFORE_TREND = of(3, 3, 4, 5)
AFTER_TREND = of(4, 5, 6, 7, 7)


def test_nap_of_parker_and_vannest_2009_with_its_interval() -> None:
    estimate = nap(BEFORE_2009, AFTER_2009)
    interval = nap_interval(estimate, len(BEFORE_2009), len(AFTER_2009))
    assert estimate == pytest.approx(0.9636, abs=5e-5)
    assert (round(interval.low, 3), round(interval.high, 3)) == (0.750, 0.995)


def test_nap_and_tau_of_parker_2011() -> None:
    assert nap(BEFORE_2011, AFTER_2011) == pytest.approx(38.5 / 42)
    assert tau(BEFORE_2011, AFTER_2011) == pytest.approx(35 / 42)


def test_tau_u_of_parker_2011_takes_out_the_earlier_trend() -> None:
    assert tau(BEFORE_TREND, AFTER_TREND) == pytest.approx(16 / 20)
    assert trend_score(BEFORE_TREND) == 5
    assert tau_u(BEFORE_TREND, AFTER_TREND) == pytest.approx(11 / 20)


def test_nap_is_the_mann_whitney_statistic() -> None:
    rng = np.random.default_rng(SEED)
    before, after = rng.integers(0, 9, 7).astype(float), rng.integers(0, 9, 12).astype(float)
    u = stats.mannwhitneyu(after, before).statistic
    assert nap(before, after) == pytest.approx(u / (len(before) * len(after)))


def test_values_that_differ_by_rounding_alone_are_ties() -> None:
    assert nap(of(0.3, 0.3), of(0.1 + 0.2, 0.1 + 0.2)) == 0.5
    assert trend_score(of(0.3, 0.1 + 0.2, 1.0)) == 2
    assert pair_score(of(0.0, 1.0), of(1e-17, 1.0 + 1e-6)) == 1 - 1 + 1


def test_trend_score_is_kendalls() -> None:
    series = of(1, 3, 2, 5, 4, 8)
    pairs = len(series) * (len(series) - 1) / 2
    assert trend_score(series) / pairs == pytest.approx(
        stats.kendalltau(range(len(series)), series).statistic
    )


@pytest.mark.parametrize("k", [1, 2, 3, 5, 10, 40])
def test_at_nap_1_the_lower_end_is_not_the_second_root(k: int) -> None:
    interval = nap_interval(1.0, k, k)
    theta, z2, h = interval.low, stats.norm.ppf(0.975) ** 2, k - 1.0
    assert interval.high == 1.0
    assert 0.0 < theta < 0.99
    bracket = 1.0 + h * (1 - theta) / (2 - theta) + h * theta / (1 + theta)
    assert (1 - theta) ** 2 == pytest.approx(z2 * theta * (1 - theta) * bracket / k**2)


@pytest.mark.parametrize("estimate", [0.0, 0.1, 0.36, 0.5])
def test_the_interval_mirrors(estimate: float) -> None:
    interval, mirrored = nap_interval(estimate, 5, 5), nap_interval(1.0 - estimate, 5, 5)
    assert (interval.low, interval.high) == pytest.approx((1.0 - mirrored.high, 1.0 - mirrored.low))
    assert interval.low <= estimate <= interval.high


def test_an_empty_side_says_nothing() -> None:
    nothing = of()
    assert np.isnan(nap(nothing, of(1, 2)))
    assert np.isnan(tau_u(of(1, 2), nothing))
    assert np.isnan(nap_interval(float("nan"), 0, 2).low)
    assert pair_score(nothing, of(1)) == 0


@pytest.mark.parametrize("k", [5, 10])
@pytest.mark.parametrize("true_nap", [0.5, 0.7, 0.9])
def test_the_interval_holds_the_truth_nineteen_times_in_twenty(k: int, true_nap: float) -> None:
    held = nap_coverage(np.random.default_rng(SEED), k, true_nap, people=2000)
    assert 0.93 <= held <= 0.98  # 94.5 to 96.6 %, and what 2,000 people leave open
