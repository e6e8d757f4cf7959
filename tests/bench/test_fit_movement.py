"""What the movement networks are fitted on and judged by, without the fit."""

from __future__ import annotations

import numpy as np
import pytest

from bench.fit_movement.hands import exchange_hands
from bench.fit_movement.left_out_score import LeftOut
from transitions.detect.movement.features import feature_names
from transitions.detect.movement.network import KINDS
from transitions.model import Segment
from transitions.series import FloatArray
from transitions.validate.truth import TrueEvent

ROWS = 20
HANDS = np.array(["wrist" in name or "elbow" in name for name in feature_names()])
RISE, REACH = (1 + KINDS.index(kind) for kind in ("sit_to_stand", "reach"))


def window(value: float, kind: int) -> tuple[FloatArray, FloatArray]:
    inputs = np.full((ROWS, len(feature_names()) + 1), value)
    inputs[:, -1] = 1.0
    return inputs, np.full(ROWS, kind)


def test_hands_go_round_among_windows_without_a_part_for_them_and_nothing_else_does() -> None:
    windows = [window(float(k), RISE if k % 2 else 0) for k in range(8)] + [window(9.0, REACH)]
    kept = [inputs.copy() for inputs, _ in windows]
    exchanged = exchange_hands(windows, np.random.default_rng(1))
    given = [inputs[0, :-1][HANDS][0] for inputs, _ in exchanged]
    assert given[8] == 9.0
    assert 9.0 not in given[:8]
    assert sum(value != k for k, value in enumerate(given[:8])) >= 2
    for (inputs, kind), own, (before, its_kind) in zip(exchanged, kept, windows, strict=True):
        assert (inputs[:, :-1][:, ~HANDS] == own[:, :-1][:, ~HANDS]).all()
        assert (before == own).all()
        assert kind is its_kind


def test_rows_in_which_nobody_is_seen_stay_empty_and_lend_no_hands() -> None:
    own, other = window(1.0, 0), window(2.0, 0)
    own[0][:5], other[0][10:] = 0.0, 0.0
    for seed in range(20):
        (inputs, _), _ = exchange_hands([own, other], np.random.default_rng(seed))
        assert (inputs[:5] == 0.0).all()
        assert set(np.unique(inputs[5:, :-1][:, HANDS])) in ({1.0}, {2.0})


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
