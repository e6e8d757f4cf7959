"""Frames that are passed over while the picture stands still, and what their rows are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rendered import STOOP, RenderedFrame, frames

from transitions.kinematics.derive import derive
from transitions.pose import estimate_poses
from transitions.pose.detection import SLIP_M, Detection, RgbImage
from transitions.pose.models import PoseModels
from transitions.pose.people import PeopleTracker
from transitions.pose.scenes import ComparedFrame
from transitions.pose.sparing import (
    LITTLE_SHARE,
    LOOKS_HZ,
    STILL_LOOKS_HZ,
    STILL_SHARE,
    is_still,
    with_looks,
)
from transitions.series import FloatArray, PoseSeries

BLANK = np.zeros((1, 1, 3), np.uint8)


def glances(t_s: Sequence[float] | FloatArray, cut: int | None = None) -> list[ComparedFrame]:
    given = [ComparedFrame(RenderedFrame(float(each_s), BLANK)) for each_s in t_s]
    if cut is not None:
        given[cut].begins_scene = True
    return given


def looked(given: list[ComparedFrame], still_for_s: float) -> list[int]:
    """Numbers of the frames looked at where nothing moves within so long, and something within longer."""

    def is_still_so_long(last: ComparedFrame, later: Sequence[ComparedFrame], _: float) -> bool:
        return later[-1].frame.t_s - last.frame.t_s <= still_for_s + 1e-6

    decided = list(with_looks(given, is_still_so_long))
    assert [glance for glance, _ in decided] == given
    return [number for number, (_, looks) in enumerate(decided) if looks]


@pytest.mark.parametrize(
    ("rate_hz", "still_for_s", "expected"),
    [
        (30.0, 9.0, [0, 4, 8, 12, 16, 19]),
        (30.0, 1 / LOOKS_HZ, [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 19]),
        (30.0, 0.0, list(range(20))),
        (60.0, 9.0, [0, 8, 16, 19]),
        (15.0, 9.0, [*range(0, 20, 2), 19]),
        (STILL_LOOKS_HZ, 9.0, list(range(20))),
    ],
)
def test_fewer_frames_are_looked_at_the_longer_it_is_still(
    rate_hz: float, still_for_s: float, expected: list[int]
) -> None:
    assert looked(glances(np.arange(20) / rate_hz), still_for_s) == expected


def test_both_sides_of_a_cut_are_looked_at() -> None:
    assert looked(glances(np.arange(14) / 30.0, cut=7), 9.0) == [0, 4, 6, 7, 8, 12, 13]


@given(
    steps_s=st.lists(st.floats(0.005, 0.09), min_size=2, max_size=60),
    start=st.integers(0, 40),
    still_for_s=st.sampled_from([0.0, 1 / LOOKS_HZ, 9.0]),
)
def test_looks_are_never_far_apart_and_a_stretch_looks_at_the_same_frames(
    steps_s: list[float], start: int, still_for_s: float
) -> None:
    t_s = np.cumsum(steps_s)
    whole = looked(glances(t_s), still_for_s)
    assert np.diff(t_s[whole]).max(initial=0.0) <= max(2 / STILL_LOOKS_HZ, max(steps_s)) + 1e-6
    if still_for_s == 9.0 and start < len(t_s):
        part = [start + number for number in looked(glances(t_s[start:]), still_for_s)]
        assert set(part) - {start} == {number for number in whole if number > start}


def test_whether_it_is_still_is_asked_right_after_the_last_look() -> None:
    seen: list[ComparedFrame] = []

    def asked(last: ComparedFrame, later: Sequence[ComparedFrame], share: float) -> bool:
        assert last is seen[-1]
        return len(later) == 2 and share == LITTLE_SHARE

    for glance, looks in with_looks(glances(np.arange(40) / 30.0), asked):
        if looks:
            seen.append(glance)
    assert len(seen) == 21


def scene(seed: int = 0, at: int = 0) -> ComparedFrame:
    """A room of blocks with a patch of 60 x 60 pixels at this column, and a camera's noise."""
    picture = np.kron(np.random.default_rng(7).integers(60, 180, (12, 16, 3)), np.ones((20, 20, 1)))
    picture[90:150, at : at + 60] = (200, 60, 40)
    noise = np.random.default_rng(seed).normal(0.0, 2.0, (*picture.shape[:2], 1))
    return ComparedFrame(RenderedFrame(0.0, np.clip(picture + noise, 0, 255).astype(np.uint8)))


