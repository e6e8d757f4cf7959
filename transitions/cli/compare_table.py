"""The table of ``transitions compare`` for people."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from transitions.comparison import ChangeVerdict, Comparison, MeasureChange, sentence, summary
from transitions.comparison.nonoverlap import Interval
from transitions.comparison.repetitions import Repetition
from transitions.comparison.words import figure

MIN_WIDTH = 140
"""Columns of text that the table needs; a narrower terminal scrolls or wraps."""

VERDICTS = {
    ChangeVerdict.CHANGED: "changed beyond measurement error",
    ChangeVerdict.NO_CLEAR_CHANGE: "no clear change",
    ChangeVerdict.NOT_TOLD: "cannot be compared",
}

NOTE = (
    "SEM: standard error of measurement of one repetition (of one session where several days are compared). MDC: the "
    "smallest change of these means that counts. NAP: the share of before–after pairs in which the later is higher. "
    "The first measure stands by itself, the others are judged together (Holm). No direction is better by itself."
)


def print_comparison(comparison: Comparison, console: Console) -> None:
    """Summary, table, and what to know about both."""
    console.width = max(console.width, MIN_WIDTH)
    console.rule(
        f"{comparison.kind.replace('_', ' ')}: before {_extent(comparison.before)}, after {_extent(comparison.after)}",
        align="left",
    )
    for line in summary(comparison):
        console.print(line, markup=False)
    table = Table("measure", "before", "after", "change [95 %]", "SEM", "MDC", "NAP [95 %]", "")
    for judged in comparison.measures:
        table.add_row(*_row(judged))
    console.print(table)
    console.print(NOTE, markup=False)
    for judged in comparison.measures[1:]:
        if judged.verdict is ChangeVerdict.NOT_TOLD:
            console.print(sentence(judged), markup=False)
    for warning in comparison.warnings:
        console.print(f"! {warning}", markup=False)


def _extent(rows: Sequence[Repetition]) -> str:
    sessions = len({row.session for row in rows})
    return f"{_count(len(rows), 'repetition')} in {_count(sessions, 'session')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _row(judged: MeasureChange) -> tuple[str, ...]:
    title = f"{judged.measure.name}, {judged.measure.unit.key}" + (" (primary)" if judged.primary else "")
    verdict = VERDICTS[judged.verdict]
    if judged.change is None:
        return title, "–", "–", "–", "–", "–", "–", verdict
    change = judged.change
    interval = f" [{figure(change.interval.low, judged)} to {figure(change.interval.high, judged)}]"
    if judged.bca and not math.isnan(judged.bca.low):
        interval += f" BCa [{figure(judged.bca.low, judged)} to {figure(judged.bca.high, judged)}]"
    return (
        title,
        figure(change.before, judged),
        figure(change.after, judged),
        figure(change.difference, judged) + interval,
        figure(change.sem, judged),
        figure(change.mdc, judged),
        f"{judged.nap:.2f}{_interval(judged.nap_interval)}",
        verdict,
    )


def _interval(interval: Interval) -> str:
    return "" if math.isnan(interval.low) else f" [{interval.low:.2f}–{interval.high:.2f}]"
