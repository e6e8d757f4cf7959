"""From the evidence of every row to transitions: the best-scoring set of stretches that do not overlap.

Kinds compete by evidence: a stretch scores the log odds of its kind against none, summed over its rows, and the
log odds of its two edges. Two transitions may share an edge; whether people rest in between plays no part.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transitions.detect.movement.features import GRID_HZ
from transitions.detect.movement.network import EDGES, KINDS, MovementEvidence
from transitions.series import BoolArray, FloatArray

SHORTEST_S, LONGEST_S = 0.3, 15.0
"""People don't rise, sit or reach faster than this; longer is staying somewhere (provisional)."""

ODDS_LIMIT, ROW_WEIGHT = 4.0, 0.15
"""No single row decides: its log odds count up to the limit either way, and by this share, because rows a
twentieth of a second apart are no independent witnesses (a third of a second's worth counts once)."""

EDGE_RARITY = 0.5
"""Log odds given back to each edge. Those of a row already hold how rare edges are, and charged in full at the end of
one transition and the start of the next they make one of the two. Set on 400 simulated takes that no network was
fitted on: F1 is the highest between 0.25 and 0.5 (November 2026)."""

EDGE_LIMIT = 5.0
"""Log odds of an edge count up to this: an edge that is not seen speaks against, however sure the rows are."""

UNSEEN_PENALTY = 1e6
"""Outweighs any evidence: a transition is not found across a hole in the picture."""

LEAST_MOMENT = 0.1
"""A moment's target peaks at one and is a tenth of a second wide; less than this is no sight of it."""

EDGE_REFINE_ROWS = 3
"""An edge is placed at the centre of the edge evidence within this many rows of the best row."""


@dataclass(frozen=True)
class Stretch:
    """A transition the evidence speaks for.

    Attributes
    ----------
    kind : one of `KINDS`. start_s, end_s : seconds. support : mean probability of its kind inside.
    start_support, end_support : probabilities of its edges. moment_s : the likeliest moment inside, None
        where none is likelier than `LEAST_MOMENT`.
    """

    kind: str
    start_s: float
    end_s: float
    support: float
    start_support: float
    end_support: float
    moment_s: float | None


def decode(evidence: MovementEvidence, seen: BoolArray) -> list[Stretch]:
    """Transitions in time order; none holds a row in which the person is not `seen`."""
    n = len(evidence.t_s)
    if n < 2:
        return []
    odds = ROW_WEIGHT * np.clip(evidence.kind[:, 1:] - evidence.kind[:, :1], -ODDS_LIMIT, ODDS_LIMIT)
    odds[~seen] = -UNSEEN_PENALTY
    start, end = (
        np.clip(edge_odds(evidence, name) + EDGE_RARITY, -EDGE_LIMIT, EDGE_LIMIT) for name in ("start", "end")
    )
    return [_stretch(evidence, kind, first, last) for kind, first, last in _best_path(odds, start, end)]


def edge_odds(evidence: MovementEvidence, name: str) -> FloatArray:
    """(m, 7) log odds of an edge of each kind: it is one only where there is a transition of the kind."""
    return evidence.edge[:, EDGES.index(name), None] + evidence.place


def _best_path(odds: FloatArray, start: FloatArray, end: FloatArray) -> list[tuple[int, int, int]]:
    """(kind, first row, row after the last) of the best set of stretches."""
    n, kinds = odds.shape
    shortest, longest = int(SHORTEST_S * GRID_HZ), int(LONGEST_S * GRID_HZ)
    cumulated = np.vstack([np.zeros(kinds), np.cumsum(odds, axis=0)])
    best = np.zeros(n + 1)
    came: list[tuple[int, int] | None] = [None] * (n + 1)
    opened = np.full((n + 1, kinds), -np.inf)
    opened[0] = start[0]
    for row in range(1, n + 1):
        best[row] = best[row - 1]
        window = slice(max(row - longest, 0), row - shortest + 1)
        if row >= shortest and window.stop > window.start:
            candidates = opened[window] + cumulated[row] + end[min(row, n - 1)]
            first, kind = np.unravel_index(int(np.argmax(candidates)), candidates.shape)
            if candidates[first, kind] > best[row]:
                best[row] = candidates[first, kind]
                came[row] = (int(kind), int(first) + window.start)
        opened[row] = best[row] - cumulated[row] + (start[row] if row < n else -np.inf)
    found = []
    row = n
    while row > 0:
        step = came[row]
        if step is None:
            row -= 1
        else:
            found.append((step[0], step[1], row))
            row = step[1]
    return found[::-1]


def _stretch(evidence: MovementEvidence, kind: int, first: int, last: int) -> Stretch:
    probability = np.exp(evidence.kind[first:last, kind + 1])
    start, end, moments = (1.0 / (1.0 + np.exp(-edge_odds(evidence, name)[:, kind])) for name in EDGES)
    at_end = min(last, len(end) - 1)
    moment = first + int(np.argmax(moments[first:last]))
    return Stretch(
        kind=KINDS[kind],
        start_s=_centre_s(evidence.t_s, start, first),
        end_s=_centre_s(evidence.t_s, end, at_end),
        support=float(probability.mean()),
        start_support=_largest_near(start, first),
        end_support=_largest_near(end, at_end),
        moment_s=_centre_s(evidence.t_s, moments, moment) if moments[moment] >= LEAST_MOMENT else None,
    )


def _largest_near(probability: FloatArray, row: int) -> float:
    """An edge may peak a row beside where the best path puts it."""
    return float(probability[max(row - 1, 0) : row + 2].max())


def _centre_s(t_s: FloatArray, weight: FloatArray, row: int) -> float:
    """Centre of the evidence around a row: edges lie between grid rows."""
    near = slice(max(row - EDGE_REFINE_ROWS, 0), row + EDGE_REFINE_ROWS + 1)
    mass = weight[near]
    return float(np.sum(t_s[near] * mass) / np.sum(mass)) if mass.sum() > 1e-6 else float(t_s[row])
