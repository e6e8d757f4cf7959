"""What people do in a rendered clip, and what the day's states say of it, held against one another."""

from __future__ import annotations

from typing import Any

import numpy as np

from bench.day_states import said_words, true_words
from transitions.series import PoseSeries
from transitions.states import DayStates, PostureState, StateStretch


def pose(seconds: int) -> PoseSeries:
    shape = np.zeros((seconds, 33, 3))
    return PoseSeries(np.arange(float(seconds)), shape, shape, shape[:, :, 0], 640, 480)


def record(hip_m: float, knee_deg: float, *events: dict[str, Any]) -> dict[str, Any]:
    rows = [{"hip_height": hip_m, "knee_flexion_l": knee_deg, "knee_flexion_r": knee_deg}] * 3
    return {"events": list(events), "series": rows}


def test_a_rise_and_a_sit_tell_the_posture() -> None:
    events = [{"kind": "stand_to_sit", "start": 6, "end": 8}, {"kind": "sit_to_stand", "start": 2, "end": 4}]
    words = true_words(record(0.9, 5.0, *events), pose(10))
    assert words == tuple(
        ["sitting"] * 2 + ["changing"] * 2 + ["on feet"] * 2 + ["changing"] * 2 + ["sitting"] * 2
    )


def test_without_one_hips_and_knees_tell_it() -> None:
    reach = {"kind": "reach", "start": 1, "end": 2}
    assert set(true_words(record(0.5, 80.0, reach), pose(3))) == {"sitting"}
    assert set(true_words(record(0.9, 5.0, reach), pose(3))) == {"on feet"}


def test_what_is_said_at_each_time() -> None:
    states = DayStates(
        (
            StateStretch(PostureState.SITTING, 0.0, 1.5, 1.0),
            StateStretch(PostureState.STANDING, 1.5, 4.0, 1.0),
        )
    )
    assert said_words(states, np.array([0.0, 1.4, 1.5, 4.0])) == [
        "sitting",
        "sitting",
        "standing",
        "standing",
    ]
