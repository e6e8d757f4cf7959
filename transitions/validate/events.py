"""Found transitions against true ones: which belong together, and how far apart their times are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from transitions.model import Segment
from transitions.validate.truth import TrueEvent

IOU_LEVELS = (0.3, 0.5)
"""Temporal intersection over union at which a found transition counts as the true one (MEASURES)."""

ALL = "all kinds"


def score_events(
    events: Sequence[TrueEvent], segments: Sequence[Segment]
) -> tuple[dict[str, tuple[float, float]], list[str]]:
    """Sums for F1 and for the errors of every time, per kind and over all; and the misses in words.

    Returns
    -------
    sums : ``event/KIND/f1@IOU`` holds 2 TP and 2 TP + FP + FN; ``event/KIND/TIME`` the absolute errors and
        their number, TIME being ``start``, ``end`` or a phase; ``event/idle`` whether nothing was found
        in a clip in which nothing happens.
    """
    sums: dict[str, tuple[float, float]] = {}
    misses: list[str] = []
    for kind in sorted({e.kind for e in events} | {s.kind for s in segments}):
        true = [e for e in events if e.kind == kind]
        found = [s for s in segments if s.kind == kind]
        for level in IOU_LEVELS:
            pairs = match(true, found, level)
            _add(sums, kind, f"f1@{level:g}", 2.0 * len(pairs), float(len(true) + len(found)))
        pairs = match(true, found, IOU_LEVELS[0])
        for i, j in pairs:
            for time, error_s in _time_errors(true[i], found[j]):
                _add(sums, kind, time, error_s, 1.0)
        misses += _misses(kind, true, found, pairs)
    if not events:
        sums["event/idle"] = (float(not segments), 1.0)
    return sums, misses


def match(true: Sequence[TrueEvent], found: Sequence[Segment], level: float) -> list[tuple[int, int]]:
    """Pairs (true, found) one to one, with the most overlap in all, each with an IoU of at least `level`."""
    overlap = np.array([[iou(e, s) for s in found] for e in true]).reshape(len(true), len(found))
    overlap = np.where(overlap >= level, overlap, 0.0)
    rows, columns = linear_sum_assignment(overlap, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if overlap[i, j] > 0]


def iou(event: TrueEvent, segment: Segment) -> float:
    """Temporal intersection over union, 0 to 1."""
    shared_s = min(event.end_s, segment.end_s) - max(event.start_s, segment.start_s)
    union_s = max(event.end_s, segment.end_s) - min(event.start_s, segment.start_s)
    return max(shared_s, 0.0) / union_s if union_s > 0 else 0.0


def _time_errors(event: TrueEvent, segment: Segment) -> Iterable[tuple[str, float]]:
    yield "start", abs(segment.start_s - event.start_s)
    yield "end", abs(segment.end_s - event.end_s)
    for phase, at_s in event.moments.items():
        if phase in segment.phases:
            yield phase, abs(segment.phases[phase] - at_s)


def _add(
    sums: dict[str, tuple[float, float]], kind: str, figure: str, numerator: float, denominator: float
) -> None:
    for group in (kind, ALL):
        old = sums.get(f"event/{group}/{figure}", (0.0, 0.0))
        sums[f"event/{group}/{figure}"] = (old[0] + numerator, old[1] + denominator)


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
