"""Compares one run with its clip's truth: sums small enough to pool over clips in any way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from transitions.model import Run
from transitions.validate.angles import score_angles, score_twist_peaks
from transitions.validate.events import score_events
from transitions.validate.truth import Truth
from transitions.validate.verdicts import score_rules

Sums = Mapping[str, tuple[float, float]]
"""Figure to its numerator and denominator in one clip. Every figure is a ratio of sums over clips."""


@dataclass(frozen=True)
class ClipScore:
    """What one clip adds to the figures, and what went wrong in it.

    Attributes
    ----------
    sums : figure key to numerator and denominator.
    misses : one line for each transition or rule that was answered wrongly or not at all.
    error : why the clip could not be analysed, else None.
    """

    name: str
    sums: Sums
    misses: tuple[str, ...] = field(default=())
    error: str | None = None


def score_clip(truth: Truth, run: Run | None, error: str | None = None) -> ClipScore:
    """The score of one clip; without a run everything in the clip counts as missed."""
    sums: dict[str, tuple[float, float]] = {}
    misses: list[str] = []
    segments = run.segments if run else ()
    if truth.events is not None:
        event_sums, event_misses = score_events(truth.events, segments)
        sums |= event_sums
        misses += event_misses
    kinematics = run.kinematics if run else None
    sums |= score_angles(truth, kinematics)
    sums |= score_twist_peaks(truth, kinematics)
    rule_sums, rule_misses = score_rules(truth.expected, run)
    return ClipScore(truth.name, sums | rule_sums, tuple(misses + rule_misses), error)
