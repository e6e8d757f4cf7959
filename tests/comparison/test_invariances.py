"""What must not matter to a comparison: where zero lies, the unit, and which way is up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from transitions.comparison.change import Change, change
from transitions.comparison.nonoverlap import nap, nap_interval, tau, tau_u
from transitions.series import FloatArray

# Steps of a thousandth: ties are real ties, and shifting or scaling does not make or break them by rounding.
VALUES = st.integers(-20_000, 20_000).map(lambda step: step / 1000.0)
SIDES = st.integers(2, 8).flatmap(lambda k: arrays(float, k, elements=VALUES))


def numbers(found: Change) -> FloatArray:
    return np.array(
        [found.before, found.after, found.difference, found.interval.low, found.interval.high], dtype=float
    )


def varied(before: FloatArray, after: FloatArray) -> bool:
    return bool(np.ptp(before) > 0 or np.ptp(after) > 0)


@given(before=SIDES, after=SIDES, shift=st.integers(-1000, 1000))
def test_shift(before: FloatArray, after: FloatArray, shift: int) -> None:
    plain, moved = change([before], [after]), change([before + shift], [after + shift])
    assert moved.difference == pytest.approx(plain.difference, abs=1e-9)
    assert moved.sem == pytest.approx(plain.sem, abs=1e-9)
    if varied(before, after):
        assert moved.p == pytest.approx(plain.p, abs=1e-6)


@given(before=SIDES, after=SIDES, power=st.integers(-4, 6))
def test_scale(before: FloatArray, after: FloatArray, power: int) -> None:
    factor = 2.0**power
    plain, scaled = change([before], [after]), change([factor * before], [factor * after])
    assert numbers(scaled) == pytest.approx(factor * numbers(plain), nan_ok=True)
    assert nap(factor * before, factor * after) == nap(before, after)
    if varied(before, after):
        assert scaled.p == pytest.approx(plain.p)


@given(before=SIDES, after=SIDES)
def test_mirror(before: FloatArray, after: FloatArray) -> None:
    plain, mirrored = change([before], [after]), change([-before], [-after])
    assert mirrored.difference == pytest.approx(-plain.difference)
    assert mirrored.mdc == pytest.approx(plain.mdc, nan_ok=True)
    assert nap(-before, -after) == pytest.approx(1.0 - nap(before, after))
    assert tau_u(-before, -after) == pytest.approx(-tau_u(before, after))


@given(before=SIDES, after=SIDES)
def test_swapped_sides(before: FloatArray, after: FloatArray) -> None:
    plain, swapped = change([before], [after]), change([after], [before])
    assert swapped.difference == pytest.approx(-plain.difference)
    assert swapped.interval.low == pytest.approx(-plain.interval.high, nan_ok=True)
    assert tau(after, before) == pytest.approx(-tau(before, after))


@given(before=SIDES, after=SIDES)
def test_the_interval_of_nap_lies_within_0_and_1_about_it(before: FloatArray, after: FloatArray) -> None:
    estimate = nap(before, after)
    interval = nap_interval(estimate, len(before), len(after))
    assert -1e-9 <= interval.low <= estimate + 1e-9
    assert estimate - 1e-9 <= interval.high <= 1.0 + 1e-9
    assert interval.high - interval.low > 0.01


@given(side=SIDES)
def test_nothing_differs_from_itself(side: FloatArray) -> None:
    found = change([side], [side])
    assert found.difference == 0.0
    assert nap(side, side) == pytest.approx(0.5)
