"""Finds transitions: every module here with a `DETECTOR` constant owns one kind.

Adding a transition is one file and its test (``docs/add-a-transition.md``): it is found by walking the package.
`Kinematics` go in, as each detector's `ClipMotion`; out come `Segment` objects in time order, with phases, side and a
confidence by which those that overlap compete.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache

from transitions.detect.clip_motion import ClipMotion
from transitions.detect.movement import find_movements
from transitions.detect.record import Detector, Seat
from transitions.fitted import SHIPPED, Fitted
from transitions.model import Segment
from transitions.series import Kinematics
from transitions.states import PostureState

LEAST_CONFIDENCE = 0.6
"""What is less sure is not reported. On takes left out F1 is the same from 0.5 to 0.6 and less above (the fit prints
it), and somebody who moves unlike all of them should rather be told nothing."""

MAX_OVERLAP = 0.3
"""Two segments may share this part of the shorter one: edges are refined after the decoding."""


@cache
def all_detectors() -> tuple[Detector, ...]:
    """Every detector, by kind."""
    modules = [importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    found = [getattr(module, "DETECTOR", None) for module in modules]
    return tuple(sorted((d for d in found if isinstance(d, Detector)), key=lambda d: d.kind))


def detector_of(kind: str) -> Detector | None:
    """The detector of a kind; None when no detector finds it."""
    return next((detector for detector in all_detectors() if detector.kind == kind), None)


def posture_after(kind: str) -> PostureState | None:
    """Whether the person sits or stands after a transition that changes which; None for every other kind."""
    detector = detector_of(kind)
    return detector.ends if detector is not None and detector.changes_posture else None


def seat_of(kind: str) -> Seat | None:
    """When in a transition the person sits on a seat whose height counts; None where there is none."""
    detector = detector_of(kind)
    return detector.seat if detector is not None else None


def find_segments(kinematics: Kinematics, fitted: Fitted = SHIPPED) -> tuple[Segment, ...]:
    """Transitions of all kinds in time order: what is left of every detector's candidates after they competed."""
    motion = ClipMotion(kinematics, find_movements(kinematics, fitted.movement))
    return compete(segment for detector in all_detectors() for segment in detector.find(motion))


def compete(candidates: Iterable[Segment]) -> tuple[Segment, ...]:
    """In time order those sure enough to report; of two that overlap much the one with the higher confidence."""
    kept: list[Segment] = []
    sure = [candidate for candidate in candidates if candidate.confidence >= LEAST_CONFIDENCE]
    for segment in sorted(sure, key=lambda s: (-s.confidence, s.start_s)):
        if not any(_clash(segment, other) for other in kept):
            kept.append(segment)
    return tuple(sorted(kept, key=lambda s: s.start_s))


def _clash(a: Segment, b: Segment) -> bool:
    shared_s = min(a.end_s, b.end_s) - max(a.start_s, b.start_s)
    return shared_s > MAX_OVERLAP * min(a.duration_s, b.duration_s)
