"""What the pair player is given: lined-up moments, the other's skeleton in proportion, curves of both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from compared_runs import run_of

from transitions.comparison import SessionRecording, compare
from transitions.detect import detector_of
from transitions.series import INDEX
from transitions.ui.pair_player.payload import START, ShownSide, feet_px, pair_data, tall_px

UNITS = {"trunk_inclination_deg": "deg", "hip_height_norm": "heights"}


def side(title: str, duration_s: float, tall: float = 200.0, **phases: float) -> ShownSide:
    run = run_of([duration_s])
    assert run.kinematics is not None
    image_px = np.full((len(run.kinematics.t_s), 33, 3), np.nan)
    image_px[:, INDEX["nose"]] = (50.0, 300.0 - tall, 0.0)
    for ankle in ("left_ankle", "right_ankle"):
        image_px[:, INDEX[ankle]] = (60.0 if ankle == "left_ankle" else 40.0, 300.0, 0.0)
    pose = replace(run.kinematics.pose, image_px=image_px, width_px=100, height_px=320)
    segment = replace(run.segments[0], phases=phases or run.segments[0].phases)
    frame_s = tuple(run.kinematics.t_s[:90])
    return ShownSide(title, "a day", f"/{title}", frame_s, replace(run.kinematics, pose=pose), segment)


def data_of(before: ShownSide, after: ShownSide) -> Mapping[str, Any]:
    runs = [[run_of([2.0, 2.2])], [run_of([1.2])]]
    found = compare([SessionRecording(runs[0][0], "a")], [SessionRecording(runs[1][0], "b")])
    curves = {name: found.curves[name] for name in UNITS}
    return pair_data(before, after, curves, moment="seat_off_s", units=UNITS, nonce="1")


def test_it_is_lined_up_at_the_movements_own_moment() -> None:
    data = data_of(side("Before", 2.0), side("After", 1.2))
    assert data["anchor"] == "seat_off_s"
    assert data["before"]["anchors"]["seat_off_s"]["at_s"] == pytest.approx(1.8)
    assert data["after"]["anchors"]["seat_off_s"]["at_s"] == pytest.approx(1.48)
    assert [one["key"] for one in data["anchors"]] == [START, "seat_off_s"]


def test_a_sit_is_lined_up_at_its_contact_or_at_its_start() -> None:
    detector = detector_of("stand_to_sit")
    assert detector is not None
    sides = side("Before", 2.0, contact_s=2.5), side("After", 1.2, contact_s=2.1)
    found = compare([SessionRecording(run_of([2.0]), "a")], [SessionRecording(run_of([1.2]), "b")])
    curves = {name: found.curves[name] for name in UNITS}
    data = pair_data(*sides, curves, moment=detector.moment, units=UNITS, nonce="1")
    assert data["anchor"] == "contact_s"
    assert [data[one]["anchors"]["contact_s"]["at_s"] for one in ("before", "after")] == [2.5, 2.1]
    assert [one["key"] for one in data["anchors"]] == [START, "contact_s"]


def test_a_moment_that_one_side_lacks_is_no_choice() -> None:
    data = data_of(side("Before", 2.0), side("After", 1.2, upright_s=2.0))
    assert data["anchor"] == START
    assert [one["key"] for one in data["anchors"]] == [START]


def test_feet_and_size_are_those_of_the_picture() -> None:
    shown = side("Before", 2.0, tall=180.0)
    assert feet_px(shown.kinematics.pose, 1.0) == [50.0, 300.0]
    assert tall_px(shown.kinematics, shown.segment) == pytest.approx(180.0)


def test_feet_that_are_not_seen_are_no_place() -> None:
    shown = side("Before", 2.0)
    hidden = replace(shown.kinematics.pose, image_px=np.full_like(shown.kinematics.pose.image_px, np.nan))
    assert feet_px(hidden, 1.0) is None


def test_charts_hold_every_repetition_and_no_nan() -> None:
    data = data_of(side("Before", 2.0), side("After", 1.2))
    lean = next(chart for chart in data["charts"] if chart["name"] == "trunk_inclination_deg")
    assert [len(lean[name]["each"]) for name in ("before", "after")] == [2, 1]
    assert lean["after"]["sd"] == [None] * 101
    assert lean["before"]["mean"][50] == pytest.approx(40.0)
    assert data["marks"]["before"][0]["percent"] == pytest.approx(40.0)
    assert lean["summary"].startswith("Lean of the trunk, mean of the repetitions: before between")
