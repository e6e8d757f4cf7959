"""Angles of bodies whose angles are known, wherever they stand and however large they are."""

from __future__ import annotations

import numpy as np
import pytest
from body import UP, body_m, mirrored, pose_of, turn
from hypothesis import given
from hypothesis import strategies as st

from transitions.kinematics.geometry import (
    angle_between_deg,
    joint_flexion_deg,
    lateral_bend_deg,
    signed_view_deg,
    trunk_inclination_deg,
    trunk_twist_deg,
)
from transitions.series import FloatArray

any_yaw = st.floats(-180.0, 180.0)
leans = st.floats(0.0, 110.0)
twists = st.floats(-80.0, 80.0)


def mirror(world_m: FloatArray) -> FloatArray:
    return mirrored(pose_of(np.arange(len(world_m)) / 30.0, world_m)).world_m


@given(lean_deg=leans, twist_deg=twists, yaw_deg=any_yaw)
def test_lean_and_twist_are_read_whichever_way_the_person_faces(
    lean_deg: float, twist_deg: float, yaw_deg: float
) -> None:
    world_m = body_m(lean_deg=lean_deg, twist_deg=twist_deg, yaw_deg=yaw_deg)[None]
    assert trunk_inclination_deg(world_m)[0] == pytest.approx(lean_deg, abs=1e-6)
    assert trunk_twist_deg(world_m)[0] == pytest.approx(twist_deg, abs=1e-6)


@given(hip=st.floats(0, 120), knee=st.floats(0, 140), yaw_deg=any_yaw)
def test_joints_are_zero_when_straight(hip: float, knee: float, yaw_deg: float) -> None:
    world_m = body_m(hip_deg=(hip, 0.0), knee_deg=(knee, 0.0), yaw_deg=yaw_deg)[None]
    assert joint_flexion_deg(world_m, "left_hip", "left_knee", "left_ankle")[0] == pytest.approx(
        knee, abs=1e-6
    )
    assert joint_flexion_deg(world_m, "right_hip", "right_knee", "right_ankle")[0] == pytest.approx(
        0.0, abs=1e-6
    )


@given(
    lean_deg=st.floats(0.0, 80.0),
    twist_deg=twists,
    scale=st.floats(0.2, 5.0),
    shift=st.tuples(*[st.floats(-3, 3)] * 3),
)
def test_size_and_place_change_no_angle(
    lean_deg: float, twist_deg: float, scale: float, shift: tuple[float, float, float]
) -> None:
    world_m = body_m(lean_deg=lean_deg, twist_deg=twist_deg, knee_deg=(60.0, 20.0))[None]
    moved = world_m * scale + np.array(shift)
    for angle in (trunk_inclination_deg, trunk_twist_deg, lateral_bend_deg, signed_view_deg):
        np.testing.assert_allclose(angle(moved), angle(world_m), atol=1e-6)


@given(
    lean_deg=st.floats(0.0, 80.0), twist_deg=twists, bend_deg=st.floats(-40, 40), yaw_deg=st.floats(-170, 170)
)
def test_a_mirror_negates_what_has_a_side(
    lean_deg: float, twist_deg: float, bend_deg: float, yaw_deg: float
) -> None:
    world_m = body_m(
        lean_deg=lean_deg, twist_deg=twist_deg, bend_left_deg=bend_deg, knee_deg=(70.0, 10.0), yaw_deg=yaw_deg
    )[None]
    seen = mirror(world_m)
    np.testing.assert_allclose(trunk_inclination_deg(seen), trunk_inclination_deg(world_m), atol=1e-6)
    for sided in (trunk_twist_deg, lateral_bend_deg, signed_view_deg):
        np.testing.assert_allclose(sided(seen), -sided(world_m), atol=1e-6)
    np.testing.assert_allclose(
        joint_flexion_deg(seen, "left_hip", "left_knee", "left_ankle"),
        joint_flexion_deg(world_m, "right_hip", "right_knee", "right_ankle"),
        atol=1e-6,
    )


@pytest.mark.parametrize("bend_deg", [-30.0, 0.0, 20.0])
@pytest.mark.parametrize("yaw_deg", [0.0, 60.0, 180.0])
def test_sideways_bend_is_positive_to_the_left(bend_deg: float, yaw_deg: float) -> None:
    world_m = body_m(bend_left_deg=bend_deg, yaw_deg=yaw_deg)[None]
    assert lateral_bend_deg(world_m)[0] == pytest.approx(bend_deg, abs=1e-6)


@pytest.mark.parametrize(("yaw_deg", "view_deg"), [(0.0, 0.0), (-90.0, 90.0), (45.0, -45.0), (-135.0, 135.0)])
def test_view_is_how_far_the_person_turned_right_of_the_camera(yaw_deg: float, view_deg: float) -> None:
    assert signed_view_deg(body_m(yaw_deg=yaw_deg)[None])[0] == pytest.approx(view_deg)


def test_view_from_behind() -> None:
    assert abs(signed_view_deg(body_m(yaw_deg=180.0)[None])[0]) == pytest.approx(180.0)


@given(angle_deg=st.floats(0.0, 180.0), yaw_deg=any_yaw)
def test_angle_between_is_exact_also_when_small(angle_deg: float, yaw_deg: float) -> None:
    a = turn(np.array([[0.3, -0.8, 0.1]]), UP, yaw_deg)
    axis = np.cross(a[0], [0.0, 0.0, 1.0])
    b = turn(a, axis / np.linalg.norm(axis), angle_deg)
    assert angle_between_deg(a, b)[0] == pytest.approx(angle_deg, abs=1e-5)


def test_what_is_not_seen_is_not_a_number() -> None:
    world_m = np.repeat(body_m(lean_deg=20.0)[None], 2, axis=0)
    world_m[1, 11] = np.nan
    for angle in (trunk_inclination_deg, trunk_twist_deg, lateral_bend_deg):
        assert np.isfinite(angle(world_m)).tolist() == [True, False]
