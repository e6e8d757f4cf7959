"""Turn: the shoulders turn far against the hips and come back, as with a box in the hands, outside of anything else.

Somebody who turns as a whole, by stepping round, turns the shoulders little against the hips and gives no segment.
Most twists belong to something else, a reach above all: where the movement networks see that, this claims little.
`side` is where the shoulders turn to. The confidence is the likelihood of so wide a twist, not fitted: there were no
clips with marked turns.
"""

from __future__ import annotations

from transitions.detect.clip_motion import ClipMotion
from transitions.detect.compared import DURATION, LEAN, TWIST, TWIST_SPEED
from transitions.detect.excursion import Excursion, excursions
from transitions.detect.record import Detector, Phase
from transitions.evidence import Seen, Source
from transitions.model import Segment

LEAST_DEG = 20.0
"""In healthy turning the shoulders lead the hips by less (MEASURES: Events)."""

REST_DEG = 5.0
"""A turn begins and ends where the shoulders stand over the hips again, within what twist can be read to."""


def find_turns(motion: ClipMotion) -> list[Segment]:
    """Twists of a standing or sitting person, in time order."""
    twist = motion.kinematics["trunk_twist_deg"]
    found = excursions(motion.t_s, twist.value, twist.u, rest=REST_DEG, least=LEAST_DEG)
    return [_segment(motion, excursion) for excursion in found]


def _segment(motion: ClipMotion, e: Excursion) -> Segment:
    confidence = e.likelihood * motion.movements.unclaimed(e.start_s, e.end_s)
    side = "left" if e.peak > 0 else "right"
    return Segment("turn", e.start_s, e.end_s, confidence, {"widest_s": e.peak_s}, side=side)


DETECTOR = Detector(
    kind="turn",
    name="Turning the shoulders",
    about="The shoulders turn far against the hips and come back, while nothing else takes place.",
    find=find_turns,
    phases=(Phase("widest_s", "furthest round", "the shoulders are furthest round"),),
    moment="widest_s",
    side="to the {}",
    sources=(
        Source(
            key="turn_rest",
            citation="Engineering values: a twist under 20° belongs to healthy turning, one under 5° to how well "
            "twist is read",
            seen=Seen.OWN,
        ),
    ),
    curves=("trunk_twist_deg", "trunk_inclination_deg", "hip_height_norm"),
    compared=(TWIST_SPEED, TWIST, DURATION, LEAN),
)