ABOUT_PATCH = np.array([[20.0, 60.0], [120.0, 200.0]])
ASIDE = np.array([[220.0, 60.0], [300.0, 200.0]])


@pytest.mark.parametrize(
    ("later", "people", "still"),
    [
        ([scene(1, 40), scene(2, 40)], [ABOUT_PATCH], True),
        ([scene(1, 40), scene(2, 46)], [ABOUT_PATCH], False),
        ([scene(1, 46), scene(2, 40)], [ABOUT_PATCH], False),
        ([scene(1, 46)], [ASIDE], True),
        ([scene(1, 46)], [ASIDE, ABOUT_PATCH], False),
        ([scene(1, 46)], [], False),
        ([scene(1, 40)], [], True),
    ],
    ids=["noise", "moved", "moved and back", "beside", "one of two", "nobody yet", "nobody, nothing"],
)
def test_somebody_is_still_while_the_picture_about_them_is(
    later: list[ComparedFrame], people: list[FloatArray], still: bool
) -> None:
    assert is_still(scene(0, 40), later, STILL_SHARE, people) is still


@pytest.mark.parametrize("moved_px", [(0, 6), (6, 0), (-8, 4)])
def test_nothing_is_still_while_the_camera_is_knocked(moved_px: tuple[int, int]) -> None:
    seen = scene(1, 40)
    knocked = ComparedFrame(RenderedFrame(0.0, np.roll(seen.frame.rgb, moved_px, axis=(0, 1))))
    assert not is_still(scene(0, 40), [knocked], LITTLE_SHARE, [ABOUT_PATCH])
    assert not is_still(scene(0, 40), [knocked, scene(2, 40)], LITTLE_SHARE, [ABOUT_PATCH])


def body(at: float, left_ankle_m: float = 0.0) -> Detection:
    world_m = np.full((33, 3), at)
    world_m[27] += left_ankle_m
    return Detection(
        image_px=np.full((33, 3), 100 * at),
        world_m=world_m,
        visibility=np.full(33, 1 - at),
        presence=np.full(33, at),
        outline=np.full((2, 13), at),
        trunk_mask=np.full((32, 32), round(200 * at), np.uint8),
        masked=np.full(33, at > 0),
    )


def test_a_row_that_was_passed_over_lies_between_those_beside_it() -> None:
    between = body(0.0).towards(body(0.04), 0.25)
    assert np.allclose(between.image_px, 1.0)
    assert np.allclose(between.world_m, 0.01)
    assert np.allclose(between.visibility, 0.99)
    assert np.allclose(between.outline, 0.01)
    assert (between.trunk_mask == 2).all()
    assert not between.masked.any()
    assert body(0.0).towards(body(0.04), 0.5).masked.all()


@pytest.mark.parametrize(("share", "at"), [(0.25, 0.0), (0.5, 0.01), (0.75, 0.01)])
def test_a_slip_of_the_model_is_not_spread(share: float, at: float) -> None:
    between = body(0.0).towards(body(0.01, left_ankle_m=SLIP_M), share)
    assert np.allclose(between.world_m[:27], at)
    assert np.allclose(between.world_m[27], 0.0 if at == 0.0 else at + SLIP_M)


@pytest.fixture(scope="module")
def stoop() -> dict[bool, PoseSeries]:
    """The bend to the floor and the stand before it, looked at sparingly (false) and at every frame (true)."""
    shown = frames(STOOP, last=120)
    return {exhaustive: estimate_poses(shown, exhaustive=exhaustive) for exhaustive in (False, True)}


