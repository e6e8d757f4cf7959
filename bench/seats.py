"""What is seen under the hips before people sit, rise, pick up or squat: ``python -m bench.seats NAME=FOLDER …``.

Prints the share of the place that is strange to the rows beside it (`transitions.detect.movement.seat`) in clips with
exact truth; and how high hips are when standing, in standing heights.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.sources import Take, parse_source, read_source
from transitions.detect.movement.seat import BARE, LOWERED, TAKEN, LooksAround, lowest_within
from transitions.kinematics.hip_height import hip_height_norm
from transitions.series import FloatArray
from transitions.validate.truth import TrueEvent, read_truth

WITHIN = 60
"""A squat, or the like, is the lowest of so many frames before and after."""

QUANTILES = (0, 5, 10, 50, 90, 95, 100)


def places(take: Take) -> Iterator[tuple[str, float]]:
    """What brought the hips down, and the share of the place under them that was taken (NaN: not seen)."""
    looks = LooksAround.of(take.pose)
    truth = None if take.clip is None else read_truth(take.clip.with_suffix(".json"), take.clip)
    events = () if truth is None else truth.events or ()
    lows = {"stand_to_sit": "sit", "sit_to_stand": "rise"}
    for event in events:
        if event.kind in lows:
            at_s = event.end_s if event.kind == "stand_to_sit" else event.start_s
            yield lows[event.kind], float("nan") if looks is None else looks.taken(at_s)
    height = hip_height_norm(take.pose)[0]
    if looks is not None and np.isfinite(height).any():
        yield "standing hips", float(np.nanpercentile(height, 95))
    for row in _bottoms(height):
        at_s = float(take.t_s[row])
        here = {event.kind for event in events if event.start_s - 0.3 < at_s < event.end_s + 0.3}
        if here <= {"pick_up"} and not _sits(events, at_s):
            name = "pick up" if here else "squat, lunge, other"
            yield name, float("nan") if looks is None else looks.taken(at_s)


def _bottoms(height: FloatArray) -> list[int]:
    """Rows in which the hips are down and lower than in all others near, between higher ones."""
    filled = np.nan_to_num(height, nan=np.inf)
    low = filled < LOWERED
    last = len(height) - 1
    ahead = lowest_within(filled, WITHIN)
    behind = last - lowest_within(filled[::-1], WITHIN)[::-1]
    return [int(r) for r in np.flatnonzero(low) if ahead[r] == r == behind[r] and 0 < r < last]


def _sits(events: Sequence[TrueEvent], at_s: float) -> bool:
    """Whether somebody is on a seat at a time: they sat down last, or rise next."""
    before = [e for e in events if e.end_s <= at_s and "sit" in e.kind]
    after = [e for e in events if e.start_s >= at_s and "sit" in e.kind]
    return (bool(before) and before[-1].kind == "stand_to_sit") or (
        bool(after) and after[0].kind == "sit_to_stand"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.seats", description=__doc__)
    parser.add_argument("sources", nargs="+", type=parse_source, help="NAME=FOLDER of clips with truth")
    parser.add_argument("--poses", type=Path, default=Path("build/poses"), help="keeps poses")
    options = parser.parse_args()
    shares_of = (*(f"{q} %" for q in QUANTILES), f"up to {BARE:g}", f"from {TAKEN:g}")
    table = Table("source", "hips down", "places", "seen", *shares_of)
    for source, folder in options.sources:
        found: dict[str, list[float]] = {}
        for take in read_source(source, folder, options.poses):
            for name, share in places(take):
                found.setdefault(name, []).append(share)
        for name, shares in sorted(found.items()):
            seen = np.array([share for share in shares if not np.isnan(share)])
            cells = [f"{x:.2f}" for x in np.percentile(seen, QUANTILES)] if len(seen) else ["–"] * 7
            ends = (f"{(seen <= BARE).sum()}", f"{(seen >= TAKEN).sum()}")
            table.add_row(source, name, f"{len(shares)}", f"{len(seen)}", *cells, *ends)
    Console().print(table)


if __name__ == "__main__":
    main()
