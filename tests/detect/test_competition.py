"""Candidates of all detectors compete by their confidence, whoever they are from."""

from __future__ import annotations

import numpy as np
import pytest
from figures import T_S, motion_of
from kinematics_of import kinematics_of, smooth_turn

from transitions.detect import LEAST_CONFIDENCE, compete
from transitions.detect.excursion import excursions
from transitions.detect.movement import Movement
from transitions.model import Segment


def segment(kind: str, start_s: float, end_s: float, confidence: float) -> Segment:
    return Segment(kind, start_s, end_s, confidence)


@pytest.mark.parametrize("kinds", [("reach", "new"), ("new", "reach")])
def test_of_two_that_overlap_the_surer_one_stays(kinds: tuple[str, str]) -> None:
    surer, other = segment(kinds[0], 1.0, 3.0, 0.9), segment(kinds[1], 1.5, 3.5, 0.8)
    assert compete([other, surer]) == compete([surer, other]) == (surer,)


def test_what_is_not_sure_is_not_reported_and_takes_nothing_from_others() -> None:
    unsure, sure = (
        segment("reach", 1.0, 3.0, LEAST_CONFIDENCE - 0.01),
        segment("new", 1.0, 3.0, LEAST_CONFIDENCE),
    )
    assert compete([unsure, sure]) == (sure,)
    assert compete([unsure]) == ()


def test_neighbours_may_share_an_edge_and_come_in_time_order() -> None:
    first, second = segment("rise", 1.0, 3.0, 0.8), segment("new", 2.9, 5.0, 0.9)
    assert compete([second, first]) == (first, second)


@pytest.mark.parametrize(
    ("start_s", "end_s", "left"), [(1.0, 3.0, 0.1), (0.0, 4.0, 0.55), (3.0, 5.0, 1.0), (1.5, 2.5, 0.1)]
)
def test_what_the_networks_leave_to_others(start_s: float, end_s: float, left: float) -> None:
    motion = motion_of(kinematics_of(T_S, {}), Movement("reach", 1.0, 3.0, 2.0, 0.9))
    assert motion.movements.unclaimed(start_s, end_s) == pytest.approx(left)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_an_excursion_is_as_likely_as_its_uncertainty_says(sign: float) -> None:
    value = sign * (smooth_turn(T_S, 30.0, 1.0, 1.0) - smooth_turn(T_S, 30.0, 3.0, 1.0))
    (sure,) = excursions(T_S, value, np.full(len(T_S), 2.0), rest=5.0, least=20.0)
    assert sure.peak == pytest.approx(sign * 30.0)
    assert sure.likelihood == pytest.approx(1.0, abs=1e-6)
    (less,) = excursions(T_S, value, np.full(len(T_S), 5.0), rest=5.0, least=20.0)
    assert less.likelihood == pytest.approx(0.977, abs=1e-3)  # two standard uncertainties beyond
    assert excursions(T_S, value, np.full(len(T_S), 7.0), rest=5.0, least=20.0) == []
