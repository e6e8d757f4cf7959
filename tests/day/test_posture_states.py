"""What somebody does over a recording, read off analytic motion and off real poses of rendered people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from compared_runs import real_run
from motion import SEATED, STANDING, Key, kinematics_of_keys, moving
from seeded_day import CHANGE_S, HOUR_S, SITS_S, hour_of_sitting

from transitions.day import states_of, states_of_parts
from transitions.day.evidence import STEP_S
from transitions.day.posture import KNEELING
from transitions.model import Segment
from transitions.series import Kinematics, PoseSeries
from transitions.states import DayStates, PostureState

SQUATTING = Key(hips_m=(-0.20, 0.0, 0.40), lean_deg=35.0)
LYING = Key(hips_m=(0.0, 0.0, 0.15), lean_deg=88.0)


def states(kinematics: Kinematics, *segments: Segment) -> DayStates:
    return states_of(kinematics, segments, float(kinematics.t_s[-1]))


def change(kind: str, start_s: float, end_s: float) -> Segment:
    return Segment(kind, start_s, end_s, 0.9)


def said(found: DayStates, at_s: float) -> PostureState:
    return next(one.state for one in found.stretches if one.start_s <= at_s < one.end_s)


def words(found: DayStates, least_s: float = 0.0) -> list[str]:
    return [one.state.value for one in found.stretches if one.duration_s > least_s]


def without(pose: PoseSeries, start_s: float, end_s: float) -> PoseSeries:
    """The pose with nobody seen between two times."""
    gone = (pose.t_s >= start_s) & (pose.t_s < end_s)
    image_px, world_m = pose.image_px.copy(), pose.world_m.copy()
    image_px[gone], world_m[gone] = np.nan, np.nan
    return replace(pose, image_px=image_px, world_m=world_m)


@pytest.fixture(scope="module")
def sit_and_rise() -> Kinematics:
    keys = [
        (0.0, STANDING),
        (10.0, STANDING),
        (12.0, SEATED),
        (30.0, SEATED),
        (32.0, STANDING),
        (40.0, STANDING),
    ]
    return kinematics_of_keys(keys, rate_hz=15.0)


def test_standing_sitting_and_the_changes_between(sit_and_rise: Kinematics) -> None:
    found = states(sit_and_rise, change("stand_to_sit", 10.0, 12.0), change("sit_to_stand", 30.0, 32.0))
    assert words(found) == ["standing", "moving", "sitting", "moving", "standing"]
    edges_s = [one.start_s for one in found.stretches[1:]]
    assert edges_s == pytest.approx([10.0, 12.0, 30.0, 32.0], abs=STEP_S)
    assert min(one.certainty for one in found.stretches if one.state is not PostureState.MOVING) > 0.9


def test_the_stretches_cover_the_recording(sit_and_rise: Kinematics) -> None:
    found = states_of(sit_and_rise, (), 41.3)
    assert found.stretches[0].start_s == 0.0
    assert found.stretches[-1].end_s == 41.3
    assert said(found, 41.2) is PostureState.STANDING or said(found, 41.2) is PostureState.OUT_OF_VIEW


def test_a_sit_that_was_missed_is_made_up_for_by_what_is_seen(sit_and_rise: Kinematics) -> None:
    found = states(sit_and_rise)
    assert [said(found, at_s) for at_s in (5.0, 20.0, 38.0)] == [
        PostureState.STANDING,
        PostureState.SITTING,
        PostureState.STANDING,
    ]


def test_a_squat_is_a_moment_on_the_feet() -> None:
    keys = [
        (0.0, STANDING),
        (8.0, STANDING),
        (9.0, SQUATTING),
        (10.0, SQUATTING),
        (11.0, STANDING),
        (20.0, STANDING),
    ]
    found = states(kinematics_of_keys(keys, rate_hz=15.0))
    assert PostureState.SITTING.value not in words(found)


def test_who_walks_is_moving() -> None:
    walk = []
    for step in range(30):
        left_m, right_m = 0.6 * (step // 2), 0.6 * ((step + 1) // 2) - 0.3
        feet_m = (left_m, 0.1, 0.08, right_m, -0.1, 0.08)
        walk.append((10.0 + 0.5 * step, moving(STANDING, hips_m=(0.3 * step, 0.0, 0.9), feet_m=feet_m)))
    keys = [(0.0, walk[0][1]), *walk, (walk[-1][0] + 10.0, walk[-1][1])]
    found = states(kinematics_of_keys(keys, azimuth_deg=90.0, rate_hz=15.0))
    assert said(found, 5.0) is PostureState.STANDING
    assert said(found, 17.0) is PostureState.MOVING
    assert said(found, 31.0) is PostureState.STANDING


def test_nobody_in_view_is_out_of_view_and_short_gaps_are_bridged(sit_and_rise: Kinematics) -> None:
    pose = without(without(sit_and_rise.pose, 2.0, 2.8), 15.0, 25.0)
    found = states_of_parts([pose], (), 40.0)
    assert said(found, 2.4) is PostureState.STANDING
    assert said(found, 20.0) is PostureState.OUT_OF_VIEW
    (gone,) = [one for one in found.stretches if one.state is PostureState.OUT_OF_VIEW]
    assert (gone.start_s, gone.end_s) == pytest.approx((15.0, 25.0), abs=2 * STEP_S)


def test_lying_is_neither_sitting_nor_standing_and_says_so() -> None:
    keys = [(0.0, STANDING), (10.0, STANDING), (14.0, LYING), (40.0, LYING)]
    found = states(kinematics_of_keys(keys, azimuth_deg=90.0, rate_hz=15.0))
    last = found.stretches[-1]
    assert last.state is PostureState.UNTOLD
    assert last.reason is not None
    assert "level" in last.reason


def test_no_frames_and_no_length() -> None:
    empty = np.full((0, 33, 3), np.nan)
    nobody = PoseSeries(np.zeros(0), empty, empty, empty[:, :, 0], 640, 480)
    assert words(states_of_parts([nobody], (), 5.0)) == ["out_of_view"]
    assert states_of_parts([nobody], (), 0.0) == DayStates()


def test_part_by_part_says_the_same() -> None:
    hour = hour_of_sitting(fps=5.0)
    pose = hour.kinematics.pose
    whole = states_of(hour.kinematics, hour.segments, HOUR_S)
    parts = [_rows(pose, start_s, start_s + 600.0) for start_s in np.arange(0.0, HOUR_S, 600.0)]
    joined = states_of_parts(parts, hour.segments, HOUR_S)
    assert words(joined) == words(whole)
    assert [one.start_s for one in joined.stretches] == pytest.approx(
        [one.start_s for one in whole.stretches], abs=0.5
    )
    sat_s = sum(one.duration_s for one in whole.stretches if one.state is PostureState.SITTING)
    assert sat_s == pytest.approx(sum(end_s - start_s for start_s, end_s in SITS_S), abs=CHANGE_S)


def _rows(pose: PoseSeries, start_s: float, end_s: float) -> PoseSeries:
    rows = (pose.t_s >= start_s) & (pose.t_s < end_s)
    return PoseSeries(
        pose.t_s[rows],
        pose.image_px[rows],
        pose.world_m[rows],
        pose.visibility[rows],
        pose.width_px,
        pose.height_px,
    )


REAL: Sequence[tuple[str, list[str]]] = (
    ("rise_and_sit", ["sitting", "moving", "standing", "moving", "sitting"]),
    ("rise_and_drop", ["sitting", "moving", "standing", "moving", "sitting"]),
)


@pytest.mark.parametrize(("name", "expected"), REAL, ids=[name for name, _ in REAL])
def test_rendered_people_seen_by_the_pose_model(name: str, expected: list[str]) -> None:
    found = real_run(name).states
    assert found is not None
    assert words(found, least_s=0.3) == expected


@pytest.mark.parametrize("name", ["squat", "pick_up_hinged", "pick_up_stooped", "turn"])
def test_rendered_people_who_never_sit(name: str) -> None:
    found = real_run(name).states
    assert found is not None
    assert "sitting" not in words(found)


def on_the_knees(hips_m: tuple[float, float, float]) -> Key:
    """Both shanks on the floor behind the knees."""
    return moving(STANDING, hips_m=hips_m, feet_m=(-0.42, 0.1, 0.08, -0.42, -0.1, 0.08))


@pytest.mark.parametrize("hips_m", [(0.0, 0.0, 0.50), (-0.34, 0.0, 0.24)], ids=["upright", "on the heels"])
def test_kneeling_is_no_sitting_and_says_so(hips_m: tuple[float, float, float]) -> None:
    knees = on_the_knees(hips_m)
    keys = [
        (0.0, STANDING),
        (8.0, STANDING),
        (10.0, knees),
        (40.0, knees),
        (42.0, STANDING),
        (50.0, STANDING),
    ]
    found = states(kinematics_of_keys(keys, rate_hz=15.0))
    low = [one for one in found.stretches if one.reason == KNEELING]
    assert [one.state for one in low] == [PostureState.UNTOLD]
    assert low[0].duration_s > 25.0
    assert sum(one.duration_s for one in found.stretches if one.state is PostureState.SITTING) < 5.0


@pytest.mark.parametrize("feet_x_m", [-0.25, 0.0, 0.15], ids=["tucked", "below", "ahead"])
def test_a_seat_is_a_seat_wherever_the_feet_are(feet_x_m: float) -> None:
    seated = moving(SEATED, feet_m=(feet_x_m, 0.1, 0.08, feet_x_m, -0.1, 0.08))
    found = states(kinematics_of_keys([(0.0, STANDING), (10.0, STANDING), (12.0, seated), (40.0, seated)]))
    assert said(found, 30.0) is PostureState.SITTING
