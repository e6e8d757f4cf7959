"""Sitting, standing, moving of the chosen person where the survey followed whom it found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from looked_over import every, figure, looks, with_somebody_beside
from store_examples import kinematics
from stretch_people import BLUE, person, segment

from transitions.series import PoseSeries
from transitions.series_file import write_series
from transitions.states import PostureState, StateStretch
from transitions.stretchwise.results import StretchResult
from transitions.stretchwise.states_of_chosen import is_alone, states_of_chosen
from transitions.survey.looks import Looks
from transitions.survey.plan import PlannedStretch
from transitions.survey.states import COARSE, NOT_SURE_WHO

DURATION_S = 100.0
LOOKED = (39.9, 49.8)
"""Its edges lie within steps of the evidence that the curves give."""

RESULT = StretchResult(PlannedStretch(*LOOKED, *LOOKED), (), (), (person(segment(43.0)),))


def told(seen: Looks, folder: Path, apart_px: float, look_scale: float = 1.0) -> list[StateStretch]:
    """The states where the full look has the chosen person sitting so far beside the stick figure of the looks."""
    whole = kinematics(300)
    t_s = LOOKED[0] + whole.t_s
    image_px, world_m = figure("sit")
    points = np.zeros((len(t_s), 33, 3))
    points[..., :2] = (image_px + np.array([apart_px, 0.0])) / look_scale
    pose = PoseSeries(t_s, points, np.tile(world_m, (len(t_s), 1, 1)), np.full((len(t_s), 33), 0.9), 640, 480)
    write_series(replace(whole, t_s=t_s, pose=pose), folder / "series.parquet")
    states = states_of_chosen(seen, [RESULT], (), folder / "series.parquet", look_scale, DURATION_S)
    assert states.duration_s == DURATION_S
    return list(states.stretches)


def calm() -> Looks:
    return looks(every(5.0, "sit", DURATION_S), DURATION_S)


def outside(states: list[StateStretch]) -> set[tuple[PostureState, str | None]]:
    return {
        (each.state, each.reason)
        for each in states
        if each.end_s <= LOOKED[0] + 0.1 or each.start_s >= LOOKED[1] - 0.1
    }


def test_where_somebody_else_was_followed_nothing_is_told_but_where_it_was_looked_fully(
    tmp_path: Path,
) -> None:
    states = told(calm(), tmp_path, apart_px=200.0)
    assert outside(states) == {(PostureState.UNTOLD, NOT_SURE_WHO)}
    assert [(each.state, each.start_s, each.end_s) for each in states[1:-1]] == [
        (PostureState.SITTING, *LOOKED)
    ]


def test_where_it_was_the_chosen_one_who_was_followed_it_is_told_all_through(tmp_path: Path) -> None:
    assert outside(told(calm(), tmp_path, apart_px=0.0)) == {(PostureState.SITTING, COARSE)}


def test_looks_and_curves_are_compared_in_one_scale(tmp_path: Path) -> None:
    assert outside(told(calm(), tmp_path, apart_px=0.0, look_scale=0.5)) == {(PostureState.SITTING, COARSE)}


def test_who_is_somewhere_else_at_the_next_look_may_be_somebody_else(tmp_path: Path) -> None:
    seen = calm()
    moved = np.where(seen.t_s[:, None, None] >= 75.0, seen.image_px + 300.0, seen.image_px)
    states = told(replace(seen, image_px=moved), tmp_path, apart_px=0.0)
    assert [(each.state, each.start_s, each.end_s) for each in states[-2:]] == [
        (PostureState.SITTING, LOOKED[1], 75.0),
        (PostureState.UNTOLD, 75.0, 100.0),
    ]


def test_a_person_is_alone_where_neither_a_full_look_nor_the_survey_saw_another() -> None:
    seen = calm()
    both = replace(RESULT, people=(*RESULT.people, person(segment(43.0), clothes=BLUE)))
    one_after_the_other = replace(
        both,
        people=(both.people[0], replace(both.people[1], scene=1)),
        scene_starts_s=(45.0,),
    )
    assert is_alone(seen, [RESULT], 1)
    assert is_alone(seen, [one_after_the_other], 1)
    assert not is_alone(seen, [RESULT], 2)
    assert not is_alone(seen, [both], 1)
    for at_s, alone in (((3.0,), True), ((3.0, 50.0), True), ((3.0, 4.0), False)):
        beside = with_somebody_beside(seen, [(t_s, "stand") for t_s in at_s])
        assert is_alone(beside, [RESULT], 1) == alone, "once may be a slip of the light model"
