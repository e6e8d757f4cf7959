"""What the joint networks read, and the neutral that is taken from the twist they answer."""

from __future__ import annotations

import numpy as np
import pytest
from body import body_m
from hypothesis import given
from hypothesis import strategies as st

from transitions.kinematics.geometry import (
    about_hips,
    joint_flexion_deg,
    trunk_inclination_deg,
    trunk_twist_deg,
)
from transitions.kinematics.networks.joint_inputs import (
    context_windows,
    encode,
    geometric_angles,
    leg_columns,
    mirror_inputs,
)
from transitions.kinematics.networks.landmarks import AT, JOINTS, ROWS
from transitions.kinematics.networks.neutral_twist import MAX_NEUTRAL_DEG, neutral_twist_deg
from transitions.series import FloatArray

T_S = np.arange(90) / 30


def test_mirroring_twice_is_no_change() -> None:
    x = np.random.default_rng(0).normal(size=(4, 5, 21, 5))
    np.testing.assert_array_equal(mirror_inputs(mirror_inputs(x)), x)
    assert not np.allclose(mirror_inputs(x), x)


def test_what_geometry_reads_of_the_21_landmarks_is_what_it_reads_of_the_33() -> None:
    world_m = np.stack([body_m(twist_deg=20.0, lean_deg=lean, knee_deg=(30.0, 50.0)) for lean in (5.0, 60.0)])
    angles = geometric_angles(about_hips(world_m)[:, ROWS])
    np.testing.assert_allclose(angles.twist_deg, trunk_twist_deg(world_m))
    np.testing.assert_allclose(angles.inclination_deg, trunk_inclination_deg(world_m))
    right = joint_flexion_deg(world_m, "right_hip", "right_knee", "right_ankle")
    np.testing.assert_allclose(angles.knee_right_deg, right)


def test_context_is_interpolated_in_time_and_not_across_a_long_gap() -> None:
    t_s = np.array([0.0, 0.1, 0.2, 1.0, 1.1])
    landmarks = np.broadcast_to(t_s[:, None, None], (5, 21, 5))
    windows = context_windows(t_s, landmarks, np.ones(5, bool), np.array([-0.05, 0.0, 0.05]))
    np.testing.assert_allclose(windows[1, :, 0, 0], [0.05, 0.1, 0.15])
    np.testing.assert_allclose(windows[2, :, 0, 0], [0.15, 0.2, 0.2])
    np.testing.assert_allclose(windows[3, :, 0, 0], [1.0, 1.0, 1.05])


@given(offset=st.floats(-10, 10), held_share=st.floats(0.0, 0.7))
def test_the_neutral_is_found_however_long_a_twist_is_held(offset: float, held_share: float) -> None:
    twist_deg = np.full(90, offset)
    twist_deg[: int(90 * held_share)] += 40.0
    assert neutral_twist_deg(T_S, twist_deg) == pytest.approx(offset, abs=1e-9)


@given(st.lists(st.floats(-60, 60), min_size=2, max_size=90))
def test_negating_a_twist_negates_its_neutral(twist: list[float]) -> None:
    twist_deg = np.array(twist)
    t_s = T_S[: len(twist_deg)]
    assert neutral_twist_deg(t_s, -twist_deg) == pytest.approx(-neutral_twist_deg(t_s, twist_deg), abs=1e-9)


def test_a_clip_that_is_twisted_throughout_has_no_neutral() -> None:
    assert neutral_twist_deg(T_S, np.full(90, 3 * MAX_NEUTRAL_DEG)) == 0.0


def test_what_tells_of_the_legs_is_each_segment_and_nothing_of_arms_or_other_instants() -> None:
    offsets_s = np.array([-0.2, -0.1, 0.0, 0.1, 0.2])
    windows: FloatArray = np.random.default_rng(0).normal(0, 0.5, (8, 5, len(JOINTS), 5))
    columns = leg_columns(offsets_s)
    read = encode(windows) @ columns
    thigh = windows[:, 2, AT["left_knee"]] - windows[:, 2, AT["left_hip"]]
    np.testing.assert_allclose(read[:, :5], thigh, atol=1e-5)
    angles = geometric_angles(windows[:, 2, :, :3])
    np.testing.assert_allclose(read[:, 20:26] * 30.0, np.stack(angles[:6], axis=1), atol=1e-3)
    np.testing.assert_allclose(read[:, 26:], np.concatenate(angles[6:], axis=1), atol=1e-5)
    elsewhere = windows.copy()
    elsewhere[:, [0, 1, 3, 4]] += 1.0
    elsewhere[:, 2, [AT["left_wrist"], AT["right_elbow"], AT["nose"]]] += 1.0
    np.testing.assert_allclose(encode(elsewhere) @ columns, read, atol=1e-5)
