"""Time-normalised curves: 0 to 100 %, gaps kept, phases as marks."""

from __future__ import annotations

import numpy as np
import pytest
from compared_runs import run_of
from kinematics_of import kinematics_of, times_s

from transitions.comparison.curves import PERCENT, normalised_curves, phase_marks, time_normalised
from transitions.comparison.repetitions import SessionRecording, repetitions
from transitions.model import Segment


def test_a_line_stays_a_line_whatever_its_frames() -> None:
    for rate_hz in (15.0, 30.0, 60.0):
        t_s = times_s(4.0, rate_hz)
        kinematics = kinematics_of(t_s, {"trunk_inclination_deg": 10.0 * t_s})
        curve = time_normalised(kinematics, Segment("sit_to_stand", 0.95, 3.05, 1.0), "trunk_inclination_deg")
        assert curve == pytest.approx(np.linspace(9.5, 30.5, 101))


def test_gaps_stay_gaps_and_touch_nothing_else() -> None:
    t_s = times_s(4.0)
    lean = 10.0 * t_s
    lean[60:70] = np.nan  # 2.0 to 2.3 s
    curve = time_normalised(
        kinematics_of(t_s, {"trunk_inclination_deg": lean}),
        Segment("sit_to_stand", 1.0, 3.0, 1.0),
        "trunk_inclination_deg",
    )
    at_s = 1.0 + PERCENT / 50.0
    known = np.isfinite(curve)
    assert known[at_s < t_s[59] - 1e-9].all()
    assert known[at_s > t_s[70] + 1e-9].all()
    assert not known[(at_s > t_s[59] + 1e-9) & (at_s < t_s[70] - 1e-9)].any()
    assert curve[known] == pytest.approx(10.0 * at_s[known])


def test_nothing_is_drawn_across_missing_rows_or_past_the_clip() -> None:
    t_s = times_s(4.0)
    t_s = t_s[(t_s < 1.5) | (t_s > 2.5)]
    curve = time_normalised(
        kinematics_of(t_s, {"trunk_inclination_deg": t_s}),
        Segment("sit_to_stand", 1.0, 4.5, 1.0),
        "trunk_inclination_deg",
    )
    at_s = 1.0 + 3.5 * PERCENT / 100.0
    assert np.isnan(curve[(at_s > 1.5) & (at_s < 2.5)]).all()
    assert np.isnan(curve[at_s > t_s[-1]]).all()
    assert np.isfinite(curve[at_s < 1.45]).all()


def test_mean_and_spread_over_the_repetitions_known_there() -> None:
    recordings = [SessionRecording(run_of([2.0, 2.0], lean_deg=lean_deg), "a") for lean_deg in (30.0, 40.0)]
    curves = normalised_curves(repetitions(recordings, "sit_to_stand", ()), "trunk_inclination_deg")
    assert curves.each.shape == (4, 101)
    assert curves.mean[50] == pytest.approx(35.0)
    assert curves.sd[50] == pytest.approx(np.std([30, 30, 40, 40], ddof=1))
    assert curves.count[50] == 4
    assert curves.marks["seat_off_s"] == pytest.approx(40.0)


def test_one_repetition_has_no_spread_and_none_has_no_mean() -> None:
    one = normalised_curves(
        repetitions([SessionRecording(run_of([2.0]), "a")], "sit_to_stand", ()), "trunk_twist_deg"
    )
    assert np.isnan(one.sd).all()
    assert np.isfinite(one.mean).all()
    none = normalised_curves((), "trunk_twist_deg")
    assert none.each.shape == (0, 101)
    assert np.isnan(none.mean).all()


def test_phases_lie_where_they_do_on_average() -> None:
    segments = [
        Segment("sit_to_stand", 0.0, 2.0, 1.0, {"seat_off_s": 0.8}),
        Segment("sit_to_stand", 10.0, 11.0, 1.0, {"seat_off_s": 10.5, "upright_s": 10.9}),
    ]
    assert phase_marks(segments) == pytest.approx({"seat_off_s": 45.0, "upright_s": 90.0})
