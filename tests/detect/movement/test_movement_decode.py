"""MovementEvidence made by hand: which stretches are read from it."""

from __future__ import annotations

import numpy as np
import pytest

from transitions.detect.movement.confidence import TERMS, confidence
from transitions.detect.movement.decode import Stretch, decode
from transitions.detect.movement.features import GRID_HZ
from transitions.detect.movement.network import EDGES, KINDS, MovementEvidence

SURE, UNSURE = 4.0, -5.0


def evidence_of(
    length_s: float, events: list[tuple[str, float, float]], edges: bool = True
) -> MovementEvidence:
    """Rows that speak clearly for the events, with edges that do, and for nothing elsewhere."""
    t_s = np.arange(round(length_s * GRID_HZ)) / GRID_HZ
    odds = np.full((len(t_s), len(KINDS) + 1), -SURE)
    odds[:, 0] = SURE
    edge = np.full((len(t_s), len(EDGES)), UNSURE)
    for kind, start_s, end_s in events:
        inside = (t_s >= start_s) & (t_s < end_s)
        odds[inside, 0], odds[inside, KINDS.index(kind) + 1] = -SURE, SURE
        for name, at_s in (("start", start_s), ("end", end_s), ("moment", (start_s + end_s) / 2)):
            if edges:
                near = np.abs(t_s - at_s)
                edge[:, EDGES.index(name)] = np.maximum(edge[:, EDGES.index(name)], SURE - 60.0 * near)
    odds -= np.log(np.exp(odds).sum(axis=1, keepdims=True))
    return MovementEvidence(t_s, odds, edge, np.zeros((len(t_s), len(KINDS))))


def times(stretches: list[Stretch]) -> list[tuple[str, float, float]]:
    return [(s.kind, s.start_s, s.end_s) for s in stretches]


@pytest.mark.parametrize(
    "events",
    [
        [],
        [("reach", 1.0, 2.5)],
        [("stand_to_sit", 1.0, 2.0), ("sit_to_stand", 2.0, 3.1)],
        [("sit_to_stand", 0.5, 2.0), ("sit_to_stand", 2.0, 3.5)],
        [("car_exit", 0.0, 4.95)],
    ],
)
def test_reads_what_the_evidence_says(events: list[tuple[str, float, float]]) -> None:
    evidence = evidence_of(5.0, events)
    found = decode(evidence, np.ones(len(evidence.t_s), dtype=bool))
    assert [kind for kind, _, _ in times(found)] == [kind for kind, _, _ in events]
    for (_, start_s, end_s), (_, true_start_s, true_end_s) in zip(times(found), events, strict=True):
        assert start_s == pytest.approx(true_start_s, abs=0.06)
        assert end_s == pytest.approx(true_end_s, abs=0.06)
    assert all(s.moment_s == pytest.approx((s.start_s + s.end_s) / 2, abs=0.1) for s in found)


@pytest.mark.parametrize(("kind", "kept"), [("stand_to_sit", False), ("pick_up", True)])
def test_where_nothing_bears_the_body_a_doubtful_sit_is_none_and_a_pick_up_stays(
    kind: str, kept: bool
) -> None:
    plain = evidence_of(5.0, [(kind, 1.0, 2.5)])
    odds = np.full(plain.kind.shape, -SURE)
    odds[:, 0] = 0.0
    odds[(plain.t_s >= 1.0) & (plain.t_s < 2.5), KINDS.index(kind) + 1] = 1.0
    place = np.zeros_like(plain.place)
    place[:, KINDS.index("stand_to_sit")] = -2.3
    doubtful = plain._replace(kind=odds, edge=plain.edge / SURE)
    bare = doubtful._replace(kind=odds + np.column_stack([np.zeros(len(odds)), place]), place=place)
    seen = np.ones(len(plain.t_s), dtype=bool)
    assert [s.kind for s in decode(doubtful, seen)] == [kind]
    assert bool(decode(bare, seen)) == kept


def test_a_flash_without_edges_is_nothing() -> None:
    evidence = evidence_of(5.0, [("reach", 2.0, 2.4)], edges=False)
    assert decode(evidence, np.ones(len(evidence.t_s), dtype=bool)) == []


def test_nothing_is_found_across_a_hole() -> None:
    evidence = evidence_of(6.0, [("sit_to_stand", 1.0, 5.0)])
    seen = (evidence.t_s < 2.0) | (evidence.t_s > 4.0)
    assert not [s for s in decode(evidence, seen) if s.start_s < 2.0 and s.end_s > 4.0]


def test_an_empty_clip_has_no_stretch() -> None:
    assert decode(evidence_of(0.0, []), np.zeros(0, dtype=bool)) == []


@pytest.mark.parametrize("part", ["support", "start_support", "end_support"])
def test_more_evidence_is_more_confidence(part: str) -> None:
    weights = np.array([0.0, 0.4, 0.3, 0.3, 0.0])
    assert len(weights) == len(TERMS)
    least = {"support": 0.6, "start_support": 0.3, "end_support": 0.3}
    low, high = (Stretch("reach", 1.0, 2.0, moment_s=1.5, **(least | {part: p})) for p in (0.3, 0.9))
    assert 0.0 < confidence(low, weights) < confidence(high, weights) < 1.0
