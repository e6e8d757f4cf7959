"""Trunk held twisted.

The bands 20/30/40 degrees follow the posture zones of ISO 11226 and EN 1005-4, which are about static working postures;
for short events they are provisional. In a trunk rotation of 45 degrees a lumbar segment turns by 1.2 to 1.7 degrees
(Fujii 2007).
"""

from __future__ import annotations

from transitions.model import Segment
from transitions.rules._held_twist import BANDS, CURVE, SOURCES, held_twist
from transitions.rules._readable import unreadable_reason
from transitions.rules.record import ALL_KINDS, ANY_VIEW, Drawn, Measure, Measurement, Rule
from transitions.series import Kinematics
from transitions.units import DEG


def largest_held_twist(kinematics: Kinematics, segment: Segment) -> Measurement:
    """Largest twist from neutral kept for 0.2 s, in degrees."""
    reason = unreadable_reason(kinematics, segment, "trunk_twist_deg")
    if reason:
        return Measurement.not_assessable(reason)
    return held_twist(kinematics, segment.start_s, segment.end_s)


RULE = Rule(
    id="sustained_twist",
    applies_to=ALL_KINDS,
    views=ANY_VIEW,
    measure=Measure(
        "Largest twist of the trunk kept for 0.2 s", DEG, largest_held_twist, CURVE, Drawn.SHOULDERS_OVER_HIPS
    ),
    thresholds=BANDS,
    sources=SOURCES,
    title="Held twist",
    headline="Stayed twisted through the trunk",
    cue="Turn your feet first, so that hips and shoulders face what you do",
    means="The shoulders stay turned against the hips, away from the person's own neutral posture, for a moment.",
    matters="Twisting far under load or for long is what many people with back pain notice first; turning the feet "
    "shares the movement with hips and legs.",
    misleads="Strategies vary: a large twist in a slow, chosen movement can be comfortable. Arms across the chest "
    "or a hidden pelvis make the angle uncertain.",
    best_view="Oblique is best; side on the far shoulder is hidden.",
    film_next_time="Film from the front corner, hips and both shoulders in view.",
)
