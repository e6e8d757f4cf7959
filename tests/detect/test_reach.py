"""Reaches of analytic figures: found where they are, and nothing where there are none."""

from __future__ import annotations

import pytest
from found import found_of
from motion import SEATED, STANDING, Key, kinematics_of_keys, kinematics_of_pose, moving, pose_series
from stored_pose import stored_pose

from transitions.series import MIRROR, PoseSeries

TOLERANCE_S = 0.2


def example() -> PoseSeries:
    return stored_pose("reach_quick_twist")


def reach_keys(home: Key, far: Key, start_s: float = 1.5, out_s: float = 0.9) -> list[tuple[float, Key]]:
    """Rest, out, a moment there, back, rest."""
    grasp_s = start_s + out_s
    leaves_s = grasp_s + 0.7
    return [
        (0.0, home),
        (start_s, home),
        (grasp_s, far),
        (leaves_s, far),
        (leaves_s + 0.8, home),
        (leaves_s + 2.5, home),
    ]


FORWARD = moving(SEATED, right_hand_m=(0.75, -0.15, 0.45), lean_deg=20.0)
REACHES = {
    "seated forward": (SEATED, FORWARD, "right"),
    "seated to the side": (SEATED, moving(SEATED, left_hand_m=(0.1, 0.75, 0.1), twist_deg=40.0), "left"),
    "standing forward": (STANDING, moving(STANDING, left_hand_m=(0.65, 0.15, 0.35)), "left"),
    "overhead": (STANDING, moving(STANDING, right_hand_m=(0.2, -0.2, 1.0)), "right"),
}


@pytest.mark.parametrize("azimuth_deg", [-60.0, 35.0])
@pytest.mark.parametrize("name", REACHES)
def test_finds_the_reach_with_its_times_and_side(name: str, azimuth_deg: float) -> None:
    home, far, side = REACHES[name]
    (found,) = found_of("reach", kinematics_of_keys(reach_keys(home, far), azimuth_deg=azimuth_deg))
    assert found.start_s == pytest.approx(1.5, abs=TOLERANCE_S)
    assert found.phases["grasp_s"] == pytest.approx(2.4, abs=TOLERANCE_S)
    assert found.end_s == pytest.approx(3.9, abs=TOLERANCE_S)
    assert found.side == side


@pytest.mark.parametrize(
    ("rate_hz", "out_s"), [(15.0, 0.45), (15.0, 2.5), (25.0, 1.0), (30.0, 2.5), (60.0, 0.45)]
)
def test_frame_rate_and_pace_do_not_matter(rate_hz: float, out_s: float) -> None:
    keys = reach_keys(SEATED, FORWARD, out_s=out_s)
    (found,) = found_of("reach", kinematics_of_keys(keys, rate_hz=rate_hz, noise_m=0.003))
    assert found.start_s == pytest.approx(1.5, abs=0.15)
    # A slow hand has all but arrived for a long time before it rests.
    assert found.phases["grasp_s"] == pytest.approx(1.5 + out_s, abs=max(0.25, 0.2 * out_s))


def test_without_an_image_the_room_positions_serve() -> None:
    (found,) = found_of("reach", kinematics_of_keys(reach_keys(SEATED, FORWARD), image=False))
    assert found.start_s == pytest.approx(1.5, abs=TOLERANCE_S)
    assert found.side == "right"


def test_mirroring_changes_the_side_and_nothing_else() -> None:
    pose = pose_series(reach_keys(SEATED, FORWARD), noise_m=0.003)
    image_px, world_m = pose.image_px[:, MIRROR].copy(), pose.world_m[:, MIRROR].copy()
    image_px[:, :, 0] = pose.width_px - image_px[:, :, 0]
    world_m[:, :, 0] *= -1
    mirrored = PoseSeries(pose.t_s, image_px, world_m, pose.visibility, pose.width_px, pose.height_px)
    (seen,), (other,) = (found_of("reach", kinematics_of_pose(p)) for p in (pose, mirrored))
    assert (seen.side, other.side) == ("right", "left")
    assert other.start_s == pytest.approx(seen.start_s, abs=1e-6)
    assert other.end_s == pytest.approx(seen.end_s, abs=1e-6)


