"""Bodies that are upside down in the picture, and postures that are not, however deep."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from body import FORWARD, LEFT, body_m, pose_of, turn
from hypothesis import assume, given
from hypothesis import strategies as st
from stored_pose import stored_pose

from transitions.kinematics.derive import derive
from transitions.kinematics.geometry import midpoint
from transitions.kinematics.upside_down import UPSIDE_DOWN, upside_down, without
from transitions.model import Result, Segment
from transitions.rules import all_rules
from transitions.rules.judging import judge
from transitions.rules.record import Rule
from transitions.series import INDEX, BoolArray, FloatArray, Kinematics, PoseSeries

STANDING = body_m()
STOOP = body_m(lean_deg=150.0)
ROWS = slice(40, 60)


def hit(*bodies_m: FloatArray) -> BoolArray:
    """Which of these rows, one after the other, are upside down."""
    return upside_down(pose_of(np.arange(len(bodies_m)) / 30.0, np.stack(bodies_m)))


def seen(body: FloatArray, *, roll_deg: float = 0.0, down_deg: float = 0.0) -> FloatArray:
    """The body as a camera sees it that looks down and is tilted by these angles."""
    return turn(turn(body, LEFT, down_deg), FORWARD, roll_deg)


def overturned(pose: PoseSeries, rows: slice) -> PoseSeries:
    """The pose with its picture turned by 180 degrees in these rows."""
    image_px, world_m = np.array(pose.image_px), np.array(pose.world_m)
    image_px[rows, :, :2] = np.array([pose.width_px, pose.height_px]) - image_px[rows, :, :2]
    world_m[rows, :, :2] *= -1.0
    return replace(pose, image_px=image_px, world_m=world_m)


@pytest.mark.parametrize("yaw_deg", [0.0, 60.0, 90.0, 180.0])
@pytest.mark.parametrize(
    ("posture", "down_deg"),
    [
        pytest.param({}, 0, id="standing"),
        pytest.param({"lean_deg": 150}, 0, id="deep stoop over straight legs"),
        pytest.param({"lean_deg": 150}, 40, id="deep stoop, the camera high"),
        pytest.param({"lean_deg": 180}, 0, id="head to the knees"),
        pytest.param({"lean_deg": 70, "hip_deg": (110, 110), "knee_deg": (140, 140)}, 0, id="deep squat"),
        pytest.param(
            {"lean_deg": 120, "hip_deg": (60, 60), "knee_deg": (80, 80)}, 0, id="half squat, bent over"
        ),
        pytest.param(
            {"lean_deg": 130, "hip_deg": (90, 90), "knee_deg": (90, 90)}, 0, id="seated, to the floor"
        ),
        pytest.param({"lean_deg": 60, "hip_deg": (80, -30), "knee_deg": (90, 60)}, 0, id="lunge"),
        pytest.param({"lean_deg": 130, "knee_deg": (90, 90)}, 0, id="kneeling, bent over"),
        pytest.param(
            {"lean_deg": 105, "hip_deg": (70, 70), "knee_deg": (150, 150)}, 30, id="forehead to the floor"
        ),
        pytest.param({"lean_deg": 150, "hip_deg": (0, -90)}, 0, id="one leg lifted behind"),
        pytest.param({"lean_deg": 170, "hip_deg": (0, -170)}, 0, id="one leg lifted overhead"),
        pytest.param({"lean_deg": -30, "hip_deg": (100, 100)}, 0, id="leaning back, legs up"),
    ],
)
def test_whoever_is_on_their_own_feet_or_seat_is_not_upside_down(
    posture: dict[str, float], down_deg: float, yaw_deg: float
) -> None:
    body = body_m(**posture, yaw_deg=yaw_deg)  # type: ignore[arg-type]
    for roll_deg in (-15.0, 0.0, 15.0):
        assert not hit(seen(body, roll_deg=roll_deg, down_deg=down_deg)).any()


@pytest.mark.parametrize("roll_deg", [-130.0, -95.0, -90.0, -85.0, 60.0, 90.0, 95.0, 130.0])
def test_whoever_lies_across_the_picture_is_not_upside_down(roll_deg: float) -> None:
    for posture in (STANDING, body_m(hip_deg=(80.0, 80.0), knee_deg=(90.0, 90.0), yaw_deg=90.0)):
        assert not hit(seen(posture, roll_deg=roll_deg)).any()


@given(
    lean_deg=st.floats(-20, 180),
    hips_deg=st.tuples(st.floats(-20, 120), st.floats(-20, 120)),
    knees_deg=st.tuples(st.floats(0, 140), st.floats(0, 140)),
    yaw_deg=st.floats(-180, 180),
    roll_deg=st.floats(-15, 15),
)
def test_shoulders_over_the_floor_and_feet_on_it_are_never_upside_down(
    lean_deg: float,
    hips_deg: tuple[float, float],
    knees_deg: tuple[float, float],
    yaw_deg: float,
    roll_deg: float,
) -> None:
    body = body_m(lean_deg=lean_deg, hip_deg=hips_deg, knee_deg=knees_deg, yaw_deg=yaw_deg)
    feet = body[[INDEX["left_ankle"], INDEX["right_ankle"]]]
    trunk = (midpoint(body, "shoulder") + midpoint(body, "hip")) / 2
    assume(midpoint(body, "shoulder")[1] < feet[:, 1].max())
    assume(np.linalg.norm((feet[np.argmax(feet[:, 1])] - trunk)[[0, 2]]) < 0.4)  # else they would fall
    assert not hit(seen(body, roll_deg=roll_deg)).any()


@given(
    lean_deg=st.floats(-10, 30),
    hips_deg=st.tuples(st.floats(-10, 80), st.floats(-10, 80)),
    yaw_deg=st.floats(-180, 180),
    roll_deg=st.floats(-14, 14),
)
def test_the_same_bodies_hanging_from_their_feet_are(
    lean_deg: float, hips_deg: tuple[float, float], yaw_deg: float, roll_deg: float
) -> None:
    body = body_m(lean_deg=lean_deg, hip_deg=hips_deg, knee_deg=hips_deg, yaw_deg=yaw_deg)
    assert not hit(seen(body, roll_deg=roll_deg)).any()
    assert hit(seen(body, roll_deg=180.0 + roll_deg)).all()


def test_legs_crumpled_about_the_hips_are_upside_down_too() -> None:
    """What the pose model made of somebody in a car: shoulders in the lap, the legs about the head."""
    body = body_m(lean_deg=175.0)
    for side in ("left", "right"):
        for joint in ("knee", "ankle"):
            body[INDEX[f"{side}_{joint}"]] = body[INDEX[f"{side}_hip"]] + np.array([0.03, 0.1, 0.0])
    assert hit(body).all()


def test_rows_up_to_the_next_upright_one_go_with_those_upside_down() -> None:
    over = seen(STANDING, roll_deg=180.0)
    np.testing.assert_array_equal(
        hit(STOOP, STANDING, STOOP, over, STOOP, STANDING, STOOP),
        [False, False, True, True, True, False, False],
    )


def test_an_unseen_row_ends_them() -> None:
    over = seen(STANDING, roll_deg=180.0)
    np.testing.assert_array_equal(hit(STOOP, np.full((33, 3), np.nan), over), [False, False, True])


def test_without_a_picture_nobody_is_seen_upside_down() -> None:
    pose = pose_of(np.zeros(1), seen(STANDING, roll_deg=180.0)[None], width_px=0)
    assert not upside_down(replace(pose, image_px=np.full_like(pose.image_px, np.nan))).any()


@pytest.mark.parametrize("name", ["car_exit", "idle", "lift", "pick_up_stooped", "pick_up_hinged", "squat"])
def test_no_row_of_the_stored_poses_is(name: str) -> None:
    assert not upside_down(stored_pose(name)).any()


def test_left_out_rows_are_unseen_and_the_others_as_they_were() -> None:
    pose = stored_pose("reach_quick_twist")
    rows = np.arange(len(pose)) % 2 == 0
    left = without(pose, rows)
    np.testing.assert_array_equal(left.seen, ~rows)
    np.testing.assert_array_equal(left.image_px[~rows], pose.image_px[~rows])
    assert np.isnan(left.image_px[rows]).all()
    assert np.isnan(left.visibility[rows]).all()


@pytest.fixture(scope="module")
def turned_over() -> Kinematics:
    return derive(overturned(stored_pose("reach_quick_twist"), ROWS))


def test_no_curve_is_assessable_upside_down_and_each_says_why(turned_over: Kinematics) -> None:
    for name, curve in turned_over.curves.items():
        assert not curve.valid[ROWS].any(), name
        assert curve.reason_in(ROWS) == UPSIDE_DOWN, name
    assert np.isnan(turned_over.view_angle_deg[ROWS]).all()


def test_rows_beside_them_read_as_they_do_beside_an_absence(turned_over: Kinematics) -> None:
    pose = stored_pose("reach_quick_twist")
    absent = derive(without(pose, np.isin(np.arange(len(pose)), np.arange(len(pose))[ROWS])))
    for name, curve in turned_over.curves.items():
        both = curve.valid & absent[name].valid
        assert both.mean() > 0.6, name
        np.testing.assert_allclose(curve.value[both], absent[name].value[both], atol=0.5, err_msg=name)


def test_the_pose_keeps_what_was_seen(turned_over: Kinematics) -> None:
    assert turned_over.pose.seen.all()


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_every_rule_quotes_it(rule: Rule) -> None:
    kinematics = derive(overturned(stored_pose("reach_quick_twist"), slice(None)))
    segment = Segment(
        min(rule.applies_to),
        float(kinematics.t_s[0]),
        float(kinematics.t_s[-1]),
        1.0,
        {"seat_off_s": 1.0, "seat_contact_s": 1.0},
        id="s1",
        view=min(rule.views),
    )
    finding = judge(kinematics, segment, rule)
    assert finding.result is Result.NOT_ASSESSABLE
    assert finding.value is None
    assert (finding.reason or "").startswith(UPSIDE_DOWN)
