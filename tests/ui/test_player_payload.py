"""What the player is given: the rule's own curve first, with its bands on the side where they count."""

from __future__ import annotations

import importlib
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from kinematics_of import kinematics_of, times_s, whole

from transitions.evidence import source
from transitions.model import Segment
from transitions.rules import all_rules
from transitions.rules.record import Measure, Measurement, Rule
from transitions.series import Kinematics
from transitions.ui.player.payload import Focus, ShownClip, player_data
from transitions.units import Unit

RULES = {rule.id: rule for rule in all_rules()}
T_S = times_s(4.0)


def charts(kinematics: Kinematics, segment: Segment, rule: Rule | None) -> list[dict[str, Any]]:
    data = player_data(
        ShownClip(float(kinematics.t_s[-1]), (640, 480), {}),
        kinematics,
        segment,
        segments=[segment],
        moments=[],
        focus=Focus(None, None, 0),
        rule=rule,
        with_curves=True,
    )
    curves: list[dict[str, Any]] = data["curves"]
    return curves


def observed(rule_id: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Kinematics, Segment]:
    """The movement that the rule's own test brings."""
    monkeypatch.setattr(sys, "path", [str(Path(__file__).parents[1] / "rules"), *sys.path])
    kinematics, segment = importlib.import_module(f"test_{rule_id}").observed()
    assert isinstance(kinematics, Kinematics)
    assert isinstance(segment, Segment)
    return kinematics, segment


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_a_flag_is_seen_to_pass_its_first_band(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the chart, at the finding's moment: a slumped start once had its band below zero and its lean above."""
    kinematics, segment = observed(rule.id, monkeypatch)
    first, *others = charts(kinematics, segment, rule)
    at_s = rule.measure.read(kinematics, segment).at_s
    assert at_s is not None
    row = int(np.argmin(np.abs(np.array(first["t_s"]) - at_s)))
    counted = max(side * first["value"][row] for side in first["sides"])
    assert counted >= first["thresholds"][0]["value"] == rule.thresholds.mild
    assert all(not chart["thresholds"] for chart in others)


def test_leaning_back_is_drawn_below_zero() -> None:
    rule = RULES["slouched_start"]
    curve = rule.measure.curve
    assert curve is not None
    kinematics = kinematics_of(T_S, {"trunk_inclination_deg": np.full(len(T_S), 20.0)})
    leaning = np.array(kinematics.pose.world_m)
    for back in (True, False):
        leaning[:, [11, 12], 2] = 0.2 if back else -0.2  # the person faces the camera: away from it is back
        pose = replace(kinematics.pose, world_m=leaning)
        first = charts(replace(kinematics, pose=pose), whole(kinematics, "sit_to_stand"), rule)[0]
        assert first["name"] == curve.name
        assert first["value"][0] == (-20.0 if back else 20.0)


def test_a_way_too_short_to_be_timed_has_no_such_curve() -> None:
    kinematics = kinematics_of(T_S, {"hip_height_norm": np.full(len(T_S), 0.5)})
    shown = charts(kinematics, Segment("stand_to_sit", 1.0, 2.0, 1.0), RULES["uncontrolled_descent"])
    assert [chart["name"] for chart in shown] == [
        "hip_height_norm",
        "trunk_inclination_deg",
        "trunk_twist_deg",
    ]
    assert all(not chart["thresholds"] for chart in shown)


def test_a_rule_without_a_curve_shows_what_explains_the_moment() -> None:
    """A count, in a unit of its own."""
    tries = Unit("tries", "tries", digits=0)
    rule = replace(
        RULES["jerky_rise"],
        id="several_tries",
        measure=Measure("Tries to get up", tries, lambda kinematics, segment: Measurement(3.0, 0.1, None)),
        sources=(source("engineering"),),
        beside=(),
    )
    kinematics = kinematics_of(T_S, {})
    shown = charts(kinematics, whole(kinematics, "sit_to_stand"), rule)
    assert [chart["name"] for chart in shown] == [
        "hip_height_norm",
        "trunk_inclination_deg",
        "trunk_twist_deg",
    ]
    assert all(not chart["thresholds"] for chart in shown)


def test_units_and_words_are_ready_to_be_shown() -> None:
    kinematics = kinematics_of(T_S, {"trunk_twist_deg": np.full(len(T_S), 25.0)})
    first = charts(kinematics, whole(kinematics, "reach"), RULES["sustained_twist"])[0]
    assert (first["label"], first["unit"], first["digits"]) == ("Twist of the trunk", "°", 0)
    assert [band["label"] for band in first["thresholds"]] == ["small 20°", "medium 30°", "large 40°"]
    assert first["summary"] == "Twist of the trunk: between 25° and 25°, highest at 0:00.0."


def test_a_curve_that_was_not_kept_is_left_out() -> None:
    kinematics = kinematics_of(T_S, {})
    kept = {name: curve for name, curve in kinematics.curves.items() if name != "spine_flexion_deg"}
    shown = charts(replace(kinematics, curves=kept), whole(kinematics, "pick_up"), RULES["poor_hip_hinge"])
    assert "rounding_beyond_usual_deg" not in [chart["name"] for chart in shown]
