"""What the movement networks read does not depend on the camera's place, the picture's size or the clock."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from motion import SEATED, STANDING, moving, pose_series

from transitions.detect.movement.features import GRID_HZ, feature_names, mirrored, movement_features
from transitions.series import INDEX, MIRROR, PoseSeries

KEYS = [
    (0.0, SEATED),
    (0.8, SEATED),
    (1.6, moving(SEATED, lean_deg=40.0, left_hand_m=(0.5, 0.2, 0.1))),
    (2.8, STANDING),
    (3.4, STANDING),
]
POSE = pose_series(KEYS, azimuth_deg=50.0, noise_m=0.002)
VALUES = movement_features(POSE).values


@settings(max_examples=15, deadline=None)
@given(
    right_px=st.floats(-200, 200),
    down_px=st.floats(-200, 200),
    size=st.floats(0.4, 3.0),
    later_s=st.floats(0, 900),
)
def test_place_size_and_clock_change_nothing(
    right_px: float, down_px: float, size: float, later_s: float
) -> None:
    moved = replace(
        POSE, image_px=(POSE.image_px + np.array([right_px, down_px, 0.0])) * size, t_s=POSE.t_s + later_s
    )
    features = movement_features(moved)
    assert features.values == pytest.approx(VALUES, abs=2e-3)
    assert features.t_s[0] == pytest.approx(later_s)


def test_the_mirrored_person_has_mirrored_features() -> None:
    image_px, world_m = POSE.image_px[:, MIRROR].copy(), POSE.world_m[:, MIRROR].copy()
    image_px[:, :, 0] = POSE.width_px - image_px[:, :, 0]
    world_m[:, :, 0] *= -1
    twin = PoseSeries(POSE.t_s, image_px, world_m, POSE.visibility, POSE.width_px, POSE.height_px)
    assert movement_features(twin).values == pytest.approx(mirrored(VALUES), abs=1e-6)
    assert not np.allclose(mirrored(VALUES), VALUES, atol=0.05)


def test_the_frame_rate_hardly_matters() -> None:
    slow = movement_features(pose_series(KEYS, azimuth_deg=50.0, rate_hz=12.0, noise_m=0.002)).values
    rows = min(len(slow), len(VALUES))
    assert np.median(np.abs(slow[:rows] - VALUES[:rows])) < 0.05


def test_a_hole_longer_than_half_a_second_is_not_seen() -> None:
    world_m = POSE.world_m.copy()
    world_m[(POSE.t_s > 1.0) & (POSE.t_s < 2.0)] = np.nan
    features = movement_features(replace(POSE, world_m=world_m))
    hidden = (features.t_s > 1.1) & (features.t_s < 1.9)
    assert not features.seen[hidden].any()
    assert (features.values[hidden] == 0.0).all()
    assert features.seen[features.t_s < 0.9].all()


def test_the_grid_is_even_and_every_column_is_named_once() -> None:
    features = movement_features(POSE)
    assert np.diff(features.t_s) == pytest.approx(1.0 / GRID_HZ)
    assert len(set(feature_names())) == features.values.shape[1]
    assert np.isfinite(features.values).all()


def test_hands_that_are_never_seen_are_unknown_not_somewhere() -> None:
    world_m = POSE.world_m.copy()
    world_m[:, [INDEX["left_wrist"], INDEX["right_wrist"]]] = np.nan
    features = movement_features(replace(POSE, world_m=world_m))
    column = feature_names().index("left_wrist_up")
    assert features.seen.all()
    assert np.isnan(features.values[:, column]).all()


def test_nobody_in_the_clip_is_no_row_seen() -> None:
    nobody = np.full((40, 33, 3), np.nan)
    features = movement_features(PoseSeries(np.arange(40) / 20.0, nobody, nobody, nobody[..., 0], 640, 480))
    assert not features.seen.any()
    assert (features.values == 0.0).all()
