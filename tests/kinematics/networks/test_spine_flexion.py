"""Spine flexion from landmarks and outline: what it must not depend on, and when it says nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from body import body_m, mirrored, pose_of
from scipy.signal import correlate2d
from stored_pose import stored_pose

from transitions.kinematics.networks import estimate_spine_flexion
from transitions.kinematics.networks.spine_flexion import NOT_SEEN
from transitions.kinematics.networks.spine_inputs import spine_inputs
from transitions.kinematics.networks.spine_networks import (
    convolve,
    load_spine_networks,
    save_spine_networks,
)
from transitions.series import INTERVAL_U, FloatArray, PoseSeries

N = 30


def side_on_pose(lean_deg: float = 40.0, yaw_deg: float = 80.0) -> PoseSeries:
    """A bent body with a smooth outline about its trunk, seen nearly side on."""
    world = np.repeat(
        body_m(lean_deg=lean_deg, hip_deg=(30, 30), knee_deg=(20, 20), yaw_deg=yaw_deg)[None], N, 0
    )
    rng = np.random.default_rng(1)
    outline = 0.25 + 0.03 * rng.standard_normal((N, 2, 13))
    mask = np.zeros((N, 32, 32), np.uint8)
    mask[:, 2:, 10:20] = 255
    mask[:, 18:26, 7:10] = 200
    if yaw_deg < 0:  # faces the image's left: the picture is the mirror image
        mask = mask[:, :, ::-1]
    return replace(pose_of(np.arange(N) / 30.0, world), silhouette=outline, trunk_mask=mask)


def turned_picture(pose: PoseSeries, angle_deg: float) -> PoseSeries:
    """The same person filmed by a camera rolled about its axis."""
    angle = np.radians(angle_deg)
    roll = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])

    def rolled(points: FloatArray) -> FloatArray:
        result = np.array(points)
        result[..., :2] = points[..., :2] @ roll.T
        return result

    return replace(pose, image_px=rolled(pose.image_px), world_m=rolled(pose.world_m))


def test_mirrored_clip_reads_the_same() -> None:
    for yaw_deg in (60.0, 160.0, -100.0):
        pose = side_on_pose(yaw_deg=yaw_deg)
        inputs, masks, usable = spine_inputs(pose)
        mirrored_inputs, mirrored_masks, _ = spine_inputs(mirrored(pose))
        assert usable.all()
        assert np.allclose(inputs, mirrored_inputs)
        assert np.array_equal(masks, mirrored_masks)


def test_camera_roll_picture_size_and_place_do_not_matter() -> None:
    pose = side_on_pose()
    expected = spine_inputs(pose)[0]
    assert np.allclose(spine_inputs(turned_picture(pose, 35.0))[0], expected)
    larger = replace(pose, image_px=pose.image_px * 2.5 + np.array([100.0, -40.0, 0.0]))
    assert np.allclose(spine_inputs(larger)[0], expected)


@pytest.mark.parametrize("yaw_deg", [80.0, -80.0])
def test_person_faces_right_in_the_trunk_frame(yaw_deg: float) -> None:
    inputs, masks, _ = spine_inputs(side_on_pose(yaw_deg=yaw_deg))
    landmarks, facing, chord = inputs[0, :105].reshape(21, 5), inputs[0, 105:108], inputs[0, 108]
    assert facing[0] > 0.9
    assert landmarks[0, 0] > 0, "the nose lies before the chest"
    assert 0.9 < chord < 1.1
    assert masks[0, 18:26, :12].sum() > masks[0, 18:26, 20:].sum(), "the seat lies behind"


@pytest.mark.parametrize("lacking", [{"width_px": 0, "height_px": 0}, {"trunk_mask": None}])
def test_without_a_picture_nothing_is_said_and_why(lacking: dict[str, Any]) -> None:
    estimate = estimate_spine_flexion(replace(side_on_pose(), **lacking))
    assert not estimate.valid.any()
    assert "picture" in (estimate.reason or "")


def test_long_gaps_in_the_mask_are_not_assessable_and_short_ones_are_bridged() -> None:
    pose = stored_pose("pick_up_stooped")
    masks = np.array(pose.trunk_mask)
    masks[20:32] = 0
    masks[50:53] = 0
    whole, gapped = (estimate_spine_flexion(p) for p in (pose, replace(pose, trunk_mask=masks)))
    assert whole.valid[10:60].all()
    assert not gapped.valid[20:32].any()
    assert np.isnan(gapped.value[20:32]).all()
    assert gapped.valid[50:53].all()
    assert gapped.reason == NOT_SEEN


def test_a_stooped_pick_up_reads_rounder_than_a_hinged_one() -> None:
    """Truth at the deepest: 62 and 14 degrees, both with the trunk level."""
    stooped, hinged = (estimate_spine_flexion(stored_pose(f"pick_up_{how}")) for how in ("stooped", "hinged"))
    assert np.nanmax(stooped.value) == pytest.approx(62.0, abs=INTERVAL_U * 12.0)
    assert np.nanmax(hinged.value) == pytest.approx(14.0, abs=INTERVAL_U * 8.0)
    assert np.nanmax(stooped.value) > np.nanmax(hinged.value) + 20.0


def test_convolution_is_a_strided_correlation() -> None:
    rng = np.random.default_rng(3)
    x, kernels = rng.standard_normal((2, 3, 8, 8)), rng.standard_normal((4, 3, 3, 3))
    result = convolve(x, kernels)
    assert result.shape == (2, 4, 4, 4)
    for row, out in ((0, 0), (1, 3)):
        whole = sum(correlate2d(x[row, c], kernels[out, c], mode="same") for c in range(3))
        assert np.allclose(result[row, out], whole[::2, ::2])


def test_weights_come_back_from_disk(tmp_path: Path) -> None:
    networks = load_spine_networks()
    save_spine_networks(networks, tmp_path / "copy.npz")
    copied = load_spine_networks(tmp_path / "copy.npz")
    inputs, masks, _ = spine_inputs(stored_pose("pick_up_stooped"))
    assert np.allclose(networks.answer_deg(inputs, masks), copied.answer_deg(inputs, masks), atol=1e-4)
    assert np.allclose(networks.u_weights, copied.u_weights)


def test_other_networks_than_those_that_ship_can_be_asked() -> None:
    shipped = load_spine_networks()
    doubting = replace(shipped, u_weights=shipped.u_weights + np.eye(len(shipped.u_weights))[0] * np.log(2.0))
    pose = stored_pose("pick_up_hinged")
    ours, theirs = estimate_spine_flexion(pose), estimate_spine_flexion(pose, doubting)
    assert np.allclose(2.0 * ours.u, theirs.u, equal_nan=True)


def test_distorted_body_is_outside_what_was_fitted() -> None:
    pose = side_on_pose()
    rng = np.random.default_rng(2)
    scrambled = replace(pose, world_m=pose.world_m + rng.standard_normal((1, 33, 3)))
    assert not estimate_spine_flexion(scrambled).valid.any()
