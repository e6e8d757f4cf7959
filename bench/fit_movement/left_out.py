"""How detection does on what no network has seen: each source left out, or quarters of the families or persons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.fit_movement.examples import example_of
from bench.fit_movement.fit import fit_movement
from bench.fit_movement.left_out_score import LeftOut
from bench.fit_movement.report import segments_of
from bench.fit_movement.train import Example
from bench.fit_networks.options import groups_left_out
from bench.sources import Take
from transitions.agreement.events import OVERLAP_LEVELS
from transitions.detect import LEAST_CONFIDENCE
from transitions.detect.movement.weights import FittedMovement
from transitions.model import Segment

STEPS, PART = 6500, 5
"""A fold fits one network where three ship, for about half as long, and its confidence on a fifth of the clips."""


def judge_left_out(
    clips: Sequence[Take],
    simulated: tuple[Sequence[Example], Sequence[Example]],
    what: str,
    *,
    seed: int,
    workers: int,
) -> None:
    """Print a row a source: its clips judged by networks fitted without them.

    Parameters
    ----------
    simulated : takes that are fitted on, and others that the confidence is fitted on.
    what : ``source``, ``family`` or ``person``.
    """
    examples = {take.name: example_of(take) for take in clips}
    judge = partial(_judge, clips, examples, simulated, seed)
    results: dict[str, LeftOut] = {}
    with ProcessPoolExecutor(workers) as pool:
        for judged in pool.map(judge, groups_left_out(clips, what)):
            for take, segments in judged:
                results.setdefault(take.source, LeftOut()).add(
                    examples[take.name].events, take.family, segments
                )
    _print(results, what)


def _judge(
    clips: Sequence[Take],
    examples: Mapping[str, Example],
    simulated: tuple[Sequence[Example], Sequence[Example]],
    seed: int,
    names: set[str],
) -> list[tuple[Take, list[Segment]]]:
    fitted = _fit([take for take in clips if take.name not in names], examples, simulated, seed)
    left_out = [take for take in clips if take.name in names]
    return [(take, _sure(fitted, examples[take.name])) for take in left_out]


def _fit(
    clips: Sequence[Take],
    examples: Mapping[str, Example],
    simulated: tuple[Sequence[Example], Sequence[Example]],
    seed: int,
) -> FittedMovement:
    groups: dict[str, list[Example]] = {}
    for take in clips:
        groups.setdefault(take.source, []).append(examples[take.name])
    judged = {name: group[::PART] for name, group in groups.items()}
    rest = {name: [e for k, e in enumerate(group) if k % PART] for name, group in groups.items()}
    return fit_movement(
        {**rest, "simulated": simulated[0]},
        {**judged, "simulated": simulated[1]},
        members=1,
        steps=STEPS,
        seed=seed,
    )


def _sure(fitted: FittedMovement, example: Example) -> list[Segment]:
    return [each for each in segments_of(fitted, example) if each.confidence >= LEAST_CONFIDENCE]


def _print(results: Mapping[str, LeftOut], what: str) -> None:
    table = Table(
        f"{what} left out", "F1 at 0.3", "F1 at 0.5", "start, s", "end, s", "true", "false in ten clips"
    )
    for source, one in sorted(results.items()):
        false = (f"{family} {10 * np.mean(counts):.1f}" for family, counts in sorted(one.false_in.items()))
        edges = (f"{np.mean(errors):.3f}" if errors else "-" for errors in (one.start_s, one.end_s))
        table.add_row(
            source,
            *(f"{one.f1(level):.3f}" for level in OVERLAP_LEVELS),
            *edges,
            str(one.true),
            ", ".join(false),
        )
    Console(width=140).print(table)
