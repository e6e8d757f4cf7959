"""The curve under the picture, its bands and the finding's number say the same."""

from __future__ import annotations

import numpy as np
import pytest
from kinematics_of import kinematics_of, smooth_turn, times_s, whole

from transitions.model import Rule, Segment
from transitions.rules import all_rules
from transitions.ui.curve_choice import CURVES, DOWN, counted_sides, judged_curve
from transitions.ui.judged import judged_curves

T_S = times_s(5.0)
RULES = {rule.id: rule for rule in all_rules()}


def judged(rule: Rule, curves: dict[str, np.ndarray], segment: Segment) -> tuple[float, float]:
    """Value of the curve at the moment of the rule's measurement, and the measured value."""
    kinematics = kinematics_of(T_S, curves)
    measurement = rule.measure(kinematics, segment)
    curve = judged_curves(kinematics, segment, rule)[judged_curve(rule) or ""]
    assert measurement.value is not None
    assert measurement.at_s is not None
    return float(np.interp(measurement.at_s, T_S, curve.value)), measurement.value


def test_a_drop_is_as_high_on_its_curve_as_it_is_measured() -> None:
    height = 0.55 - smooth_turn(T_S, 0.25, 1.0, 0.8)
    segment = Segment("stand_to_sit", 1.0, 2.1, 1.0)
    shown, measured = judged(RULES["uncontrolled_descent"], {"hip_height_norm": height}, segment)
    assert shown == pytest.approx(measured, rel=0.03)
    assert measured > RULES["uncontrolled_descent"].thresholds.mild


def test_a_rounded_back_is_as_high_on_its_curve_as_it_is_measured() -> None:
    curves = {"trunk_inclination_deg": np.full(len(T_S), 80.0), "spine_flexion_deg": np.full(len(T_S), 50.0)}
    segment = whole(kinematics_of(T_S, curves), "pick_up")
    shown, measured = judged(RULES["poor_hip_hinge"], curves, segment)
    assert shown == pytest.approx(measured) == pytest.approx(20.0)


def test_leaning_back_counts_below_zero() -> None:
    rule = RULES["slouched_start"]
    assert counted_sides(rule, CURVES[judged_curve(rule) or ""]) == DOWN


def test_a_way_too_short_to_be_timed_has_no_such_curve() -> None:
    kinematics = kinematics_of(T_S, {"hip_height_norm": np.full(len(T_S), 0.5)})
    curves = judged_curves(kinematics, Segment("stand_to_sit", 1.0, 2.0, 1.0), RULES["uncontrolled_descent"])
    assert judged_curve(RULES["uncontrolled_descent"]) not in curves


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_every_rule_has_a_curve_in_the_unit_of_its_thresholds(rule: Rule) -> None:
    height = 0.55 - smooth_turn(T_S, 0.25, 1.0, 1.0)
    kinematics = kinematics_of(T_S, {"hip_height_norm": height})
    curves = judged_curves(kinematics, Segment(min(rule.applies_to), 1.0, 2.5, 1.0), rule)
    assert curves[judged_curve(rule) or ""].unit == rule.thresholds.unit
