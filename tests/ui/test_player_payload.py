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
from transitions.rules.judging import judge
from transitions.rules.record import CurveStatistic, Drawn, Measure, Measurement, Rule
from transitions.series import Kinematics
from transitions.ui.evidence import evidence_of
from transitions.ui.player import script
from transitions.ui.player.payload import Focus, ShownClip, held_words, player_data, pose_rows
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
    assert [band["label"] for band in first["thresholds"]] == ["a little 20°", "quite a bit 30°", "a lot 40°"]
    assert first["summary"] == "Twist of the trunk: between 25° and 25°, highest at 0:00.0."


def test_a_curve_that_was_not_kept_is_left_out() -> None:
    kinematics = kinematics_of(T_S, {})
    kept = {name: curve for name, curve in kinematics.curves.items() if name != "spine_flexion_deg"}
    shown = charts(replace(kinematics, curves=kept), whole(kinematics, "pick_up"), RULES["poor_hip_hinge"])
    assert "rounding_beyond_usual_deg" not in [chart["name"] for chart in shown]


def test_whatever_a_rule_may_have_drawn_the_script_can_draw() -> None:
    table = script("measured.js").split("const DRAWN = {", 1)[1].split("};", 1)[0]
    names = {line.split(":")[0].strip().strip('"') for line in table.strip().splitlines()}
    assert names == set(Drawn)


def test_a_kept_value_tells_how_long_it_stayed_beyond_the_first_band(monkeypatch: pytest.MonkeyPatch) -> None:
    for rule in RULES.values():
        kinematics, segment = observed(rule.id, monkeypatch)
        evidence = evidence_of(judge(kinematics, segment, rule), segment, rule, kinematics)
        if evidence is None:
            continue
        kept = rule.measure.curve is not None and rule.measure.curve.statistic is CurveStatistic.KEPT
        assert bool(held_words(evidence, rule)) is kept
    rule = RULES["sustained_twist"]
    kinematics, segment = observed(rule.id, monkeypatch)
    evidence = evidence_of(judge(kinematics, segment, rule), segment, rule, kinematics)
    assert evidence is not None
    assert evidence.beyond_s == pytest.approx((1.0, 2.0), abs=0.04)
    assert held_words(evidence, rule) == "held 1.0 s beyond 20°"


def test_pose_rows_hold_the_points_and_the_angles_that_a_picture_does_not_show() -> None:
    kinematics = kinematics_of(T_S, {"trunk_twist_deg": T_S})
    rows = pose_rows(kinematics, 1.0, 2.0)
    assert rows["t_s"][0] == pytest.approx(1.0)
    assert rows["twist_deg"] == pytest.approx(np.round(rows["t_s"], 1))
    assert {len(row) for row in rows["xy"]} == {66}
    assert pose_rows(None, 0.0, 1.0)["t_s"] == []
