"""The table of a comparison: a row per measure, every figure with its error."""

from __future__ import annotations

import math
from collections.abc import Callable

from transitions.comparison import ChangeVerdict, Comparison, MeasureChange, sentence
from transitions.comparison.nonoverlap import Interval
from transitions.comparison.words import figure
from transitions.ui.frame import text

HEADINGS = ("Measure", "Before", "After", "Change [95 %]", "SEM", "MDC", "NAP [95 %]", "In words")
VERDICTS = {
    ChangeVerdict.CHANGED: "changed",
    ChangeVerdict.NO_CLEAR_CHANGE: "no clear change",
    ChangeVerdict.NOT_TOLD: "not compared",
}
UNKNOWN = "–"


def table_markup(comparison: Comparison) -> str:
    """Every measure of a comparison as a table; on a narrow window each row stands as a card."""
    head = "".join(f'<th scope="col">{text(name)}</th>' for name in HEADINGS)
    body = "".join(_row(judged) for judged in comparison.measures)
    return f'<table class="tr-changes"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _row(judged: MeasureChange) -> str:
    unit = judged.measure.unit.written or judged.measure.unit.key
    primary = ' <span class="tr-primary">primary</span>' if judged.primary else ""
    cells = [
        f'<td data-label="{text(name)}"><span>{text(value)} <i>{text(beside)}</i></span></td>'
        for name, (value, beside) in zip(HEADINGS[1:-1], _figures(judged), strict=True)
    ]
    return (
        f'<tr class="{judged.verdict.value}">'
        f'<th scope="row">{text(judged.measure.name)}, {text(unit)}{primary}{_target(judged)}</th>'
        f'{"".join(cells)}<td class="tr-said"><strong>{VERDICTS[judged.verdict]}</strong> '
        f"{text(sentence(judged))}</td></tr>"
    )


def _target(judged: MeasureChange) -> str:
    """The person's own target, where one was set."""
    return "" if judged.target is None else f" <i>own target {text(figure(judged.target, judged))}</i>"


def _figures(judged: MeasureChange) -> tuple[tuple[str, str], ...]:
    """Each figure, and what stands beside it."""
    if judged.change is None:
        return ((UNKNOWN, ""),) * (len(HEADINGS) - 2)
    change = judged.change

    def told(value: float) -> str:
        return figure(value, judged)

    return (
        (told(change.before), f"n {judged.n_before}"),
        (told(change.after), f"n {judged.n_after}"),
        (_signed(change.difference, judged), _interval(change.interval, told)),
        (told(change.sem), ""),
        (told(change.mdc), ""),
        (f"{judged.nap:.2f}", _interval(judged.nap_interval, lambda value: f"{value:.2f}")),
    )


def _signed(value: float, judged: MeasureChange) -> str:
    return f"{'+' if value > 0 else ''}{figure(value, judged)}".replace("-", "−")


def _interval(interval: Interval, told: Callable[[float], str]) -> str:
    if math.isnan(interval.low):
        return ""
    return f"[{told(interval.low)} to {told(interval.high)}]".replace("-", "−")
