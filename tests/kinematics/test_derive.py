"""From a pose to its curves: what every curve promises, on real poses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from stored_pose import stored_pose

from transitions.kinematics.derive import NOT_SEEN, TOO_SLOW, derive
from transitions.series import Kinematics, PoseSeries

CURVES = {
    "trunk_inclination_deg",
    "trunk_twist_deg",
    "hip_flexion_left_deg",
    "hip_flexion_right_deg",
    "knee_flexion_left_deg",
    "knee_flexion_right_deg",
    "spine_flexion_deg",
    "hip_height_norm",
}
"""What ``series.parquet`` always holds."""

SPEEDS = {"hip_speed_hps": "heights/s", "trunk_flexion_speed_dps": "deg/s", "twist_speed_dps": "deg/s"}


@pytest.fixture(scope="module")
def pose() -> PoseSeries:
    return stored_pose("reach_quick_twist")


@pytest.fixture(scope="module")
def kinematics(pose: PoseSeries) -> Kinematics:
    return derive(pose)


def thinned(pose: PoseSeries, step: int) -> PoseSeries:
    assert pose.silhouette is not None
    assert pose.trunk_mask is not None
    return replace(
        pose,
        t_s=pose.t_s[::step],
        image_px=pose.image_px[::step],
        world_m=pose.world_m[::step],
        visibility=pose.visibility[::step],
        silhouette=pose.silhouette[::step],
        trunk_mask=pose.trunk_mask[::step],
    )


def test_every_promised_curve_is_there(kinematics: Kinematics) -> None:
    assert CURVES | SPEEDS.keys() <= kinematics.curves.keys()
    for name in CURVES:
        assert kinematics[name].unit == ("heights" if name == "hip_height_norm" else "deg")
    for name, unit in SPEEDS.items():
        assert kinematics[name].unit == unit


def test_every_value_has_an_uncertainty_and_every_gap_a_reason(kinematics: Kinematics) -> None:
    for name, curve in kinematics.curves.items():
        assert len(curve.value) == len(kinematics.t_s), name
        np.testing.assert_array_equal(np.isfinite(curve.value), curve.valid, err_msg=name)
        assert (curve.u[curve.valid] > 0).all(), name
        assert curve.valid.all() or curve.reason, name


def test_a_speed_is_the_rate_of_its_curve(kinematics: Kinematics) -> None:
    twist, speed = kinematics["trunk_twist_deg"].value, kinematics["twist_speed_dps"].value
    turned_deg = np.concatenate(([0.0], np.cumsum((speed[1:] + speed[:-1]) / 2 * np.diff(kinematics.t_s))))
    np.testing.assert_allclose(turned_deg, twist - twist[0], atol=2.0)


def test_frame_rate_is_that_of_the_clip(pose: PoseSeries, kinematics: Kinematics) -> None:
    assert kinematics.frame_rate_hz == pytest.approx(30.0, rel=0.01)
    assert derive(thinned(pose, 2)).frame_rate_hz == pytest.approx(15.0, rel=0.01)


def test_too_few_frames_have_angles_but_no_speeds(pose: PoseSeries) -> None:
    slow = derive(thinned(pose, 4))
    assert slow["trunk_inclination_deg"].valid.any()
    for name in SPEEDS:
        assert not slow[name].valid.any()
        assert slow[name].reason == TOO_SLOW


def test_a_long_absence_is_a_gap_in_every_curve(pose: PoseSeries) -> None:
    rows = slice(40, 60)
    world_m, image_px = np.array(pose.world_m), np.array(pose.image_px)
    world_m[rows] = image_px[rows] = np.nan
    gone = derive(replace(pose, world_m=world_m, image_px=image_px))
    for name in CURVES | SPEEDS.keys():
        assert not gone[name].valid[rows].any(), name
        assert gone[name].reason, name
    assert gone["hip_height_norm"].reason == NOT_SEEN
    assert gone["hip_height_norm"].valid[:40].all()


def test_nobody_at_all_is_not_assessable_and_no_error(pose: PoseSeries) -> None:
    nothing = np.full_like(pose.world_m, np.nan)
    empty = derive(replace(pose, world_m=nothing, image_px=nothing))
    assert not any(curve.valid.any() for curve in empty.curves.values())


@pytest.mark.parametrize("frames", [1, 2, 5])
def test_very_short_clips_are_no_error(pose: PoseSeries, frames: int) -> None:
    assert pose.silhouette is not None
    assert pose.trunk_mask is not None
    short = replace(
        pose,
        t_s=pose.t_s[:frames],
        image_px=pose.image_px[:frames],
        world_m=pose.world_m[:frames],
        visibility=pose.visibility[:frames],
        silhouette=pose.silhouette[:frames],
        trunk_mask=pose.trunk_mask[:frames],
    )
    assert len(derive(short).t_s) == frames
