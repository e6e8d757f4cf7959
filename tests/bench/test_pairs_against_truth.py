"""Rendered pairs are held against the true change of what is compared, not against a label."""

from __future__ import annotations

import numpy as np
import pytest
from compared_runs import real_run

from bench.before_after_clips import count_held_peaks, hold_against_truth, true_peak_twist_speed_dps
from transitions.detect.compared import PEAK_TWIST_SPEED_U_DPS, TWIST_SPEED
from transitions.series import INTERVAL_U


def test_the_true_peak_is_that_within_the_reach() -> None:
    t_s = np.arange(0.0, 4.0, 0.01)
    twist_deg = np.where(t_s < 2.0, 20.0 * t_s, 40.0 - 80.0 * (t_s - 2.0))
    series = [{"t": t, "twist": twist} for t, twist in zip(t_s, twist_deg, strict=True)]
    slow = {"events": [{"kind": "reach", "start": 0.5, "end": 1.5}], "series": series}
    quick = {"events": [{"kind": "reach", "start": 2.5, "end": 3.5}], "series": series}
    assert [true_peak_twist_speed_dps(truth) for truth in (slow, quick)] == pytest.approx([20.0, 80.0])


def test_a_clip_beside_itself_is_alike_and_not_called_changed() -> None:
    true_of = {"one": 180.0, "same": 180.0, "other": 20.0}
    runs = dict.fromkeys(true_of, real_run("reach_quick_twist"))
    counts = hold_against_truth(list(true_of), true_of, "reach", runs.__getitem__)
    assert (counts["pairs"], counts["alike"], counts["apart"]) == (3, 1, 2)
    assert (counts["alike_changed"], counts["held"]) == (0, 1)


def test_the_margin_of_a_peak_is_counted_with_and_without_the_error_of_picking_it() -> None:
    run = real_run("reach_quick_twist")
    (reach,) = (segment for segment in run.segments if segment.kind == "reach")
    peak = TWIST_SPEED.measure(run, reach)
    true_of = {
        "at": peak.value,
        "near": peak.value + INTERVAL_U * (peak.u - 0.1),
        "far": peak.value + INTERVAL_U * (peak.u + 0.1),
    }
    assert peak.u > PEAK_TWIST_SPEED_U_DPS + 0.2
    counts = count_held_peaks(list(true_of), true_of, dict.fromkeys(true_of, run).__getitem__)
    assert (counts["reaches"], counts["held"], counts["held_without"]) == (3, 2, 1)
