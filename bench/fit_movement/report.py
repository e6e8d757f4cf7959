"""How a fit does on examples it has not seen, by source and by the least confidence that is reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from bench.fit_movement.fit import OVERLAP
from bench.fit_movement.train import Example
from transitions.agreement.events import match
from transitions.detect.movement import KINDS, read_stretches
from transitions.detect.movement.confidence import confidence
from transitions.detect.movement.weights import FittedMovement
from transitions.model import Segment

LEAST = (0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9)


def print_f1(fitted: FittedMovement, judged: Mapping[str, Sequence[Example]]) -> None:
    """F1 at overlap 0.3 of each source, were transitions reported from one confidence or another."""
    table = Table("source", *(f"from {least:g}" for least in LEAST))
    for source, examples in judged.items():
        sure = [segments_of(fitted, example) for example in examples]
        table.add_row(source, *(f"{_f1(examples, sure, least):.3f}" for least in LEAST))
    Console().print(table)


def segments_of(fitted: FittedMovement, example: Example) -> list[Segment]:
    """What the networks find in an example, with their confidence."""
    stretches = read_stretches(example.features, fitted)
    return [Segment(s.kind, s.start_s, s.end_s, confidence(s, fitted.confidence)) for s in stretches]


def _f1(examples: Sequence[Example], segments: Sequence[Sequence[Segment]], least: float) -> float:
    pairs = both = 0
    for example, found in zip(examples, segments, strict=True):
        for kind in KINDS:
            true = [event for event in example.events if event.kind == kind]
            kept = [s for s in found if s.kind == kind and s.confidence >= least]
            pairs += len(match(true, kept, OVERLAP))
            both += len(true) + len(kept)
    return 2.0 * pairs / both if both else float("nan")
