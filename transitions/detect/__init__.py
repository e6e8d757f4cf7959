"""Finds transitions: every module here with a `DETECTOR` constant looks for one kind.

Adding a transition is one file and its test: it is found by walking the package.
"""

from __future__ import annotations

import importlib
import pkgutil

from transitions.fitted import SHIPPED, Fitted
from transitions.model import Detector, Segment
from transitions.series import Kinematics

MAX_OVERLAP = 0.3
"""Two kinds may share this part of the shorter one (a rise ends while a reach begins)."""


def all_detectors() -> tuple[Detector, ...]:
    """Every detector, by falling precedence."""
    found = []
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        detector = getattr(module, "DETECTOR", None)
        if isinstance(detector, Detector):
            found.append(detector)
    return tuple(sorted(found, key=lambda d: (-d.precedence, d.kind)))


def find_segments(kinematics: Kinematics, fitted: Fitted = SHIPPED) -> tuple[Segment, ...]:  # noqa: ARG001
    """Transitions of all kinds in time order; where kinds overlap, the higher precedence is kept.

    No detector reads a fitted network yet, so `fitted` changes nothing here.
    """
    kept: list[Segment] = []
    for detector in all_detectors():
        kept += [s for s in detector.find(kinematics) if not any(_clash(s, k) for k in kept)]
    return tuple(sorted(kept, key=lambda s: s.start_s))


def _clash(a: Segment, b: Segment) -> bool:
    shared_s = min(a.end_s, b.end_s) - max(a.start_s, b.start_s)
    return shared_s > MAX_OVERLAP * min(a.duration_s, b.duration_s)
