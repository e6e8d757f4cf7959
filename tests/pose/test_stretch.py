"""Stretches put together: who is who across a cut, whose row counts, how the camera moved on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from transitions.pose.detection import Detection
from transitions.pose.sighted import Sighted
from transitions.pose.stretch import SeenStretch, joined, pose_series
from transitions.pose.whereabouts import Whereabouts
from transitions.series import SURROUNDINGS_UNKNOWN, FloatArray

RED, BLUE = np.eye(216)[[3, 100]]


def body(x_px: float, mark: float = 0.0) -> Detection:
    """Somebody 200 pixels tall at this place; `mark` tells who found them."""
    image_px = np.zeros((33, 3))
    image_px[:, 0] = x_px
    image_px[:, 1] = np.linspace(100, 300, 33)
    nothing = np.zeros((32, 32), np.uint8)
    return Detection(
        image_px,
        np.full((33, 3), mark),
        np.ones(33),
        np.ones(33),
        np.zeros((2, 13)),
        nothing,
        np.ones(33, bool),
    )


def somebody(
    rows: dict[int, Detection], wears: FloatArray, *, rate_hz: float = 10.0, from_s: float = 0.0
) -> Sighted:
    first, last = min(rows), max(rows)
    return Sighted(
        rows,
        dict.fromkeys(rows, 1.0),
        {number: np.full((6, 18), number % 200, np.uint8) for number in rows if number % 2 == 0},
        Whereabouts.first(rows[first].extent, from_s + first / rate_hz),
        Whereabouts.first(rows[last].extent, from_s + last / rate_hz),
        wears,
        wears,
    )


def stretch(first: int, last: int, people: list[Sighted], shift_px: float = 0.0) -> SeenStretch:
    n = last - first
    return SeenStretch(np.arange(first, last) / 10.0, np.full((n, 2), shift_px), (640, 480), tuple(people))


def seen_by(series_mark: FloatArray) -> list[float]:
    return [float(mark) for mark in series_mark[:, 0, 0]]


def test_the_same_body_in_the_overlap_is_one_person_and_settling_rows_do_not_count() -> None:
    one = stretch(0, 8, [somebody({n: body(100, 1) for n in range(8)}, RED)], shift_px=2.0)
    other = stretch(5, 12, [somebody({n: body(101, 2) for n in range(7)}, RED, from_s=0.5)])
    whole = joined([one, other])
    assert whole is not None
    pose = pose_series(whole, person=1, scale=0.5)
    assert pose.people_seen == 1
    assert seen_by(pose.world_m) == [1] * 8 + [2] * 4
    assert np.allclose(pose.t_s, np.arange(12) / 10)
    assert pose.width_px == 1280
    assert pose.camera_shift_px is not None
    assert pose.surroundings is not None
    looked = (pose.surroundings != SURROUNDINGS_UNKNOWN).all(axis=(1, 2))
    assert list(np.flatnonzero(looked)) == [0, 2, 4, 6, 9, 11]  # rows 8 to 11 are the other's 3 to 6
    assert list(pose.surroundings[[0, 6, 9, 11], 0, 0]) == [0, 6, 4, 6]
    assert np.allclose(pose.camera_shift_px, 4.0)  # the second stretch counts from its own first frame


def test_of_frames_that_two_stretches_share_the_first_says_whether_it_looked() -> None:
    one, other = stretch(0, 8, []), stretch(5, 12, [])
    one = replace(one, looked_at=np.arange(8) % 2 == 0)
    other = replace(other, looked_at=np.arange(7) > 4)
    whole = joined([one, other])
    assert whole is not None
    assert np.flatnonzero(whole.looks).tolist() == [0, 2, 4, 6, 10, 11]
    mixed = joined([stretch(0, 8, []), other])
    assert mixed is not None
    assert np.flatnonzero(~mixed.looks).tolist() == [8, 9]
    assert [part.looks.tolist() for part in replace(whole, scene_starts_s=(0.6,)).scenes()] == [
        [True, False, True, False, True, False],
        [True, False, False, False, True, True],
    ]


def test_two_people_keep_their_places_whatever_order_they_were_found_in() -> None:
    left, right = ({n: body(x, mark) for n in range(8)} for x, mark in ((100, 1), (400, 2)))
    left_on, right_on = ({n: body(x, mark) for n in range(7)} for x, mark in ((100, 3), (400, 4)))
    one = stretch(0, 8, [somebody(left, RED), somebody(dict(list(right.items())[1:]), RED)])
    other = stretch(5, 12, [somebody(right_on, RED, from_s=0.5), somebody(left_on, RED, from_s=0.5)])
    whole = joined([one, other])
    assert whole is not None
    assert seen_by(pose_series(whole, person=1, scale=1.0).world_m) == [1] * 8 + [3] * 4
    assert seen_by(pose_series(whole, person=2, scale=1.0).world_m)[1:] == [2] * 7 + [4] * 4


def test_somebody_out_of_view_at_the_cut_is_known_again_by_clothes_and_a_stranger_is_not() -> None:
    one = stretch(0, 30, [somebody({n: body(100, 1) for n in range(10)}, RED)])
    back = somebody({n: body(500, 2) for n in range(20, 40)}, RED, from_s=2.0)
    stranger = somebody({n: body(500, 2) for n in range(20, 40)}, BLUE, from_s=2.0)
    for person, people in ((back, 1), (stranger, 2)):
        whole = joined([one, stretch(20, 60, [person])])
        assert whole is not None
        assert pose_series(whole, person=1, scale=1.0).people_seen == people


def test_somebody_who_is_seen_only_while_a_stretch_settles_is_nobody_new() -> None:
    one = stretch(0, 8, [somebody({n: body(100, 1) for n in range(8)}, RED)])
    ghost = somebody({0: body(500, 9)}, BLUE, from_s=0.5)
    other = stretch(5, 12, [somebody({n: body(100, 2) for n in range(7)}, RED, from_s=0.5), ghost])
    whole = joined([one, other])
    assert whole is not None
    assert len(whole.people) == 1


def test_stretches_that_do_not_show_the_same_frames_cannot_be_put_together() -> None:
    one = stretch(0, 8, [])
    assert joined([one, stretch(9, 12, [])]) is None
    assert joined([one, SeenStretch(np.arange(50, 120) / 99.0, np.zeros((70, 2)), (640, 480), ())]) is None
    assert joined([one, stretch(0, 0, [])]) is None


def test_somebody_followed_to_the_cut_and_not_found_behind_it_is_no_gap_but_a_reason_not_to_cut() -> None:
    left, right = ({n: body(x, mark) for n in range(8)} for x, mark in ((100, 1), (400, 2)))
    one = stretch(0, 8, [somebody(left, RED), somebody(right, BLUE)])
    other = stretch(5, 12, [somebody({n: body(100, 3) for n in range(7)}, RED, from_s=0.5)])
    assert joined([one, other]) is None


def test_the_places_of_all_are_kept_together_where_they_are_seen_together() -> None:
    near = somebody({n: body(100, 1) for n in range(12)}, RED)
    far = somebody({n: body(400, 2) for n in range(4, 11)}, BLUE)
    gone = somebody({n: body(600, 3) for n in range(20, 29)}, RED)
    places = pose_series(stretch(0, 30, [far, near, gone]), person=1, scale=0.5).places
    assert [(place.person, place.t_s) for place in places] == [(1, 0.7), (2, 2.4), (3, 0.7)]
    assert [place.left_px for place in places] == [200.0, 1200.0, 800.0]
    assert {(place.top_px, place.bottom_px) for place in places} == {(200.0, 600.0)}


def test_where_nobody_is_seen_there_is_no_place() -> None:
    assert pose_series(stretch(0, 30, []), person=1, scale=1.0).places == ()


def test_a_cut_in_what_two_stretches_share_is_told_by_the_one_that_saw_enough_of_both_sides() -> None:
    one = replace(stretch(0, 20, []), scene_starts_s=(0.4, 0.8, 1.8))
    other = replace(stretch(5, 40, []), scene_starts_s=(0.8, 2.5))
    whole = joined([one, other])
    assert whole is not None
    assert whole.scene_starts_s == (0.4, 0.8, 2.5)  # the earlier one sees a frame of what begins at 1.8 s
    as_it_begins = replace(stretch(5, 40, []), scene_starts_s=())
    told = joined([replace(stretch(0, 20, []), scene_starts_s=(0.5,)), as_it_begins])
    assert told is not None
    assert told.scene_starts_s == (0.5,)  # with the first frame of the later one, which has none before it


def test_behind_a_cut_nobody_is_known_by_their_place() -> None:
    """In clothes a little alike, where they were a moment ago: the same person in one scene, not in another."""
    alike = np.zeros(216)
    alike[[3, 100]] = 0.4, 0.6
    beside = somebody({n: body(500, 8) for n in range(40)}, np.eye(216)[50])
    one = stretch(0, 30, [somebody({n: body(100, 1) for n in range(20)}, RED), beside])
    beside_on = somebody({n: body(500, 9) for n in range(40)}, np.eye(216)[50], from_s=2.0)
    back = somebody({n: body(100, 2) for n in range(12, 40)}, alike, from_s=2.0)
    for starts_s, people in (((), 2), ((3.0,), 3)):
        whole = joined([one, replace(stretch(20, 60, [beside_on, back]), scene_starts_s=starts_s)])
        assert whole is not None
        assert len(whole.people) == people


def test_a_scene_holds_its_own_frames_and_whoever_is_in_it() -> None:
    seen = somebody({n: body(100, n) for n in range(12)}, RED)
    first, second = replace(stretch(0, 12, [seen]), scene_starts_s=(0.7,)).scenes()
    assert [len(first), len(second)] == [7, 5]
    assert seen_by(pose_series(second, person=1, scale=1.0).world_m) == [7, 8, 9, 10, 11]
