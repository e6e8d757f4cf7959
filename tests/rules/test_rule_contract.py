"""What every rule keeps: it is whole, it is told in plain words, and its numbers, its bands and its curve agree.

Every rule's own test brings `observed()`, a movement in which the pattern is observed; all this is asked of it.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import math
import pkgutil
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from cited import assert_can_be_found

import transitions.rules
from transitions.curves import CURVE_LABELS
from transitions.export.rule_catalogue import rule_catalogue
from transitions.model import Result, Segment
from transitions.rules import all_rules, unit_of
from transitions.rules.judging import judge
from transitions.rules.record import ANY_VIEW, BOTH, DOWN, UP, CurveStatistic, Drawn, Measurement, Rule
from transitions.series import Curve, FloatArray, Kinematics
from transitions.ui.drawings import drawing
from transitions.units import UNITS

REPOSITORY = Path(__file__).resolve().parents[2]
RULES = {rule.id: rule for rule in all_rules()}
MODULES = {info.name for info in pkgutil.iter_modules(transitions.rules.__path__)}
NOT_RULES = {name for name in MODULES if name.startswith("_")} | {"judging", "record"}

FORBIDDEN = ("injury risk", "diagnos", "abnormal", "unsafe", "dangerous", "harmful", "damage")
SENTENCES = ("means", "matters", "misleads", "best_view", "film_next_time")
PHRASES = ("title", "headline", "cue")
HIDDEN = "Somebody stands in front."
TOLERANCE = 0.05
"""Of a value: a speed curve is a filtered derivative, and lies between frames where its moment does."""

of_every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())


def observed(rule: Rule) -> tuple[Kinematics, Segment]:
    """The movement that the rule's own test brings."""
    kinematics, segment = importlib.import_module(f"test_{rule.id}").observed()
    assert isinstance(kinematics, Kinematics)
    assert isinstance(segment, Segment)
    return kinematics, segment


def hidden(kinematics: Kinematics) -> Kinematics:
    """The same with nobody to be seen."""
    gone = np.full(len(kinematics.t_s), np.nan)
    curves = {
        name: Curve(gone, gone, np.zeros(len(gone), dtype=bool), curve.unit, HIDDEN)
        for name, curve in kinematics.curves.items()
    }
    pose = replace(kinematics.pose, world_m=np.full_like(kinematics.pose.world_m, np.nan))
    return replace(kinematics, curves=curves, pose=pose)


def test_every_module_is_a_rule_or_a_helper() -> None:
    assert RULES.keys() == MODULES - NOT_RULES


@of_every_rule
def test_id_is_the_file_name_and_has_its_test(rule: Rule) -> None:
    assert importlib.import_module(f"transitions.rules.{rule.id}").RULE is rule
    assert (REPOSITORY / "tests" / "rules" / f"test_{rule.id}.py").is_file()


@of_every_rule
def test_no_rule_imports_another(rule: Rule) -> None:
    tree = ast.parse(inspect.getsource(importlib.import_module(f"transitions.rules.{rule.id}")))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not imported & {f"transitions.rules.{name}" for name in RULES}


@of_every_rule
def test_is_told_in_plain_words(rule: Rule) -> None:
    for name in SENTENCES:
        assert re.fullmatch(r"[A-Z].{4,}[.]", getattr(rule, name)), f"{name} is whole sentences"
    for name in PHRASES:
        assert re.fullmatch(r"[A-Z].{2,}[^.]", getattr(rule, name)), f"{name} is a phrase without a full stop"
    assert ". " not in rule.cue, "one cue"
    assert re.fullmatch(r"[A-Z].{4,}[^.]", rule.measure.name)
    module = importlib.import_module(f"transitions.rules.{rule.id}").__doc__ or ""
    assert len(module.strip()) > 20, "the module says what it is and where its numbers come from"
    assert len((rule.measure.read.__doc__ or "").strip()) > 20
    said = [getattr(rule, name) for name in SENTENCES + PHRASES]
    text = " ".join([*said, rule.measure.name, module, *(s.citation for s in rule.sources)]).lower()
    assert not [word for word in FORBIDDEN if word in text]


@of_every_rule
def test_looks_at_something_from_somewhere(rule: Rule) -> None:
    assert rule.applies_to
    assert rule.views
    assert rule.views <= ANY_VIEW


@of_every_rule
def test_bands_rise_and_have_a_unit_as_it_is_written(rule: Rule) -> None:
    values = [value for _, value in rule.thresholds.bands]
    assert values[0] == rule.thresholds.mild > 0
    assert values == sorted(set(values))
    unit = rule.measure.unit
    assert unit == unit_of(unit.key), "one key, one unit"
    assert unit.written or unit.key in UNITS
    assert unit.tell(values[0]).endswith(unit.suffix)


