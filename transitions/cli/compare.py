"""``transitions compare``: two recordings, or two sets of them, of one person."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from transitions.cli.compare_table import print_comparison
from transitions.comparison import (
    Comparison,
    Conditions,
    NotComparableError,
    SessionRecording,
    compare,
    comparison_record,
    shared_kinds,
)
from transitions.comparison.measures import measures_of
from transitions.errors import TransitionsError
from transitions.export.measures_table import write_tables
from transitions.export.results import read_run
from transitions.model import Run
from transitions.process import cores
from transitions.video.recorded import recorded_day

SCHEMA = 1
RUN_FILE = "run.json"
SESSION_MARK = "@"
NO_DAY = "day not told"

ANALYSIS_DAYS = (
    "The sessions of results folders are taken to be the days they were analysed; where they were filmed on other "
    "days, write the day behind the folder: FOLDER@2026-11-26."
)


@dataclass(frozen=True)
class Choices:
    """What the user asked for.

    Attributes
    ----------
    targets, before_with, after_with : ``NAME=VALUE`` each.
    """

    kind: str | None
    primary: str | None
    targets: Sequence[str]
    before_with: Sequence[str]
    after_with: Sequence[str]
    bootstrap: bool
    model: str
    profile: Path | None


def run_compare(
    before: Sequence[str],
    after: Sequence[str],
    choices: Choices,
    *,
    as_json: bool,
    export: Path | None = None,
) -> None:
    """Compare two sides, each of results folders or clips, and print tables or JSON; tidy tables go to `export`."""
    sources = list(_expanded(before)), list(_expanded(after))
    conditions = _conditions(choices.before_with), _conditions(choices.after_with)
    sides = [
        [SessionRecording(*_read(path, session, choices), same) for path, session in side]
        for side, same in zip(sources, conditions, strict=True)
    ]
    undated = any(_is_results(path) and not session for side in sources for path, session in side)
    notes = [ANALYSIS_DAYS] if undated else []
    comparisons, refused = _compare_kinds(sides[0], sides[1], choices)
    if export is not None:
        write_tables(comparisons, export)
    if as_json:
        record = {
            "schema": SCHEMA,
            "comparisons": [comparison_record(comparison) for comparison in comparisons],
            "refused": refused,
            "notes": notes,
        }
        sys.stdout.write(json.dumps(record, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
        return
    console = Console(highlight=False)
    for comparison in comparisons:
        print_comparison(comparison, console)
    for line in [*(f"{kind}: {why}" for kind, why in refused.items()), *notes]:
        console.print(f"! {line}", markup=False, soft_wrap=True)


def _compare_kinds(
    before: Sequence[SessionRecording], after: Sequence[SessionRecording], choices: Choices
) -> tuple[list[Comparison], dict[str, str]]:
    """One comparison for each kind both sides show, or for the kind asked for.

    Kinds that cannot be compared are named with the reason; when none can, that is raised.
    """
    targets = {name: _as_number(name, value) for name, value in _pairs(choices.targets).items()}
    named = {*targets, *([choices.primary] if choices.primary else [])}
    kinds = (choices.kind,) if choices.kind else _kinds_with(named, shared_kinds(before, after))
    done, refused = [], {}
    for kind in kinds:
        try:
            done.append(
                compare(
                    before,
                    after,
                    kind=kind,
                    primary=choices.primary,
                    targets=targets,
                    bootstrap=choices.bootstrap,
                )
            )
        except NotComparableError as error:
            refused[kind] = str(error)
    if not done:
        raise NotComparableError(next(iter(refused.values())))
    return done, refused


def _kinds_with(named: set[str], kinds: Sequence[str]) -> Sequence[str]:
    """The kinds in which every measure that was named is measured."""
    fitting = [kind for kind in kinds if named <= {measure.id for measure in measures_of(kind)}]
    if not fitting:
        known = sorted({measure.id for kind in kinds for measure in measures_of(kind)})
        raise NotComparableError(
            f"{', '.join(sorted(named))}: not measured in {', '.join(kinds)}; choose among {', '.join(known)}."
        )
    return fitting


def _read(path: Path, session: str, choices: Choices) -> tuple[Run, str]:
    """The run and its session: as written behind the path, else as the file says."""
    if _is_results(path):
        run = read_run(path)
        return run, session or run.provenance.created_at[:10]
    from transitions.cli.progress import show_progress
    from transitions.pipeline import analyse  # loads the pose model's library: not for results folders

    with ExitStack() as bar:
        show = show_progress(Console(stderr=True), bar)
        run = analyse(path, model=choices.model, profile=choices.profile, processes=cores(), on_progress=show)
    return run, session or recorded_day(path) or NO_DAY


def _is_results(path: Path) -> bool:
    return (path / RUN_FILE).is_file()


def _expanded(given: Sequence[str]) -> Iterator[tuple[Path, str]]:
    """(path, session or ""): a folder of results folders stands for all of them."""
    for text in given:
        path, session = _split(text)
        if not path.is_dir() or _is_results(path):
            yield path, session
            continue
        inside = sorted(file.parent for file in path.glob(f"*/{RUN_FILE}"))
        if not inside:
            raise TransitionsError(
                f"There is no {RUN_FILE} in {path} or in its folders; give a folder written by "
                "'transitions analyse', or a clip."
            )
        for folder in inside:
            yield folder, session


def _split(text: str) -> tuple[Path, str]:
    """``PATH@SESSION``; a path that exists as written is a path."""
    if Path(text).exists() or SESSION_MARK not in text:
        return Path(text), ""
    path, _, session = text.rpartition(SESSION_MARK)
    return Path(path), session


def _conditions(pairs: Sequence[str]) -> Conditions:
    values: dict[str, Any] = {**_pairs(pairs)}
    unknown = set(values) - {"seat_m", "load", "shoes", "hands"}
    if unknown:
        raise TransitionsError(
            f"The condition {min(unknown)} is not known; give seat_m, load, shoes or hands, as in shoes=trainers."
        )
    if "seat_m" in values:
        values["seat_m"] = _as_number("seat_m", values["seat_m"])
    return Conditions(**values)


def _pairs(pairs: Sequence[str]) -> dict[str, str]:
    values = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        if not value:
            raise TransitionsError(f"'{name}' needs a value; write NAME=VALUE.")
        values[name] = value
    return values


def _as_number(name: str, value: str) -> float:
    try:
        return float(value)
    except ValueError as error:
        raise TransitionsError(f"{name} needs a number, not '{value}'.") from error
