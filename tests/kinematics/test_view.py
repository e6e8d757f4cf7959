"""The bands a view angle falls into, and the view of a stretch of time."""

from __future__ import annotations

import numpy as np
import pytest

from transitions.kinematics.view import typical_view_deg, view_band
from transitions.model import View


@pytest.mark.parametrize(
    ("angle_deg", "band"),
    [
        (0.0, View.FRONT),
        (24.9, View.FRONT),
        (25.0, View.OBLIQUE),
        (-45.0, View.OBLIQUE),
        (65.0, View.SIDE),
        (90.0, View.SIDE),
        (115.0, View.BACK_OBLIQUE),
        (155.0, View.BACK),
        (180.0, View.BACK),
        (float("nan"), View.UNKNOWN),
    ],
)
def test_bands(angle_deg: float, band: View) -> None:
    assert view_band(angle_deg) is band


def test_a_stretch_has_its_median_view_and_unseen_frames_do_not_count() -> None:
    assert typical_view_deg(np.array([10.0, 20.0, 90.0, np.nan])) == 20.0
    assert np.isnan(typical_view_deg(np.array([np.nan])))
    assert np.isnan(typical_view_deg(np.zeros(0)))