def test_somebody_who_stands_is_looked_at_less_often_than_somebody_who_bends(
    stoop: dict[bool, PoseSeries],
) -> None:
    looks = stoop[False].looked_at
    assert looks is not None
    lean_speed_dps = np.abs(derive(stoop[True])["trunk_flexion_speed_dps"].value)
    fast, slow = lean_speed_dps > 40, lean_speed_dps < 4
    assert np.count_nonzero(fast) > 15
    assert looks[fast].mean() > 0.7
    assert looks[slow][20:].mean() < 0.6
    every = stoop[True].looked_at
    assert every is not None
    assert every.all()


def test_curves_are_those_of_every_frame_within_a_degree(stoop: dict[bool, PoseSeries]) -> None:
    sparing, every = (derive(stoop[exhaustive]) for exhaustive in (False, True))
    assert stoop[False].seen.all()
    for name in ("trunk_inclination_deg", "trunk_twist_deg", "spine_flexion_deg"):
        assert np.percentile(np.abs(sparing[name].value - every[name].value), 95) < 1.0, name


def test_somebody_who_comes_into_a_still_picture_is_seen_as_soon() -> None:
    room = [
        RenderedFrame(frame.t_s, frame.rgb if number >= 30 else np.full_like(frame.rgb, 90))
        for number, frame in enumerate(frames(STOOP, last=48))
    ]
    pose = estimate_poses(room, model="lite")
    assert pose.looked_at is not None
    assert pose.looked_at[20:30].mean() < 0.5
    assert np.flatnonzero(pose.seen).tolist() == list(range(30, 48))


@pytest.mark.parametrize(
    ("moved_px", "took_s", "expected"), [(0.0, 0.1, 0.0), (8.0, 0.1, 0.4), (8.0, 0.2, 0.2)]
)
def test_how_fast_somebody_moves_is_told_by_their_fastest_joint(
    moved_px: float, took_s: float, expected: float
) -> None:
    image_px = np.zeros((33, 3))
    image_px[0, 1] = 200.0  # tall
    one = replace(body(0.5), image_px=image_px)
    later_px = image_px.copy()
    later_px[28, 0] = moved_px
    later_px[16, 0] = 50.0  # a wrist
    assert one.apart_sizes(replace(one, image_px=later_px)) / took_s == pytest.approx(expected)


def test_at_dusk_somebody_who_moves_is_looked_at_though_the_picture_hides_it() -> None:
    """By how fast the last two looks saw them move: by the picture alone two fifths of these frames are looked at."""
    chance = np.random.default_rng(3)
    dim = [
        RenderedFrame(
            f.t_s, np.clip(0.15 * f.rgb + chance.normal(0, 1, f.rgb.shape), 0, 255).astype(np.uint8)
        )
        for f in frames(STOOP, first=40, last=100)
    ]
    pose = estimate_poses(dim)
    assert pose.seen.all()
    assert pose.looked_at is not None
    assert pose.looked_at[20:].mean() > 0.55


def test_settling_begins_anew_with_a_scene_and_with_somebody_new() -> None:
    shown = frames(STOOP, last=6)
    dark: RgbImage = np.zeros_like(shown[0].rgb)
    with PeopleTracker(PoseModels("lite")) as people:
        people.see(dark, 0.0)
        people.see(shown[0].rgb, 0.1)
        assert people.settling_looks == 1
        people.see(shown[1].rgb, 0.2)
        people.see(shown[2].rgb, 0.3)
        assert people.settling_looks == 3
        people.begin_scene(0.4)
        assert people.settling_looks == 0
        people.see(shown[3].rgb, 0.4)
        assert people.settling_looks == 1


def test_only_who_is_seen_on_both_sides_is_between() -> None:
    shown = frames(STOOP, every=2, last=3)
    dark: RgbImage = np.zeros_like(shown[0].rgb)
    with PeopleTracker(PoseModels("lite")) as people:
        people.see(shown[0].rgb, 0.0)
        people.pass_over(0.1)
        people.see(shown[1].rgb, 0.2)
        people.pass_over(0.3)
        people.see(dark, 0.4)
        assert people.misses_somebody
        (person,) = people.sighted()
    assert sorted(person.rows) == [0, 1, 2]
    middle = (person.rows[0].image_px + person.rows[2].image_px) / 2
    assert np.allclose(person.rows[1].image_px, middle)
