"""When a posture changed, from looks alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from looked_over import every, looks

from transitions.survey.looks import Looks
from transitions.survey.movement import Spell, joined_spells, posture_changes


def test_somebody_who_sits_still_changes_nothing() -> None:
    assert posture_changes(looks(every(15.0, "sit", 300.0), 300.0)) == []


@pytest.mark.parametrize("other", ["stand", "reach"])
def test_a_rise_and_a_reach_out_and_back_are_changes(other: str) -> None:
    at = [
        *every(15.0, "sit", 100.0),
        (100.0, "sit"),
        (100.6, other),
        (101.2, other),
        (101.8, "sit"),
        (115.0, "sit"),
    ]
    (spell,) = joined_spells(posture_changes(looks(at, 130.0)), within_s=1.0)
    assert spell.start_s <= 100.6
    assert spell.end_s >= 101.8
    assert spell.end_s - spell.start_s < 6.0


def test_a_change_behind_a_long_rest_is_dated_to_just_before_the_look() -> None:
    (spell,) = posture_changes(looks([(0.0, "sit"), (15.0, "sit"), (29.0, "stand")], 60.0))
    assert spell == Spell(28.0, 29.0)


def test_coming_and_going_are_changes() -> None:
    at = [(0.0, "away"), (10.0, "stand"), (20.0, "stand"), (30.0, "away"), (40.0, "away")]
    assert [spell.end_s for spell in posture_changes(looks(at, 50.0))] == [10.0, 30.0]


def test_landmarks_that_shake_are_none() -> None:
    still = looks(every(0.3, "sit", 60.0), 60.0)
    shaken = still.image_px + np.random.default_rng(7).normal(0.0, 2.0, still.image_px.shape)
    assert posture_changes(replace(still, image_px=shaken)) == []


def test_where_the_picture_is_still_landmarks_elsewhere_are_the_models_error() -> None:
    at = [*every(15.0, "sit", 60.0), (61.0, "stand"), (75.0, "sit")]
    seen = looks(at, 90.0)
    assert len(posture_changes(seen)) == 2
    assert posture_changes(replace(seen, changed_near=np.zeros(len(seen.skimmed_s)))) == []


def test_where_little_of_the_picture_changes_nobody_changed_their_posture() -> None:
    seen = looks([(0.0, "sit"), (15.0, "sit"), (15.6, "reach"), (16.2, "reach"), (17.1, "sit")], 30.0)
    assert len(joined_spells(posture_changes(seen), within_s=1.0)) == 1
    assert posture_changes(replace(seen, changed_near=0.3 * seen.changed_near)) == []


def cut_at(seen: Looks, t_s: float) -> Looks:
    at = int(np.searchsorted(seen.skimmed_s, t_s - 1e-6))
    return replace(seen, changed_all=np.where(np.arange(len(seen.skimmed_s)) == at, 0.8, 0.0))


def test_another_scene_that_shows_the_same_posture_is_no_change_of_it() -> None:
    assert posture_changes(cut_at(looks(every(15.0, "sit", 60.0), 60.0), 30.0)) == []


def test_a_light_switched_while_somebody_rises_does_not_hide_it() -> None:
    seen = cut_at(looks([(0.0, "sit"), (15.0, "sit"), (30.0, "stand"), (45.0, "stand")], 60.0), 30.0)
    (spell,) = posture_changes(seen)
    assert (spell.start_s, spell.end_s) == pytest.approx((26.7, 33.0)), (
        "3 s before the change of light and after it"
    )


def test_something_large_that_moves_where_nobody_is_found_is_looked_at_unless_it_never_rests() -> None:
    empty = looks(every(1.5, "away", 100.0), 100.0)
    inside = (empty.skimmed_s > 50.0) & (empty.skimmed_s < 54.0)
    moved = replace(empty, changed_elsewhere=np.where(inside, 0.03, 0.0))
    (spell,) = joined_spells(posture_changes(moved), within_s=1.0)
    assert spell.start_s < 51.0 < 53.0 < spell.end_s
    flickering = replace(empty, changed_elsewhere=np.full(len(empty.skimmed_s), 0.03))
    assert posture_changes(flickering) == []


def test_an_hour_in_which_something_never_rests_does_not_hide_the_next() -> None:
    empty = looks(every(1.5, "away", 7200.0), 7200.0)
    morning = empty.skimmed_s < 2400.0
    at_noon = (empty.skimmed_s > 5000.0) & (empty.skimmed_s < 5004.0)
    moved = replace(empty, changed_elsewhere=np.where(morning | at_noon, 0.03, 0.0))
    (spell,) = joined_spells(posture_changes(moved), within_s=1.0)
    assert 4999.0 < spell.start_s < 5001.0 < 5003.0 < spell.end_s < 5005.0


def test_seconds_left_over_after_an_hour_are_counted_with_it() -> None:
    empty = looks(every(1.5, "away", 3610.0), 3610.0)
    at_the_end = (empty.skimmed_s > 3603.0) & (empty.skimmed_s < 3607.0)
    moved = replace(empty, changed_elsewhere=np.where(at_the_end, 0.03, 0.0))
    (spell,) = joined_spells(posture_changes(moved), within_s=1.0)
    assert 3602.0 < spell.start_s < 3604.0 < 3606.0 < spell.end_s
