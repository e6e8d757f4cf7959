"""The tables of ``transitions validate``: one for each source, then all sources together."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from rich.console import Console
from rich.table import Table

from transitions.validate.angles import ALL_VIEWS, MOVING, REST
from transitions.validate.events import ALL
from transitions.validate.report import Figure, Report, Scope

MIN_WIDTH = 150
"""Columns of text that a table needs; a narrower terminal scrolls or wraps."""

GROUPS = (ALL_VIEWS, "front", "oblique", "side", "back_oblique", "back", REST, MOVING)
OWN_TIMES = ("seat_off_s", "grasp_s", "lowest_s")
PER_TEN = 10.0

TWIST_ROWS = {
    "twist/peak_within": "peaks of true twists read within 8°",
    "twist/peak": "error at those peaks, °",
    "twist/peak_bias": "the same, signed (under 0: read too small)",
    "twist/peak_coverage": "peaks assessable",
    "twist/false": "most read over the truth where nothing twists, °",
    "twist/false_p90": "the same, nine in ten stay under",
    "twist/quiet": "stretches without twist never over 5°",
    "knees/standing": "straight knees read, °",
    "knees/standing_p90": "the same, nine in ten clips stay under",
    "knees/standing_within": "clips in which they read under 12° (in front 15°)",
    "event/idle": "clips without event in which nothing is found",
}

NOTE = (
    "In brackets 95 % intervals: Wilson for counted answers, Poisson for false transitions, else bootstrap by person. "
    "✓ ✗: the aim is met or not. Start and end are the truth files' own: of real people they are read off the "
    "hips' height alone, elsewhere they are the first and last sign of movement. "
    "'Possible' is right neither where the pattern is nor where it is not."
)


def print_report(report: Report, console: Console) -> None:
    """The tables, then the clips that were answered wrongly."""
    console.width = max(console.width, MIN_WIDTH)
    for scope in report.scopes:
        console.rule(f"{scope.name or 'clips'}: {scope.clips} clips, {scope.people} people", align="left")
        for table in _tables(scope):
            console.print(table)
    console.print(NOTE, markup=False)
    for name, reason in report.failed.items():
        console.print(f"{name}: could not be analysed: {reason}", markup=False)
    for name, misses in report.misses.items():
        console.print(f"{name}: {'; '.join(misses)}", markup=False)


def _tables(scope: Scope) -> Iterable[Table]:
    for titles, rows in SECTIONS:
        filled = list(rows(scope))
        if filled:
            table = Table(*titles, title_justify="left")
            for row in filled:
                table.add_row(*row)
            yield table


def _event_rows(scope: Scope) -> Iterable[list[str]]:
    for kind in subjects(scope, "event", last=ALL):
        get = _getter(scope, f"event/{kind}")
        own = next((name for name in OWN_TIMES if get(name)), "")
        times = [_mean_and_high(get, name) for name in ("start", "end", *([own] if own else []))]
        yield [
            _words(kind),
            cell(get("f1@0.3")),
            cell(get("f1@0.5")),
            *times,
            *[""] * (not own),
            _clips(get("f1@0.3")),
        ]


def _false_rows(scope: Scope) -> Iterable[list[str]]:
    for family in subjects(scope, "false", last="all", parts=2):
        figure = scope.figures[f"false/{family}"]
        yield [_words(family), cell(figure, PER_TEN), str(figure.estimate.clips)]


def _confidence_rows(scope: Scope) -> Iterable[list[str]]:
    for band in subjects(scope, "confidence"):
        get = _getter(scope, f"confidence/{band}")
        stated, right = get("stated"), get("right")
        mean = f"{stated.estimate.value:.2f}" if stated else ""
        yield [band, mean, cell(right), str(right.estimate.count) if right else ""]


def _angle_rows(scope: Scope) -> Iterable[list[str]]:
    for name in subjects(scope, "angle"):
        for group in GROUPS:
            get = _getter(scope, f"angle/{name}/{group}")
            if get("mae"):
                subject = _words(name.removesuffix("_deg")) if group == ALL_VIEWS else ""
                figures = [cell(get(figure)) for figure in ("mae", "coverage", "interval")]
                yield [subject, _words(group), *figures, _clips(get("coverage"))]


def _rule_rows(scope: Scope) -> Iterable[list[str]]:
    rules = {key.split("/")[1] for key in [*scope.figures, *scope.not_scored] if key.startswith("rule/")}
    for rule in sorted(rules):
        get = _getter(scope, f"rule/{rule}")
        sides = []
        for side, possible in (("sensitivity", "possible_with"), ("specificity", "possible_without")):
            why = scope.not_scored.get(f"rule/{rule}/{side}")
            sides += [
                "not scored" if why else cell(get(side), nothing="none assessable"),
                cell(get(possible)),
            ]
        counts = " + ".join(str(_judged(get(side))) for side in ("possible_with", "possible_without"))
        yield [rule, *sides, cell(get("coverage")), counts]


def _judged(figure: Figure | None) -> int:
    return figure.estimate.count if figure else 0


def _single_rows(scope: Scope) -> Iterable[list[str]]:
    for key, title in TWIST_ROWS.items():
        figure = scope.figures.get(key)
        if figure:
            yield [title, cell(figure), str(figure.estimate.count)]


SECTIONS: tuple[tuple[tuple[str, ...], Callable[[Scope], Iterable[list[str]]]], ...] = (
    (
        (
            "Transitions",
            "F1, IoU 0.3",
            "F1, IoU 0.5",
            "start, s (p90)",
            "end, s (p90)",
            "own time, s (p90)",
            "clips",
        ),
        _event_rows,
    ),
    (("Clips without event", "false transitions in ten clips", "clips"), _false_rows),
    (("Confidence of transitions found", "stated, mean", "right (IoU 0.3)", "found"), _confidence_rows),
    (("Angles", "view, movement", "mean error, °", "assessable", "in 90 % interval", "clips"), _angle_rows),
    (
        (
            "Rules",
            "sensitivity (observed)",
            "possible, with it",
            "specificity (not observed)",
            "possible, without",
            "assessable",
            "judged with + without",
        ),
        _rule_rows,
    ),
    (("Twist and rest", "", "count"), _single_rows),
)


def subjects(scope: Scope, group: str, last: str = "", parts: int = 3) -> list[str]:
    """The second parts of the keys of a group, in order, `last` last."""
    keys = [key.split("/") for key in scope.figures]
    found = {key[1] for key in keys if key[0] == group and len(key) >= parts}
    return sorted(found, key=lambda subject: (subject == last, subject))


def cell(figure: Figure | None, times: float = 1.0, nothing: str = "–") -> str:
    """A figure with its interval and whether its aim is met; `times` for figures shown per so many."""
    if figure is None:
        return "–"
    estimate = figure.estimate
    if math.isnan(estimate.value):
        return nothing
    value, low, high = (times * x for x in (estimate.value, estimate.low, estimate.high))
    mark = {True: " ✓", False: " ✗", None: ""}[figure.met]
    digits = 1 if max(abs(x) for x in (value, high) if not math.isnan(x)) >= 2 else 2
    interval = "" if math.isnan(low) else f" [{low:.{digits}f}–{high:.{digits}f}]"
    return f"{value:.{digits}f}{interval}{mark}"


def _mean_and_high(get: Callable[[str], Figure | None], name: str) -> str:
    mean, high = get(name), get(f"{name}_p90")
    return "–" if mean is None or high is None else f"{cell(mean)} ({high.estimate.value:.2f})"


def _getter(scope: Scope, stem: str) -> Callable[[str], Figure | None]:
    return lambda name: scope.figures.get(f"{stem}/{name}")


def _clips(figure: Figure | None) -> str:
    return str(figure.estimate.clips) if figure else ""


def _words(name: str) -> str:
    return name.replace("_", " ")
