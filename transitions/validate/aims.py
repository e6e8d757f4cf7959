"""The project's own bars, by source and figure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True)
class Aim:
    """What a figure should reach: between `least` and `most`, both included."""

    least: float = -math.inf
    most: float = math.inf

    def met_by(self, value: float) -> bool:
        """Whether a value lies within; NaN never does."""
        return self.least <= value <= self.most


AIMS: tuple[tuple[str, str, Aim], ...] = (
    ("clips", "event/*/f1@0.3", Aim(least=0.97)),
    ("*", "event/*/f1@0.3", Aim(least=0.93)),
    ("*", "event/*/f1@0.5", Aim(least=0.90)),
    # The edges of real people's transitions are read off the hips' height alone, a little inside the movement.
    ("real_motion", "event/*/start", Aim(most=0.20)),
    ("real_motion", "event/*/end", Aim(most=0.20)),
    ("*", "event/*/start", Aim(most=0.15)),
    ("*", "event/*/end", Aim(most=0.15)),
    ("*", "false/squats", Aim(most=0.2)),
    ("*", "false/*", Aim(most=0.1)),
    ("*", "angle/trunk_inclination_deg/all/mae", Aim(most=2.5)),
    ("*", "angle/trunk_twist_deg/all/mae", Aim(most=2.0)),
    ("*", "angle/trunk_twist_deg/all/coverage", Aim(least=0.85)),
    ("*", "angle/knee_flexion_near_deg/all/mae", Aim(most=6.0)),
    ("*", "angle/spine_flexion_deg/side/mae", Aim(most=4.0)),
    ("*", "angle/*/interval", Aim(least=0.85, most=0.95)),
    ("*", "twist/peak_within", Aim(least=0.85)),
    ("*", "twist/peak_coverage", Aim(least=0.85)),
    ("*", "twist/false_p90", Aim(most=5.0)),
    ("*", "knees/standing_within", Aim(least=1.0)),
    ("*", "rule/*/sensitivity", Aim(least=0.95)),
    ("*", "rule/*/specificity", Aim(least=0.95)),
    ("*", "rule/*/coverage", Aim(least=0.85)),
)
"""Patterns of source and figure; the first that fits is meant."""


def aim_of(source: str, key: str) -> Aim | None:
    """The aim of a figure in a source; None where there is none."""
    return next(
        (aim for where, what, aim in AIMS if fnmatchcase(source, where) and fnmatchcase(key, what)), None
    )
