"""Compares one run with its clip's truth: tallies small enough to pool over clips in any way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from transitions.model import Run
from transitions.validate.angles import score_angles
from transitions.validate.events import score_events
from transitions.validate.knees import score_standing_knees
from transitions.validate.truth import Truth
from transitions.validate.twist import score_twist
from transitions.validate.verdicts import score_rules


@dataclass(frozen=True)
class ClipScore:
    """What one clip adds to the figures, and what went wrong in it.

    Attributes
    ----------
    source, person : where the clip is from and who moves in it; intervals resample people.
    sums, values : see `tally.Tally`.
    misses : one line for each transition or rule that was answered wrongly or not at all.
    error : why the clip could not be analysed, else None.
    """

    name: str
    sums: Mapping[str, tuple[float, float]]
    values: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    misses: tuple[str, ...] = ()
    error: str | None = None
    source: str = ""
    person: str = ""


def score_clip(truth: Truth, run: Run | None, error: str | None = None) -> ClipScore:
    """The score of one clip.

    Without a run everything in the clip counts as missed: a clip in which nothing happens is answered wrongly too, but
    says nothing of false transitions.
    """
    kinematics = run.kinematics if run else None
    tallies = [score(truth, kinematics) for score in (score_angles, score_twist, score_standing_knees)]
    misses: list[str] = []
    if truth.events is not None:
        events, event_misses = score_events(truth, run.segments if run else None)
        tallies.append(events)
        misses += event_misses
    rules, rule_misses = score_rules(truth, run)
    tallies.append(rules)
    return ClipScore(
        name=truth.name,
        sums={key: pair for tally in tallies for key, pair in tally.sums.items()},
        values={key: values for tally in tallies for key, values in tally.values.items()},
        misses=(*misses, *rule_misses),
        error=error,
        source=truth.source,
        person=truth.person or truth.name,
    )
