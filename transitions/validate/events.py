"""Found transitions against true ones: which belong together, and how far apart their times are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from transitions.agreement.events import OVERLAP_LEVELS, match
from transitions.model import Segment
from transitions.validate.tally import Tally
from transitions.validate.truth import TrueEvent, Truth

ALL = "all kinds"

CONFIDENCE_EDGES = (0.5, 0.6, 0.7, 0.8, 0.9)
"""Between the rows of the reliability table."""


def score_events(truth: Truth, segments: Sequence[Segment] | None) -> tuple[Tally, list[str]]:
    """Tally of F1, times, confidences and false transitions, per kind and over all; and the misses in words.

    Parameters
    ----------
    segments : the transitions found; None where the clip could not be analysed.

    Returns
    -------
    tally : ``event/KIND/f1@IOU`` holds 2 TP and 2 TP + FP + FN; ``event/KIND/TIME`` the signed errors (found less true,
        seconds), TIME being ``start``, ``end`` or a phase; ``confidence/BAND/right`` the found transitions that are
        true ones and all found, ``.../stated`` the sum of their confidences. In a clip without any event
        ``event/idle`` is whether nothing was found and ``false/FAMILY`` how much was; one that could not be analysed
        is not right, and has no ``false/FAMILY``.
    """
    tally, misses = Tally(), []
    events = truth.events or ()
    scored = [s for s in segments or () if s.kind not in truth.unlisted]
    for kind in sorted({e.kind for e in events} | {s.kind for s in scored}):
        true = [e for e in events if e.kind == kind]
        found = [s for s in scored if s.kind == kind]
        misses += _score_kind(tally, kind, true, found)
    if not events:
        tally.add("event/idle", float(segments is not None and not scored), 1.0)
        # A clip that was not looked at says nothing of false transitions.
        for family in () if segments is None else (truth.family, "all"):
            tally.add(f"false/{family}", float(len(scored)), 1.0)
    return tally, misses


def _score_kind(tally: Tally, kind: str, true: Sequence[TrueEvent], found: Sequence[Segment]) -> list[str]:
    for level in OVERLAP_LEVELS:
        pairs = match(true, found, level)
        for group in (kind, ALL):
            tally.add(f"event/{group}/f1@{level:g}", 2.0 * len(pairs), float(len(true) + len(found)))
    pairs = match(true, found, OVERLAP_LEVELS[0])
    for i, j in pairs:
        for time, error_s in _time_errors(true[i], found[j]):
            for group in (kind, ALL):
                tally.note(f"event/{group}/{time}", error_s)
    right = {j for _, j in pairs}
    for j, segment in enumerate(found):
        band = f"confidence/{confidence_band(segment.confidence)}"
        tally.add(f"{band}/right", float(j in right), 1.0)
        tally.add(f"{band}/stated", segment.confidence, 1.0)
    return _misses(kind, true, found, pairs)


def confidence_band(confidence: float) -> str:
    """The row of the reliability table: ``0.5–0.6`` holds 0.5 and not 0.6; the last one holds 1."""
    edges = (0.0, *CONFIDENCE_EDGES, 1.0)
    at = int(np.searchsorted(CONFIDENCE_EDGES, confidence, side="right"))
    return f"{edges[at]:.1f}–{edges[at + 1]:.1f}"


def _time_errors(event: TrueEvent, segment: Segment) -> Iterable[tuple[str, float]]:
    yield "start", segment.start_s - event.start_s
    yield "end", segment.end_s - event.end_s
    for phase, at_s in event.moments.items():
        if phase in segment.phases:
            yield phase, segment.phases[phase] - at_s


def _misses(
    kind: str, true: Sequence[TrueEvent], found: Sequence[Segment], pairs: Sequence[tuple[int, int]]
) -> list[str]:
    matched_true, matched_found = {i for i, _ in pairs}, {j for _, j in pairs}
    missed = [
        f"missed {kind} {e.start_s:.2f}–{e.end_s:.2f} s" for i, e in enumerate(true) if i not in matched_true
    ]
    extra = [
        f"extra {kind} {s.start_s:.2f}–{s.end_s:.2f} s" for j, s in enumerate(found) if j not in matched_found
    ]
    return missed + extra
