"""Figures over clips with intervals: right at 0 and 1, and people, not frames, are what is resampled."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import poisson

from transitions.validate.intervals import NOTHING, Estimate, Ratios, mean, proportion, quantile, rate, share


def ratios(numerators: list[float], denominators: list[float], people: list[int] | None = None) -> Ratios:
    return Ratios(
        np.array(numerators, dtype=float),
        np.array(denominators, dtype=float),
        np.array(range(len(numerators)) if people is None else people),
    )


def wilson(right: int, n: int) -> tuple[float, float]:
    """By Wilson's formula (1927), written out."""
    z, p = 1.959964, right / n
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


@pytest.mark.parametrize(("right", "n"), [(0, 8), (8, 8), (3, 8), (1, 1), (0, 1)])
def test_a_proportion_has_wilsons_interval(right: int, n: int) -> None:
    estimate = proportion(ratios([1.0] * right + [0.0] * (n - right), [1.0] * n))
    assert (estimate.value, estimate.clips, estimate.count) == (right / n, n, n)
    assert (estimate.low, estimate.high) == pytest.approx(wilson(right, n), abs=1e-5)
    assert estimate.low < 1.0
    assert estimate.high > 0.0


def test_all_right_of_few_clips_proves_little() -> None:
    few, many = (proportion(ratios([1.0] * n, [1.0] * n)) for n in (3, 100))
    assert few.low < 0.5 < 0.95 < many.low
    assert few.high == many.high == 1.0


@pytest.mark.parametrize("method", [proportion, share, mean, rate])
def test_clips_that_say_nothing_are_left_out(method: Callable[[Ratios], Estimate]) -> None:
    assert method(ratios([1.0, 0.0, 2.0], [2.0, 0.0, 3.0])) == method(ratios([1.0, 2.0], [2.0, 3.0], [0, 2]))
    assert_nothing(method(ratios([0.0, 0.0], [0.0, 0.0])))


def assert_nothing(estimate: Estimate) -> None:
    assert np.isnan([estimate.value, estimate.low, estimate.high]).all()
    assert (estimate.clips, estimate.count) == (NOTHING.clips, NOTHING.count) == (0, 0)


def test_ratio_of_sums_not_mean_of_ratios() -> None:
    assert mean(ratios([1.0, 0.0], [1.0, 9.0])).value == pytest.approx(0.1)


def test_a_bootstrap_interval_is_about_the_normal_one() -> None:
    """70 of 100 people: the exact standard error is 0.0458."""
    estimate = share(ratios([1.0] * 70 + [0.0] * 30, [1.0] * 100))
    assert estimate.low == pytest.approx(0.70 - 1.96 * 0.0458, abs=0.015)
    assert estimate.high == pytest.approx(0.70 + 1.96 * 0.0458, abs=0.015)


def test_people_not_frames_are_resampled() -> None:
    """Ten thousand frames of two people who disagree prove no more than two people do."""
    estimate = mean(ratios([0.0, 50_000.0], [5_000.0, 5_000.0]))
    assert (estimate.low, estimate.high) == (0.0, 10.0)


def test_people_not_clips_are_resampled() -> None:
    """Twenty clips of two people who disagree prove no more than two clips do."""
    clips = ratios([0.0] * 10 + [5.0] * 10, [1.0] * 20, [0] * 10 + [1] * 10)
    estimate = mean(clips)
    assert (estimate.low, estimate.high, estimate.clips) == (0.0, 5.0, 20)
    separate = mean(ratios([0.0] * 10 + [5.0] * 10, [1.0] * 20))
    assert separate.high - separate.low < 4.5


@pytest.mark.parametrize(("value", "people"), [(0.0, 5), (1.0, 5), (1.0, 1)])
def test_a_share_where_all_answer_alike_is_as_sure_as_so_many_people(value: float, people: int) -> None:
    """30 frames of each of 3 clips a person, all in or all out."""
    n = 3 * people
    estimate = share(ratios([30.0 * value] * n, [30.0] * n, list(range(people)) * 3))
    assert (estimate.low, estimate.high) == pytest.approx(wilson(round(value * people), people), abs=1e-5)


def test_one_person_alone_gives_an_average_and_no_interval() -> None:
    estimate = mean(ratios([3.0, 5.0], [1.0, 1.0], [7, 7]))
    assert estimate.value == 4.0
    assert math.isnan(estimate.low)
    assert math.isnan(estimate.high)


@pytest.mark.parametrize("events", [0, 3])
def test_a_rate_has_the_exact_poisson_interval(events: int) -> None:
    """At either end what was seen, or more extreme, has a chance of 2.5 %."""
    estimate = rate(ratios([float(events), 0.0, 0.0, 0.0], [1.0] * 4))
    assert estimate.value == events / 4
    assert poisson.cdf(events, 4 * estimate.high) == pytest.approx(0.025)
    if events:
        assert poisson.sf(events - 1, 4 * estimate.low) == pytest.approx(0.025)
    else:
        assert estimate.low == 0.0


def test_a_quantile_is_the_smallest_value_that_nine_in_ten_stay_under() -> None:
    values = np.arange(1.0, 11.0)
    at = np.arange(10)
    estimate = quantile(values[::-1], at, at, 0.9)
    assert estimate.value == 9.0
    assert 6.0 <= estimate.low < 9.0 < estimate.high == 10.0
    assert (estimate.clips, estimate.count) == (10, 10)


def test_a_quantile_resamples_people() -> None:
    """One of two people has all the large values."""
    values = np.concatenate([np.ones(50), np.full(50, 9.0)])
    people = np.repeat([0, 1], 50)
    estimate = quantile(values, people, people, 0.9)
    assert (estimate.low, estimate.high) == (1.0, 9.0)


def test_same_clips_give_the_same_interval() -> None:
    clips = ratios([0.0, 1.0, 5.0, 2.0], [1.0] * 4)
    assert mean(clips) == mean(clips)
