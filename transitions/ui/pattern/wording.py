"""The words of the pattern page. They say what went together and how often, never what caused it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from transitions.pattern import (
    Against,
    FlareRow,
    Occasion,
    Plot,
    PlottedPoint,
    Quantity,
    QuantityKind,
    went_together,
)
from transitions.rules.record import Rule
from transitions.ui.words import counted, kind_name

AGAINST = {
    Against.DATE: "Date",
    Against.TIME_OF_DAY: "Time of day",
    Against.TASK: "Task",
    Against.LOAD: "Load carried, kg",
    Against.PAIN_BEFORE: "Pain before, 0 to 10",
    Against.PAIN_AFTER: "Pain after, 0 to 10",
}

NO_CAUSE = (
    "This counts what went together in these recordings. It does not say what caused what: a hard day may bring both "
    "the movement and the pain."
)


@dataclass(frozen=True)
class QuantityWords:
    """What a quantity is called.

    Attributes
    ----------
    name : in the list. axis : beside the plot. tell : a value with its unit. is_share : whether it is a percentage.
    """

    name: str
    axis: str
    tell: Callable[[float], str]
    is_share: bool = False


def quantities_of(
    occasions: Iterable[Occasion], rules: dict[str, Rule], *, one_kind: bool
) -> dict[Quantity, QuantityWords]:
    """What can be plotted of these recordings, each with its words; lengths only where one movement is chosen."""
    found: dict[Quantity, QuantityWords] = {
        Quantity(QuantityKind.FLAGGED): _share("Share of moments flagged, any pattern"),
        Quantity(QuantityKind.MOMENTS): QuantityWords("Moments in a recording", "moments", _whole),
    }
    if one_kind:
        found[Quantity(QuantityKind.DURATION)] = QuantityWords("How long it takes", "seconds", _seconds)
    named = {judged.rule for one in occasions for moment in one.moments for judged in moment.judged}
    for rule in sorted((rules[name] for name in named & rules.keys()), key=lambda rule: rule.title):
        found[Quantity(QuantityKind.FLAGGED, rule.id)] = _share(f"{rule.title}: share flagged")
        unit = rule.measure.unit
        name = f"{rule.title}: {rule.measure.name[:1].lower()}{rule.measure.name[1:]}"
        axis = unit.short or unit.written
        found[Quantity(QuantityKind.MEASURED, rule.id)] = QuantityWords(name, axis, unit.tell)
    return found


def told_value(point: PlottedPoint, words: QuantityWords) -> str:
    """A point's value with what it was counted of: ``2 of 5 moments (40 %)``."""
    if words.is_share:
        agreed = f", {point.agreed} agreed by a reviewer" if point.agreed else ""
        return f"{point.hits} of {counted(point.count, 'moment')} ({words.tell(point.y)}){agreed}"
    return f"{words.tell(point.y)}, {counted(point.count, 'moment')}"


def left_out_words(plot: Plot) -> str:
    """What is not in the plot, and why."""
    parts = [
        f"{plot.without_x} without this told" if plot.without_x else "",
        f"{plot.without_y} with nothing to count" if plot.without_y else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f" · {said}" if said else ""


def together_words(plot: Plot) -> str:
    """What may be said of the plot: a rank correlation with its interval, or why there is none."""
    found = went_together(plot)
    if found.reason is not None:
        return found.reason if plot.against.is_number else ""
    shown = (_signed(value) for value in (found.correlation, found.interval.low, found.interval.high))
    interval = "{} [{} to {}]".format(*shown)
    over = f"over {counted(found.days, 'day')} (rank correlation {interval})"
    if found.interval.low > 0:
        return f"Higher went with higher, {over}."
    if found.interval.high < 0:
        return f"Higher went with lower, {over}."
    return f"No clear going together, {over}."


def row_name(row: FlareRow, rules: dict[str, Rule]) -> str:
    """What a row of the flare table counts."""
    if not row.rule:
        return kind_name(row.kind)
    rule = rules.get(row.rule)
    return rule.title if rule else row.rule.replace("_", " ").capitalize()


def row_words(row: FlareRow) -> str:
    """What may be said of a row."""
    if row.reason is not None:
        return "counted only"
    if not row.stands_apart:
        return "no clear difference"
    more = "more" if row.overlap > 0.5 else "fewer" if not row.rule else "less often"
    return f"{more}{' often' if row.rule and more == 'more' else ''} on days pain rose"


def _signed(value: float) -> str:
    written = f"{value:+.2f}".replace("-", "−")
    return "0.00" if written[1:] == "0.00" else written


def _share(name: str) -> QuantityWords:
    return QuantityWords(name, "percent of moments", lambda value: f"{value:.0f} %", is_share=True)


def _whole(value: float) -> str:
    return f"{value:.3g}"


def _seconds(value: float) -> str:
    return f"{value:.1f} s"
