"""Twisting to reach while the feet stay put.

Bands and grade are those of every held twist; 15 degrees of foot turn, the step and the 20 degree lean
are provisional.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from transitions.model import Segment, View
from transitions.rules._feet import FEET_HIDDEN, feet_in_view, feet_planted
from transitions.rules._held_twist import BANDS, CURVE, SOURCES, held_twist
from transitions.rules._readable import unreadable_reason
from transitions.rules.record import Drawn, Measure, Measurement, Rule
from transitions.series import BoolArray, Kinematics
from transitions.units import DEG

BENT_DEG = 20.0
"""A twist with the trunk bent forward by more than this counts one band up (provisional)."""


def planted_twist(kinematics: Kinematics, segment: Segment) -> Measurement:
    """Largest twist from neutral kept for 0.2 s while the feet stay put, in degrees; 0 when they never do.

    A large twist while it is not known whether they do is no pass.
    """
    reason = unreadable_reason(kinematics, segment, "trunk_twist_deg")
    if reason:
        return Measurement.not_assessable(reason)
    if not feet_in_view(kinematics, segment):
        return Measurement.not_assessable(FEET_HIDDEN)
    planted, known = feet_planted(kinematics, segment)
    twist = held_twist(kinematics, segment.start_s, segment.end_s, planted, known)
    if not twist.value >= BANDS.mild and _twists_where(kinematics, segment, ~known):
        return Measurement.not_assessable(FEET_HIDDEN)
    if twist.at_s is None:
        return twist
    row = int(np.searchsorted(kinematics.t_s, twist.at_s))
    lean_deg = kinematics["trunk_inclination_deg"].value[row]
    at_s = twist.at_s if twist.value > 0 else None
    return replace(twist, at_s=at_s, bands_up=int(lean_deg > BENT_DEG))


def _twists_where(kinematics: Kinematics, segment: Segment, rows: BoolArray) -> bool:
    """Whether the trunk is twisted by the first band in any of these rows of the segment."""
    twist_deg = kinematics["trunk_twist_deg"].value[kinematics.between(segment.start_s, segment.end_s)]
    return bool((np.abs(twist_deg[rows]) >= BANDS.mild).any())


RULE = Rule(
    id="twisted_reach",
    applies_to=frozenset({"reach", "pick_up"}),
    views=frozenset({View.FRONT, View.OBLIQUE, View.BACK_OBLIQUE}),
    measure=Measure(
        "Largest twist of the trunk kept for 0.2 s while the feet stay put",
        DEG,
        planted_twist,
        CURVE,
        Drawn.SHOULDERS_OVER_HIPS,
    ),
    thresholds=BANDS,
    sources=SOURCES,
    title="Twisted reach",
    headline="Twisted to reach while the feet stayed put",
    cue="Step or turn your feet towards the thing first, then reach",
    means="In a reach or a pick-up the shoulders turn against the hips and stay so for a moment, and the feet have "
    "neither turned nor stepped.",
    matters="When the feet come along, hips and legs share the turn; with planted feet the trunk does all of it, "
    "and a bent trunk adds to it.",
    misleads="In a tight place the feet often cannot come along; a slow, chosen twist can be comfortable. Strategies "
    "vary with strength, pain and age.",
    best_view="The front corner (or the back one), feet in view.",
    film_next_time="Film from the front corner, feet and both shoulders in view.",
    beside=("trunk_inclination_deg",),
)
