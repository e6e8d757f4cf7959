from __future__ import annotations

import numpy as np
import pytest

from transitions.agreement.resampling import (
    DIFFERENCE,
    FEWEST_PEOPLE,
    NO_SPREAD,
    NO_VALUE,
    SHARE,
    TOO_FEW_DIFFER,
    Bounds,
    figure_by_person,
    median_by_person,
)
from transitions.series import FloatArray


def ratio(sums: FloatArray) -> FloatArray:
    part, whole = sums[..., 0], sums[..., 1]
    return np.asarray(np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0))


def people(share: float, count: int, units: int = 10, seed: int = 0) -> FloatArray:
    right = np.random.default_rng(seed).binomial(units, share, count)
    return np.column_stack([right, np.full(count, units)]).astype(float)


def test_interval_lies_round_the_value_and_within_its_bounds() -> None:
    found = figure_by_person(people(0.9, 30), ratio, SHARE)
    assert 0.0 <= found.low < found.value < found.high <= 1.0
    assert found.people == 30
    assert not found.note


def test_more_people_narrow_the_interval() -> None:
    few, many = (figure_by_person(people(0.7, count), ratio, SHARE) for count in (20, 200))
    assert many.high - many.low < (few.high - few.low) / 2


def test_same_ratings_give_the_same_interval() -> None:
    sums = people(0.6, 25)
    assert figure_by_person(sums, ratio, SHARE) == figure_by_person(sums, ratio, SHARE)


def test_too_few_people_have_a_value_and_no_interval_and_it_says_so() -> None:
    found = figure_by_person(people(0.6, FEWEST_PEOPLE - 1), ratio, SHARE)
    assert found.value > 0
    assert np.isnan(found.low)
    assert str(FEWEST_PEOPLE) in found.note
    assert np.isfinite(figure_by_person(people(0.6, FEWEST_PEOPLE), ratio, SHARE).low)


def test_where_everybody_agrees_alike_there_is_no_interval_and_it_says_so() -> None:
    found = figure_by_person(people(1.0, 30), ratio, SHARE)
    assert (found.value, found.note) == (1.0, NO_SPREAD)
    assert np.isnan(found.high)


@pytest.mark.parametrize(("most", "few"), [(10.0, 8.0), (0.0, 2.0)])
def test_where_one_person_alone_differs_it_does_not_say_that_everybody_agrees_alike(
    most: float, few: float
) -> None:
    found = figure_by_person(np.array([[few, 10.0], *[[most, 10.0]] * 29]), ratio, SHARE)
    assert (np.isnan(found.low), found.note) == (True, TOO_FEW_DIFFER)
    assert "Everybody" not in found.note


def test_sums_that_differ_by_rounding_alone_are_no_spread() -> None:
    alike = np.tile([0.1, 0.3], (30, 1)) + np.linspace(0.0, 1e-16, 30)[:, None]
    found = figure_by_person(alike, ratio, SHARE)
    assert (np.isnan(found.low), found.note) == (True, NO_SPREAD)
    median = median_by_person(np.zeros(60), np.arange(60) % 30)
    assert (median.value, np.isnan(median.low), median.note) == (0.0, True, NO_SPREAD)


def test_where_nothing_was_rated_there_is_no_value_and_it_says_so() -> None:
    found = figure_by_person(np.zeros((12, 2)), ratio, SHARE)
    assert np.isnan(found.value)
    assert found.note == NO_VALUE


def test_interval_of_a_median_is_that_of_resampled_people() -> None:
    rng = np.random.default_rng(3)
    values, whose = rng.exponential(0.1, 120), np.arange(120) % 30
    found = median_by_person(values, whose)
    drawn = rng.integers(0, 30, (4000, 30))
    medians = [np.median(np.concatenate([values[whose == k] for k in people])) for people in drawn[:1500]]
    assert found.value == np.median(values)
    assert (found.low, found.high) == pytest.approx(np.quantile(medians, [0.025, 0.975]), abs=0.008)
    assert found.people == 30
    few = median_by_person(values[:9], whose[:9])
    assert np.isnan(few.low)
    assert str(FEWEST_PEOPLE) in few.note


@pytest.mark.parametrize("bounds", [SHARE, DIFFERENCE, Bounds(3.0, 7.0)])
def test_bounds_stretch_and_shrink_back(bounds: Bounds) -> None:
    for share in (0.001, 0.3, 0.5, 0.9):
        value = bounds.low + share * (bounds.high - bounds.low)
        assert bounds.shrink(float(bounds.stretch(np.asarray(value)))) == pytest.approx(value)
