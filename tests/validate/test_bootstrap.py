"""Ratios over clips with their interval."""

from __future__ import annotations

import numpy as np
import pytest

from transitions.validate.bootstrap import ratio_with_interval


def test_ratio_of_sums_not_mean_of_ratios() -> None:
    estimate = ratio_with_interval(np.array([1.0, 0.0]), np.array([1.0, 9.0]))
    assert estimate.value == pytest.approx(0.1)
    assert (estimate.clips, estimate.count) == (2, 10)


def test_silent_clips_are_left_out() -> None:
    estimate = ratio_with_interval(np.array([1.0, 0.0, 1.0]), np.array([1.0, 0.0, 1.0]))
    assert (estimate.value, estimate.low, estimate.high, estimate.clips) == (1.0, 1.0, 1.0, 2)


def test_nothing_known_is_nan() -> None:
    estimate = ratio_with_interval(np.zeros(3), np.zeros(3))
    assert np.isnan([estimate.value, estimate.low, estimate.high]).all()
    assert (estimate.clips, estimate.count) == (0, 0)


def test_interval_of_a_share_is_about_the_binomial_one() -> None:
    """70 of 100 clips: the exact standard error is 0.0458."""
    estimate = ratio_with_interval(np.repeat([1.0, 0.0], [70, 30]), np.ones(100))
    assert estimate.low == pytest.approx(0.70 - 1.96 * 0.0458, abs=0.015)
    assert estimate.high == pytest.approx(0.70 + 1.96 * 0.0458, abs=0.015)


def test_clips_not_frames_are_resampled() -> None:
    """Ten thousand frames of two clips that disagree prove no more than two clips do."""
    estimate = ratio_with_interval(np.array([0.0, 50_000.0]), np.array([5_000.0, 5_000.0]))
    assert (estimate.low, estimate.high) == (0.0, 10.0)


def test_same_clips_give_the_same_interval() -> None:
    numerators, denominators = np.arange(10.0), np.ones(10)
    assert ratio_with_interval(numerators, denominators) == ratio_with_interval(numerators, denominators)
