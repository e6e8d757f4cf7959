"""Joint angles of a clip: what they must not depend on, and when they say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from body import body_m
from stored_pose import stored_pose

from transitions.kinematics.networks import estimate_joint_angles
from transitions.kinematics.networks.joint_angles import ANGLES, TWIST, UNLIKE, UNSEEN, VIEW
from transitions.kinematics.networks.joint_networks import load_joint_networks
from transitions.kinematics.repair import repair_pose
from transitions.series import INTERVAL_U, MIRROR, Curve, PoseSeries

SIDES = {"left": "right", "right": "left"}
Estimates = Mapping[str, Curve]


@pytest.fixture(scope="module")
def twisting() -> PoseSeries:
    """A real pose: a seated person turns quickly to a bag and back."""
    return repair_pose(stored_pose("reach_quick_twist"))


@pytest.fixture(scope="module")
def estimates(twisting: PoseSeries) -> Estimates:
    return estimate_joint_angles(twisting)


def mirrored(pose: PoseSeries) -> PoseSeries:
    image_px = pose.image_px[:, MIRROR] * [-1, 1, 1] + [pose.width_px, 0, 0]
    return replace(
        pose,
        image_px=image_px,
        world_m=pose.world_m[:, MIRROR] * [-1, 1, 1],
        visibility=pose.visibility[:, MIRROR],
    )


def rows(pose: PoseSeries, keep: slice) -> PoseSeries:
    return PoseSeries(
        pose.t_s[keep],
        pose.image_px[keep],
        pose.world_m[keep],
        pose.visibility[keep],
        pose.width_px,
        pose.height_px,
    )


def assert_same(one: Curve, other: Curve, atol: float = 1e-3) -> None:
    np.testing.assert_array_equal(one.valid, other.valid)
    np.testing.assert_allclose(one.value, other.value, atol=atol)
    np.testing.assert_allclose(one.u, other.u, rtol=1e-3)


def test_every_angle_has_an_uncertainty_and_rows_that_are_not_valid_have_no_value(
    estimates: Estimates, twisting: PoseSeries
) -> None:
    assert set(estimates) == {*ANGLES, VIEW}
    for estimate in estimates.values():
        assert estimate.value.shape == estimate.u.shape == estimate.valid.shape == (len(twisting),)
        assert np.array_equal(np.isfinite(estimate.value), estimate.valid)
        assert np.all(estimate.u[estimate.valid] > 0)
        assert (estimate.reason is None) == bool(estimate.valid.all())


def test_mirroring_the_person_negates_twist_and_view_and_swaps_sides(
    twisting: PoseSeries, estimates: Estimates
) -> None:
    other = estimate_joint_angles(mirrored(twisting))
    for name in (TWIST, VIEW):
        assert_same(replace(estimates[name], value=-estimates[name].value), other[name])
    for name in set(ANGLES) - {TWIST}:
        swapped = next((name.replace(a, b) for a, b in SIDES.items() if a in name), name)
        assert_same(estimates[name], other[swapped])


def test_neither_the_size_of_the_picture_nor_the_place_nor_the_first_time_stamp_counts(
    twisting: PoseSeries, estimates: Estimates
) -> None:
    moved = replace(
        twisting,
        t_s=twisting.t_s + 7.0,
        image_px=twisting.image_px * 2.5 + [40, -20, 0],
        width_px=round(twisting.width_px * 2.5),
    )
    for name, estimate in estimate_joint_angles(moved).items():
        assert_same(estimate, estimates[name])


def test_half_the_frame_rate_reads_nearly_the_same(twisting: PoseSeries, estimates: Estimates) -> None:
    half = estimate_joint_angles(rows(twisting, slice(None, None, 2)))
    for name in ANGLES:
        both = half[name].valid & estimates[name].valid[::2]
        difference = np.abs(half[name].value - estimates[name].value[::2])[both]
        assert both.mean() > 0.8
        assert np.percentile(difference, 95) < 4.0, name


def test_a_twist_of_44_degrees_lies_in_its_stated_interval_and_is_read_within_12(
    estimates: Estimates,
) -> None:
    """The clip's truth: 44 degrees, the raw landmark angle 25. No fit held it (`bench.sources.HELD_OUT`)."""
    twist = estimates[TWIST]
    peak = np.nanargmax(np.abs(twist.value))
    assert abs(twist.value[peak]) == pytest.approx(44.0, abs=INTERVAL_U * twist.u[peak])
    assert abs(twist.value[peak]) == pytest.approx(44.0, abs=12.0)


