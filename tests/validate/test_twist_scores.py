"""Peaks of true twists, and readings where nothing twists."""

from __future__ import annotations

import numpy as np
import pytest
from kinematics_of import kinematics_of, plateau, times_s
from scored_runs import truth_of

from transitions.validate.truth import TrueEvent
from transitions.validate.twist import score_twist

T_S = times_s(4.0)
N = len(T_S)
REACH = TrueEvent("reach", 1.0, 3.0, {})


@pytest.mark.parametrize(
    ("measured_deg", "within", "error_deg"), [(-36.0, 1.0, -4.0), (-31.0, 0.0, -9.0), (40.0, 0.0, -40.0)]
)
def test_peaks_are_read_in_the_true_direction(measured_deg: float, within: float, error_deg: float) -> None:
    truth = truth_of(events=(REACH,), angles={"trunk_twist_deg": plateau(T_S, -40.0, 1.5, 2.0)})
    tally = score_twist(truth, kinematics_of(T_S, {"trunk_twist_deg": plateau(T_S, measured_deg, 1.5, 2.0)}))
    assert tally.sums["twist/peak_within"] == (within, 1.0)
    assert tally.sums["twist/peak_coverage"] == (1.0, 1.0)
    assert tally.values["twist/peak"] == pytest.approx((error_deg,))
    assert "twist/false" not in tally.values


@pytest.mark.parametrize("analysed", [True, False])
def test_a_hidden_peak_is_uncovered_not_wrong(analysed: bool) -> None:
    truth = truth_of(events=(REACH,), angles={"trunk_twist_deg": plateau(T_S, 40.0, 1.5, 2.0)})
    hidden = kinematics_of(T_S, {"trunk_twist_deg": np.where((T_S > 1.2) & (T_S < 2.5), np.nan, 0.0)})
    tally = score_twist(truth, hidden if analysed else None)
    assert tally.sums["twist/peak_coverage"] == (0.0, 1.0)
    assert tally.sums["twist/peak_within"] == (0.0, 0.0)
    assert "twist/peak" not in tally.values


@pytest.mark.parametrize(("largest_deg", "quiet"), [(8.9, 1.0), (9.1, 0.0)])
def test_where_nothing_twists_readings_count_by_what_they_exceed(largest_deg: float, quiet: float) -> None:
    """A sway of 4 degrees is no twist; 8.9 read of it is 4.9 too many."""
    truth = truth_of(angles={"trunk_twist_deg": np.full(N, 4.0)})
    kinematics = kinematics_of(T_S, {"trunk_twist_deg": plateau(T_S, -largest_deg, 1.0, 1.1)})
    tally = score_twist(truth, kinematics)
    assert tally.sums["twist/quiet"] == (quiet, 1.0)
    assert tally.values["twist/false"] == pytest.approx((largest_deg - 4.0,))


def test_transitions_without_twist_count_in_a_clip_that_has_one_elsewhere() -> None:
    truth = truth_of(
        events=(TrueEvent("reach", 0.0, 1.5, {}), TrueEvent("sit_to_stand", 2.0, 3.5, {})),
        angles={"trunk_twist_deg": plateau(T_S, 30.0, 0.5, 1.0)},
    )
    measured = plateau(T_S, 30.0, 0.5, 1.0) + plateau(T_S, 7.0, 2.5, 2.6) + plateau(T_S, 60.0, 3.7, 3.8)
    tally = score_twist(truth, kinematics_of(T_S, {"trunk_twist_deg": measured}))
    assert tally.values["twist/peak"] == pytest.approx((0.0,))
    assert tally.values["twist/false"] == pytest.approx((7.0,))


def test_a_reading_below_the_truth_is_no_false_twist() -> None:
    tally = score_twist(truth_of(angles={"trunk_twist_deg": np.full(N, 4.0)}), kinematics_of(T_S, {}))
    assert tally.values["twist/false"] == (0.0,)


def test_without_a_known_twist_nothing_is_scored() -> None:
    assert score_twist(truth_of(), kinematics_of(T_S, {})).sums == {}
