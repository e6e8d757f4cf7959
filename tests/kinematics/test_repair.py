"""Repairs: swapped sides, jumps and short gaps are mended; what may be real is left alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from body import body_m, pose_of

from transitions.kinematics.repair import repair_pose, smooth_pose
from transitions.series import INDEX, MAX_GAP_S, MIRROR, FloatArray, PoseSeries

T_S = np.arange(60) / 30.0


def swaying(t_s: FloatArray = T_S) -> PoseSeries:
    """Somebody who sways slowly, seen from the front corner, feet apart."""
    return pose_of(
        t_s, np.array([body_m(lean_deg=10 * np.sin(t), knee_deg=(20.0, 5.0), yaw_deg=30.0) for t in t_s])
    )


def with_swap(pose: PoseSeries, first: int, length: int) -> PoseSeries:
    world_m, image_px = np.array(pose.world_m), np.array(pose.image_px)
    rows = slice(first, first + length)
    world_m[rows], image_px[rows] = world_m[rows][:, MIRROR], image_px[rows][:, MIRROR]
    return replace(pose, world_m=world_m, image_px=image_px)


@pytest.mark.parametrize("length", [1, 3, 5])
def test_a_short_swap_is_undone(length: int) -> None:
    pose = swaying()
    repaired = repair_pose(with_swap(pose, 30, length))
    np.testing.assert_allclose(repaired.world_m, repair_pose(pose).world_m, atol=1e-9)
    np.testing.assert_allclose(repaired.image_px, repair_pose(pose).image_px, atol=1e-6)


@pytest.mark.parametrize(("rate_hz", "frames"), [(60.0, 6), (60.0, 10), (120.0, 12), (15.0, 2)])
def test_how_short_a_swap_is_goes_by_the_clock(rate_hz: float, frames: int) -> None:
    pose = swaying(np.arange(round(2 * rate_hz)) / rate_hz)
    repaired = repair_pose(with_swap(pose, 12, frames))
    np.testing.assert_allclose(repaired.world_m, repair_pose(pose).world_m, atol=1e-9)


def test_a_lasting_turn_is_left_alone() -> None:
    swapped = with_swap(swaying(), 30, 30)
    np.testing.assert_allclose(repair_pose(swapped).world_m[40:], swapped.world_m[40:], atol=1e-9)


def test_a_jump_of_one_frame_is_bridged() -> None:
    pose = swaying()
    world_m = np.array(pose.world_m)
    world_m[20, INDEX["left_wrist"]] += 0.5
    world_m[20, INDEX["left_knee"]] += 0.5
    repaired = repair_pose(replace(pose, world_m=world_m))
    assert np.isfinite(repaired.world_m[20, INDEX["left_knee"]]).all()
    np.testing.assert_allclose(repaired.world_m[20], pose.world_m[20], atol=0.005)


@pytest.mark.parametrize(("lost_frames", "bridged"), [(3, True), (6, True), (12, False)])
def test_lost_frames(lost_frames: int, bridged: bool) -> None:
    pose = swaying()
    world_m, image_px = np.array(pose.world_m), np.array(pose.image_px)
    rows = slice(25, 25 + lost_frames)
    assert (lost_frames / 30 <= MAX_GAP_S) is bridged
    world_m[rows] = image_px[rows] = np.nan
    repaired = repair_pose(replace(pose, world_m=world_m, image_px=image_px))
    assert np.isfinite(repaired.world_m[rows]).all() == bridged
    assert np.isfinite(repaired.image_px[rows]).all() == bridged
    if bridged:
        np.testing.assert_allclose(repaired.world_m[rows], pose.world_m[rows], atol=0.01)


def test_a_clean_pose_is_not_changed() -> None:
    pose = swaying()
    np.testing.assert_allclose(repair_pose(pose).world_m, pose.world_m, atol=0.004)


def test_landmarks_without_a_picture_are_repaired_too() -> None:
    pose = swaying()
    world_m = np.array(pose.world_m)
    world_m[25:28] = np.nan
    markers = replace(
        pose, world_m=world_m, image_px=np.full_like(pose.image_px, np.nan), width_px=0, height_px=0
    )
    repaired = repair_pose(markers)
    assert np.isfinite(repaired.world_m).all()
    assert np.isnan(repaired.image_px).all()


def test_smoothing_removes_jitter_and_keeps_the_motion() -> None:
    pose = swaying(np.arange(120) / 30.0)
    noise = np.random.default_rng(0).normal(scale=0.01, size=pose.world_m.shape)
    smooth = smooth_pose(replace(pose, world_m=pose.world_m + noise))
    left = np.abs(smooth.world_m - pose.world_m)[15:-15].mean()
    assert left < 0.8 * np.abs(noise).mean()
    np.testing.assert_array_equal(smooth.t_s, pose.t_s)


def test_a_pose_of_one_frame_survives() -> None:
    pose = pose_of(np.zeros(1), body_m()[None])
    np.testing.assert_array_equal(repair_pose(pose).world_m, pose.world_m)
