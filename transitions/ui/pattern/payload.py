"""What the plots are given: points, the scale they stand on, the sentence under them, and the table behind."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import mean
from typing import Any

from transitions.pattern import Against, Occasion, Plot, PlottedPoint, Quantity, group_middles, plotted
from transitions.pattern.flares import TIMES_IN_ORDER
from transitions.pattern.together import FEWEST_IN_GROUP
from transitions.ui.pattern.wording import (
    AGAINST,
    QuantityWords,
    left_out_words,
    together_words,
    told_value,
)
from transitions.ui.words import counted

PAIN = (Against.PAIN_BEFORE, Against.PAIN_AFTER)


def plots_data(
    occasions: Sequence[Occasion], quantity: Quantity, words: QuantityWords
) -> list[dict[str, Any]]:
    """A plot against everything that can be told, each as the component takes it."""
    every = [plotted(occasions, quantity, against) for against in Against]
    ys = [point.y for plot in every for point in plot.points]
    names = {one.recording_id: one.name for one in occasions}
    return [_plot(plot, words, _top(ys, words), names) for plot in every]


def _plot(plot: Plot, words: QuantityWords, top: float, names: Mapping[int, str]) -> dict[str, Any]:
    title = AGAINST[plot.against]
    shown = counted(len(plot.points), "recording")
    sentence = together_words(plot) if plot.points else ""
    return {
        "title": title,
        "label": f"{words.name} against {title.lower()}: {shown}. {sentence}",
        "shown": f"{shown}{left_out_words(plot)}",
        "sentence": sentence,
        "y_name": words.axis,
        "y_top": top,
        "scale": _scale(plot),
        "words": _words(plot),
        "points": [
            {
                "x": point.x,
                "y": point.y,
                "n": point.count,
                "name": f"{names[point.recording_id]}, {point.day}: {told_value(point, words)}",
                "recording": point.recording_id,
                "finding": point.finding_id,
                "agreed": bool(point.agreed) and words.is_share,
            }
            for point in plot.points
        ],
        "middles": [
            {"word": group.word, "y": group.middle}
            for group in group_middles(plot)
            if not plot.against.is_number and math.isfinite(group.middle)
        ],
        "table": _table(plot, words),
    }


def _top(values: Iterable[float], words: QuantityWords) -> float:
    """Where the upright scale ends, the same in all plots."""
    highest = max(values, default=0.0)
    return 100.0 if words.is_share else 1.05 * highest if highest > 0 else 1.0


def _scale(plot: Plot) -> dict[str, Any]:
    if plot.against is Against.DATE:
        return {"kind": "date"}
    if plot.against in PAIN:
        return {"kind": "number", "low": 0, "high": 10}
    if plot.against is Against.LOAD:
        highest = max((float(point.x) for point in plot.points), default=0.0)
        return {"kind": "number", "low": 0, "high": max(highest, 1.0)}
    return {"kind": "word"}


def _words(plot: Plot) -> list[str]:
    """The words of a scale of words: times in the order of the day, tasks by the alphabet."""
    if plot.against.is_number:
        return []
    found = sorted({str(point.x) for point in plot.points})
    if plot.against is Against.TIME_OF_DAY:
        found.sort(key=lambda word: TIMES_IN_ORDER.index(word) if word in TIMES_IN_ORDER else len(found))
    return found


def _table(plot: Plot, words: QuantityWords) -> dict[str, Any]:
    """The same numbers in groups: a row for each month, value or word."""
    groups: dict[str, list[PlottedPoint]] = {}
    for point in sorted(plot.points, key=_order(plot)):
        groups.setdefault(_group(plot, point), []).append(point)
    head = [AGAINST[plot.against], "Recordings", "Moments", "Mean", "From – to"]
    rows = [
        [
            name,
            str(len(points)),
            str(sum(point.count for point in points)),
            words.tell(mean(point.y for point in points)),
            f"{words.tell(min(p.y for p in points))} – {words.tell(max(p.y for p in points))}",
        ]
        for name, points in groups.items()
    ]
    note = (
        f"Middles (short lines) are drawn from {FEWEST_IN_GROUP} recordings on."
        if not plot.against.is_number
        else ""
    )
    return {"head": head, "rows": rows, "note": note}


def _order(plot: Plot) -> Any:
    words = {word: place for place, word in enumerate(_words(plot))}
    return lambda point: (words.get(str(point.x), 0), point.x if plot.against.is_number else 0)


def _group(plot: Plot, point: PlottedPoint) -> str:
    if plot.against is Against.DATE:
        return date.fromordinal(int(float(point.x))).strftime("%B %Y")
    return f"{float(point.x):g}" if plot.against.is_number else str(point.x)
