"""Hip height in standing heights: known bodies, any size, any place, with or without a picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from body import SHANK_M, THIGH_M, TRUNK_M, body_m, pose_of

from transitions.kinematics.hip_height import hip_height_norm
from transitions.series import INDEX, FloatArray, PoseSeries

T_S = np.arange(90) / 30.0
STANDING_M = SHANK_M + THIGH_M + TRUNK_M + 0.25
STANDING_HIPS = (SHANK_M + THIGH_M) / STANDING_M
SEATED_HIPS = SHANK_M / STANDING_M


def grounded(world_m: FloatArray) -> FloatArray:
    """The body with its feet, not its hips, staying in place: what a camera sees."""
    down = world_m[:, [INDEX["left_ankle"]], :]
    return np.asarray(world_m - down * np.array([0.0, 1.0, 0.0]))


def rise() -> PoseSeries:
    """One second seated, one second standing, one second seated."""
    seated = body_m(hip_deg=(90.0, 90.0), knee_deg=(90.0, 90.0))
    world_m = np.repeat(np.stack([seated, body_m(), seated]), 30, axis=0)
    pose = pose_of(T_S, world_m)
    image_px = grounded(world_m) * 200.0 + np.array([320.0, 400.0, 0.0])
    return replace(pose, image_px=image_px)


def test_seated_and_standing_hips_are_where_the_segments_put_them() -> None:
    height, standing_px = hip_height_norm(rise())
    assert standing_px == pytest.approx(STANDING_M * 200.0, rel=0.01)
    assert height[15] == pytest.approx(SEATED_HIPS, abs=0.01)
    assert height[45] == pytest.approx(STANDING_HIPS, abs=0.01)


@pytest.mark.parametrize(("scale", "shift_px"), [(0.5, 0.0), (3.0, 0.0), (1.0, 70.0)])
def test_picture_size_and_place_do_not_matter(scale: float, shift_px: float) -> None:
    pose = rise()
    moved = replace(
        pose,
        image_px=pose.image_px * scale + shift_px,
        width_px=round(640 * scale),
        height_px=round(480 * scale),
    )
    np.testing.assert_allclose(hip_height_norm(moved)[0], hip_height_norm(pose)[0], atol=1e-9)


def test_metres_serve_where_there_is_no_picture() -> None:
    pose = rise()
    markers = replace(
        pose,
        world_m=grounded(pose.world_m),
        image_px=np.full_like(pose.image_px, np.nan),
        width_px=0,
        height_px=0,
    )
    height, standing_m = hip_height_norm(markers)
    assert standing_m == pytest.approx(STANDING_M, rel=0.01)
    assert height[45] == pytest.approx(STANDING_HIPS, abs=0.01)


def test_somebody_never_seen_standing_is_measured_by_their_segments() -> None:
    pose = rise()
    rows = slice(0, 30)
    seated = replace(
        pose,
        t_s=pose.t_s[rows],
        image_px=pose.image_px[rows],
        world_m=pose.world_m[rows],
        visibility=pose.visibility[rows],
        silhouette=None,
    )
    height, _ = hip_height_norm(seated)
    assert height[15] == pytest.approx(SEATED_HIPS, abs=0.05)


def test_hidden_hips_are_not_a_number() -> None:
    pose = rise()
    image_px = np.array(pose.image_px)
    image_px[40:50, INDEX["left_hip"]] = np.nan
    height, _ = hip_height_norm(replace(pose, image_px=image_px))
    assert np.flatnonzero(np.isnan(height)).tolist() == list(range(40, 50))


def test_nobody_has_no_height() -> None:
    pose = rise()
    nothing = np.full_like(pose.world_m, np.nan)
    height, standing = hip_height_norm(replace(pose, world_m=nothing, image_px=nothing))
    assert np.isnan(height).all()
    assert np.isnan(standing)
