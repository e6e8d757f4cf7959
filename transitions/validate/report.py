"""Pools the scores of many clips into figures with intervals, beside what is aimed for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

import numpy as np

from transitions.validate.bootstrap import Estimate, ratio_with_interval
from transitions.validate.scoring import ClipScore


@dataclass(frozen=True)
class Aim:
    """What a figure should reach: between `least` and `most`, both included."""

    least: float = -math.inf
    most: float = math.inf

    def met_by(self, value: float) -> bool:
        """Whether a value lies within; NaN never does."""
        return self.least <= value <= self.most


AIMS: tuple[tuple[str, Aim], ...] = (
    ("event/*/f1@0.3", Aim(least=0.95)),
    ("event/*/f1@0.5", Aim(least=0.90)),
    ("event/*/start", Aim(most=0.15)),
    ("event/*/end", Aim(most=0.15)),
    ("event/idle", Aim(least=1.0)),
    ("angle/trunk_inclination_deg/all/mae", Aim(most=2.5)),
    ("angle/trunk_twist_deg/all/mae", Aim(most=1.7)),
    ("angle/trunk_twist_deg/all/coverage", Aim(least=0.85)),
    ("angle/knee_flexion_near_deg/all/mae", Aim(most=6.0)),
    ("angle/spine_flexion_deg/side/mae", Aim(most=4.0)),
    ("angle/*/interval", Aim(least=0.85, most=0.95)),
    ("twist/peak_within", Aim(least=0.90)),
    ("twist/peak_coverage", Aim(least=0.85)),
    ("twist/quiet", Aim(least=0.90)),
    ("rule/*/sensitivity", Aim(least=0.95)),
    ("rule/*/specificity", Aim(least=0.95)),
    ("rule/*/coverage", Aim(least=0.85)),
)
"""The project's own bars, by figure; published and earlier results are in the validation report."""


@dataclass(frozen=True)
class Figure:
    """One figure over all clips, with its interval and, where there is one, its aim."""

    key: str
    estimate: Estimate
    aim: Aim | None

    @property
    def met(self) -> bool | None:
        """Whether the aim is reached; None without an aim."""
        return self.aim.met_by(self.estimate.value) if self.aim else None


@dataclass(frozen=True)
class Report:
    """Every figure by key, and what went wrong, clip by clip."""

    clips: int
    figures: Mapping[str, Figure]
    misses: Mapping[str, tuple[str, ...]]
    failed: Mapping[str, str]


def make_report(scores: Sequence[ClipScore]) -> Report:
    """Pool the scores of clips; the order of the clips changes nothing but the bootstrap's last digits."""
    ordered = sorted(scores, key=lambda score: score.name)
    keys = sorted({key for score in ordered for key in score.sums})
    return Report(
        clips=len(ordered),
        figures={key: _figure(key, ordered) for key in keys},
        misses={score.name: score.misses for score in ordered if score.misses},
        failed={score.name: score.error for score in ordered if score.error},
    )


def _figure(key: str, scores: Sequence[ClipScore]) -> Figure:
    pairs = np.array([score.sums.get(key, (0.0, 0.0)) for score in scores])
    aim = next((aim for pattern, aim in AIMS if fnmatchcase(key, pattern)), None)
    return Figure(key, ratio_with_interval(pairs[:, 0], pairs[:, 1]), aim)
