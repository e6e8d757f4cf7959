"""Every rule is complete: documented, sourced, tested, named after its file, and worded without fear."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

import transitions.rules
from transitions.evidence import load_evidence
from transitions.export.rule_catalogue import account_of, rule_catalogue
from transitions.model import Rule
from transitions.rules import all_rules

REPOSITORY = Path(__file__).resolve().parents[2]
UNITS = {"deg", "deg/s", "heights/s", "heights", "%/s", "%", "ratio", "s", "count"}
FORBIDDEN = ("injury risk", "diagnos", "abnormal", "unsafe", "dangerous", "harmful", "damage")

MODULES = {
    info.name: importlib.import_module(f"transitions.rules.{info.name}")
    for info in pkgutil.iter_modules(transitions.rules.__path__)
}
NOT_RULES = {name for name in MODULES if name.startswith("_")} | {"judging"}
RULES: dict[str, Rule] = {name: MODULES[name].RULE for name in sorted(MODULES.keys() - NOT_RULES)}

of_every_rule = pytest.mark.parametrize(("file_name", "rule"), RULES.items(), ids=RULES.keys())


def test_all_rules_are_found() -> None:
    assert [rule.id for rule in all_rules()] == sorted(RULES)
    expected = {
        "abrupt_twist",
        "sustained_twist",
        "uncontrolled_descent",
        "jerky_rise",
        "poor_hip_hinge",
        "slouched_start",
        "twisted_reach",
        "twisted_car_exit",
    }
    assert expected <= RULES.keys()


@of_every_rule
def test_id_is_the_file_name(file_name: str, rule: Rule) -> None:
    assert rule.id == file_name
    assert rule.measure.__module__ == f"transitions.rules.{file_name}"


@of_every_rule
def test_account_is_complete(file_name: str, rule: Rule) -> None:
    account = account_of(rule)
    for label in ("Means: ", "Matters: ", "Misleads: ", "View: "):
        assert f"\n{label}" in account
    assert len((rule.measure.__doc__ or "").strip()) > 20


@of_every_rule
def test_thresholds_have_unit_and_source(file_name: str, rule: Rule) -> None:
    assert rule.thresholds.unit in UNITS
    source = load_evidence()[rule.thresholds.source]
    assert source.citation
    bands = (rule.thresholds.mild, rule.thresholds.moderate, rule.thresholds.severe)
    known = [band for band in bands if band is not None]
    assert known == sorted(set(known))
    assert rule.views


@of_every_rule
def test_has_its_own_test(file_name: str, rule: Rule) -> None:
    assert (REPOSITORY / "tests" / "rules" / f"test_{file_name}.py").is_file()


@of_every_rule
def test_words(file_name: str, rule: Rule) -> None:
    said = [rule.title, rule.headline, rule.cue, rule.misleads, rule.film_next_time]
    assert all(said)
    assert len(rule.cue.split(". ")) == 1, "one cue"
    text = " ".join([*said, account_of(rule), load_evidence()[rule.thresholds.source].citation]).lower()
    assert not [word for word in FORBIDDEN if word in text]


def test_document_is_the_generated_one() -> None:
    written = (REPOSITORY / "docs" / "rules.md").read_text(encoding="utf-8")
    assert written == rule_catalogue(), "run: python -m transitions.export.rule_catalogue > docs/rules.md"


def test_document_shows_every_threshold() -> None:
    catalogue = rule_catalogue()
    for rule in all_rules():
        assert f"`{rule.id}`" in catalogue
        assert rule.cue in catalogue
        assert f"| {rule.thresholds.mild:g} |" in catalogue
