"""``transitions compare``: two recordings, or two sets of them, of one person."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console

from transitions.cli.compare_sources import Sources
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

SCHEMA = 1

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
    person : pseudonym of the person whose recordings in the store are named by days.
    """

    kind: str | None
    primary: str | None
    targets: Sequence[str]
    before_with: Sequence[str]
    after_with: Sequence[str]
    bootstrap: bool
    model: str
    profile: Path | None
    person: str | None = None


def run_compare(
    before: Sequence[str],
    after: Sequence[str],
    choices: Choices,
    *,
    as_json: bool,
    export: Path | None = None,
) -> None:
    """Compare two sides, each of results folders, clips or recordings of the store, and print tables or JSON.

    Tidy tables go to `export`.
    """
    conditions = _conditions(choices.before_with), _conditions(choices.after_with)
    with ExitStack() as stack:
        sources = Sources(choices.model, choices.profile, choices.person, stack)
        sides = [
            [replace(one, conditions=_over(one.conditions, given)) for one in sources.read(side)]
            for side, given in zip((before, after), conditions, strict=True)
        ]
        comparisons, refused = _compare_kinds(sides[0], sides[1], choices, sources.targets)
    notes = [ANALYSIS_DAYS] if sources.undated else []
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
    before: Sequence[SessionRecording],
    after: Sequence[SessionRecording],
    choices: Choices,
    own_targets: Callable[[str], Mapping[str, float]],
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
                    targets={**own_targets(kind), **targets},
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


def _over(told: Conditions, given: Conditions) -> Conditions:
    """What was told of a recording of the store, with what the command says over it."""
    said = {name: value for name, value in vars(given).items() if value is not None}
    return replace(told, **said)


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
