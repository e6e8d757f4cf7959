"""Judges segments: every module here with a `RULE` constant scores one movement pattern.

Adding a rule is one file and its test: it is found by walking the package, and the page, the catalogue, the video
and the exports are driven by its record (see ``docs/add-a-rule.md``). A rule's measure gives a value with its
uncertainty; `judging` turns that into observed, possible, not observed or not assessable, the same way for all.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from transitions.rules.record import Rule
from transitions.units import UNITS, Unit


def all_rules() -> tuple[Rule, ...]:
    """Every rule, by id."""
    found = []
    for info in pkgutil.iter_modules(__path__):
        rule = getattr(importlib.import_module(f"{__name__}.{info.name}"), "RULE", None)
        if isinstance(rule, Rule):
            found.append(rule)
    return tuple(sorted(found, key=lambda r: r.id))


@cache
def unit_of(key: str) -> Unit:
    """The unit of this key, a curve's or a rule's own; one that no rule knows any more is written as its key."""
    own = {rule.measure.unit.key: rule.measure.unit for rule in all_rules()}
    return (UNITS | own).get(key) or Unit(key, key)
