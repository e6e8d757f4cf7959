"""The networks at run time: symmetric, bounded in time, read only as they were written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from transitions.detect.movement.features import Features, feature_names, mirrored
from transitions.detect.movement.network import EDGES, KINDS, OFF_SEAT, ONTO_SEAT, Member, movement_evidence
from transitions.detect.movement.seat import SeatOdds
from transitions.detect.movement.weights import FittedMovement, load_movement, save_movement
from transitions.errors import ModelFileError
from transitions.fitted import SHIPPED

INPUTS = len(feature_names()) + 1


def random_member(seed: int = 0, channels: int = 6) -> Member:
    """A small network of random weights."""
    rng = np.random.default_rng(seed)

    def layer(width: int, n_in: int, n_out: int) -> tuple[np.ndarray, np.ndarray]:
        return rng.normal(0, 0.4, (width, n_in, n_out)), rng.normal(0, 0.1, n_out)

    blocks = [(*layer(3, channels, channels), *layer(1, channels, channels)) for _ in range(2)]
    head = layer(1, channels, len(KINDS) + 1 + len(EDGES))
    return Member(np.zeros(INPUTS), np.ones(INPUTS), layer(1, INPUTS, channels), blocks, head, (1, 2))


def random_features(rows: int = 60) -> Features:
    values = np.random.default_rng(1).normal(0, 1, (rows, INPUTS - 1))
    return Features(np.arange(rows) / 20.0, values, np.ones(rows, dtype=bool), SeatOdds.none(rows))


def test_a_mirrored_person_gives_the_same_answer() -> None:
    features = random_features()
    twin = Features(features.t_s, mirrored(features.values), features.seen, features.seat)
    ours, theirs = (movement_evidence(f, [random_member()]) for f in (features, twin))
    assert theirs.kind == pytest.approx(ours.kind, abs=1e-9)
    assert theirs.edge == pytest.approx(ours.edge, abs=1e-9)


def test_kinds_are_probabilities() -> None:
    evidence = movement_evidence(random_features(), [random_member(0), random_member(1)])
    assert np.exp(evidence.kind).sum(axis=1) == pytest.approx(1.0)


def test_a_seat_seen_speaks_for_the_kinds_that_need_one_and_for_no_other() -> None:
    bare = random_features()
    rows = len(bare.t_s)
    seen = replace(bare, seat=SeatOdds(np.full(rows, 0.7), np.full(rows, -2.0)))
    ours, theirs = (movement_evidence(f, [random_member()]) for f in (bare, seen))
    added = (theirs.kind - theirs.kind[:, :1]) - (ours.kind - ours.kind[:, :1])
    for k, kind in enumerate(KINDS):
        odds = 0.7 if kind in ONTO_SEAT else -2.0 if kind in OFF_SEAT else 0.0
        assert added[:, k + 1] == pytest.approx(odds, abs=1e-9), kind
        if odds:  # and with its kind an edge of it
            assert (np.sign(theirs.place[:, k]) == np.sign(odds)).all(), kind
    assert np.exp(theirs.kind).sum(axis=1) == pytest.approx(1.0)
    assert theirs.edge == pytest.approx(ours.edge)


def test_rows_far_away_in_time_change_nothing() -> None:
    near, far = random_features(), random_features()
    values = far.values.copy()
    values[40:] += 3.0
    far = Features(far.t_s, values, far.seen, far.seat)
    ours, theirs = (movement_evidence(f, [random_member()]).kind for f in (near, far))
    assert theirs[:30] == pytest.approx(ours[:30])
    assert not np.allclose(theirs[38:], ours[38:])


def test_weights_come_back_as_written(tmp_path: Path) -> None:
    fitted = FittedMovement((random_member(),), np.arange(5.0))
    save_movement(fitted, tmp_path / "weights.npz")
    read = load_movement(tmp_path / "weights.npz")
    assert read.confidence == pytest.approx(fitted.confidence)
    ours, theirs = (movement_evidence(random_features(), f.members).kind for f in (fitted, read))
    assert theirs == pytest.approx(ours, abs=0.05)


def test_altered_weights_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    save_movement(FittedMovement((random_member(),), np.arange(5.0)), path)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(ModelFileError, match="altered"):
        load_movement(path)


def test_what_ships_fits_the_features() -> None:
    members = load_movement(SHIPPED.movement).members
    assert all(len(member.mean) == INPUTS for member in members)
