"""Flags against days as a small SVG chart: a column a film, a mark for each flag, larger patterns filled darker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from transitions.model import Severity
from transitions.report.document import DrawnCurve
from transitions.report.recorded import Recorded
from transitions.report.words import counted

WIDTH, ROW, TOP, BOTTOM, EDGE = 640.0, 15.0, 26.0, 26.0, 30.0
MOST_ROWS = 10
NAME_WIDTH = 75.0
"""Room for a day's name; the first and the last are always named, others where there is room beside those named."""

FILLS = {Severity.MILD: "#ffffff", Severity.MODERATE: "#9aa3a2", Severity.SEVERE: "#1d2a29"}
STEPS = {Severity.MILD: 1, Severity.MODERATE: 2, Severity.SEVERE: 3}


def flag_days(recordings: Sequence[Recorded]) -> DrawnCurve | None:
    """Flags of each day on a line of days; None where fewer than two days are known."""
    days: dict[str, list[Severity]] = {}
    for one in recordings:
        if one.day:
            days.setdefault(one.day, []).extend(
                f.severity for f in one.counted_findings() if f.severity is not None
            )
    if len(days) < 2:
        return None
    first, last = (date.fromisoformat(day).toordinal() for day in (min(days), max(days)))
    rows = min(MOST_ROWS, max(1, *(len(flags) for flags in days.values())))
    base = TOP + rows * ROW
    parts = [f'<path class="g" d="M{EDGE} {base}H{WIDTH - EDGE}"/>']
    places = {
        day: EDGE + (date.fromisoformat(day).toordinal() - first) / (last - first) * (WIDTH - 2 * EDGE)
        for day in sorted(days)
    }
    named = _named(places)
    for day, flags in sorted(days.items()):
        x = round(places[day], 1)
        parts.append(f'<path class="g" d="M{x} {base}v4"/>')
        for number, size in enumerate(sorted(flags, key=lambda s: STEPS[s], reverse=True)[:MOST_ROWS]):
            y = base - ROW * (number + 0.5)
            parts.append(f'<circle class="d" cx="{x}" cy="{y}" r="4.5" style="fill:{FILLS[size]}"/>')
        if len(flags) > MOST_ROWS:
            parts.append(f'<text class="t m" x="{x}" y="{TOP - 4}">{len(flags)}</text>')
        if day in named:
            anchor = " e" if day == max(days) else "" if day == min(days) else " m"
            parts.append(f'<text class="t{anchor}" x="{x}" y="{base + 18}">{day}</text>')
    most = max(days, key=lambda day: len(days[day]))
    flagged = sum(bool(flags) for flags in days.values())
    summary = f"Patterns seen, or maybe, on {flagged} of {counted(len(days), 'day')}" + (
        f", most on {most} ({len(days[most])}). Empty circle: a little; grey: quite a bit; black: a lot."
        if flagged
        else "."
    )
    svg = (
        f'<svg class="curve days" viewBox="0 0 {WIDTH:g} {base + BOTTOM:g}" role="img" aria-label="{escape(summary)}">'
        f'<text class="t n" x="0" y="11">Patterns by day</text>{"".join(parts)}</svg>'
    )
    return DrawnCurve(svg, summary)


def _named(places: Mapping[str, float]) -> set[str]:
    """The days that are named, of their places from left to right: ends stand inwards, others are centred."""
    first, *between, last = places
    named, free = {first, last}, places[first] + 1.5 * NAME_WIDTH
    for day in between:
        if places[day] >= free and places[day] + 1.5 * NAME_WIDTH <= places[last]:
            named.add(day)
            free = places[day] + NAME_WIDTH
    return named
