"""The small picture of the mask about the trunk: turned, scaled and centred on the person."""

from __future__ import annotations

import numpy as np
import pytest

from transitions.pose.silhouette import trunk_mask
from transitions.series import TRUNK_MASK_PX, TRUNK_MASK_TRUNKS

HIP, SHOULDER = np.array([150.0, 220.0]), np.array([150.0, 120.0])


def mask_with_bump() -> np.ndarray:
    """An upright trunk 60 pixels wide and 100 long, with a bump behind (left of) its lower half."""
    mask = np.zeros((300, 300), np.float32)
    mask[120:220, 120:180] = 1.0
    mask[180:210, 100:120] = 1.0
    return mask


def test_trunk_fills_its_share_and_the_bump_is_low_on_the_left() -> None:
    picture = trunk_mask(mask_with_bump(), HIP, SHOULDER, 100.0) / 255.0
    cell_px = TRUNK_MASK_TRUNKS * 100.0 / TRUNK_MASK_PX
    assert picture.sum() * cell_px**2 == pytest.approx(100 * 60 + 30 * 20, rel=0.02)
    middle = TRUNK_MASK_PX // 2
    lower_left, lower_right = picture[middle:, :middle].sum(), picture[middle:, middle:].sum()
    assert lower_left - lower_right == pytest.approx(600 / cell_px**2, rel=0.05)
    assert np.allclose(picture[:middle], picture[:middle, ::-1], atol=0.35)


@pytest.mark.parametrize("quarter_turns", [1, 2, 3])
def test_a_turned_image_gives_the_same_picture(quarter_turns: int) -> None:
    mask = mask_with_bump()
    angle = -quarter_turns * np.pi / 2
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    hip, shoulder = (turn @ (p - 149.5) + 149.5 for p in (HIP, SHOULDER))
    turned = trunk_mask(np.rot90(mask, quarter_turns), hip, shoulder, 100.0)
    assert np.abs(turned.astype(float) - trunk_mask(mask, HIP, SHOULDER, 100.0)).mean() < 3.0


def test_size_of_the_image_does_not_matter() -> None:
    double = np.kron(mask_with_bump(), np.ones((2, 2), np.float32))
    larger = trunk_mask(double, HIP * 2 + 0.5, SHOULDER * 2 + 0.5, 200.0)
    assert np.abs(larger.astype(float) - trunk_mask(mask_with_bump(), HIP, SHOULDER, 100.0)).mean() < 3.0


def test_without_points_or_length_it_is_empty() -> None:
    mask = mask_with_bump()
    for hip, shoulder, trunk_px in ((HIP, HIP, 100.0), (HIP * np.nan, SHOULDER, 100.0), (HIP, SHOULDER, 0.0)):
        assert not trunk_mask(mask, hip, shoulder, trunk_px).any()
