"""Finds transitions: every module here with a `DETECTOR` constant looks for one kind.

Adding a transition is one file and its test: it is found by walking the package.
"""

from __future__ import annotations

import importlib
import pkgutil

from transitions.detect.movement import find_movements
from transitions.fitted import SHIPPED, Fitted
from transitions.model import Detector, Segment
from transitions.series import Kinematics

MAX_OVERLAP = 0.3
"""Two segments may share this part of the shorter one: edges are refined after the decoding."""


def all_detectors() -> tuple[Detector, ...]:
    """Every detector, by kind."""
    found = []
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        detector = getattr(module, "DETECTOR", None)
        if isinstance(detector, Detector):
            found.append(detector)
    return tuple(sorted(found, key=lambda d: d.kind))


def find_segments(kinematics: Kinematics, fitted: Fitted = SHIPPED) -> tuple[Segment, ...]:
    """Transitions of all kinds in time order; of two that overlap much the one with the higher confidence is kept."""
    movements = find_movements(kinematics, fitted.movement)
    candidates = [s for detector in all_detectors() for s in detector.find(kinematics, movements)]
    kept: list[Segment] = []
    for segment in sorted(candidates, key=lambda s: (-s.confidence, s.start_s)):
        if not any(_clash(segment, other) for other in kept):
            kept.append(segment)
    return tuple(sorted(kept, key=lambda s: s.start_s))


def _clash(a: Segment, b: Segment) -> bool:
    shared_s = min(a.end_s, b.end_s) - max(a.start_s, b.start_s)
    return shared_s > MAX_OVERLAP * min(a.duration_s, b.duration_s)
