"""Spine flexion from landmarks and outline: what it must not depend on, and when it says nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from body import body_m, mirrored, pose_of

from transitions.errors import ModelFileError
from transitions.kinematics.spine import estimate_spine_flexion, load_networks
from transitions.kinematics.spine_inputs import spine_inputs
from transitions.series import FloatArray, PoseSeries

N = 30


def side_on_pose(lean_deg: float = 40.0, yaw_deg: float = 80.0) -> PoseSeries:
    """A bent body with a smooth outline about its trunk, seen nearly side on."""
    world = np.repeat(
        body_m(lean_deg=lean_deg, hip_deg=(30, 30), knee_deg=(20, 20), yaw_deg=yaw_deg)[None], N, 0
    )
    rng = np.random.default_rng(1)
    outline = 0.25 + 0.03 * rng.standard_normal((N, 2, 13))
    return replace(pose_of(np.arange(N) / 30.0, world), silhouette=outline)


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
    pose = side_on_pose()
    assert np.allclose(spine_inputs(pose)[0], spine_inputs(mirrored(pose))[0])


def test_camera_roll_picture_size_and_place_do_not_matter() -> None:
    pose = side_on_pose()
    expected, usable = spine_inputs(pose)
    assert usable.all()
    assert np.allclose(spine_inputs(turned_picture(pose, 35.0))[0], expected)
    larger = replace(pose, image_px=pose.image_px * 2.5 + np.array([100.0, -40.0, 0.0]))
    assert np.allclose(spine_inputs(larger)[0], expected)


def test_person_faces_right_in_the_trunk_frame() -> None:
    for yaw_deg in (80.0, -80.0):
        inputs, _ = spine_inputs(side_on_pose(yaw_deg=yaw_deg))
        landmarks, facing, chord = inputs[0, :105].reshape(21, 5), inputs[0, 105:108], inputs[0, 108]
        assert facing[0] > 0.9
        assert landmarks[0, 0] > 0, "the nose lies before the chest"
        assert 0.9 < chord < 1.1


def test_without_a_picture_nothing_is_said_and_why() -> None:
    pose = replace(side_on_pose(), width_px=0, height_px=0)
    estimate = estimate_spine_flexion(pose)
    assert not estimate.valid.any()
    assert "picture" in (estimate.reason or "")


def test_rows_without_outline_are_not_assessable() -> None:
    pose = side_on_pose()
    outline = np.array(pose.silhouette)
    outline[10:20] = np.nan
    estimate = estimate_spine_flexion(replace(pose, silhouette=outline))
    assert not estimate.valid[10:20].any()
    assert np.isnan(estimate.value[10:20]).all()
    assert estimate.reason


def test_distorted_body_is_outside_what_was_fitted() -> None:
    pose = side_on_pose()
    rng = np.random.default_rng(2)
    scrambled = replace(pose, world_m=pose.world_m + rng.standard_normal((1, 33, 3)))
    assert not estimate_spine_flexion(scrambled).valid.any()


def test_altered_weights_are_refused(tmp_path: Path) -> None:
    altered = tmp_path / "spine_weights.npz"
    altered.write_bytes(b"something else")
    with pytest.raises(ModelFileError, match="missing"):
        load_networks(altered)
    altered.with_suffix(".npz.sha256").write_text("0" * 64 + "  spine_weights.npz\n")
    with pytest.raises(ModelFileError, match="altered"):
        load_networks(altered)
