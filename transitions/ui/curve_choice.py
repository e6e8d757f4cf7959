"""Which curves stand under the picture: those that explain the finding, then those that explain the moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from transitions.detect import detector_of
from transitions.model import Rule

UP, DOWN, BOTH = (1,), (-1,), (1, -1)


@dataclass(frozen=True)
class CurveKind:
    """How a curve is shown. `sides`: the signs in which its thresholds count, as 1 and -1."""

    label: str
    sides: tuple[int, ...] = UP
    digits: int = 0


CURVES = {
    "trunk_twist_deg": CurveKind("Twist of the trunk", BOTH),
    "twist_speed_dps": CurveKind("Speed of the twist", BOTH),
    "trunk_inclination_deg": CurveKind("Forward lean of the trunk"),
    "trunk_flexion_speed_dps": CurveKind("Speed of the lean"),
    "hip_height_norm": CurveKind("Height of the hips", digits=2),
    "hip_speed_hps": CurveKind("Speed of the hips, up or down", DOWN, digits=2),
    "spine_flexion_deg": CurveKind("Rounding of the back"),
    "rounding_beyond_usual_deg": CurveKind("Rounding of the back beyond the usual share"),
    "descent_of_way_pps": CurveKind("Speed down, of the way to the seat"),
    "knee_flexion_left_deg": CurveKind("Bend of the left knee"),
    "knee_flexion_right_deg": CurveKind("Bend of the right knee"),
    "hip_flexion_left_deg": CurveKind("Bend of the left hip"),
    "hip_flexion_right_deg": CurveKind("Bend of the right hip"),
    "lateral_bend_deg": CurveKind("Sideways bend", BOTH),
}

BY_RULE = {
    "abrupt_twist": ("twist_speed_dps", "trunk_twist_deg"),
    "sustained_twist": ("trunk_twist_deg",),
    "twisted_reach": ("trunk_twist_deg", "trunk_inclination_deg"),
    "twisted_car_exit": ("trunk_twist_deg",),
    "uncontrolled_descent": ("descent_of_way_pps", "hip_height_norm"),
    "jerky_rise": ("trunk_flexion_speed_dps", "trunk_inclination_deg"),
    "slouched_start": ("trunk_inclination_deg",),
    "poor_hip_hinge": ("rounding_beyond_usual_deg", "spine_flexion_deg", "trunk_inclination_deg"),
}
"""The first curve is the one the rule's thresholds belong to, where the units agree."""

SIDES_BY_RULE = {"slouched_start": DOWN}
"""Where a rule counts another sign than its curve usually does: leaning back is a lean below zero."""

FALL_BACK = ("trunk_inclination_deg", "trunk_twist_deg", "hip_height_norm")


def choose_curves(kind: str, rule: Rule | None, available: Iterable[str], most: int = 3) -> list[str]:
    """Names of at most `most` curves, the rule's own first, without repeats and only those that exist."""
    detector = detector_of(kind)
    of_kind = detector.curves if detector else ()
    wanted = (*BY_RULE.get(rule.id if rule else "", ()), *of_kind, *FALL_BACK)
    there = set(available)
    return [name for name in dict.fromkeys(wanted) if name in there][:most]


def counted_sides(rule: Rule, kind: CurveKind) -> tuple[int, ...]:
    """The signs of the curve in which the rule's thresholds count."""
    return SIDES_BY_RULE.get(rule.id, kind.sides)


def judged_curve(rule: Rule) -> str | None:
    """The curve on which the rule's thresholds are drawn, None when the rule judges something else."""
    return BY_RULE.get(rule.id, (None,))[0]
