"""Filters keep what is slow, where it is, and never let one side of a gap speak to the other."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.signal import butter, sosfiltfilt

from transitions.kinematics.filters import (
    CUTOFF_CORRECTION,
    MIN_SAMPLES,
    ORDER,
    derivative,
    fill_gaps,
    low_pass,
    remove_outliers,
    stretches,
)
from transitions.series import FloatArray

rates_hz = st.sampled_from([15.0, 24.0, 29.97, 30.0, 60.0, 120.0])
cutoffs_hz = st.floats(1.0, 6.0)
few = settings(max_examples=40, deadline=None)


def even(rate_hz: float, duration_s: float = 4.0) -> FloatArray:
    return np.arange(round(duration_s * rate_hz)) / rate_hz


def uneven(duration_s: float = 4.0, seed: int = 0) -> FloatArray:
    """A phone's variable frame rate: about 30 a second, with doubled frame intervals."""
    steps_s = np.random.default_rng(seed).choice(
        [1 / 30, 1 / 25, 2 / 30], size=round(duration_s * 30), p=[0.8, 0.15, 0.05]
    )
    t_s = np.concatenate(([0.0], np.cumsum(steps_s)))
    return t_s[t_s < duration_s]


@few
@given(rate_hz=rates_hz, cutoff_hz=cutoffs_hz, level=st.floats(-200, 200))
def test_a_constant_passes_unchanged(rate_hz: float, cutoff_hz: float, level: float) -> None:
    t_s = even(rate_hz)
    np.testing.assert_allclose(low_pass(t_s, np.full(len(t_s), level), cutoff_hz), level, atol=1e-6)


@few
@given(rate_hz=rates_hz, a=st.floats(-5, 5), b=st.floats(-100, 100), seed=st.integers(0, 99))
def test_filter_is_linear(rate_hz: float, a: float, b: float, seed: int) -> None:
    t_s = even(rate_hz)
    x = np.random.default_rng(seed).normal(size=len(t_s))
    np.testing.assert_allclose(low_pass(t_s, a * x + b, 5.0), a * low_pass(t_s, x, 5.0) + b, atol=1e-6)


@few
@given(
    rate_hz=st.sampled_from([30.0, 60.0, 120.0]), centre_s=st.floats(1.5, 2.5), cutoff_hz=st.floats(2.0, 6.0)
)
def test_zero_lag(rate_hz: float, centre_s: float, cutoff_hz: float) -> None:
    """The centre of gravity of a pulse stays where it is."""
    t_s = even(rate_hz)
    pulse = np.exp(-(((t_s - centre_s) / 0.15) ** 2))
    smooth = low_pass(t_s, pulse, cutoff_hz)
    assert float(np.sum(t_s * smooth) / np.sum(smooth)) == pytest.approx(centre_s, abs=0.003)


@pytest.mark.parametrize("frequency_hz", [0.5, 2.0, 6.0, 12.0])
def test_gain_is_that_of_a_double_butterworth(frequency_hz: float) -> None:
    """-3 dB at the cut-off asked for, though the filter runs twice."""
    gain = 1.0 / (1.0 + (np.sqrt(2.0) - 1.0) * (frequency_hz / 6.0) ** 4)
    t_s = even(120.0, 6.0)
    smooth = low_pass(t_s, np.sin(2 * np.pi * frequency_hz * t_s), 6.0)
    middle = (t_s > 1.5) & (t_s < 4.5)
    assert float(np.sqrt(2 * np.mean(smooth[middle] ** 2))) == pytest.approx(gain, abs=0.02)


@few
@given(shift_s=st.floats(0.0, 1000.0), seed=st.integers(0, 99))
def test_the_clock_does_not_matter(shift_s: float, seed: int) -> None:
    t_s = even(30.0)
    x = np.cumsum(np.random.default_rng(seed).normal(size=len(t_s)))
    np.testing.assert_allclose(low_pass(t_s + shift_s, x, 4.0), low_pass(t_s, x, 4.0), atol=1e-4)


@few
@given(seed=st.integers(0, 99))
def test_time_runs_both_ways_alike(seed: int) -> None:
    t_s = even(30.0)
    x = np.sin(t_s * 3) + 0.1 * np.random.default_rng(seed).normal(size=len(t_s))
    forward, backward = low_pass(t_s, x, 4.0), low_pass(t_s, x[::-1], 4.0)[::-1]
    np.testing.assert_allclose(forward[15:-15], backward[15:-15], atol=0.01)


@few
@given(first=st.integers(20, 60), length=st.integers(1, 30), seed=st.integers(0, 99))
def test_gaps_stay_gaps_and_nothing_leaks_across(first: int, length: int, seed: int) -> None:
    t_s = even(30.0)
    x = np.random.default_rng(seed).normal(size=len(t_s))
    x[first : first + length] = np.nan
    smooth = low_pass(t_s, x, 4.0)
    np.testing.assert_array_equal(np.isnan(smooth), np.isnan(x))
    louder = np.array(x)
    louder[first + length :] += 1000.0
    np.testing.assert_array_equal(low_pass(t_s, louder, 4.0)[:first], smooth[:first])


