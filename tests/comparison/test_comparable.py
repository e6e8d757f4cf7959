"""What is refused, and what is only warned of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from compared_runs import real_run, run_of

from transitions.comparison import Conditions, NotComparableError, SessionRecording, compare
from transitions.comparison.repetitions import camera_side, seat_heights
from transitions.model import Run

FIVE = [2.0, 2.2, 1.9, 2.1, 2.3]


NOT_TOLD = Conditions()


def said(before: Run, after: Run, first: Conditions = NOT_TOLD, second: Conditions = NOT_TOLD) -> str:
    return " ".join(
        compare([SessionRecording(before, "a", first)], [SessionRecording(after, "b", second)]).warnings
    )


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (run_of(FIVE, kind="reach"), "Different transitions"),
        (run_of([]), "Different transitions"),
        (run_of(FIVE, profile="clinic"), "Different profiles"),
        (run_of(FIVE, model="lite"), "Different models"),
        (run_of(FIVE, view_deg=56.0), "Different views.*45.*56"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_reason(other: Run, why: str) -> None:
    for sides in (([run_of(FIVE)], [other]), ([other], [run_of(FIVE)])):
        with pytest.raises(NotComparableError, match=why.split(".*")[0]):
            compare(*sides)
    with pytest.raises(NotComparableError, match=why):
        compare([run_of(FIVE)], [other])


def test_views_up_to_ten_degrees_apart_are_compared() -> None:
    assert compare([run_of(FIVE, view_deg=45.0)], [run_of(FIVE, view_deg=55.0)]).kind == "sit_to_stand"


def test_one_recording_from_elsewhere_is_named() -> None:
    side: Sequence[SessionRecording] = [
        SessionRecording(run_of(FIVE, view_deg=view_deg, name=f"from_{view_deg:.0f}.mp4"), "a")
        for view_deg in (45.0, 47.0, 70.0)
    ]
    with pytest.raises(NotComparableError, match=r"from_70\.mp4"):
        compare(side, [run_of(FIVE)])


def test_an_unknown_view_is_warned_of() -> None:
    assert "cannot be told" in said(run_of(FIVE), run_of(FIVE, view_deg=float("nan")))


def test_real_poses_across_views_and_kinds_are_refused() -> None:
    side_on, oblique = real_run("rise_and_drop"), real_run("rise_and_sit")
    with pytest.raises(NotComparableError, match="Different views"):
        compare([side_on], [oblique], kind="stand_to_sit")
    with pytest.raises(NotComparableError, match="Different transitions"):
        compare([side_on], [real_run("reach_quick_twist")])


def test_conditions_that_differ_are_named_and_unknown_ones_are_listed() -> None:
    known = Conditions(seat_m=0.45, load="none", shoes="trainers", hands="free")
    same = said(run_of(FIVE), run_of(FIVE), known, known)
    assert "may explain" not in same
    assert "Not told" not in same
    higher = said(
        run_of(FIVE), run_of(FIVE), known, Conditions(seat_m=0.54, load="none", shoes="none", hands="free")
    )
    assert "the seat's height (before: 0.45; after: 0.54)" in higher
    assert "the shoes (before: trainers; after: none)" in higher
    assert "the load" not in higher
    unknown = said(run_of(FIVE), run_of(FIVE), known)
    assert "Not told for every recording: the seat's height, the load, the shoes, the hands" in unknown


def test_the_seat_is_not_asked_about_where_nobody_sits() -> None:
    assert "seat" not in said(run_of(FIVE, kind="reach"), run_of(FIVE, kind="reach"))


def test_a_higher_seat_is_measured() -> None:
    assert "probably another one" in said(run_of(FIVE), run_of(FIVE, seat_heights=0.57))
    assert "probably another one" not in said(run_of(FIVE), run_of(FIVE, seat_heights=0.53))


def test_another_hand_is_warned_of() -> None:
    left, right = (run_of(FIVE, kind="reach", side=side) for side in ("left", "right"))
    assert "side of the movement differs (before: left; after: right)" in said(left, right)


def test_camera_side_and_seat_are_read_off_a_real_pose() -> None:
    run = real_run("rise_and_drop")  # filmed from -90 degrees: the person's right
    assert run.kinematics is not None
    rise, sit = run.segments
    assert camera_side(run.kinematics, rise) == "right"
    assert seat_heights(run.kinematics, rise) == pytest.approx(seat_heights(run.kinematics, sit), abs=0.05)
    assert camera_side(None, rise) is None


def test_the_same_clip_on_both_sides_is_warned_of() -> None:
    run = run_of(FIVE)
    known = replace(run, clip=replace(run.clip, sha256="abc"))
    assert "on both sides" in said(known, known)
    assert "on both sides" not in said(run, known)
