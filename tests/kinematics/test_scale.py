"""Trunk length and image scale of known bodies."""

from __future__ import annotations

import numpy as np
import pytest
from body import TRUNK_M, body_m, pose_of

from transitions.kinematics.scale import matched_scale, pixels_per_metre, trunk_length_m, trunk_lengths_px

PX_PER_M = 180.0
BODY = np.repeat(body_m(lean_deg=30.0)[None], 4, 0)
IMAGE = BODY * PX_PER_M + np.array([320.0, 200.0, 0.0])


def test_the_trunk_is_as_long_as_the_body_says_and_unseen_rows_do_not_count() -> None:
    partly = BODY.copy()
    partly[1] = np.nan
    assert trunk_length_m(partly) == pytest.approx(TRUNK_M)
    assert np.isnan(trunk_length_m(np.full_like(BODY, np.nan)))


def test_every_scale_reads_the_camera_it_was_drawn_with() -> None:
    pose = pose_of(np.arange(4) / 30.0, BODY)
    drawn = type(pose)(pose.t_s, IMAGE, BODY, pose.visibility, 640, 480)
    assert pixels_per_metre(drawn) == pytest.approx(PX_PER_M)
    np.testing.assert_allclose(trunk_lengths_px(IMAGE, BODY), TRUNK_M * PX_PER_M)
    np.testing.assert_allclose(matched_scale(BODY * PX_PER_M, BODY), PX_PER_M)
