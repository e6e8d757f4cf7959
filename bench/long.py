"""How long clips are gone through: seconds and memory an hour of video, and what is found of what happens in them.

``python -m bench.long [--source FOLDER] [--heights 480 1080] [--rates crf cbr] [--gops short long] [--minutes N]
[--repeats N] [--transitions N] [--exhaustive] [--clips FOLDER]`` prints a row for each encoding. A clip of so many
minutes is assembled and its packets repeated; every repetition counts. Found is what overlaps a true transition of its
kind by half; with ``--exhaustive`` the same stretches are looked at as clips of their own too, and what they show is
what the long clip is held against. Processor time is told beside the wall clock's: it does not depend on what else
the machine does.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import product
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.long_clips import Encoding, PlacedEvent, assemble_long, repeat, sources
from bench.speed_runs import Cost, run_command
from transitions.export.results import read_json
from transitions.model import Run
from transitions.process import cores

FOUND_OVERLAP = 0.5
_SEED = 16


@dataclass(frozen=True)
class LongRun:
    """One clip gone through: its length, what is true of it, what was found, what it cost."""

    seconds: float
    events: list[PlacedEvent]
    run: Run
    cost: Cost


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    console = Console()
    table = _table()
    reasons: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.clips or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for height, rate, gop in product(options.heights, options.rates, options.gops):
            encoding = Encoding(rate, gop, height)
            clip, events = _clip(folder, encoding, options)
            one = go_through(clip, events, exhaustive=False)
            full = go_through(clip, events, exhaustive=True) if options.exhaustive else None
            table.add_row(*_row(encoding, one, full))
            assert one.run.survey is not None
            for each in one.run.survey.skipped:
                reasons[each.reason] += round(each.end_s - each.start_s)
            console.print(f"{encoding.name}: {one.run.survey.summary}")
            for event in missed(one.run, one.events):
                console.print(f"  not found: {event.kind} of {event.source} at {event.start_s:.1f} s")
    console.print(table)
    for reason, seconds in reasons.most_common():
        console.print(f"skipped {seconds} s: {reason}")
    console.print(f"{cores()} cores.")


def go_through(clip: Path, events: list[PlacedEvent], *, exhaustive: bool) -> LongRun:
    """``transitions analyse`` on a clip, a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results"
        command = [sys.executable, "-m", "transitions", "analyse", str(clip), "--out", str(results)]
        cost = run_command(command + (["--exhaustive"] if exhaustive else []))
        run = read_json(results)
    return LongRun(run.clip.duration_s, events, run, cost)


def missed(run: Run, events: Sequence[PlacedEvent]) -> list[PlacedEvent]:
    """The true transitions that no segment of their kind overlaps by half of the shorter."""
    return [event for event in events if not any(_agree(event, *one) for one in _segments(run))]


def same_found(run: Run, other: Run) -> tuple[int, int]:
    """How many of the other's transitions the run has too, and how many the other has."""
    theirs = [PlacedEvent(kind, start_s, end_s, "") for kind, start_s, end_s in _segments(other)]
    return len(theirs) - len(missed(run, theirs)), len(theirs)


def _segments(run: Run) -> list[tuple[str, float, float]]:
    return [(one.kind, one.start_s, one.end_s) for one in run.segments]


def _agree(event: PlacedEvent, kind: str, start_s: float, end_s: float) -> bool:
    shared_s = min(event.end_s, end_s) - max(event.start_s, start_s)
    return kind == event.kind and shared_s >= FOUND_OVERLAP * min(
        event.end_s - event.start_s, end_s - start_s
    )


def _clip(folder: Path, encoding: Encoding, options: argparse.Namespace) -> tuple[Path, list[PlacedEvent]]:
    """The assembled clip, kept in the folder for the next time, and what happens in it."""
    once = folder / f"{encoding.name.replace(' ', '_')}_{options.minutes:g}min_{options.transitions}.mp4"
    truth = once.with_suffix(".json")
    if not truth.is_file():
        events = assemble_long(
            once,
            sources(options.source),
            encoding,
            seconds=60 * options.minutes,
            transitions=options.transitions,
            seed=_SEED,
        )
        truth.write_text(json.dumps([asdict(event) for event in events]))
    events = [PlacedEvent(**event) for event in json.loads(truth.read_text())]
    if options.repeats == 1:
        return once, events
    clip = once.with_name(f"{once.stem}_x{options.repeats}.mp4")
    length_s = repeat(clip, once, options.repeats)
    return clip, [
        replace(event, start_s=event.start_s + at * length_s, end_s=event.end_s + at * length_s)
        for at in range(options.repeats)
        for event in events
    ]


def _table() -> Table:
    names = (
        "clip",
        "hours",
        "transitions",
        "found",
        "by exhaustive too",
        "s an hour",
        "CPU s an hour",
        "peak MB",
    )
    table = Table(*names)
    table.add_column("frame by frame")
    return table


def _row(encoding: Encoding, one: LongRun, full: LongRun | None) -> list[str]:
    hours = one.seconds / 3600
    assert one.run.survey is not None
    looked_s = sum(each.end_s - each.start_s for each in one.run.survey.looked_at)
    there = "" if full is None else "{} of {}".format(*same_found(one.run, full.run))
    return [
        encoding.name,
        f"{hours:.2f}",
        str(len(one.events)),
        str(len(one.events) - len(missed(one.run, one.events))),
        there,
        f"{one.cost.wall_s / hours:.0f}",
        f"{one.cost.cpu_s / hours:.0f}" + ("" if full is None else f" (all: {full.cost.cpu_s / hours:.0f})"),
        f"{one.cost.peak_mb:.0f}",
        f"{looked_s / one.seconds:.0%}",
    ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.long", description=__doc__)
    parser.add_argument("--source", type=Path, default=Path("../shared/people"))
    parser.add_argument("--heights", type=int, nargs="+", default=[480], choices=[480, 1080])
    parser.add_argument("--rates", nargs="+", default=["crf", "cbr"], choices=["crf", "cbr"])
    parser.add_argument("--gops", nargs="+", default=["short", "long"], choices=["short", "long"])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--repeats", type=int, default=1, help="how often the packets follow on one another")
    parser.add_argument("--transitions", type=int, default=8, help="in one repetition")
    parser.add_argument("--exhaustive", action="store_true", help="look at every frame too, and compare")
    parser.add_argument("--clips", type=Path, help="keeps the clips in this folder for the next time")
    return parser


if __name__ == "__main__":
    main()
