"""Twisting out of a car, trunk first.

Bands and grade are those of every held twist; the 0.4 s lead is provisional (shoulders lead the hips
briefly in every healthy turn).
"""

from __future__ import annotations

import numpy as np

from transitions.kinematics.geometry import signed_view_deg
from transitions.model import Segment
from transitions.rules._held_twist import BANDS, CURVE, SOURCES, held_twist
from transitions.rules._readable import unreadable_reason
from transitions.rules.record import ANY_VIEW, Drawn, Measure, Measurement, Rule
from transitions.series import FloatArray, Kinematics
from transitions.units import DEG

MAX_LEAD_S = 0.4
"""Shoulders that reach half of the turn this long before the hips lead it (MEASURES; provisional)."""

MIN_TURN_DEG = 30.0
"""Getting out turns the hips by up to a right angle; with less in view no lead can be timed (provisional)."""

NO_SEAT = "The moment of leaving the car seat is not in view."


def seated_twist(kinematics: Kinematics, segment: Segment) -> Measurement:
    """Largest twist kept for 0.2 s while still in the car seat, in degrees."""
    seat_off_s = segment.phases.get("seat_off_s")
    if seat_off_s is None:
        return Measurement.not_assessable(NO_SEAT)
    reason = unreadable_reason(kinematics, segment, "trunk_twist_deg")
    if reason:
        return Measurement.not_assessable(f"{reason} {_order(segment)}".strip())
    leads = shoulder_lead_s(kinematics, segment) > MAX_LEAD_S
    until_s = seat_off_s if leads else min(segment.phases.get("first_foot_out_s", seat_off_s), seat_off_s)
    twist = held_twist(kinematics, segment.start_s, until_s)
    if twist.at_s is None:
        return _too_short(kinematics, segment, until_s)
    reason = unreadable_reason(kinematics, segment, "trunk_twist_deg", until_s=until_s)
    if reason and twist.value < BANDS.mild:
        return Measurement.not_assessable(f"{reason} {_order(segment)}".strip())
    return twist


def shoulder_lead_s(kinematics: Kinematics, segment: Segment) -> float:
    """Seconds from half of the shoulders' turn to half of the hips' turn; NaN without a clear turn.

    Hips count where the twist is assessable, as shoulders do: of a misread body neither is known.
    """
    rows = kinematics.between(segment.start_s, segment.end_s)
    twist = kinematics["trunk_twist_deg"]
    hips_deg = signed_view_deg(kinematics.pose.world_m[rows])
    hips_deg = _unwrapped(np.where(twist.valid[rows], hips_deg, np.nan))
    shoulders_deg = hips_deg - twist.value[rows]  # the view grows to the right, the twist to the left
    t_s = kinematics.t_s[rows]
    return _half_way_s(t_s, hips_deg) - _half_way_s(t_s, shoulders_deg)


def _too_short(kinematics: Kinematics, segment: Segment, until_s: float) -> Measurement:
    """A foot that goes out at once leaves no time to twist with both feet inside: no twist, if it was seen."""
    rows = kinematics.between(segment.start_s, segment.end_s)
    curve = kinematics["trunk_twist_deg"]
    seated = curve.valid[kinematics.between(segment.start_s, until_s)]
    if not seated.all() or kinematics.longest_hole_s(segment.start_s, until_s) > 0:
        return Measurement.not_assessable(
            f"The trunk is hidden while still in the seat. {_order(segment)}".strip()
        )
    return Measurement(0.0, float(np.nanmedian(curve.u[rows])), None)


def _half_way_s(t_s: FloatArray, angle_deg: FloatArray) -> float:
    """When a turn first passes half of its whole change; NaN under `MIN_TURN_DEG`."""
    seen = np.flatnonzero(np.isfinite(angle_deg))
    if not len(seen):
        return float("nan")
    change_deg = angle_deg[seen] - angle_deg[seen[0]]
    total_deg = change_deg[-1]
    if abs(total_deg) < MIN_TURN_DEG:
        return float("nan")
    return float(t_s[seen][np.argmax(change_deg / total_deg >= 0.5)])


def _unwrapped(angle_deg: FloatArray) -> FloatArray:
    result = np.array(angle_deg)
    seen = np.isfinite(result)
    result[seen] = np.degrees(np.unwrap(np.radians(result[seen])))
    return result


def _order(segment: Segment) -> str:
    """The parts of the body in the order in which they came out, as one sentence; empty when unknown."""
    parts = [
        name.removesuffix("_s").removesuffix("_out")
        for name in sorted(segment.phases, key=segment.phases.__getitem__)
    ]
    said = ", ".join(part.replace("_", " ") for part in parts)
    return f"The order was: {said}." if len(parts) > 1 else ""


RULE = Rule(
    id="twisted_car_exit",
    applies_to=frozenset({"car_exit"}),
    views=ANY_VIEW,
    measure=Measure(
        "Largest twist of the trunk kept for 0.2 s while still in the car seat",
        DEG,
        seated_twist,
        CURVE,
        Drawn.SHOULDERS_OVER_HIPS,
    ),
    thresholds=BANDS,
    sources=SOURCES,
    title="Twisted car exit",
    headline="Twisted out of the car, trunk first",
    cue="Swing both legs out first, then stand up facing outwards",
    means="Still seated, with both feet inside, the shoulders turn out against the hips; or the shoulders lead the "
    "hips by more than 0.4 s, and then the twist counts until the hips leave the seat.",
    matters="The car seat holds the hips, so whatever the legs do not turn the trunk must; swinging both legs out "
    "first turns hips and shoulders together.",
    misleads="A low sill or a tight gap leaves little room to swing the legs; hands on the door frame help.",
    best_view="The camera faces the open door. Where the pelvis is hidden only the order of the parts is reported.",
    film_next_time="Film from outside, facing the open door, hips and both feet in view.",
)
