"""Measures that several transitions are compared by: how long, how far, how fast, and when within.

Each is made for the words it is told in: “Furthest lean” of a rise is “Lean on the way down” of a descent.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from transitions.detect.record import Compared
from transitions.model import Segment
from transitions.series import FloatArray, Kinematics

DURATION = Compared("duration_s", "Time taken", "s", lambda _, segment: segment.duration_s)


def highest(curve: str, name: str, unit: str) -> Compared:
    """The largest value of a curve within the transition."""
    return Compared(f"highest_{curve}", name, unit, _of_curve(curve, np.max))


def lowest(curve: str, name: str, unit: str) -> Compared:
    """The smallest value of a curve within the transition."""
    return Compared(f"lowest_{curve}", name, unit, _of_curve(curve, np.min))


def furthest(curve: str, name: str, unit: str) -> Compared:
    """The value furthest from zero, without its sign: how far to either side, how fast in either direction."""
    return Compared(f"furthest_{curve}", name, unit, _of_curve(curve, lambda values: np.max(np.abs(values))))


def share_until(phase: str, name: str) -> Compared:
    """How much of the transition's time has passed at one of its phases."""

    def measure(_: Kinematics, segment: Segment) -> float:
        return 100.0 * (segment.phases.get(phase, np.nan) - segment.start_s) / segment.duration_s

    return Compared(f"{phase.removesuffix('_s')}_share_pct", name, "%", measure)


def _of_curve(
    curve: str, statistic: Callable[[FloatArray], np.floating]
) -> Callable[[Kinematics, Segment], float]:
    """The statistic of what can be assessed within the segment; NaN where nothing can."""

    def measure(kinematics: Kinematics, segment: Segment) -> float:
        values = kinematics[curve].value[kinematics.between(segment.start_s, segment.end_s)]
        values = values[np.isfinite(values)]
        return float(statistic(values)) if len(values) else float("nan")

    return measure
