"""Nothing is read, held or found across a stretch in which nobody was seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from kinematics_of import kinematics_of, plateau, seated_m, smooth_turn, times_s, whole
from stored_pose import judged, stored_pose

from transitions.kinematics.filters import derivative, low_pass, unbroken
from transitions.model import Result, Segment
from transitions.rules import abrupt_twist, sustained_twist, uncontrolled_descent
from transitions.rules._holds import highest_held
from transitions.rules.judging import judge
from transitions.series import Kinematics, PoseSeries

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
    assert highest_held(CUT_S, at_the_edges, 0.2).level < 5.0


def test_a_twist_across_missing_rows_is_not_held() -> None:
    curves = {"trunk_twist_deg": plateau(CUT_S, 35.0, 1.97, 4.01)}
    kinematics = kinematics_of(CUT_S, curves)
    finding = judge(kinematics, whole(kinematics, "reach"), sustained_twist.RULE)
    assert finding.result is Result.NOT_OBSERVED


def test_a_turn_across_missing_rows_is_not_timed() -> None:
    twist_deg = smooth_turn(CUT_S, 60.0, 1.5, 3.0)
    curves = {
        "trunk_twist_deg": twist_deg,
        "twist_speed_dps": np.where((CUT_S > 1.5) & (CUT_S < 4.5), 20.0, 0.0),
    }
    kinematics = kinematics_of(CUT_S, curves)
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
