"""``transitions validate``: one table of how right the program is on clips with known truth."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from transitions.validate.bootstrap import Estimate
from transitions.validate.folder import validate_folder
from transitions.validate.report import Figure, Report

MIN_WIDTH = 132
"""Columns of text that the table needs; a narrower terminal scrolls or wraps."""

VIEWS = ("all", "front", "oblique", "side", "back_oblique", "back")

EVENT_FIGURES = ("f1@0.3", "f1@0.5", "start", "end")
OWN_TIMES = ("seat_off_s", "grasp_s", "lowest_s")
ANGLE_FIGURES = ("mae", "coverage", "interval")
RULE_FIGURES = ("sensitivity", "specificity", "coverage")
TWIST_FIGURES = {
    "twist/peak_within": "peaks of true twists read within 8°",
    "twist/peak_error": "error at those peaks, °",
    "twist/peak_coverage": "peaks assessable",
    "twist/quiet": "clips without twist that never read over 5°",
    "event/idle": "idle clips without any transition found",
}


def run_validate(folder: Path, *, as_json: bool, workers: int) -> None:
    """Score the clips in `folder` and print the figures, as a table or as JSON."""
    with ExitStack() as stack:
        report = validate_folder(folder, workers=workers, on_clip=_progress_bar(stack))
    if as_json:
        sys.stdout.write(json.dumps(report_record(report), indent=1, ensure_ascii=False) + "\n")
    else:
        print_report(report, Console(highlight=False))


def _progress_bar(stack: ExitStack) -> Callable[[str, int, int], None] | None:
    """A bar on standard error in a terminal, nothing otherwise."""
    console = Console(stderr=True)
    if not console.is_terminal:
        return None
    columns = (
        TextColumn("Analysing clips"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[clip]}"),
    )
    bar = stack.enter_context(Progress(*columns, console=console, transient=True))
    task = bar.add_task("", total=None, clip="")
    return lambda name, done, total: bar.update(task, completed=done, total=total, clip=name)


def print_report(report: Report, console: Console) -> None:
    """The table, then the clips that were answered wrongly."""
    console.width = max(console.width, MIN_WIDTH)
    table = Table(
        title=f"{report.clips} clips; 95 % bootstrap intervals by clip in brackets; ✓ and ✗: the aim is met or not"
    )
    for _ in range(7):
        table.add_column(overflow="fold")
    table.show_header = False
    _add_section(
        table, ("Transitions", "F1, IoU 0.3", "F1, IoU 0.5", "onset, s", "end, s", "own time, s", "clips")
    )
    _add_rows(table, _event_rows(report))
    _add_section(table, ("Angles", "view", "mean error, °", "assessable", "in 90 % interval", "", "clips"))
    _add_rows(table, _angle_rows(report))
    _add_section(table, ("Rules", "sensitivity", "specificity", "assessable", "", "", "clips"))
    _add_rows(table, _rule_rows(report))
    _add_section(table, ("Twist and rest", "", "", "", "", "", "clips"))
    _add_rows(table, _single_rows(report))
    console.print(table)
    for name, reason in report.failed.items():
        console.print(f"{name}: could not be analysed: {reason}", markup=False)
    for name, misses in report.misses.items():
        console.print(f"{name}: {'; '.join(misses)}", markup=False)


def _add_section(table: Table, titles: tuple[str, ...]) -> None:
    table.add_section()
    table.add_row(*titles, style="bold")


def _add_rows(table: Table, rows: Iterable[list[str]]) -> None:
    for row in rows:
        table.add_row(*row)


def _event_rows(report: Report) -> Iterable[list[str]]:
    for kind in _subjects(report, "event", last="all kinds"):
        figures = [report.figures.get(f"event/{kind}/{name}") for name in EVENT_FIGURES]
        own = [report.figures.get(f"event/{kind}/{name}") for name in OWN_TIMES]
        named = [figure for figure in own if figure]
        own_time = _cell(named[0]) if len(named) == 1 else ""
        yield [_words(kind), *map(_cell, figures), own_time, _clips(figures[0])]


def _angle_rows(report: Report) -> Iterable[list[str]]:
    for name in _subjects(report, "angle"):
        for view in VIEWS:
            figures = [report.figures.get(f"angle/{name}/{view}/{figure}") for figure in ANGLE_FIGURES]
            if figures[0]:
                subject = _words(name.removesuffix("_deg")) if view == "all" else ""
                yield [subject, _words(view), *map(_cell, figures), "", _clips(figures[1])]


def _rule_rows(report: Report) -> Iterable[list[str]]:
    for rule in _subjects(report, "rule"):
        figures = [report.figures.get(f"rule/{rule}/{figure}") for figure in RULE_FIGURES]
        yield [rule, *map(_cell, figures), "", "", _clips(figures[2])]


def _single_rows(report: Report) -> Iterable[list[str]]:
    for key, title in TWIST_FIGURES.items():
        figure = report.figures.get(key)
        if figure:
            yield [title, _cell(figure), "", "", "", "", _clips(figure)]


def _subjects(report: Report, group: str, last: str = "") -> list[str]:
    """The second parts of the keys of a group, in order, `last` last."""
    parts = (key.split("/") for key in report.figures)
    return sorted(
        {part[1] for part in parts if part[0] == group and len(part) > 2}, key=lambda s: (s == last, s)
    )


def _cell(figure: Figure | None) -> str:
    if figure is None or math.isnan(figure.estimate.value):
        return "–"
    estimate = figure.estimate
    mark = {True: " ✓", False: " ✗", None: ""}[figure.met]
    digits = 1 if max(estimate.value, estimate.high) >= 2 else 2
    return f"{estimate.value:.{digits}f} [{estimate.low:.{digits}f}–{estimate.high:.{digits}f}]{mark}"


def _clips(figure: Figure | None) -> str:
    return str(figure.estimate.clips) if figure else ""


def _words(name: str) -> str:
    return name.replace("_", " ")


def report_record(report: Report) -> dict[str, Any]:
    """The report for JSON: NaN is null."""
    return {
        "schema": 1,
        "clips": report.clips,
        "figures": {key: _figure_record(figure) for key, figure in report.figures.items()},
        "misses": {name: list(misses) for name, misses in report.misses.items()},
        "failed": dict(report.failed),
    }


def _figure_record(figure: Figure) -> dict[str, Any]:
    estimate: Estimate = figure.estimate
    return {
        "value": _number(estimate.value),
        "low": _number(estimate.low),
        "high": _number(estimate.high),
        "clips": estimate.clips,
        "count": estimate.count,
        "aim": [_number(figure.aim.least), _number(figure.aim.most)] if figure.aim else None,
        "met": figure.met,
    }


def _number(value: float) -> float | None:
    return round(value, 4) if math.isfinite(value) else None
