"""One model of posture and movement through the clip, which detectors may read.

A small network weighs the whole body's posture and motion around each moment (`features`, `network`), and the
stretches of the clip that its evidence speaks for compete (`decode`). No single measure decides.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from transitions.detect.movement.confidence import confidence
from transitions.detect.movement.decode import Stretch, decode
from transitions.detect.movement.features import GRID_HZ, Features, movement_features
from transitions.detect.movement.network import KINDS, movement_evidence, novelty
from transitions.detect.movement.touches import Touch, find_touches
from transitions.detect.movement.weights import FittedMovement, load_movement
from transitions.fitted import SHIPPED
from transitions.kinematics.filters import stretches
from transitions.model import Segment
from transitions.series import Kinematics, PoseSeries

__all__ = ["KINDS", "Movement", "Movements", "find_movements", "movements_of_pose"]

LEAST_NOVEL_S = 0.3
"""A posture unlike all fitted ones counts when it lasts: a misread limb is shorter."""


@dataclass(frozen=True)
class Movement:
    """A stretch that the evidence calls a transition.

    Attributes
    ----------
    kind : as in `KINDS`. start_s, end_s, moment_s : seconds; the moment is the kind's own (seat-off or seat
        contact, grasp, lowest point). confidence : how often such a stretch is a true one of its kind (0-1).
        `moment_s` is None where the evidence shows none.
    """

    kind: str
    start_s: float
    end_s: float
    moment_s: float | None
    confidence: float

    def segment(self, phases: Mapping[str, float | None], side: str | None = None) -> Segment:
        """The movement as a segment; phases not seen or beyond its edges are left out."""
        start_s, end_s = self.start_s, self.end_s
        seen = {name: at_s for name, at_s in phases.items() if at_s is not None and start_s <= at_s < end_s}
        return Segment(self.kind, start_s, end_s, self.confidence, seen, side=side)


@dataclass(frozen=True)
class Movements:
    """What the networks find in a clip, in time order, however sure they are of it."""

    found: tuple[Movement, ...]

    def of(self, kind: str) -> tuple[Movement, ...]:
        """Those of one kind."""
        return tuple(m for m in self.found if m.kind == kind)

    def unclaimed(self, start_s: float, end_s: float) -> float:
        """How likely the networks leave a stretch to others, 0-1: one less their confidence, over its time."""
        shared_s = [max(min(m.end_s, end_s) - max(m.start_s, start_s), 0.0) for m in self.found]
        claimed_s = sum(m.confidence * s for m, s in zip(self.found, shared_s, strict=True))
        return max(1.0 - claimed_s / (end_s - start_s), 0.0)


def find_movements(kinematics: Kinematics, weights: Path = SHIPPED.movement) -> Movements:
    """What the shipped networks, or those in `weights`, find in a clip."""
    return movements_of_pose(kinematics.pose, weights)


def movements_of_pose(pose: PoseSeries, weights: Path = SHIPPED.movement) -> Movements:
    """As `find_movements`, from a repaired pose alone."""
    fitted = load_movement(weights)
    read = Movements(
        tuple(
            Movement(s.kind, s.start_s, s.end_s, s.moment_s, confidence(s, fitted.confidence))
            for s in read_stretches(movement_features(pose), fitted)
        )
    )
    touched = (movement for touch in find_touches(pose) for movement in _unclaimed_ways(touch, read))
    return Movements(tuple(sorted((*read.found, *touched), key=lambda m: m.start_s)))


def _unclaimed_ways(touch: Touch, read: Movements) -> Iterator[Movement]:
    """Sitting down and rising of a touch, as likely as its odds and as the networks leave the time to it."""
    likely = 1.0 / (1.0 + math.exp(-touch.odds))
    left = likely * read.unclaimed(touch.down_s[0], touch.up_s[1])
    yield Movement("stand_to_sit", *touch.down_s, touch.down_s[1], left)
    yield Movement("sit_to_stand", *touch.up_s, touch.up_s[0], left)


def read_stretches(features: Features, fitted: FittedMovement) -> list[Stretch]:
    """What the evidence speaks for, where the person is seen in postures that the networks know."""
    novel = novelty(features, fitted.members[0]) > fitted.novelty_limit
    for run in stretches(novel):
        novel[run] = run.stop - run.start >= LEAST_NOVEL_S * GRID_HZ
    return decode(movement_evidence(features, fitted.members), features.seen & ~novel)
