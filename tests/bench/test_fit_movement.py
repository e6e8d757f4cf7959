"""What movement networks are judged by on what was left out, without the fit."""

from __future__ import annotations

import numpy as np
import pytest

from bench.fit_movement.left_out_score import LeftOut
from transitions.detect.movement.features import feature_names
from transitions.detect.movement.seat import SeatOdds
from transitions.model import Segment
from transitions.validate.truth import TrueEvent


def test_what_is_found_counts_by_kind_and_overlap_and_false_ones_by_family() -> None:
    event = TrueEvent("stand_to_sit", 1.0, 2.0, {})
    score = LeftOut()
    score.add([event], "sit", [Segment("stand_to_sit", 1.0, 2.8, 0.9), Segment("reach", 4.0, 5.0, 0.9)])
    score.add(
        [event], "sit", [Segment("stand_to_sit", 1.6, 2.6, 0.9), Segment("sit_to_stand", 1.0, 2.0, 0.9)]
    )
    score.add([], "squats", [Segment("pick_up", 1.0, 2.0, 0.9)])
    score.add([TrueEvent("turn", 1.0, 2.0, {})], "squats", [])
    assert (score.true, score.found) == (2, 5)
    assert score.hits == {0.3: 1, 0.5: 1}
    assert score.f1(0.3) == pytest.approx(2 / 7)
    assert score.start_s == [0.0]
    assert score.end_s == pytest.approx([0.8])
    assert score.false_in == {"squats": [1, 0]}
    assert np.isnan(LeftOut().f1(0.3))


def test_a_source_of_edges_alone_teaches_no_kind() -> None:
    train = pytest.importorskip("bench.fit_movement.train", reason="the fits need torch (the extra fit)")
    t_s = np.arange(0.0, 20.0, 0.05)
    event = TrueEvent("sit_to_stand", 8.0, 12.0, {})
    values, seen = np.zeros((len(t_s), len(feature_names()))), np.ones(len(t_s), dtype=bool)
    whole, edges = (
        train.Example(values, seen, t_s, SeatOdds.none(len(t_s)), [event], edges_only=edges_only)
        for edges_only in (False, True)
    )
    for example, kind_is_known in ((whole, True), (edges, False)):
        _, _, edge, known = train.window(example, np.random.default_rng(5))
        assert edge.max() > 0.5, "the window shows an edge"
        assert known[:, 0].any() == kind_is_known
        assert known[:, 1].any()