@pytest.mark.parametrize("name", ["rise_and_sit", "rise_and_drop", "idle"])
def test_without_twist_little_is_read_and_its_interval_holds_none(name: str) -> None:
    """No fit held these clips either; over all that are left out one in ten reads more than 4 to 7 degrees."""
    twist = estimate_joint_angles(repair_pose(stored_pose(name)))[TWIST]
    assert twist.valid.mean() > 0.85
    assert np.nanmax(np.abs(twist.value)) < 7.0
    assert np.mean(np.abs(twist.value) <= INTERVAL_U * twist.u) > 0.9


def test_other_networks_than_those_that_ship_can_be_asked(twisting: PoseSeries, estimates: Estimates) -> None:
    shipped = load_joint_networks()
    doubting = replace(
        shipped, u_weights=shipped.u_weights + np.eye(shipped.u_weights.shape[1])[0] * np.log(2)
    )
    for name, estimate in estimate_joint_angles(twisting, doubting).items():
        np.testing.assert_allclose(estimate.u, 2 * estimates[name].u, rtol=1e-6)


def test_lost_rows_stay_lost_and_their_neighbours_do_not_read_across(
    twisting: PoseSeries, estimates: Estimates
) -> None:
    lost = slice(60, 75)
    world_m, image_px = np.array(twisting.world_m), np.array(twisting.image_px)
    world_m[lost] = image_px[lost] = np.nan
    partly = estimate_joint_angles(replace(twisting, world_m=world_m, image_px=image_px))
    for name, estimate in partly.items():
        assert not estimate.valid[lost].any()
        assert estimate.reason == UNSEEN
        np.testing.assert_allclose(estimate.u[:30], estimates[name].u[:30], rtol=0.25)


def test_nobody_seen_is_not_assessable_and_not_an_error(twisting: PoseSeries) -> None:
    nothing = np.full_like(twisting.world_m, np.nan)
    for estimate in estimate_joint_angles(replace(twisting, world_m=nothing, image_px=nothing)).values():
        assert not estimate.valid.any()
        assert estimate.reason == UNSEEN


def test_a_clip_of_one_second_and_one_of_a_single_frame_are_read(twisting: PoseSeries) -> None:
    for count in (30, 1):
        short = estimate_joint_angles(rows(twisting, slice(0, count)))
        assert short["trunk_inclination_deg"].valid.all()


def test_a_body_unlike_any_is_not_assessable(twisting: PoseSeries) -> None:
    crushed = np.array(twisting.world_m)
    crushed[..., 2] *= -6.0
    twist = estimate_joint_angles(replace(twisting, world_m=crushed))[TWIST]
    assert twist.valid.mean() < 0.2
    assert twist.reason == UNLIKE


def test_a_landmark_file_without_a_picture_is_read_by_geometry() -> None:
    turns_deg = np.concatenate([np.zeros(40), np.linspace(0, 30, 20), np.full(20, 30.0)])
    world_m = np.stack([body_m(twist_deg=turn, lean_deg=20.0) for turn in turns_deg])
    nothing = np.full_like(world_m, np.nan)
    t_s = np.arange(80) / 30
    pose = PoseSeries(t_s, nothing, world_m, np.ones(world_m.shape[:2]), 0, 0)
    angles = estimate_joint_angles(pose)
    assert angles[TWIST].value[75] == pytest.approx(30.0, abs=1.5)
    assert angles["trunk_inclination_deg"].value[10] == pytest.approx(20.0, abs=0.5)
    assert not angles["pelvis_tilt_deg"].valid.any()
