"""Curves as small SVG charts that are read without colour: lines are told apart by their dashes and named in place."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from transitions.comparison.curves import PERCENT, NormalisedCurves
from transitions.curves import curve_label
from transitions.detect.words import phase_name
from transitions.model import Finding, Segment
from transitions.report.document import DrawnCurve
from transitions.report.words import SIZES, clock, has_own_thresholds, rules_by_id
from transitions.rules import unit_of
from transitions.rules.record import JudgedCurve
from transitions.series import INTERVAL_U, Curve, FloatArray, Kinematics
from transitions.units import Unit

WIDTH, HEIGHT = 640.0, 230.0
LEFT, RIGHT, TOP, BOTTOM = 52.0, 112.0, 36.0, 30.0
"""Room about the plot: for the axis, for what thresholds are called, for phases, for times."""

LEAD_S = 0.6
"""ShownMoment before and after the transition."""

MOST_POINTS = 240
"""Of a line: two a pixel column would not be seen."""

WANTED_TICKS = 4
WIDEST_SIGN = 3
"""Letters of a unit that fit beside the axis; the chart's title has it anyway."""

LABEL_GAP = 13.0
"""Names beside the plot stand at least so far apart."""


@dataclass(frozen=True)
class _Scale:
    """From a value to its place: `low` lies at `at_low`, `high` at `at_high`."""

    low: float
    high: float
    at_low: float
    at_high: float

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(self.at_low + share * (self.at_high - self.at_low), 1)


def finding_curve(kinematics: Kinematics, segment: Segment, finding: Finding) -> DrawnCurve | None:
    """The curve that a finding was judged on, with its margin, thresholds, phases and the moment.

    None where the rule has no curve, it was not kept, or nothing of it can be told here.
    """
    rule = rules_by_id().get(finding.rule)
    judged = rule.measure.curve if rule is not None else None
    curve = judged.of(kinematics, segment) if judged is not None else None
    if rule is None or judged is None or curve is None:
        return None
    rows = _thinned(kinematics.between(segment.start_s - LEAD_S, segment.end_s + LEAD_S))
    t_s, value, spread = kinematics.t_s[rows], curve.value[rows], INTERVAL_U * curve.u[rows]
    if not np.isfinite(value).any():
        return None
    unit = rule.measure.unit
    bands = _bands(finding)
    levels = [sign * band for band in bands for sign in judged.sides]
    x = _Scale(float(t_s[0]), float(t_s[-1]), LEFT, WIDTH - RIGHT)
    y = _y_scale(value, spread, _near_levels(levels, value), unit)
    summary = _summary(judged, unit, kinematics, curve, segment)
    parts = [
        _frame(y, unit),
        _times(x),
        _stretch(x, segment),
        _band(x, y, t_s, value, spread),
        *_threshold_lines(y, bands, judged, unit),
        _line(x, y, t_s, value, "c"),
        *_phases(x, segment),
        *_moment(x, y, t_s, value, finding),
    ]
    return DrawnCurve(_svg(f"{judged.words}, {unit.written or unit.key}", summary, parts), summary)


def compared_curves(
    name: str, unit_key: str, before: NormalisedCurves, after: NormalisedCurves, kind: str
) -> DrawnCurve | None:
    """Both sides of a comparison on one scale of 0 to 100 %: repetitions thin, means bold, spread shaded."""
    unit = unit_of(unit_key)
    values = np.concatenate([before.each.ravel(), after.each.ravel()])
    if not (np.isfinite(before.mean).any() and np.isfinite(after.mean).any()):
        return None
    x = _Scale(0.0, 100.0, LEFT, WIDTH - RIGHT)
    y = _y_scale(values, np.zeros_like(values), [], unit)
    parts = [_frame(y, unit), _percents(x)]
    for side, curves in (("b", before), ("a", after)):
        parts.append(_spread(x, y, curves, side))
        parts += [_line(x, y, PERCENT, each, f"thin {side}") for each in curves.each]
    ends = []
    for side, label, curves in (("b", "before", before), ("a", "after", after)):
        parts.append(_line(x, y, PERCENT, curves.mean, f"mean {side}"))
        parts += _side_marks(x, curves, kind, side)
        known = np.flatnonzero(np.isfinite(curves.mean))
        ends.append((y(float(curves.mean[known[-1]])), label))
    parts += _names(ends)
    summary = _compared_summary(name, unit, before, after)
    return DrawnCurve(_svg(f"{curve_label(name)}, {unit.written or unit.key}", summary, parts), summary)


