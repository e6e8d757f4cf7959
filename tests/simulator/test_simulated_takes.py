from itertools import pairwise

import numpy as np
import pytest

from bench.simulator import SimulatedTake, simulate
from bench.simulator.scenes import FAMILIES
from transitions.kinematics.geometry import joint_flexion_deg, trunk_twist_deg
from transitions.series import INDEX, MIRROR

SEEDS = range(60)
BONES = (
    ("left_hip", "left_knee"),
    ("right_knee", "right_ankle"),
    ("left_ankle", "left_foot_index"),
    ("left_hip", "right_hip"),
    ("left_shoulder", "right_shoulder"),
    ("left_shoulder", "left_elbow"),
    ("right_elbow", "right_wrist"),
    ("left_wrist", "left_thumb"),
    ("nose", "left_ear"),
)


@pytest.fixture(scope="module")
def takes() -> list[SimulatedTake]:
    return [simulate(seed) for seed in SEEDS]


def test_transitions_lie_in_the_take_one_after_the_other(takes: list[SimulatedTake]) -> None:
    for take in takes:
        edges = [edge for event in take.events for edge in (event.start_s, event.end_s)]
        assert np.all(np.diff([0.0, *edges, take.pose.t_s[-1]]) >= -1e-6)
        for event in take.events:
            assert all(event.start_s <= at_s <= event.end_s for at_s in event.moments.values())


def test_bones_keep_their_length(takes: list[SimulatedTake]) -> None:
    for take in takes:
        for a, b in BONES:
            length = np.linalg.norm(take.exact_m[:, INDEX[a]] - take.exact_m[:, INDEX[b]], axis=1)
            assert np.ptp(length) < 1e-6, (a, b)


def test_knees_bend_only_forward(takes: list[SimulatedTake]) -> None:
    for take in takes:
        for side in ("left", "right"):
            hip, knee, ankle, heel, toe = (
                take.exact_m[:, INDEX[f"{side}_{joint}"]]
                for joint in ("hip", "knee", "ankle", "heel", "foot_index")
            )
            chord = (ankle - hip) / np.linalg.norm(ankle - hip, axis=1, keepdims=True)
            out = knee - hip - np.sum((knee - hip) * chord, axis=1, keepdims=True) * chord
            ahead = toe - heel
            ahead = ahead / np.linalg.norm(ahead, axis=1, keepdims=True)
            upright = np.abs(ahead[:, 2]) < 0.5
            forward = np.sum(out * (ahead + np.array([0.0, 0.0, 0.35])), axis=1)
            assert forward[upright].min() > -0.02


def test_feet_stay_on_the_floor_while_somebody_stands(takes: list[SimulatedTake]) -> None:
    for take in takes:
        still = np.array([word == "standing" for word in take.posture])
        if still.any():
            toes = take.exact_m[still][:, [INDEX["left_foot_index"], INDEX["right_foot_index"]], 2]
            assert np.abs(toes).max() < 0.06
        assert take.exact_m[..., 2].min() > 0.0


def test_nobody_sinks_into_the_floor_or_leaves_the_ground_at_rest(takes: list[SimulatedTake]) -> None:
    for take in takes:
        for word, low in (("sitting", 0.2), ("standing", 0.7)):
            rows = np.array([posture == word for posture in take.posture])
            assert not rows.any() or take.angles["hip_height"][rows].min() > low


def test_exact_angles_are_those_of_the_exact_landmarks() -> None:
    for seed in range(8):
        take = simulate(seed, noise=0.0)
        world = take.pose.world_m
        for side in ("left", "right"):
            knee = joint_flexion_deg(world, f"{side}_hip", f"{side}_knee", f"{side}_ankle")
            np.testing.assert_allclose(knee, take.angles[f"knee_flexion_{side}_deg"], atol=1e-4)
        np.testing.assert_allclose(trunk_twist_deg(world), take.angles["trunk_twist_deg"], atol=1e-6)
        np.testing.assert_allclose(take.pose.image_px[..., :2], take.exact_px)


def test_a_seed_decides_everything() -> None:
    one, two = simulate(7), simulate(7)
    np.testing.assert_array_equal(one.pose.world_m, two.pose.world_m)
    np.testing.assert_array_equal(one.pose.image_px, two.pose.image_px)
    assert one.events == two.events
    assert not np.array_equal(one.pose.t_s, simulate(8).pose.t_s)


def test_a_mirrored_take_has_left_and_right_exchanged() -> None:
    take, mirror = simulate(3), simulate(3, mirrored=True)
    np.testing.assert_allclose(mirror.pose.world_m, take.pose.world_m[:, MIRROR] * (-1.0, 1.0, 1.0))
    np.testing.assert_allclose(mirror.angles["trunk_twist_deg"], -take.angles["trunk_twist_deg"])
    np.testing.assert_allclose(mirror.angles["knee_flexion_left_deg"], take.angles["knee_flexion_right_deg"])
    assert mirror.events == take.events


def test_a_fifth_of_the_takes_hold_no_transition_and_every_kind_comes_up(takes: list[SimulatedTake]) -> None:
    assert 0.1 < np.mean([not take.events for take in takes]) < 0.4
    assert {take.family for take in takes} == set(FAMILIES)


def test_many_takes_sit_and_rise_at_once() -> None:
    at_once = []
    for seed in range(120):
        events = simulate(seed).events
        pairs = [(a, b) for a, b in pairwise(events) if b.start_s - a.end_s < 0.1]
        at_once.append(any({a.kind, b.kind} == {"sit_to_stand", "stand_to_sit"} for a, b in pairs))
    assert np.mean(at_once) > 0.1


def test_standing_knees_are_straight() -> None:
    knees = []
    for seed in range(30):
        take = simulate(seed, noise=0.0)
        rows = np.array([word == "standing" for word in take.posture])
        knees += list(take.angles["knee_flexion_left_deg"][rows])
    assert np.median(knees) < 12.0
