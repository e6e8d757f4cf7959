"""What is said of a plot: nothing of few days, and the truth of many."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from scipy import stats

from transitions.pattern import Against, Plot, PlottedPoint, went_together
from transitions.pattern.together import FEWEST_DAYS

START = date(2026, 5, 4)


def plot(x: list[float], y: list[float], *, a_day: int = 1, against: Against = Against.LOAD) -> Plot:
    points = tuple(
        PlottedPoint(number, (START + timedelta(days=number // a_day)).isoformat(), one, other, 1, 1)
        for number, (one, other) in enumerate(zip(x, y, strict=True))
    )
    return Plot(against, points, 0, 0)


def test_of_few_days_it_says_how_many_it_takes_and_why() -> None:
    found = went_together(plot([1.0] * 9, [2.0] * 9))
    assert found.days == 9
    assert math.isnan(found.correlation)
    assert found.reason is not None
    assert "it takes 10 days" in found.reason
    assert "there are 9" in found.reason
    assert "chance" in found.reason


def test_recordings_of_one_day_count_once() -> None:
    rng = np.random.default_rng(1)
    found = went_together(plot(list(rng.normal(size=18)), list(rng.normal(size=18)), a_day=2))
    assert found.days == 9
    assert found.reason is not None


def test_the_correlation_is_spearmans_with_bonett_and_wrights_interval() -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=30)
    y = x + rng.normal(size=30)
    found = went_together(plot(list(x), list(y)))
    r = stats.spearmanr(x, y).statistic
    reach = 1.959964 * math.sqrt((1 + r**2 / 2) / 27)
    assert found.correlation == pytest.approx(r)
    assert found.interval.low == pytest.approx(math.tanh(math.atanh(r) - reach), abs=1e-6)
    assert found.interval.high == pytest.approx(math.tanh(math.atanh(r) + reach), abs=1e-6)


def test_the_interval_leaves_out_nothing_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(3)
    called = 0
    for _ in range(2000):
        found = went_together(plot(list(rng.normal(size=FEWEST_DAYS)), list(rng.normal(size=FEWEST_DAYS))))
        called += found.interval.low > 0 or found.interval.high < 0
    assert 0.02 < called / 2000 < 0.08


def test_nothing_can_go_with_what_never_changes() -> None:
    found = went_together(plot([0.0] * 12, list(map(float, range(12)))))
    assert found.reason is not None
    assert "the same on all days" in found.reason


def test_words_have_no_order() -> None:
    assert went_together(plot([1.0] * 12, [1.0] * 12, against=Against.TASK)).reason is not None


def test_a_perfect_order_has_an_interval_too() -> None:
    found = went_together(plot(list(map(float, range(12))), list(map(float, range(12)))))
    assert found.correlation == 1.0
    assert found.interval.high == 1.0
    assert 0.5 < found.interval.low < 1.0
