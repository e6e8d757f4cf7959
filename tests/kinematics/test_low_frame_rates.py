"""From 5 to 60 frames a second the filters do what they say, and a speed states what its frames have missed."""

from __future__ import annotations

import numpy as np
import pytest
from body import body_m, pose_of
from hypothesis import given, settings
from hypothesis import strategies as st
from kinematics_of import smooth_turn

from transitions.kinematics.filters import derivative, effective_cutoff_hz, low_pass
from transitions.kinematics.repair import repair_pose
from transitions.kinematics.sampling import QUICK_S, speed_share_missed
from transitions.series import INDEX, INTERVAL_U, FloatArray

RATES_HZ = (5.0, 8.0, 10.0, 12.0, 15.0, 20.0, 24.0, 30.0, 60.0)
few = settings(max_examples=40, deadline=None)


def times(rate_hz: float, duration_s: float = 8.0, shift_s: float = 0.0) -> FloatArray:
    return np.arange(round(duration_s * rate_hz)) / rate_hz + shift_s


def gain(rate_hz: float, cutoff_hz: float, frequency_hz: float) -> float:
    """Of a sinusoid well inside a long clip."""
    t_s = times(rate_hz, 30.0)
    wave = np.exp(2j * np.pi * frequency_hz * t_s)
    smooth = low_pass(t_s, wave.real, cutoff_hz) + 1j * low_pass(t_s, wave.imag, cutoff_hz)
    return float(np.median(np.abs(smooth[len(t_s) // 3 : -len(t_s) // 3])))


@pytest.mark.parametrize("cutoff_hz", [1.5, 4.0, 6.0])
@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_the_cut_off_is_where_it_is_said_to_be(rate_hz: float, cutoff_hz: float) -> None:
    effective_hz = effective_cutoff_hz(rate_hz, cutoff_hz)
    if cutoff_hz <= 0.75 * rate_hz / 2:
        assert gain(rate_hz, cutoff_hz, cutoff_hz) == pytest.approx(np.sqrt(0.5), abs=0.01)
    else:
        assert effective_hz == rate_hz / 2
        noise = np.random.default_rng(0).normal(size=len(times(rate_hz)))
        np.testing.assert_array_equal(low_pass(times(rate_hz), noise, cutoff_hz), noise)


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_slow_movement_passes_at_every_rate(rate_hz: float) -> None:
    assert gain(rate_hz, 4.0, 0.5) == pytest.approx(1.0, abs=0.01)
    assert gain(rate_hz, 6.0, 1.0) == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("cutoff_hz", [1.5, 4.0, 6.0])
@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_nothing_rings_on(rate_hz: float, cutoff_hz: float) -> None:
    """Half a second after a sudden change, longer where the cut-off is lower, the curve lies still."""
    t_s = times(rate_hz)
    smooth = low_pass(t_s, np.where(t_s < 4.0, 0.0, 1.0), cutoff_hz)
    assert smooth.max() < 1.1
    later = t_s > 4.0 + max(0.5, 1.5 / cutoff_hz)
    np.testing.assert_allclose(smooth[later], 1.0, atol=0.02)


@few
@given(
    rate_hz=st.floats(10.0, 60.0),
    shift_s=st.floats(0.0, 0.1),
    duration_s=st.floats(QUICK_S, 2.0),
    angle=st.floats(10.0, 90.0),
)
def test_what_a_speed_misses_is_within_its_interval(
    rate_hz: float, shift_s: float, duration_s: float, angle: float
) -> None:
    t_s = times(rate_hz, 4.0, shift_s)
    read = float(derivative(t_s, smooth_turn(t_s, angle, 1.0, duration_s)).max())
    true = 1.875 * angle / duration_s
    missed_u = float(speed_share_missed(t_s)[0]) * true
    assert read <= true * 1.001
    assert true - read <= INTERVAL_U * missed_u


@pytest.mark.parametrize(("rate_hz", "share"), [(30.0, 0.015), (15.0, 0.059), (10.0, 0.133)])
def test_fewer_frames_miss_more(rate_hz: float, share: float) -> None:
    assert speed_share_missed(times(rate_hz)) == pytest.approx(share, abs=0.001)


def test_a_frame_lost_counts_where_it_is_lost() -> None:
    t_s = np.delete(times(30.0), 60)
    missed = speed_share_missed(t_s)
    assert missed[59] > 1.5 * missed[10]
    assert missed[70] == pytest.approx(missed[10])


@pytest.mark.parametrize("rate_hz", [5.0, 6.0, 8.0, 10.0, 15.0])
def test_a_quick_reach_there_and_back_is_no_outlier(rate_hz: float) -> None:
    t_s = times(rate_hz)
    out_m = smooth_turn(t_s, 0.4, 4.0, 0.4) - smooth_turn(t_s, 0.4, 4.4, 0.4)
    world_m = np.repeat(body_m()[None], len(t_s), axis=0)
    world_m[:, INDEX["left_wrist"], 0] += out_m
    moved = pose_of(t_s, world_m + np.random.default_rng(0).normal(0, 0.003, world_m.shape))
    wrist = INDEX["left_wrist"]
    np.testing.assert_allclose(repair_pose(moved).world_m[:, wrist], moved.world_m[:, wrist], atol=0.03)