def _bands(finding: Finding) -> Mapping[float, str]:
    """Thresholds in force, by value, as they are called."""
    rule = rules_by_id().get(finding.rule)
    if rule is None or has_own_thresholds(finding):
        return {finding.threshold: "threshold"}
    return {value: SIZES[size] for size, value in rule.thresholds.bands}


def _near_levels(levels: Sequence[float], value: FloatArray) -> list[float]:
    """The levels worth room on the chart: every one that is reached, and the next beyond on each side."""
    low, high = float(np.nanmin(value)), float(np.nanmax(value))
    over = sorted(level for level in levels if level > 0)
    under = sorted((level for level in levels if level < 0), reverse=True)
    shown = [level for at, level in enumerate(over) if at == 0 or over[at - 1] <= high]
    return shown + [level for at, level in enumerate(under) if (at == 0 and low < 0) or under[at - 1] >= low]


def _thinned(rows: slice) -> slice:
    return slice(rows.start, rows.stop, max(1, (rows.stop - rows.start) // MOST_POINTS))


def _y_scale(value: FloatArray, spread: FloatArray, levels: Sequence[float], unit: Unit) -> _Scale:
    known = np.isfinite(value)
    wide = np.where(np.isfinite(spread), spread, 0.0)
    low = min(float((value - wide)[known].min()), 0.0, *levels, math.inf)
    high = max(float((value + wide)[known].max()), *levels, -math.inf)
    if high - low < unit.least_span:
        high = low + unit.least_span
    room = 0.06 * (high - low)
    return _Scale(low - (room if low < 0 else 0.0), high + room, HEIGHT - BOTTOM, TOP)


def _frame(y: _Scale, unit: Unit) -> str:
    step = _step(y.high - y.low)
    first = math.ceil(y.low / step)
    sign = unit.short_suffix if len(unit.short_suffix) <= WIDEST_SIGN else ""
    lines = []
    for number in range(first, math.floor(y.high / step) + 1):
        value = number * step
        at = y(value)
        lines.append(f'<path class="g" d="M{LEFT} {at}H{WIDTH - RIGHT}"/>')
        lines.append(f'<text class="t e" x="{LEFT - 6}" y="{at + 4}">{value:g}{sign}</text>')
    return "".join(lines)


def _step(span: float) -> float:
    """A round distance between ticks."""
    rough = span / WANTED_TICKS
    size = 10.0 ** math.floor(math.log10(rough))
    return next(size * part for part in (1.0, 2.0, 5.0, 10.0) if size * part >= rough)


def _times(x: _Scale) -> str:
    step = _step(x.high - x.low)
    first = math.ceil(x.low / step)
    ticks = [number * step for number in range(first, math.floor(x.high / step) + 1)]
    at = HEIGHT - BOTTOM
    return "".join(
        f'<path class="g" d="M{x(tick)} {at}v4"/><text class="t m" x="{x(tick)}" y="{at + 17}">{clock(tick)}</text>'
        for tick in ticks
    )


def _percents(x: _Scale) -> str:
    at = HEIGHT - BOTTOM
    return "".join(
        f'<path class="g" d="M{x(p)} {at}v4"/><text class="t m" x="{x(p)}" y="{at + 17}">{p:g} %</text>'
        for p in (0.0, 25.0, 50.0, 75.0, 100.0)
    )


def _stretch(x: _Scale, segment: Segment) -> str:
    """A bar under the plot from the transition's start to its end."""
    start, end = x(max(segment.start_s, x.low)), x(min(segment.end_s, x.high))
    return f'<path class="s" d="M{start} {HEIGHT - BOTTOM}H{end}"/>'


def _runs(value: FloatArray) -> Iterator[slice]:
    """Unbroken stretches of known values."""
    known = np.concatenate([[False], np.isfinite(value), [False]])
    edges = np.flatnonzero(known[1:] != known[:-1])
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        yield slice(int(start), int(stop))


def _line(x: _Scale, y: _Scale, at: FloatArray, value: FloatArray, style: str) -> str:
    path = "".join(
        "M" + "L".join(f"{x(float(at[i]))} {y(float(value[i]))}" for i in range(part.start, part.stop))
        for part in _runs(value)
    )
    return f'<path class="{style}" d="{path}"/>' if path else ""


def _area(x: _Scale, y: _Scale, at: FloatArray, low: FloatArray, high: FloatArray, style: str) -> str:
    path = ""
    for part in _runs(low + high):
        there = [f"{x(float(at[i]))} {y(float(high[i]))}" for i in range(part.start, part.stop)]
        back = [f"{x(float(at[i]))} {y(float(low[i]))}" for i in range(part.stop - 1, part.start - 1, -1)]
        path += "M" + "L".join(there + back) + "Z"
    return f'<path class="{style}" d="{path}"/>' if path else ""


def _band(x: _Scale, y: _Scale, at: FloatArray, value: FloatArray, spread: FloatArray) -> str:
    return _area(x, y, at, value - spread, value + spread, "u")


def _spread(x: _Scale, y: _Scale, curves: NormalisedCurves, side: str) -> str:
    return _area(x, y, PERCENT, curves.mean - curves.sd, curves.mean + curves.sd, f"sd {side}")


def _threshold_lines(y: _Scale, bands: Mapping[float, str], judged: JudgedCurve, unit: Unit) -> Iterator[str]:
    named = []
    for band, name in bands.items():
        for sign in judged.sides:
            if y.low <= sign * band <= y.high:
                at = y(sign * band)
                yield f'<path class="l" d="M{LEFT} {at}H{WIDTH - RIGHT}"/>'
                named.append((at, f"{name} {sign * band:g}{unit.short_suffix}"))
    yield from _names(named)


def _names(named: Sequence[tuple[float, str]]) -> Iterator[str]:
    """Words to the right of the plot at these heights, moved apart where they would touch."""
    lowest = -math.inf
    for at, words in sorted(named):
        lowest = max(at + 4, lowest + LABEL_GAP)
        yield f'<text class="t" x="{WIDTH - RIGHT + 6}" y="{lowest:.1f}">{escape(words)}</text>'


def _phases(x: _Scale, segment: Segment) -> Iterator[str]:
    inside = sorted((t_s, key) for key, t_s in segment.phases.items() if x.low <= t_s <= x.high)
    free = LEFT - 100
    for t_s, key in inside:
        at = x(t_s)
        level = TOP - 6 if at > free else TOP - 18
        words = phase_name(segment.kind, key)
        free = at + 6.2 * len(words) + 8
        yield f'<path class="p" d="M{at} {level + 3}V{HEIGHT - BOTTOM}"/>'
        yield f'<text class="t" x="{at + 3}" y="{level}">{escape(words)}</text>'


def _moment(x: _Scale, y: _Scale, t_s: FloatArray, value: FloatArray, finding: Finding) -> Iterator[str]:
    if finding.at_s is None or not x.low <= finding.at_s <= x.high:
        return
    row = int(np.argmin(np.abs(t_s - finding.at_s)))
    if np.isfinite(value[row]):
        yield f'<circle class="d" cx="{x(float(t_s[row]))}" cy="{y(float(value[row]))}" r="5"/>'


def _side_marks(x: _Scale, curves: NormalisedCurves, kind: str, side: str) -> Iterator[str]:
    """Where a side's phases begin: above the plot before, below it after."""
    for key, percent in curves.marks.items():
        if not 0 <= percent <= 100:
            continue
        at = x(percent)
        if side == "b":
            yield f'<path class="p" d="M{at} {TOP - 4}V{HEIGHT - BOTTOM}"/>'
            yield f'<text class="t m" x="{at}" y="{TOP - 8}">{escape(phase_name(kind, key))}</text>'
        else:
            yield f'<path class="p a" d="M{at} {TOP + 6}V{HEIGHT - BOTTOM}"/>'


def _summary(judged: JudgedCurve, unit: Unit, kinematics: Kinematics, curve: Curve, segment: Segment) -> str:
    rows = kinematics.between(segment.start_s, segment.end_s)
    value = curve.value[rows]
    if not np.isfinite(value).any():
        return f"{judged.words}: cannot be told within the movement."
    low, high = float(np.nanmin(value)), float(np.nanmax(value))
    at_s = float(kinematics.t_s[rows][int(np.nanargmax(np.abs(value)))])
    return f"{judged.words}: between {unit.tell(low)} and {unit.tell(high)}, furthest at {clock(at_s)}."


def _compared_summary(name: str, unit: Unit, before: NormalisedCurves, after: NormalisedCurves) -> str:
    tops = [unit.tell(float(np.nanmax(curves.mean))) for curves in (before, after)]
    lows = [unit.tell(float(np.nanmin(curves.mean))) for curves in (before, after)]
    return (
        f"{curve_label(name)}, mean of the repetitions: from {lows[0]} to {tops[0]} before, "
        f"from {lows[1]} to {tops[1]} after."
    )


def _svg(title: str, summary: str, parts: Sequence[str]) -> str:
    return (
        f'<svg class="curve" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-label="{escape(summary)}">'
        f'<text class="t n" x="0" y="11">{escape(title)}</text>{"".join(parts)}</svg>'
    )
