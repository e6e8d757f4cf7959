"""Bending with a rounded back where the hips could share more.

Means: in the deep part of the movement the back is rounder than a usual bend of that depth.
Matters: letting the hips fold shares the bend between hips and back, which many people with back pain find
easier. There is nothing wrong with a round back as such: bending the low back while lifting is no established
risk factor (Saraceni 2020).
Misleads: loose clothing, a rucksack or a chair's back hide the outline; a naturally curved back reads as
rounded; facing the camera the back is not seen at all, and the value is then uncertain.
View: side on is best, oblique will do; from the front it often cannot be told.

The measure is spine flexion less its usual share of the trunk's lean. The share 0.375 is derived: 41.6
degrees lumbar with 69.4 degrees hip in a full bend (Esola 1996); at lift-off people use less, 1:3 (Tully
2005). The arc model's mild rounding (sagitta 0.09 of the chord, 41 degrees) leaves 8 degrees over that share in
a full bend (lean 88 degrees), its moderate one (0.13, 58 degrees) 25. The first band was set to 12 on the
choreography source (rendered clips), between controlled movements and stoops or slouched rises: provisional;
`make crossvalidate` judges it on the others.
"""

from __future__ import annotations

import numpy as np

from transitions.model import ANY_VIEW, Grade, Measurement, Rule, Segment, Thresholds
from transitions.rules._twist import unreadable_reason
from transitions.series import Kinematics

USUAL_SHARE = 0.375
"""Of the trunk's lean that comes from the spine in a full bend: 41.6 / (41.6 + 69.4) (Esola 1996)."""

DEEP_SHARE = 0.6
"""The deep part of the movement: the trunk leans at least this share of its deepest (engineering value)."""

HOLD_S = 0.3
"""Least time in the deep part (MEASURES: held at least 0.3 s)."""


def rounding_beyond_share(kinematics: Kinematics, segment: Segment) -> Measurement:
    """Median over the deep part of spine flexion less its usual share of the lean, in degrees."""
    for name in ("trunk_inclination_deg", "spine_flexion_deg"):
        reason = unreadable_reason(kinematics, name, segment)
        if reason:
            return Measurement.not_assessable(reason)
    rows = kinematics.between(segment.start_s, segment.end_s)
    lean, spine = kinematics["trunk_inclination_deg"], kinematics["spine_flexion_deg"]
    lean_deg, excess_deg = lean.value[rows], spine.value[rows] - USUAL_SHARE * lean.value[rows]
    deep = np.flatnonzero((lean_deg >= DEEP_SHARE * np.nanmax(lean_deg)) & np.isfinite(excess_deg))
    if len(deep) < HOLD_S * kinematics.frame_rate_hz:
        return Measurement.not_assessable(
            "The back is not seen for long enough in the deep part of this movement; film side on."
        )
    value_deg = float(np.median(excess_deg[deep]))
    u_deg = float(np.median(np.hypot(spine.u[rows][deep], USUAL_SHARE * lean.u[rows][deep])))
    at = deep[int(np.argmin(np.abs(excess_deg[deep] - np.quantile(excess_deg[deep], 0.9))))]
    return Measurement(value_deg, u_deg, float(kinematics.t_s[rows][at]))


RULE = Rule(
    id="poor_hip_hinge",
    applies_to=frozenset({"sit_to_stand", "stand_to_sit", "pick_up"}),
    views=ANY_VIEW,
    thresholds=Thresholds(
        mild=12, moderate=25, severe=None, unit="deg", source="arc_model", grade=Grade.PROVISIONAL
    ),
    measure=rounding_beyond_share,
    title="Bend from the back",
    headline="Bent more from the back than from the hips",
    cue="Push your hips back as if to close a drawer, and let the chest follow",
    misleads="Loose clothing or a chair's back hide the outline; a naturally curved back reads as rounded.",
    film_next_time="Film side on, head to feet in view, in fitted clothing.",
)
