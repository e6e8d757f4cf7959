"""Where an edge may go: on a frame, a frame from the other edge, and never by itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from said_things import TIMES_S, entry

from transitions.annotation.edits import corrected, join, nearest_frame_s, split
from transitions.annotation.entries import Mark, SetMark
from transitions.annotation.replay import replay

FRAME_S = (0.0, 0.04, 0.08, 0.125, 0.17, 0.2, 0.24)
"""As a phone films: not evenly."""
FOUND = Mark("sit_to_stand", 0.0512, 0.1888, {"seat_off_s": 0.111})


def test_what_is_not_moved_stays_where_it_is_also_between_two_frames() -> None:
    assert corrected(FOUND, FOUND, FRAME_S) == FOUND
    moved = corrected(FOUND, Mark("sit_to_stand", 0.0512, 0.21, {"seat_off_s": 0.111}), FRAME_S)
    assert moved == Mark("sit_to_stand", 0.0512, 0.2, {"seat_off_s": 0.111})


def test_what_is_moved_stands_on_a_frame() -> None:
    moved = corrected(FOUND, Mark("sit_to_stand", 0.07, 0.16, {"seat_off_s": 0.12}), FRAME_S)
    assert moved == Mark("sit_to_stand", 0.08, 0.17, {"seat_off_s": 0.125})


def test_a_phase_that_an_edge_passes_lies_on_it() -> None:
    moved = corrected(FOUND, Mark("sit_to_stand", 0.125, 0.1888, {"seat_off_s": 0.111}), FRAME_S)
    assert moved.phases == {"seat_off_s": 0.125}


def test_one_that_is_added_stands_on_frames_wholly() -> None:
    added = corrected(None, Mark("reach", 0.05, 0.19, {"grasp_s": 0.1}), FRAME_S)
    assert added == Mark("reach", 0.04, 0.2, {"grasp_s": 0.08})


@given(TIMES_S, TIMES_S, st.lists(TIMES_S, min_size=3, max_size=40, unique=True).map(sorted))
def test_a_mark_is_at_least_a_frame_long(start_s: float, end_s: float, frame_s: list[float]) -> None:
    added = corrected(None, Mark("reach", start_s, end_s, {"grasp_s": end_s}), frame_s)
    assert added.start_s in frame_s
    assert added.end_s in frame_s
    assert added.start_s < added.end_s or added.start_s == frame_s[-1]
    assert added.start_s >= added.end_s or added.start_s <= added.phases["grasp_s"] <= added.end_s


def test_the_nearest_frame_is_the_earlier_of_two_as_near() -> None:
    assert nearest_frame_s((0.0, 1.0), 0.5) == 0.0
    assert [nearest_frame_s(FRAME_S, t_s) for t_s in (-1.0, 0.1, 0.11, 9.0)] == [0.0, 0.08, 0.125, 0.24]


def test_a_split_takes_the_key_that_it_is_given() -> None:
    first, second = split("s1", FOUND, 0.125, "added-0123456789ab")
    assert isinstance(second, SetMark)
    assert second.segment == "added-0123456789ab"
    assert replay([entry(1, "Ana", first, second)], {"s1": FOUND})["Ana"].marks == {
        "s1": Mark("sit_to_stand", 0.0512, 0.125, {"seat_off_s": 0.111}),
        "added-0123456789ab": Mark("sit_to_stand", 0.125, 0.1888, {}),
    }


def test_one_joined_with_another_kind_leaves_the_others_phases() -> None:
    other = Mark("reach", 0.2, 0.24, {"grasp_s": 0.2})
    marks = {"s1": FOUND, "s2": other}
    assert replay([entry(1, "Ana", *join("s1", FOUND, "s2", other))], marks)["Ana"].marks == {
        "s1": Mark("sit_to_stand", 0.0512, 0.24, {"seat_off_s": 0.111})
    }
    again = Mark("sit_to_stand", 0.2, 0.24, {"upright_s": 0.22})
    joined = replay([entry(1, "Ana", *join("s1", FOUND, "s2", again))], {"s1": FOUND, "s2": again})["Ana"]
    assert joined.marks["s1"].phases == {"seat_off_s": 0.111, "upright_s": 0.22}
