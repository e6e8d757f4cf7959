"""A clinic's own thresholds: a TOML file that replaces those of named rules.

Example::

    [abrupt_twist]
    mild = 70
    moderate = 100

Every run records the hash of all thresholds in force, so that two runs with the same hash were judged alike.
"""

from __future__ import annotations

import hashlib
import json
import math
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from transitions.errors import ProfileError
from transitions.evidence import Seen, Source
from transitions.model import Grade
from transitions.rules.record import Rule, Thresholds

BANDS = ("mild", "moderate", "severe")
OWN_PROFILE = "profile:"
"""Begins the key of the source of a clinic's own thresholds."""


def apply_profile(rules: Iterable[Rule], path: Path | None) -> tuple[Rule, ...]:
    """The rules with the profile's thresholds in force; unchanged without a profile.

    Raises
    ------
    ProfileError
        If the file cannot be read or names an unknown rule, band or value.
    """
    rules = tuple(rules)
    if path is None:
        return rules
    changes = _read(path)
    unknown = sorted(set(changes) - {rule.id for rule in rules})
    if unknown:
        known = ", ".join(rule.id for rule in rules)
        raise ProfileError(f"The profile names the unknown rule '{unknown[0]}'; the rules are {known}.")
    return tuple(_with_thresholds(rule, changes.get(rule.id), path.name) for rule in rules)


def profile_sha256(rules: Iterable[Rule]) -> str:
    """Hash of every threshold in force."""
    table = {
        r.id: [
            *(_number(band) for band in (r.thresholds.mild, r.thresholds.moderate, r.thresholds.severe)),
            r.measure.unit.key,
        ]
        for r in rules
    }
    return hashlib.sha256(json.dumps(table, sort_keys=True).encode()).hexdigest()


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ProfileError(
            f"The profile '{path}' cannot be read; check the name and its permissions."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileError(
            f"The profile '{path}' is not valid TOML ({error}); correct it and try again."
        ) from error


def _with_thresholds(rule: Rule, change: object, name: str) -> Rule:
    if change is None:
        return rule
    if not isinstance(change, dict) or not set(change) <= set(BANDS):
        raise ProfileError(
            f"In the profile, '{rule.id}' may set only {', '.join(BANDS)}; remove anything else."
        )
    for band, value in change.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
            raise ProfileError(f"In the profile, '{rule.id}.{band}' must be a number over 0.")
    old = rule.thresholds
    new = Thresholds(
        mild=float(change.get("mild", old.mild)),
        moderate=_number(change.get("moderate", old.moderate)),
        severe=_number(change.get("severe", old.severe)),
        grade=Grade.PROVISIONAL,
    )
    bands = [value for _, value in new.bands]
    if bands != sorted(bands):
        raise ProfileError(f"In the profile, '{rule.id}' must have mild ≤ moderate ≤ severe.")
    own = Source(key=f"{OWN_PROFILE}{name}", citation=f"The profile {name}", seen=Seen.OWN)
    return replace(rule, thresholds=new, sources=(own,))


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
