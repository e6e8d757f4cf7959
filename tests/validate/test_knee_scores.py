"""What straight knees read while somebody stands."""

from __future__ import annotations

import numpy as np
import pytest
from kinematics_of import kinematics_of, plateau, times_s
from scored_runs import truth_of

from transitions.validate.knees import score_standing_knees

T_S = times_s(4.0)
N = len(T_S)
LEFT, RIGHT, LEAN = "knee_flexion_left_deg", "knee_flexion_right_deg", "trunk_inclination_deg"


@pytest.mark.parametrize(("view_deg", "within"), [(60.0, 0.0), (-10.0, 1.0)])
def test_readings_of_rows_with_straight_knees(view_deg: float, within: float) -> None:
    """The second half is bent and reads anything; 14 degrees are allowed from the front only."""
    bent = plateau(T_S, 90.0, 2.0, 9.0)
    truth = truth_of(angles={LEFT: bent + 3.0, RIGHT: bent + 3.0, LEAN: np.zeros(N)}, view_deg=view_deg)
    tally = score_standing_knees(truth, kinematics_of(T_S, {LEFT: bent + 14.0, RIGHT: bent + 14.0}))
    assert tally.values["knees/standing"] == pytest.approx((14.0,))
    assert tally.sums["knees/standing_within"] == (within, 1.0)


@pytest.mark.parametrize(
    "angles",
    [
        {LEFT: np.full(N, 22.0), RIGHT: np.full(N, 3.0), LEAN: np.zeros(N)},
        {LEFT: np.full(N, 3.0), RIGHT: np.full(N, 3.0), LEAN: np.full(N, 50.0)},
        {LEFT: np.full(N, 3.0), RIGHT: np.full(N, 3.0)},
    ],
)
def test_nothing_where_nobody_stands_straight(angles: dict[str, np.ndarray]) -> None:
    tally = score_standing_knees(truth_of(angles=angles), kinematics_of(T_S, {}))
    assert (tally.sums, tally.values) == ({}, {})


def test_knees_that_cannot_be_read_say_nothing() -> None:
    truth = truth_of(angles={LEFT: np.zeros(N), RIGHT: np.zeros(N), LEAN: np.zeros(N)})
    hidden = kinematics_of(T_S, {LEFT: np.full(N, np.nan), RIGHT: np.full(N, np.nan)})
    assert score_standing_knees(truth, hidden).values == {}
    assert score_standing_knees(truth, None).values == {}
