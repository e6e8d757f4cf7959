"""Somebody beside the one who is followed: when they changed their posture, and what is done about it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from looked_over import every, figure, looks, with_somebody_beside
from side_by_side import write_side_by_side

from transitions.survey import plan
from transitions.survey.beside import changes_beside
from transitions.survey.follow import follow, where_beside
from transitions.survey.looks import Looks
from transitions.survey.movement import posture_changes
from transitions.survey.plan import plan_stretches, stretches_beside, stretches_to_follow
from transitions.survey.skim import skim
from transitions.video import open_clip

RISE = [(100.0, "sit"), (100.6, "sit"), (101.2, "stand"), (101.8, "stand")]
HOUR_S = 3600.0


def calm(duration_s: float = 200.0) -> Looks:
    return looks(every(15.0, "sit", duration_s), duration_s)


def test_who_rises_beside_somebody_who_sits_is_followed() -> None:
    seen = with_somebody_beside(calm(), RISE)
    assert posture_changes(seen) == []
    (spell,) = changes_beside(seen)
    assert 100.0 <= spell.start_s <= 101.2 <= spell.end_s
    (stretch,) = stretches_beside(seen, 200.0)
    assert stretch.start_s <= 100.2 - plan.MARGIN_S + 0.5
    assert stretch.end_s >= 101.8 + plan.MARGIN_S - 0.7


def test_who_stays_as_they_are_beside_changes_nothing() -> None:
    assert changes_beside(with_somebody_beside(calm(), every(0.6, "sit", 60.0))) == []


def test_where_little_of_them_changes_landmarks_elsewhere_are_the_models_error() -> None:
    assert changes_beside(with_somebody_beside(calm(), RISE, changed=0.03)) == []


def test_who_is_beside_after_a_rest_may_be_somebody_else() -> None:
    assert changes_beside(with_somebody_beside(calm(), [(50.0, "sit"), (80.0, "stand")])) == []


def test_who_moves_about_beside_for_much_of_an_hour_is_left_out_of_that_hour_and_it_is_said() -> None:
    about = [(0.6 * number, "sit" if number % 2 else "stand") for number in range(2400)]
    rise = [(HOUR_S + t_s, posture) for t_s, posture in RISE]
    seen = with_somebody_beside(calm(2 * HOUR_S), [*about, *rise])
    (stretch,) = stretches_beside(seen, 2 * HOUR_S)
    assert stretch.start_s > HOUR_S
    skipped = plan_stretches(seen, [], 2 * HOUR_S, 1).skipped
    assert [each.reason for each in skipped] == [plan.BESIDE_OFTEN]


def test_looks_beside_are_kept_and_joined(tmp_path: Path) -> None:
    first, second = (with_somebody_beside(calm(), [(at_s, "stand")]) for at_s in (3.0, 203.0))
    first.save(tmp_path / "skim.npz")
    both = Looks.joined([Looks.load(tmp_path / "skim.npz"), second])
    assert both.beside_s.tolist() == [3.0, 203.0]
    assert both.beside_changed.tolist() == [0.3, 0.3]
    np.testing.assert_allclose(both.beside_px[0], figure("stand")[0] + (250.0, 0.0), atol=1e-3)
    np.testing.assert_allclose(both.beside_m[0], both.beside_m[1], atol=1e-6)
    assert both.beside_visibility.shape == (2, 33)


def test_a_small_one_who_bends_beside_a_large_one_is_seen_and_followed(tmp_path: Path) -> None:
    start_s, end_s = write_side_by_side(tmp_path / "two.mp4", rest_s=6.0, small_moves=True)
    reader = open_clip(tmp_path / "two.mp4")
    duration_s = reader.facts.duration_s
    seen = skim(reader, 0.0, duration_s)
    assert stretches_to_follow(seen, duration_s) == []
    (stretch,) = stretches_beside(seen, duration_s)
    assert start_s < stretch.start_s + 2.0
    assert stretch.end_s > end_s - 2.0
    seen_px, hidden_px = where_beside(seen, stretch.from_s, stretch.to_s)
    assert seen_px is not None
    assert seen_px[..., 0].mean() > 400.0
    assert hidden_px is not None
    assert hidden_px[:, 0].mean() < 400.0
    followed = follow(reader, stretch.from_s, stretch.to_s, seen_px, hidden_px=hidden_px)
    assert followed.may_be[(followed.t_s > start_s + 1.5) & (followed.t_s < end_s - 1.5)].mean() > 0.8


def test_where_the_large_one_moves_and_the_small_one_rests_nobody_is_sought_beside(tmp_path: Path) -> None:
    write_side_by_side(tmp_path / "two.mp4", rest_s=3.0, small_moves=False)
    seen = skim(reader := open_clip(tmp_path / "two.mp4"), 0.0, 99.0)
    assert len(seen.beside_s) == 0
    assert len(stretches_to_follow(seen, reader.facts.duration_s)) == 1


@pytest.mark.parametrize("number", [0, 1])
def test_without_anybody_beside_there_is_nothing_of_them_to_compare(number: int) -> None:
    assert changes_beside(with_somebody_beside(calm(), RISE[:number])) == []
