"""Which curves stand under the picture: those that explain the finding, then those that explain the moment."""

from __future__ import annotations

from collections.abc import Iterable

from transitions.detect import detector_of
from transitions.rules.record import Rule

FALL_BACK = ("trunk_inclination_deg", "trunk_twist_deg", "hip_height_norm")


def choose_curves(kind: str, rule: Rule | None, available: Iterable[str], most: int = 3) -> list[str]:
    """Names of at most `most` curves, the rule's own first, without repeats and only those that exist."""
    detector = detector_of(kind)
    of_kind = detector.curves if detector else ()
    wanted = (*_of_rule(rule), *of_kind, *FALL_BACK)
    there = set(available)
    return [name for name in dict.fromkeys(wanted) if name in there][:most]


def _of_rule(rule: Rule | None) -> tuple[str, ...]:
    if rule is None:
        return ()
    judged = (rule.measure.curve.name,) if rule.measure.curve else ()
    return (*judged, *rule.beside)