@pytest.mark.parametrize("seed", range(3))
def test_variable_frame_rate_bends_no_motion(seed: int) -> None:
    """1 Hz at 20 degrees is read within half a degree though the frames come unevenly."""
    t_s = uneven(seed=seed)
    motion = 20.0 * np.sin(2 * np.pi * t_s)
    middle = (t_s > 0.5) & (t_s < 3.5)
    np.testing.assert_allclose(low_pass(t_s, motion, 6.0)[middle], motion[middle], atol=0.5)


def test_short_stretches_and_slow_clips_are_left_alone() -> None:
    t_s = even(30.0)[: MIN_SAMPLES - 1]
    x = np.random.default_rng(0).normal(size=len(t_s))
    np.testing.assert_array_equal(low_pass(t_s, x, 4.0), x)
    slow_s = even(8.0)
    y = np.random.default_rng(0).normal(size=len(slow_s))
    np.testing.assert_array_equal(low_pass(slow_s, y, 6.0), y)


def test_columns_are_filtered_each_for_itself() -> None:
    t_s = even(30.0)
    x = np.random.default_rng(0).normal(size=(len(t_s), 2, 3))
    together = low_pass(t_s, x, 4.0)
    assert together.shape == x.shape
    np.testing.assert_array_equal(together[:, 1, 2], low_pass(t_s, x[:, 1, 2], 4.0))


@given(arrays(bool, st.integers(0, 30)))
def test_stretches_are_the_true_runs(valid: np.ndarray) -> None:
    found = stretches(valid)
    rebuilt = np.zeros(len(valid), dtype=bool)
    for part in found:
        assert part.stop > part.start
        rebuilt[part] = True
    np.testing.assert_array_equal(rebuilt, valid)
    assert all(b.start > a.stop for a, b in pairwise(found))


@given(at=st.integers(5, 114), size=st.floats(60.0, 500.0), sign=st.sampled_from([-1.0, 1.0]))
def test_a_jump_of_one_frame_is_removed_and_a_motion_is_not(at: int, size: float, sign: float) -> None:
    t_s = even(30.0)
    motion = 30.0 * np.sin(2 * np.pi * 0.5 * t_s)
    jumpy = np.array(motion)
    jumpy[at] += sign * size
    cleaned = remove_outliers(jumpy)
    assert np.isnan(cleaned[at])
    assert np.isnan(remove_outliers(motion)).mean() < 0.05


def test_a_still_curve_keeps_every_frame() -> None:
    assert np.isfinite(remove_outliers(np.full(50, 3.0))).all()


@few
@given(a=st.floats(-50, 50), b=st.floats(-50, 50), c=st.floats(-50, 50))
def test_speed_of_a_parabola_is_exact_at_uneven_times(a: float, b: float, c: float) -> None:
    t_s = uneven()
    rate = derivative(t_s, a * t_s**2 + b * t_s + c)
    np.testing.assert_allclose(rate[1:-1], (2 * a * t_s + b)[1:-1], atol=1e-6)


def test_speed_is_unknown_in_gaps_and_in_scraps() -> None:
    t_s = even(30.0)[:20]
    x = 2.0 * t_s
    x[[5, 8]] = np.nan
    rate = derivative(t_s, x)
    assert np.flatnonzero(np.isnan(rate)).tolist() == [5, 6, 7, 8]
    np.testing.assert_allclose(rate[np.isfinite(rate)], 2.0)


@pytest.mark.parametrize(("lost_frames", "bridged"), [(1, True), (6, True), (7, False), (30, False)])
def test_gaps_are_bridged_up_to_a_fifth_of_a_second(lost_frames: int, bridged: bool) -> None:
    t_s = even(30.0)
    x = 3.0 * t_s
    x[40 : 40 + lost_frames] = np.nan
    filled = fill_gaps(t_s, x, 0.2)
    assert np.isfinite(filled).all() == bridged
    np.testing.assert_allclose(filled[np.isfinite(filled)], (3.0 * t_s)[np.isfinite(filled)])


def test_nothing_is_made_up_before_the_first_or_after_the_last_frame() -> None:
    t_s = even(30.0)[:10]
    x = np.array([np.nan, 1, 2, 3, 4, 5, 6, 7, 8, np.nan])
    np.testing.assert_array_equal(fill_gaps(t_s, x, 1.0), x)


@pytest.mark.parametrize(("rows", "cutoff_hz"), [(12, 3.0), (40, 11.0), (300, 6.0), (2000, 0.4)])
def test_the_low_pass_is_scipys_butterworth_both_ways(rows: int, cutoff_hz: float) -> None:
    t_s = np.arange(rows) / 30.0
    x = np.random.default_rng(rows).normal(size=(rows, 3)).cumsum(axis=0)
    normalised = 2 / np.pi * np.arctan(np.tan(np.pi * cutoff_hz / 30.0) / CUTOFF_CORRECTION)
    padding = min(rows - 1, 3 * int(np.ceil(1.0 / normalised)) + 6)
    expected = sosfiltfilt(butter(ORDER, normalised, output="sos"), x, axis=0, padtype="odd", padlen=padding)
    assert np.allclose(low_pass(t_s, x, cutoff_hz), expected, rtol=0, atol=1e-9)