@pytest.mark.parametrize("pause_s", [0.05, 0.4, 2.0])
def test_reaches_in_a_row_are_told_apart(pause_s: float) -> None:
    first = reach_keys(SEATED, FORWARD)[:5]
    again_s = first[-1][0] + pause_s
    second = [(again_s + time - 1.5, key) for time, key in reach_keys(SEATED, FORWARD)[1:]]
    found = found_of("reach", kinematics_of_keys([*first, *second]))
    assert len(found) == 2
    assert found[0].end_s == pytest.approx(3.9, abs=0.2)
    assert found[1].start_s == pytest.approx(again_s, abs=0.2)


def test_a_way_in_two_strokes_without_a_pause_is_one_reach() -> None:
    far = moving(SEATED, left_hand_m=(0.1, 0.75, 0.1), twist_deg=40.0)
    part_way = moving(SEATED, left_hand_m=(0.25, 0.27, 0.085), twist_deg=14.0)
    keys = [
        (0.0, SEATED),
        (2.0, SEATED),
        (2.4, part_way),
        (3.1, far),
        (5.0, far),
        (5.6, part_way),
        (6.0, SEATED),
    ]
    (found,) = found_of("reach", kinematics_of_keys([*keys, (8.0, SEATED)]))
    assert found.start_s == pytest.approx(2.0, abs=0.45)  # the first stroke, or the second
    assert found.end_s == pytest.approx(6.0, abs=0.45)


def rocking(home: Key, change: Key, period_s: float, times: int) -> list[tuple[float, Key]]:
    """Back and forth between two poses without rest."""
    return [(i * period_s / 2, home if i % 2 == 0 else change) for i in range(2 * times + 1)]


def walking(steps: int, pace_s: float = 0.55) -> list[tuple[float, Key]]:
    """Standing, some steps with swinging arms, standing."""
    keys = [(0.0, STANDING), (1.5, STANDING)]
    for i in range(steps):
        sign = 1 if i % 2 == 0 else -1
        swing = {
            "left_hand_m": (0.05 + 0.3 * sign, 0.25, 0.0),
            "right_hand_m": (0.05 - 0.3 * sign, -0.25, 0.0),
        }
        feet = (0.6 * i - 0.25 * sign, 0.1, 0.08, 0.6 * i + 0.25 * sign, -0.1, 0.08)
        keys.append((2.0 + pace_s * i, moving(STANDING, hips_m=(0.6 * i, 0.0, 0.9), feet_m=feet, **swing)))
    end_s, last = keys[-1]
    x_m = last.hips_m[0]
    still = moving(STANDING, hips_m=last.hips_m, feet_m=(x_m, 0.1, 0.08, x_m, -0.1, 0.08))
    return [*keys, (end_s + 0.5, still), (end_s + 2.0, still)]


NO_REACH = {
    "walking": walking(6),
    "two steps": walking(2),
    "rest": [(0.0, SEATED), (4.0, SEATED)],
    "typing": rocking(SEATED, moving(SEATED, left_hand_m=(0.32, 0.12, 0.10)), 0.4, 12),
    "a turn with steps": [
        (0.0, STANDING),
        (1.0, STANDING),
        (2.5, moving(STANDING, yaw_deg=70.0, feet_m=(-0.05, 0.05, 0.08, 0.12, -0.08, 0.08))),
        (4.0, moving(STANDING, yaw_deg=70.0, feet_m=(-0.05, 0.05, 0.08, 0.12, -0.08, 0.08))),
    ],
    "a rise with swinging arms": [
        (0.0, SEATED),
        (1.0, SEATED),
        (1.8, moving(SEATED, lean_deg=45.0, left_hand_m=(0.6, 0.2, 0.1), right_hand_m=(0.6, -0.2, 0.1))),
        (2.8, STANDING),
        (4.5, STANDING),
    ],
    "a squat with arms in front": [
        (0.0, STANDING),
        (1.0, STANDING),
        (2.0, moving(STANDING, hips_m=(-0.15, 0.0, 0.5), lean_deg=30.0, left_hand_m=(0.7, 0.2, 0.4))),
        (3.0, STANDING),
        (4.5, STANDING),
    ],
}


@pytest.mark.parametrize("name", NO_REACH)
def test_nothing_where_nobody_reaches(name: str) -> None:
    assert found_of("reach", kinematics_of_keys(NO_REACH[name], noise_m=0.003)) == []
