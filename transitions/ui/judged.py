"""The curve on which a rule's thresholds mean what they say.

Most rules judge a curve that the analysis keeps. Two judge something worked out from them: how far the back is
rounder than usual, and how fast the hips go down their own way. That curve is worked out here, so that the bands, the
curve and the finding's number agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from transitions.model import Rule, Segment
from transitions.rules import poor_hip_hinge, uncontrolled_descent
from transitions.series import Curve, Kinematics

Derive = Callable[[Kinematics, Segment], Curve | None]


def judged_curves(kinematics: Kinematics, segment: Segment, rule: Rule | None) -> Mapping[str, Curve]:
    """All curves by name, with the one that `rule` judges among them where it can be worked out."""
    name, derive = DERIVED.get(rule.id if rule else "", ("", None))
    try:
        curve = derive(kinematics, segment) if derive is not None else None
    except KeyError:  # a landmark file without this curve
        curve = None
    return kinematics.curves if curve is None else {**kinematics.curves, name: curve}


def _rounding(kinematics: Kinematics, _segment: Segment) -> Curve:
    lean, spine = kinematics["trunk_inclination_deg"], kinematics["spine_flexion_deg"]
    share = poor_hip_hinge.USUAL_SHARE
    u = np.hypot(spine.u, share * lean.u)
    return Curve(spine.value - share * lean.value, u, spine.valid & lean.valid, spine.unit)


def _descent(kinematics: Kinematics, segment: Segment) -> Curve | None:
    height = kinematics["hip_height_norm"]
    start_s, end_s = segment.start_s, segment.end_s
    rest = uncontrolled_descent.EARLY_S
    standing = _median(kinematics, height, start_s - uncontrolled_descent.BEFORE_S, start_s + rest)
    seated = _median(kinematics, height, end_s - rest, end_s + uncontrolled_descent.REST_S)
    way = standing - seated
    seen = np.isfinite(height.value)
    if not way >= uncontrolled_descent.MIN_WAY or seen.sum() < 2:
        return None
    window_s, t_s = uncontrolled_descent.WINDOW_S, kinematics.t_s
    before, after = (
        np.interp(t_s + shift_s, t_s[seen], height.value[seen]) for shift_s in (-window_s / 2, window_s / 2)
    )
    u = np.full(len(t_s), uncontrolled_descent.SPEED_U)
    return Curve(100.0 * (before - after) / way / window_s, u, height.valid, "%/s")


def _median(kinematics: Kinematics, curve: Curve, start_s: float, end_s: float) -> float:
    value = curve.value[kinematics.between(start_s, end_s)]
    return float(np.nanmedian(value)) if np.isfinite(value).any() else float("nan")


DERIVED: dict[str, tuple[str, Derive]] = {
    "poor_hip_hinge": ("rounding_beyond_usual_deg", _rounding),
    "uncontrolled_descent": ("descent_of_way_pps", _descent),
}
"""Rule → name and making of the curve it judges."""
