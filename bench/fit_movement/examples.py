"""What the movement networks are fitted on: simulated takes, and every take of a source with true transitions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np

from bench.fit_movement.train import Example
from bench.simulator import simulate
from bench.sources import Take
from transitions.detect.movement.features import movement_features
from transitions.detect.movement.seat import SeatOdds
from transitions.kinematics.repair import repair_pose
from transitions.series import FloatArray
from transitions.validate.truth import TrueEvent, read_truth

SHARES = {"simulated": 0.5, "people": 0.22, "clips": 0.14, "real_motion": 0.14}
"""How often a window of each source is drawn; a further source counts like `people`. Real people's motion is the
scarcest and the nearest to what the program is for, yet five people must not set the model."""

EDGES_ONLY = frozenset({"real_motion"})
"""Sources of which only the edges are learned, another convention of labels. Fitted on the kinds of a few real people
the networks know their movements and lose the next one's (``--leave-out person``, README.md)."""


def simulated_examples(count: int, first: int, cache: Path | None) -> list[Example]:
    """Takes of the seeds ``first ... first + count - 1``; kept in `cache`, worked out on all cores."""
    kept = None if cache is None else cache / f"simulated_{first}_{count}.npz"
    if kept is not None and kept.is_file():
        return _read(kept)
    with Pool() as pool:
        examples = pool.map(_simulated, range(first, first + count), chunksize=8)
    if kept is not None:
        _write(examples, kept)
    return examples


def example_of(take: Take) -> Example:
    """One rendered clip with its true transitions."""
    if take.clip is None:
        raise ValueError(f"{take.name} has no truth file with transitions; name a folder of clips.")
    truth = read_truth(take.clip.with_suffix(".json"), take.clip)
    features = movement_features(take.pose)
    return Example(
        features.values,
        features.seen,
        features.t_s,
        features.seat,
        truth.events or (),
        take.name,
        edges_only=take.source in EDGES_ONLY,
    )


def weighted(groups: Mapping[str, Sequence[Example]]) -> tuple[list[Example], FloatArray]:
    """All examples, and how often each is drawn: sources by `SHARES`, within them by length."""
    examples: list[Example] = []
    weights: list[FloatArray] = []
    for source, group in groups.items():
        length = np.array([len(e.t_s) for e in group], dtype=float)
        weights.append(SHARES.get(source, SHARES["people"]) * length / length.sum())
        examples += group
    joined = np.concatenate(weights)
    return examples, joined / joined.sum()


def _simulated(seed: int) -> Example:
    take = simulate(seed)
    features = movement_features(repair_pose(take.pose))
    values = features.values.astype(np.float32)
    return Example(values, features.seen, features.t_s, features.seat, take.events, f"simulated {seed}")


def _write(examples: Sequence[Example], path: Path) -> None:
    arrays: dict[str, Any] = {}
    for number, e in enumerate(examples):
        events = [[v.kind, v.start_s, v.end_s, dict(v.moments)] for v in e.events]
        arrays |= {f"v{number}": e.values, f"s{number}": e.seen, f"t{number}": e.t_s}
        arrays[f"o{number}"] = np.array(e.seat)
        arrays[f"e{number}"] = np.array(json.dumps([e.name, events]))
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, **arrays)


def _read(path: Path) -> list[Example]:
    examples = []
    with np.load(path) as stored:
        for number in range(len(stored.files) // 5):
            name, events = json.loads(str(stored[f"e{number}"]))
            known = tuple(
                TrueEvent(kind, start_s, end_s, moments) for kind, start_s, end_s, moments in events
            )
            values, seen, t_s = (stored[f"{key}{number}"] for key in "vst")
            examples.append(Example(values, seen, t_s, SeatOdds(*stored[f"o{number}"]), known, name))
    return examples