@of_every_rule
def test_sources_can_be_found(rule: Rule) -> None:
    assert_can_be_found(rule.sources)


@of_every_rule
def test_what_is_drawn_in_the_picture_is_known(rule: Rule) -> None:
    assert rule.measure.drawn is None or isinstance(rule.measure.drawn, Drawn)


@of_every_rule
def test_has_a_drawing(rule: Rule) -> None:
    assert drawing(rule.id).lstrip().startswith("<svg")


@of_every_rule
def test_its_pattern_is_observed(rule: Rule) -> None:
    kinematics, segment = observed(rule)
    finding = judge(kinematics, segment, rule)
    assert rule.applies(segment.kind)
    assert (finding.result, finding.reason) == (Result.OBSERVED, None)
    assert finding.severity is not None
    assert finding.unit == rule.measure.unit.key
    assert finding.source == rule.sources[0].key
    assert finding.value is not None
    assert finding.value >= finding.threshold >= rule.thresholds.mild
    assert finding.at_s is None or segment.start_s <= finding.at_s <= segment.end_s


@of_every_rule
def test_what_is_hidden_is_not_a_pass(rule: Rule) -> None:
    kinematics, segment = observed(rule)
    measurement = rule.measure.read(hidden(kinematics), segment)
    assert isinstance(measurement, Measurement)
    assert math.isnan(measurement.value)
    assert re.fullmatch(r"[A-Z].{4,}[.]", measurement.reason or "")


@of_every_rule
def test_from_elsewhere_it_says_how_to_film(rule: Rule) -> None:
    kinematics, segment = observed(rule)
    for view in ANY_VIEW - rule.views:
        finding = judge(kinematics, replace(segment, view=view), rule)
        assert finding.result is Result.NOT_ASSESSABLE
        assert rule.film_next_time in (finding.reason or "")


@of_every_rule
def test_its_curve_bands_and_value_agree(rule: Rule) -> None:
    curve = rule.measure.curve
    if curve is None:
        return
    kinematics, segment = observed(rule)
    judged = curve.of(kinematics, segment)
    assert judged is not None
    assert judged.unit == rule.measure.unit.key
    assert curve.sides in (UP, DOWN, BOTH)
    measurement = rule.measure.read(kinematics, segment)
    counted = np.max([side * judged.value for side in curve.sides], axis=0)
    assert read_as(curve.statistic, kinematics.t_s, counted, measurement) == pytest.approx(
        measurement.value, rel=TOLERANCE
    )


def read_as(
    statistic: CurveStatistic, t_s: FloatArray, counted: FloatArray, measurement: Measurement
) -> float:
    """The value of a curve as the record says that it is read."""
    assert measurement.at_s is not None
    if statistic is CurveStatistic.AT_MOMENT:
        return float(np.interp(measurement.at_s, t_s, counted))
    assert measurement.stretch_s is not None
    from_s, to_s = measurement.stretch_s
    frame_s = float(np.median(np.diff(t_s)))
    assert from_s - frame_s <= measurement.at_s <= to_s + frame_s
    stretch = np.interp(np.linspace(from_s, to_s, 241), t_s, counted)
    if statistic is CurveStatistic.KEPT:
        return float(np.min(stretch))
    return float(np.mean(stretch) if statistic is CurveStatistic.MEAN else np.median(stretch))


@of_every_rule
def test_its_curve_is_named(rule: Rule) -> None:
    curve = rule.measure.curve
    kept = set(rule.beside) | (set(curve.made_of) if curve else set())
    if curve is not None and curve.derive is None:
        assert not curve.label
        kept.add(curve.name)
    elif curve is not None:
        assert curve.label
        assert curve.made_of
        assert curve.name not in CURVE_LABELS
    assert kept <= CURVE_LABELS.keys()


@of_every_rule
def test_the_catalogue_shows_it(rule: Rule) -> None:
    catalogue = rule_catalogue()
    bands = " | ".join(f"{value:g}" for _, value in rule.thresholds.bands)
    assert f"\n`{rule.id}` · " in catalogue
    assert f"\n| {bands} |" in catalogue
    for words in (rule.title, rule.cue, rule.means, rule.matters, rule.misleads, rule.measure.name):
        assert words in catalogue
    for source in rule.sources:
        assert source.said in catalogue
        assert source.link in catalogue


def test_the_document_is_the_generated_one() -> None:
    written = (REPOSITORY / "docs" / "rules.md").read_text(encoding="utf-8")
    assert written == rule_catalogue(), "run: python -m transitions.export.rule_catalogue > docs/rules.md"
