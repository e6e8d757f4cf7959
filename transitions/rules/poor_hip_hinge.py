"""Bending with a rounded back where the hips could share more.

The measure is spine flexion less its usual share of the trunk's lean. The share 0.375 is derived: 41.6
degrees lumbar with 69.4 degrees hip in a full bend (Esola 1996); at lift-off people use less, 1:3 (Tully
2005). The arc model's mild rounding (sagitta 0.09 of the chord, 41 degrees) leaves 8 degrees over that share in
a full bend (lean 88 degrees), its moderate one (0.13, 58 degrees) 25. The first band was set to 12 on the
choreography source (rendered clips), between controlled movements and stoops or slouched rises: provisional;
`make crossvalidate` judges it on the others.
"""

from __future__ import annotations

import numpy as np

from transitions.evidence import Seen, Source
from transitions.model import Grade, Segment
from transitions.rules._readable import unreadable_reason
from transitions.rules.record import (
    ANY_VIEW,
    CurveStatistic,
    Drawn,
    JudgedCurve,
    Measure,
    Measurement,
    Rule,
    Thresholds,
)
from transitions.series import Curve, Kinematics
from transitions.units import DEG

MADE_OF = ("spine_flexion_deg", "trunk_inclination_deg")
USUAL_SHARE = 0.375
"""Of the trunk's lean that comes from the spine in a full bend: 41.6 / (41.6 + 69.4) (Esola 1996)."""

DEEP_SHARE = 0.6
"""The deep part of the movement: the trunk leans at least this share of its deepest (engineering value)."""

MEDIAN_U_SHARE = 0.89
"""Of the rows' standard uncertainty that their median over the deep part has: part of their errors cancels out.
Printed by `python -m bench.fit_networks spine`, alike with any source left out."""

HOLD_S = 0.3
"""Least time in the deep part (MEASURES: held at least 0.3 s)."""


def rounding_beyond_share(kinematics: Kinematics, segment: Segment) -> Measurement:
    """Median over the deep part of spine flexion less its usual share of the lean, in degrees.

    Its standard uncertainty is `MEDIAN_U_SHARE` of that of the rows.
    """
    reason = unreadable_reason(kinematics, segment, "trunk_inclination_deg", "spine_flexion_deg")
    if reason:
        return Measurement.not_assessable(reason)
    rows = kinematics.between(segment.start_s, segment.end_s)
    excess = rounding_curve(kinematics, segment)
    t_s, excess_deg = kinematics.t_s[rows], excess.value[rows]
    lean_deg = kinematics["trunk_inclination_deg"].value[rows]
    is_deep = (lean_deg >= DEEP_SHARE * np.nanmax(lean_deg)) & np.isfinite(excess_deg)
    deep = np.flatnonzero(is_deep)
    deep_s = kinematics.share_of_time(is_deep, segment.start_s, segment.end_s) * segment.duration_s
    if len(deep) < 2 or deep_s < HOLD_S - 0.5 / kinematics.frame_rate_hz:
        return Measurement.not_assessable(
            "The back is not seen for long enough in the deep part of this movement; film side on."
        )
    at = deep[int(np.argmin(np.abs(excess_deg[deep] - np.quantile(excess_deg[deep], 0.9))))]
    return Measurement(
        float(np.median(excess_deg[deep])),
        MEDIAN_U_SHARE * float(np.median(excess.u[rows][deep])),
        float(t_s[at]),
        stretch_s=(float(t_s[deep[0]]), float(t_s[deep[-1]])),
    )


def rounding_curve(kinematics: Kinematics, segment: Segment) -> Curve:  # noqa: ARG001 - the same at any moment
    """Spine flexion less its usual share of the lean, with the uncertainty of both."""
    spine, lean = (kinematics[name] for name in MADE_OF)
    u = np.hypot(spine.u, USUAL_SHARE * lean.u)
    return Curve(spine.value - USUAL_SHARE * lean.value, u, spine.valid & lean.valid, DEG.key)


RULE = Rule(
    id="poor_hip_hinge",
    applies_to=frozenset({"sit_to_stand", "stand_to_sit", "pick_up"}),
    views=ANY_VIEW,
    measure=Measure(
        "Rounding of the back beyond its usual share of the trunk's lean, in the deep part of the movement",
        DEG,
        rounding_beyond_share,
        JudgedCurve(
            "rounding_beyond_usual_deg",
            CurveStatistic.MEDIAN,
            label="Rounding of the back beyond the usual share",
            derive=rounding_curve,
            made_of=MADE_OF,
            read_as="median over the deep part of the movement",
        ),
        Drawn.BACK,
    ),
    thresholds=Thresholds(mild=12, moderate=25, severe=None, grade=Grade.PROVISIONAL),
    sources=(
        Source(key="arc_model", citation="Own arc model of the back's contour", seen=Seen.OWN),
        Source(
            key="esola1996",
            citation="Esola MA et al. 1996, Analysis of lumbar spine and hip motion during forward bending in "
            "subjects with and without a history of low back pain, Spine 21:71-78",
            seen=Seen.ABSTRACT,
            doi="10.1097/00007632-199601010-00017",
            population="20 people with a history of low back pain, 21 without",
            used="41.6 degrees lumbar with 69.4 degrees hip in a full bend",
        ),
        Source(
            key="tully2005",
            citation="Tully et al. 2005, Sagittal spine and lower limb movement during sit-to-stand in healthy "
            "young subjects",
            seen=Seen.ABSTRACT,
            address="https://scholars.latrobe.edu.au/display/publication74991",
            population="47 healthy young adults",
            used="lumbar to hip flexion 1:3 before lift-off",
        ),
        Source(
            key="saraceni2020",
            citation="Saraceni N et al. 2020, To flex or not to flex? Is there a relationship between lumbar spine "
            "flexion during lifting and low back pain? Journal of Orthopaedic and Sports Physical Therapy 50:121-130",
            seen=Seen.ABSTRACT,
            doi="10.2519/jospt.2020.9218",
            used="a round back while lifting is no established risk factor",
        ),
    ),
    title="Bend from the back",
    headline="Bent more from the back than from the hips",
    cue="Push your hips back as if to close a drawer, and let the chest follow",
    means="In the deep part of the movement the back is rounder than a usual bend of that depth.",
    matters="Letting the hips fold shares the bend between hips and back, which many people with back pain find "
    "easier. There is nothing wrong with a round back as such: bending the low back while lifting is no established "
    "risk factor (Saraceni 2020).",
    misleads="Loose clothing, a rucksack or a chair's back hide the outline; a naturally curved back reads as "
    "rounded; facing the camera the back is not seen at all, and the value is then uncertain.",
    best_view="Side on is best, oblique will do; from the front it often cannot be told.",
    film_next_time="Film side on, head to feet in view, in fitted clothing.",
    beside=MADE_OF,
)
