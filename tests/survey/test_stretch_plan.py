"""Which stretches are looked at fully, and what is said of the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from looked_over import every, looks

from transitions.model import LookedAt, SkippedStretch, Survey
from transitions.survey import plan as planned
from transitions.survey.follow import Followed
from transitions.survey.looks import Looks
from transitions.survey.plan import Plan, plan_everything, stretches_to_follow

HOUR_S = 3600.0
GRID_S = 0.05


def an_hour(*risen_at_s: float) -> Looks:
    at = every(15.0, "sit", HOUR_S)
    for t_s in risen_at_s:
        at += [(t_s, "sit"), (t_s + 1.0, "stand"), (t_s + 3.0, "sit")]
    return looks(sorted(at), HOUR_S)


def plan_stretches(
    looks: Looks, duration_s: float, seed: int, may_be: Callable[[float], bool] = lambda _: True
) -> Plan:
    """The plan where following somebody showed `may_be` of every moment."""
    followed = []
    for each in stretches_to_follow(looks, duration_s):
        t_s = np.arange(each.from_s, each.to_s, GRID_S)
        followed.append((each, Followed(t_s, np.array([may_be(at_s) for at_s in t_s], dtype=bool))))
    return planned.plan_stretches(looks, followed, duration_s, seed)


def full(plan: Plan) -> list[tuple[float, float]]:
    return [(each.start_s, each.end_s) for each in plan.stretches if not each.is_check]


def test_who_moves_but_makes_no_transition_is_not_looked_at_and_that_is_the_reason() -> None:
    plan = plan_stretches(an_hour(1000.0, 2000.0), HOUR_S, 1, lambda t_s: 1998.0 < t_s < 2005.0)
    ((start_s, end_s),) = full(plan)
    assert start_s == pytest.approx(1998.0 - planned.MARGIN_S, abs=1.0)
    assert end_s == pytest.approx(2005.0 + planned.AFTER_S, abs=1.0)
    said = {each.reason: each for each in plan.skipped if abs(each.start_s - 1000.0) < 30.0}
    assert said[planned.NO_TRANSITION].start_s <= 1000.0
    assert said[planned.NO_TRANSITION].end_s >= 1003.0
    assert full(plan_stretches(an_hour(1000.0), HOUR_S, 1, lambda _: False)) == []


def test_a_transition_at_the_edge_of_what_was_followed_is_looked_at_with_its_margin() -> None:
    (followed,) = stretches_to_follow(an_hour(1000.0), HOUR_S)
    ((start_s, end_s),) = full(
        plan_stretches(an_hour(1000.0), HOUR_S, 1, lambda t_s: t_s > followed.end_s - 0.2)
    )
    assert start_s < followed.end_s - planned.MARGIN_S
    assert end_s > followed.end_s + planned.AFTER_S - 0.2


def test_a_change_is_looked_at_with_what_lies_about_it_and_the_rest_is_skipped() -> None:
    plan = plan_stretches(an_hour(1000.0), HOUR_S, seed=1)
    ((start_s, end_s),) = full(plan)
    assert start_s <= 1000.0 - planned.MARGIN_S + 1.0
    assert end_s >= 1003.0 + planned.AFTER_S - 1.0
    assert end_s - start_s < 12.0
    assert [(each.start_s, each.end_s) for each in plan.skipped] == [(0.0, start_s), (end_s, HOUR_S)]
    assert {each.reason for each in plan.skipped} == {planned.STILL}


def test_every_second_is_looked_at_or_skipped_with_a_reason() -> None:
    plan = plan_stretches(an_hour(0.0, 700.0, 705.0, 3590.0), HOUR_S, seed=1)
    parts = sorted([*full(plan), *((each.start_s, each.end_s) for each in plan.skipped)])
    assert parts[0][0] == 0.0
    assert parts[-1][1] == HOUR_S
    assert all(before[1] == after[0] for before, after in pairwise(parts))
    assert all(each.reason for each in plan.skipped)


def test_the_checks_are_drawn_from_what_is_skipped_the_same_for_the_same_seed() -> None:
    plan = plan_stretches(an_hour(1000.0), HOUR_S, seed=5)
    checks = [each for each in plan.stretches if each.is_check]
    assert planned.LEAST_CHECKS <= len(checks) <= planned.MOST_CHECKS
    assert all(
        any(part.start_s <= each.start_s and each.end_s <= part.end_s for part in plan.skipped)
        for each in checks
    )
    assert plan == plan_stretches(an_hour(1000.0), HOUR_S, seed=5)
    assert plan != plan_stretches(an_hour(1000.0), HOUR_S, seed=6)


@pytest.mark.parametrize(
    "plan", [plan_everything(1000.0), plan_stretches(an_hour(*range(100, 500, 3)), HOUR_S, 1)]
)
def test_a_long_stretch_is_cut_and_both_sides_look_beyond_the_cut(plan: Plan) -> None:
    busy = [each for each in plan.stretches if not each.is_check]
    assert len(busy) > 10
    assert all(each.end_s - each.start_s <= planned.LONGEST_CORE_S for each in busy)
    for before, after in pairwise(busy):
        assert before.end_s == after.start_s
        assert before.to_s > after.start_s + 2.0 or before.to_s == busy[-1].end_s
        assert after.from_s < before.end_s - 2.0


def test_it_is_said_that_nobody_was_there_or_that_nobody_changed_their_posture() -> None:
    empty = looks(every(15.0, "away", HOUR_S), HOUR_S)
    assert [each.reason for each in plan_stretches(empty, HOUR_S, 1).skipped] == [planned.NOBODY]
    calm = an_hour()
    stirred = replace(calm, changed_near=np.where(np.arange(len(calm.skimmed_s)) % 10 < 2, 0.05, 0.0))
    assert [each.reason for each in plan_stretches(stirred, HOUR_S, 1).skipped] == [planned.NO_CHANGE]


def test_the_account_says_how_much_was_skimmed_and_what_the_checks_showed() -> None:
    looked_at = (LookedAt(0.0, 60.0), LookedAt(100.0, 108.0, True), LookedAt(200.0, 208.0, True))
    survey = Survey(looked_at, (SkippedStretch(60.0, 660.0, planned.STILL),), 0)
    assert survey.account == (
        "1.0 minutes were looked at frame by frame, 10.0 were only skimmed. "
        "2 skipped stretches looked at fully: 0 transitions missed."
    )
    assert replace(survey, missed=1).account.endswith(
        "1 transition missed. Analyse the clip with --exhaustive to find all."
    )
    assert Survey(looked_at[:1]).account == ""


def test_nothing_is_looked_at_across_a_cut_between_scenes_but_a_carried_camera_cuts_nothing() -> None:
    hour = an_hour(1000.0, 1002.4)
    at = int(np.searchsorted(hour.skimmed_s, 1002.0))
    cut = replace(hour, changed_all=np.where(np.arange(len(hour.skimmed_s)) == at, 0.8, 0.0))
    before, after = full(plan_stretches(cut, HOUR_S, seed=1))
    assert before[1] == hour.skimmed_s[at - 1]
    assert after[0] == hour.skimmed_s[at]
    assert [each.to_s for each in plan_stretches(cut, HOUR_S, 1).stretches if each.end_s == before[1]] == [
        before[1]
    ]
    assert planned.NEXT_SCENE in {each.reason for each in plan_stretches(cut, HOUR_S, 1).skipped}
    carried = replace(hour, changed_all=np.where(abs(np.arange(len(hour.skimmed_s)) - at) < 20, 0.8, 0.0))
    assert len(full(plan_stretches(carried, HOUR_S, seed=1))) == 1
