"""Holm's procedure by hand."""

from __future__ import annotations

import numpy as np
import pytest

from transitions.comparison.holm import holm


def test_holm_steps_down() -> None:
    assert holm(np.array([0.01, 0.04, 0.03, 0.005])) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_what_was_not_tested_does_not_count() -> None:
    adjusted = holm(np.array([0.01, np.nan, 0.5]))
    assert adjusted[[0, 2]] == pytest.approx([0.02, 0.5])
    assert np.isnan(adjusted[1])


def test_nothing_passes_one() -> None:
    assert holm(np.array([0.9, 0.8])) == pytest.approx([1.0, 1.0])
    assert len(holm(np.zeros(0))) == 0
