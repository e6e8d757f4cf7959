"""How long clips are gone through: processor seconds and memory an hour of video, and what is found in them.

``python -m bench.long [--source FOLDER] [--heights 480 1080] [--rates crf cbr] [--gops short long] [--minutes N …]
[--transitions N …] [--exhaustive] [--plots FOLDER] [--folder FOLDER]`` prints a row for each clip as it comes.
Without arguments it does what ``make bench`` does: an hour of each encoding, ten minutes of each held against every
frame, and the cost against hours and against transitions an hour as two plots; about an hour on two cores.

A clip (`bench.long_clips`) is packets of a pool of scenes (`bench.long_pool`) in drawn order; the pool is encoded once
for each encoding.
Found is what overlaps a true transition of its kind by half. Processor time does not depend on what else the machine
does; on two cores that nothing else uses the wall clock shows half of it. What was run is kept in the folder: broken
off, the same command goes on.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from rich.console import Console

from bench.long_cases import Case, CaseOutcome, outcome_of, pool_for
from bench.long_plots import write_line_plot
from bench.long_pool import Encoding, sources
from transitions.process import cores

A_DAY_H, A_DAY_TRANSITIONS = 8, 60
HOURLY = round(A_DAY_TRANSITIONS / A_DAY_H)
HOURS_MINUTES = (5.0, 10.0, 20.0, 40.0)
DENSITY_MINUTES, DENSITIES = 20.0, (1, 5, 10, 15)
PLOT_CLIP = Encoding("crf", "long", 480)
PLOTS = Path(__file__).resolve().parents[1] / "docs"

_COLUMNS = (
    ("clip", "{:<16}"),
    ("minutes", "{:>7}"),
    ("found", "{:>9}"),
    ("frame by frame", "{:>14}"),
    ("CPU s", "{:>7}"),
    ("wall s", "{:>7}"),
    ("CPU s/h", "{:>8}"),
    ("skim", "{:>6}"),
    ("follow", "{:>6}"),
    ("looks", "{:>6}"),
    ("checks", "{:>6}"),
    ("rest", "{:>5}"),
    ("peak MB", "{:>8}"),
    ("as exhaustive", "{:>14}"),
    ("findings", "{:>9}"),
)


@dataclass(frozen=True)
class _Pace:
    """How long the rest takes, from how long what is done took."""

    began_s: float
    total: float

    def left(self, done: float) -> str:
        spent_s = time.monotonic() - self.began_s
        left_s = spent_s * (self.total - done) / done if done else self.total / cores()
        return f"about {max(1, round(left_s / 60))} min left"


def main(arguments: Sequence[str] | None = None) -> None:
    given = sys.argv[1:] if arguments is None else list(arguments)
    options = _parser().parse_args(given)
    asked = any(each.startswith(_OF_CASES) for each in given)
    cases = _asked_cases(options) if asked else [] if options.plots else _usual_cases(options.hours)
    plots = [] if asked and not options.plots else [*_hours_cases(), *_density_cases()]
    outcomes = _run_all(list(dict.fromkeys([*cases, *plots])), options)
    _tell_memory(outcomes)
    _tell_skipped(outcomes)
    if plots:
        _plot(outcomes, options.plots or PLOTS)


def _run_all(cases: Sequence[Case], options: argparse.Namespace) -> dict[Case, CaseOutcome]:
    console = Console(width=200, highlight=False, soft_wrap=True)
    options.folder.mkdir(parents=True, exist_ok=True)
    idle = [clip for clip in sources(options.idle) if clip.stem.startswith("idle")]
    clips = [*sources(options.source), *idle]
    if not clips:
        raise SystemExit(
            f"There are no clips with their truth in {options.source}; name a folder with --source."
        )
    pace = _Pace(time.monotonic(), sum(case.seconds_of_work for case in cases) or 1.0)
    console.print("  ".join(form.format(name) for name, form in _COLUMNS))
    outcomes: dict[Case, CaseOutcome] = {}
    done = 0.0
    for number, case in enumerate(cases, start=1):
        if sys.stderr.isatty():
            sys.stderr.write(f"{number} of {len(cases)}: {case.name}, {pace.left(done)} …\r")
        scenes = options.scenes if case.encoding.height == 480 else max(2, options.scenes // 2)
        outcomes[case] = one = outcome_of(
            case, pool_for(case.encoding, clips, options.folder, scenes), options.folder
        )
        done += case.seconds_of_work
        console.print(
            "  ".join(form.format(cell) for (_, form), cell in zip(_COLUMNS, _cells(case, one), strict=True))
        )
        for each in one.missed:
            console.print(f"    not found: {each}")
        if one.checks_missed:
            console.print(f"    found by a check only: {one.checks_missed}")
        for each in one.only_exhaustive:
            console.print(f"    only frame by frame: {each}")
        if not sys.stderr.isatty():
            sys.stderr.write(f"{number} of {len(cases)} done, {pace.left(done)}\n")
    return outcomes


def _cells(case: Case, one: CaseOutcome) -> list[str]:
    hours = one.video_s / 3600
    looked = one.looked_s + one.checked_s
    full_s = one.stages_cpu_s.get("pose", 0.0)
    skim_s, follow_s = (one.stages_cpu_s.get(stage, 0.0) for stage in ("survey", "follow"))
    rest_s = one.cpu_s - full_s - skim_s - follow_s
    of_looks = full_s * one.looked_s / looked if looked else 0.0
    return [
        case.encoding.name,
        f"{one.video_s / 60:.1f}",
        f"{one.found} of {one.events}",
        f"{one.looked_s / one.video_s:.1%}",
        f"{one.cpu_s:.0f}",
        f"{one.wall_s:.0f}",
        f"{one.cpu_s / hours:.0f}",
        f"{skim_s:.0f}",
        f"{follow_s:.0f}",
        f"{of_looks:.0f}",
        f"{full_s - of_looks:.0f}",
        f"{rest_s:.0f}",
        f"{one.peak_mb:.0f}",
        f"{one.there} of {one.there_of}" if case.exhaustive else "",
        f"{one.same} of {one.same_of}" if case.exhaustive else "",
    ]


def _tell_memory(outcomes: dict[Case, CaseOutcome]) -> None:
    """How much more memory the longest clip of an encoding takes than one of an hour."""
    for encoding in dict.fromkeys(case.encoding for case in outcomes):
        of_one = {case.minutes: one.peak_mb for case, one in outcomes.items() if case.encoding == encoding}
        longest = max(of_one)
        short = min(of_one, key=lambda minutes: abs(minutes - 60))
        if longest > 60 and short < longest:
            grown = of_one[longest] / of_one[short] - 1
            print(
                f"{encoding.name}: {of_one[short]:.0f} MB at most for {short / 60:.2g} h, "
                f"{of_one[longest]:.0f} MB for {longest / 60:.2g} h: {grown:+.1%}"
            )


def _tell_skipped(outcomes: dict[Case, CaseOutcome]) -> None:
    reasons: Counter[str] = Counter()
    for one in outcomes.values():
        reasons.update(one.skipped_s)
    for reason, seconds in reasons.most_common():
        print(f"skipped {seconds:.0f} s: {reason}")
    print(f"{cores()} cores.")


def _plot(outcomes: dict[Case, CaseOutcome], folder: Path) -> None:
    def points(cases: Sequence[Case], across: str) -> list[tuple[float, float]]:
        return [
            (
                outcomes[case].video_s / 3600
                if across == "hours"
                else 3600 * outcomes[case].events / outcomes[case].video_s,
                outcomes[case].cpu_s,
            )
            for case in cases
        ]

    straight = write_line_plot(
        folder / "long_hours.svg",
        points(_hours_cases(), "hours"),
        title=f"Cost against length, {2 * HOURLY} transitions an hour",
        across="hours of video",
        up="processor seconds",
    )
    denser = write_line_plot(
        folder / "long_transitions.svg",
        points(_density_cases(), "density"),
        title=f"Cost against transitions, clips of {DENSITY_MINUTES:g} minutes",
        across="transitions an hour",
        up="processor seconds",
    )
    print(f"Plots in {folder}: R² of the lines {straight:.3f} (hours), {denser:.3f} (transitions an hour).")


def _usual_cases(hours: float) -> list[Case]:
    """What ``make bench`` runs besides the plots."""
    every = [Encoding(rate, gop, 480) for rate, gop in product(("crf", "cbr"), ("short", "long"))]
    large = [Encoding("crf", "short", 1080), Encoding("cbr", "long", 1080)]
    return [
        *(Case(encoding, 60 * hours, round(HOURLY * hours)) for encoding in every),
        *(Case(encoding, 60.0, 10) for encoding in large),
        *(Case(encoding, 10.0, 12, exhaustive=True) for encoding in every),
    ]


def _hours_cases() -> list[Case]:
    return [Case(PLOT_CLIP, minutes, round(2 * HOURLY * minutes / 60)) for minutes in HOURS_MINUTES]


def _density_cases() -> list[Case]:
    return [Case(PLOT_CLIP, DENSITY_MINUTES, transitions) for transitions in DENSITIES]


def _asked_cases(options: argparse.Namespace) -> list[Case]:
    lengths = len(options.minutes)
    each_has = options.transitions * lengths if len(options.transitions) == 1 else options.transitions
    if len(each_has) != lengths:
        raise SystemExit("Give --transitions once for all clips, or once for each of --minutes.")
    return [
        Case(Encoding(rate, gop, height), minutes, transitions, options.exhaustive)
        for height, rate, gop in product(options.heights, options.rates, options.gops)
        for minutes, transitions in zip(options.minutes, each_has, strict=True)
    ]


_OF_CASES = ("--heights", "--rates", "--gops", "--minutes", "--transitions", "--exhaustive")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.long", description=__doc__)
    parser.add_argument("--source", type=Path, default=Path("../shared/people"))
    parser.add_argument("--idle", type=Path, default=Path("../shared/clips"), help="its clips idle_* fidget")
    parser.add_argument("--folder", type=Path, default=Path(".bench-long"), help="pools and what was run")
    parser.add_argument("--scenes", type=int, default=4, help="in a pool at 480p; half as many at 1080p")
    parser.add_argument("--hours", type=float, default=1.0, help="of the usual clips at 480p; a workday is 8")
    parser.add_argument("--heights", type=int, nargs="+", default=[480], choices=[480, 1080])
    parser.add_argument("--rates", nargs="+", default=["crf", "cbr"], choices=["crf", "cbr"])
    parser.add_argument("--gops", nargs="+", default=["short", "long"], choices=["short", "long"])
    parser.add_argument("--minutes", type=float, nargs="+", default=[10.0])
    parser.add_argument("--transitions", type=int, nargs="+", default=[8], help="of each of the --minutes")
    parser.add_argument("--exhaustive", action="store_true", help="look at every frame too, and compare")
    parser.add_argument("--plots", type=Path, help="draw the plots in this folder, and nothing else")
    return parser


if __name__ == "__main__":
    main()
