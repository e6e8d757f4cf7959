"""Starting a rise slumped back.

The 10 degree band and both distances are engineering values (provisional): no threshold was found in the
literature. They were set on the choreography source (rendered clips), where controlled rises start nearly
upright but some with the feet ahead too, so that neither lean nor feet are enough alone; `make crossvalidate`
judges them on the others.
"""

from __future__ import annotations

import numpy as np

from transitions.evidence import source
from transitions.kinematics.geometry import UP as UPWARDS
from transitions.kinematics.geometry import midpoint, trunk_axis
from transitions.model import Grade, Segment, View
from transitions.rules._readable import unreadable_reason
from transitions.rules.record import (
    DOWN,
    CurveStatistic,
    Drawn,
    JudgedCurve,
    Measure,
    Measurement,
    Rule,
    Thresholds,
)
from transitions.series import Curve, FloatArray, Kinematics
from transitions.units import DEG

BEFORE_S, AFTER_S = 0.3, 0.1
"""The start posture is the median from this long before the onset to this long after it."""

FAR_HEELS_THIGHS = 0.8
"""Heels this far ahead of the hips, in thigh lengths, are not drawn back under the knees (provisional)."""

SLIDE_THIGHS = 0.15
"""Hips that come this much nearer to the heels before lift-off slid forward, about 6 cm (provisional)."""

POINTING_SHARE = 0.5
"""Thighs point ahead when this share of their length is horizontal, up to 60 degrees below it (provisional)."""

NO_LIFT_OFF = "The moment of leaving the seat was not found, so a slide forward before it cannot be told."
NOT_SEEN = "Trunk, hips and feet are not seen clearly enough as the rise begins."


def backward_lean(kinematics: Kinematics, segment: Segment) -> Measurement:
    """How far the trunk leans back at the start of a rise that stays slumped, in degrees.

    The value is 0 when the trunk leans forward, the feet are drawn back, or the hips slide forward first.
    """
    reason = unreadable_reason(kinematics, segment, "trunk_inclination_deg")
    if reason:
        return Measurement.not_assessable(reason)
    stretch_s = segment.start_s - BEFORE_S, segment.start_s + AFTER_S
    start = kinematics.between(*stretch_s)
    seat_off_s = segment.phases.get("seat_off_s")
    if seat_off_s is None:
        return Measurement.not_assessable(NO_LIFT_OFF)
    lift_off = kinematics.between(seat_off_s - BEFORE_S, seat_off_s)
    lean = forward_lean_curve(kinematics, segment)
    heels = _heels_ahead_thighs(kinematics.pose.world_m)
    seen = lean.valid[start] & np.isfinite(heels[start])
    if not seen.any() or not np.isfinite(heels[lift_off]).any():
        return Measurement.not_assessable(NOT_SEEN)
    lean_back_deg = float(np.median(-lean.value[start][seen]))
    heels_at_start = float(np.median(heels[start][seen]))
    slide = heels_at_start - float(np.nanmedian(heels[lift_off]))
    slumped = heels_at_start >= FAR_HEELS_THIGHS and slide < SLIDE_THIGHS and lean_back_deg > 0
    u_deg = float(np.median(lean.u[start][seen]))
    if not slumped:  # 0 is read from no curve: no moment stands for it
        return Measurement(0.0, u_deg, None)
    return Measurement(lean_back_deg, u_deg, segment.start_s, stretch_s=stretch_s)


def forward_lean_curve(kinematics: Kinematics, segment: Segment) -> Curve:  # noqa: ARG001 - the same at any moment
    """The trunk's lean with a sign: forward, where the thighs of somebody seated point, is positive."""
    lean = kinematics["trunk_inclination_deg"]
    forward = _forward_share(kinematics.pose.world_m)
    return Curve(np.sign(forward) * lean.value, lean.u, lean.valid & np.isfinite(forward), DEG.key)


def _thigh_direction(world_m: FloatArray) -> FloatArray:
    """(n, 3) horizontal unit vector along the thighs: ahead, for somebody seated."""
    level = _level_thigh_m(world_m)
    with np.errstate(invalid="ignore", divide="ignore"):
        unit: FloatArray = level / np.linalg.norm(level, axis=1, keepdims=True)
    return unit


def _level_thigh_m(world_m: FloatArray) -> FloatArray:
    """(n, 3) horizontal part of the vector from hips to knees."""
    thigh = midpoint(world_m, "knee") - midpoint(world_m, "hip")
    level: FloatArray = thigh - (thigh @ UPWARDS)[:, None] * UPWARDS
    return level


def _forward_share(world_m: FloatArray) -> FloatArray:
    """(n,) the forward part of the trunk's unit vector: negative when it leans back.

    The thighs of somebody upright point down: ahead stays where they pointed last.
    """
    thigh_m = np.linalg.norm(midpoint(world_m, "knee") - midpoint(world_m, "hip"), axis=1)
    pointing = np.linalg.norm(_level_thigh_m(world_m), axis=1) >= POINTING_SHARE * thigh_m
    last = np.maximum.accumulate(np.where(pointing, np.arange(len(pointing)), np.argmax(pointing)))
    share: FloatArray = np.sum(trunk_axis(world_m) * _thigh_direction(world_m)[last], axis=1)
    return np.where(pointing.any(), share, np.nan)


def _heels_ahead_thighs(world_m: FloatArray) -> FloatArray:
    """(n,) horizontal distance of the heels ahead of the hips, in the person's own thigh lengths."""
    thigh_m = np.linalg.norm(midpoint(world_m, "knee") - midpoint(world_m, "hip"), axis=1)
    seen = thigh_m[np.isfinite(thigh_m)]
    length_m = float(np.percentile(seen, 75)) if len(seen) else float("nan")
    ahead = midpoint(world_m, "heel") - midpoint(world_m, "hip")
    thighs: FloatArray = np.sum(ahead * _thigh_direction(world_m), axis=1) / length_m
    return thighs


RULE = Rule(
    id="slouched_start",
    applies_to=frozenset({"sit_to_stand"}),
    views=frozenset({View.SIDE}),
    measure=Measure(
        "How far the trunk leans back as a rise begins, with the feet far ahead and no slide forward",
        DEG,
        backward_lean,
        JudgedCurve(
            "forward_lean_deg",
            CurveStatistic.MEDIAN,
            DOWN,
            label="Lean of the trunk, back below zero",
            derive=forward_lean_curve,
            made_of=("trunk_inclination_deg",),
            read_as="median as the rise begins",
        ),
        Drawn.TRUNK_TO_VERTICAL,
    ),
    thresholds=Thresholds(mild=10, moderate=None, severe=None, grade=Grade.PROVISIONAL),
    sources=(source("engineering"),),
    title="Slumped start",
    headline="Started the rise leaning back, feet far ahead",
    cue="Slide to the front of the seat and draw your feet back before you lean forward",
    means="At the start of a rise the trunk leans back and the feet are well ahead of the hips, and the hips do not "
    "slide forward before lifting off.",
    matters="From there the legs cannot take over, so the rise begins with a heave of the trunk; sliding to the edge "
    "and drawing the feet back makes the same rise lighter.",
    misleads="A low or reclined seat makes everybody start leaning back; pushing off with the arms is a choice. "
    "Strategies vary with strength, pain and age.",
    best_view="Side on. From elsewhere lean and the feet's distance point at the camera.",
    film_next_time="Film side on, head to feet in view, from before the rise begins.",
)
