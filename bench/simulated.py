"""How many transitions of simulated people are found: ``python -m bench.simulated [--takes 2000] [--first SEED]``.

Nothing was fitted on the seeds it starts from. The simulator is the one that the movement networks
were fitted on, so this says how well they learned it, not how well they do on real people.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass, field
from multiprocessing import Pool

from rich.console import Console
from rich.table import Table

from bench.simulator import simulate
from transitions.agreement.events import match
from transitions.detect import LEAST_CONFIDENCE
from transitions.detect.movement import KINDS, movements_of_pose
from transitions.kinematics.repair import repair_pose
from transitions.model import Segment

FIRST_SEED = 2_000_000
"""The networks are fitted on seeds from 0, their confidence on seeds from 1,000,000."""

OVERLAP = 0.3
CHUNK = 10


@dataclass
class Counts:
    """Transitions that took place, that were found, and pairs of both, of each kind."""

    true: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    found: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    pairs: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))

    def add(self, other: Counts) -> None:
        """Take another's counts in."""
        for mine, theirs in ((self.true, other.true), (self.found, other.found), (self.pairs, other.pairs)):
            for kind in KINDS:
                mine[kind] += theirs[kind]

    def f1(self, kinds: Iterable[str] = KINDS) -> float:
        """F1 over some kinds; NaN where nothing took place and nothing was found."""
        kinds = tuple(kinds)
        both = sum(self.true[kind] + self.found[kind] for kind in kinds)
        return 2.0 * sum(self.pairs[kind] for kind in kinds) / both if both else float("nan")


def counts_of(seed: int) -> Counts:
    """What is found in one simulated take."""
    take = simulate(seed)
    found = movements_of_pose(repair_pose(take.pose)).found
    sure = [m for m in found if m.confidence >= LEAST_CONFIDENCE]
    counts = Counts()
    for kind in KINDS:
        events = [event for event in take.events if event.kind == kind]
        segments = [Segment(kind, m.start_s, m.end_s, m.confidence) for m in sure if m.kind == kind]
        counts.true[kind], counts.found[kind] = len(events), len(segments)
        counts.pairs[kind] = len(match(events, segments, OVERLAP))
    return counts


def count(takes: int, first: int = FIRST_SEED, workers: int | None = None) -> Counts:
    """What is found in many takes, worked out on all cores."""
    total = Counts()
    with Pool(workers) as pool:
        for counts in pool.imap_unordered(counts_of, range(first, first + takes), chunksize=CHUNK):
            total.add(counts)
    return total


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.simulated", description=__doc__)
    parser.add_argument("--takes", type=int, default=2000)
    parser.add_argument("--first", type=int, default=FIRST_SEED, help="seed of the first take")
    options = parser.parse_args()
    total = count(options.takes, options.first)
    table = Table("kind", "took place", "found", "right", f"F1 at overlap {OVERLAP:g}")
    for kind in KINDS:
        row = (total.true[kind], total.found[kind], total.pairs[kind])
        table.add_row(kind.replace("_", " "), *map(str, row), f"{total.f1([kind]):.3f}")
    sums = (sum(x.values()) for x in (total.true, total.found, total.pairs))
    table.add_row("all", *map(str, sums), f"{total.f1():.3f}")
    Console().print(table)


if __name__ == "__main__":
    main()
