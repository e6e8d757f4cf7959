"""Nothing is read, held or found across a stretch in which nobody was seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from kinematics_of import kinematics_of, plateau, seated_m, smooth_turn, times_s, whole
from stored_pose import judged, stored_pose

from transitions.kinematics.filters import derivative, low_pass, unbroken
from transitions.kinematics.networks.neutral_twist import neutral_twist_deg
from transitions.model import Result, Segment
from transitions.rules import abrupt_twist, sustained_twist, uncontrolled_descent
from transitions.rules._holds import highest_held
from transitions.rules.judging import judge
from transitions.series import Kinematics, PoseSeries, longest_step_s

T_S = times_s(6.0)
CUT_S = T_S[(T_S <= 2.0) | (T_S >= 4.0)]
"""Two seconds of pictures are missing: no rows at all."""


def without(pose: PoseSeries, start_s: float, end_s: float) -> PoseSeries:
    """The pose as read from a clip whose pictures between the two times cannot be decoded."""
    kept = (pose.t_s <= start_s) | (pose.t_s >= end_s)
    rows = {name: getattr(pose, name)[kept] for name in ("t_s", "image_px", "world_m", "visibility")}
    assert pose.silhouette is not None
    assert pose.trunk_mask is not None
    return replace(pose, **rows, silhouette=pose.silhouette[kept], trunk_mask=pose.trunk_mask[kept])


def test_holes_are_missing_rows_and_rows_without_a_person() -> None:
    world_m = seated_m(len(CUT_S))
    world_m[10:20] = np.nan
    world_m[-12:] = np.nan
    holes = kinematics_of(CUT_S, {}, world_m=world_m).holes
    expected = [(CUT_S[9], CUT_S[20]), (2.0, 4.0), (CUT_S[-13], CUT_S[-1])]
    np.testing.assert_allclose(holes, expected, atol=1e-9)


@pytest.mark.parametrize(("lost", "is_hole"), [(6, False), (7, True)])
def test_what_is_bridged_is_no_hole(lost: int, is_hole: bool) -> None:
    t_s = np.delete(T_S, np.arange(40, 40 + lost))
    assert bool(kinematics_of(t_s, {}).holes) == is_hole


def test_nobody_anywhere_is_one_hole() -> None:
    kinematics = kinematics_of(T_S, {}, world_m=np.full((len(T_S), 33, 3), np.nan))
    ((start_s, end_s),) = kinematics.holes
    assert start_s == 0.0
    assert end_s == pytest.approx(T_S[-1])


def test_the_longest_hole_within_a_stretch() -> None:
    kinematics = kinematics_of(CUT_S, {})
    assert kinematics.longest_hole_s(0.0, 6.0) == pytest.approx(2.0)
    assert kinematics.longest_hole_s(0.0, 2.5) == pytest.approx(0.5)
    assert kinematics.longest_hole_s(4.0, 6.0) == 0.0


def test_filters_do_not_reach_across_missing_rows() -> None:
    x = np.where(CUT_S < 3.0, 0.0, 50.0)
    np.testing.assert_allclose(low_pass(CUT_S, x, 4.0), x, atol=1e-9)
    np.testing.assert_allclose(derivative(CUT_S, x), 0.0, atol=1e-9)
    assert len(unbroken(CUT_S, np.ones(len(CUT_S), dtype=bool))) == 2


def test_a_hold_is_not_drawn_across_missing_rows() -> None:
    at_the_edges = np.where((CUT_S == 2.0) | (np.abs(CUT_S - 4.0) < 1e-9), 30.0, 0.0)
    assert highest_held(CUT_S, at_the_edges, 0.2, longest_step_s(CUT_S)).level < 5.0


@pytest.mark.parametrize(("until_s", "result"), [(3.0, Result.NOT_OBSERVED), (4.0, Result.NOT_ASSESSABLE)])
def test_a_twist_across_missing_rows_is_not_held_and_with_much_missing_no_pass(
    until_s: float, result: Result
) -> None:
    every_s = times_s(6.0)
    t_s = every_s[(every_s <= 2.0) | (every_s >= until_s)]
    kinematics = kinematics_of(t_s, {"trunk_twist_deg": plateau(t_s, 35.0, 1.97, until_s + 0.01)})
    finding = judge(kinematics, whole(kinematics, "reach"), sustained_twist.RULE)
    assert finding.result is result


def test_a_turn_across_missing_rows_is_not_timed() -> None:
    every_s = times_s(6.0)
    t_s = every_s[(every_s <= 2.5) | (every_s >= 3.5)]
    curves = {
        "trunk_twist_deg": smooth_turn(t_s, 60.0, 1.5, 3.0),
        "twist_speed_dps": np.where((t_s > 1.5) & (t_s < 4.5), 20.0, 0.0),
    }
    kinematics = kinematics_of(t_s, curves)
    finding = judge(kinematics, whole(kinematics, "reach"), abrupt_twist.RULE)
    assert finding.result is Result.NOT_ASSESSABLE
    assert "hidden" in (finding.reason or "")


def test_a_way_down_with_a_hole_is_not_judged() -> None:
    height = 0.55 - smooth_turn(CUT_S, 0.25, 1.0, 3.5)
    kinematics = kinematics_of(CUT_S, {"hip_height_norm": height})
    finding = judge(kinematics, Segment("stand_to_sit", 1.0, 4.8, 1.0), uncontrolled_descent.RULE)
    assert finding.result is Result.NOT_ASSESSABLE


def spanning(kinematics: Kinematics, segments: tuple[Segment, ...]) -> list[Segment]:
    return [s for s in segments if kinematics.longest_hole_s(s.start_s, s.end_s) > 0.5]


def test_no_movement_is_found_across_a_hole() -> None:
    """The pictures of a rise and sit are lost from 0.8 to 4.0 s: one rise from 0.0 to 7.5 s is no answer."""
    run = judged(without(stored_pose("rise_and_sit"), 0.8, 4.0))
    assert run.kinematics is not None
    assert spanning(run.kinematics, run.segments) == []


@pytest.mark.parametrize("rate_hz", [15.0, 30.0, 60.0])
def test_a_share_is_of_the_time_and_nothing_counts_where_rows_are_missing(rate_hz: float) -> None:
    every_s = times_s(4.0, rate_hz)
    all_there = kinematics_of(every_s, {})
    assert all_there.share_of_time(every_s < 1.0, 0.0, 4.0) == pytest.approx(0.25)
    assert all_there.share_of_time(np.ones(len(every_s), dtype=bool), 0.0, 4.0) == pytest.approx(1.0)
    t_s = every_s[(every_s < 1.0) | (every_s >= 3.0)]
    half = kinematics_of(t_s, {})
    assert half.share_of_time(np.ones(len(t_s), dtype=bool), 0.0, 4.0) == pytest.approx(0.5, abs=0.01)
    assert half.share_of_time(np.zeros(0, dtype=bool), 1.2, 2.8) == 0.0
    end = half.between(0.0, 2.0)
    assert half.share_of_time(np.ones(end.stop, dtype=bool), 0.0, 2.0) == pytest.approx(0.5, abs=0.01)


def test_slow_frames_stand_for_more_time_than_quick_ones() -> None:
    t_s = np.concatenate([times_s(2.0, 60.0), 2.0 + times_s(2.0, 15.0)])
    kinematics = kinematics_of(t_s, {})
    assert kinematics.share_of_time(t_s >= 2.0, 0.0, 4.0) == pytest.approx(0.5, abs=0.02)


def test_a_few_rows_do_not_hold_a_level_over_what_was_not_seen() -> None:
    rows_s, held_deg = np.array([0.0, 0.4334]), np.array([40.0, 40.0])
    assert np.isnan(highest_held(rows_s, held_deg, 0.2, longest_step_s(times_s(4.0))).level)


def test_rows_beside_missing_ones_do_not_outweigh_the_clip() -> None:
    every_s = times_s(12.0)
    t_s = every_s[(every_s <= 2.0) | (every_s >= 10.0)]
    at_the_edges = (t_s == 2.0) | (np.abs(t_s - 10.0) < 1e-9)
    assert abs(neutral_twist_deg(t_s, np.where(at_the_edges, 8.0, 0.0))) < 0.5
