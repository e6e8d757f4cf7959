"""The accuracy tables of the README: what each source, family and person left out was measured at."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.crossvalidate.folds import FAMILY, PERSON, SOURCE
from transitions.validate.report import Figure, Report, Scope

BEGIN, END = "<!-- accuracy:begin -->", "<!-- accuracy:end -->"

TITLES = {"clips": "choreography", "people": "strategies", "real_motion": "real people's motion"}
"""What the sources are, where their folders have the usual names."""

RULE_AIM = "0.95, 0.95 at 0.85"


@dataclass(frozen=True)
class Row:
    """A line of the table: what it says of a scope, in one cell or more figures joined."""

    title: str
    keys: tuple[str, ...]
    aim: str
    times: float = 1.0
    unit: str = ""


ROWS = (
    Row("transitions found: F1 at overlap 0.3", ("event/all kinds/f1@0.3",), "0.97, 0.93, 0.93"),
    Row("F1 at overlap 0.5", ("event/all kinds/f1@0.5",), "0.90"),
    Row("start, mean error", ("event/all kinds/start",), "0.15 s (real people 0.2 s)", unit=" s"),
    Row("end, mean error", ("event/all kinds/end",), "0.15 s (real people 0.2 s)", unit=" s"),
    Row("false transitions in ten clips: lunges", ("false/lunges",), "1", 10.0),
    Row("squats", ("false/squats",), "2", 10.0),
    Row("idle, gestures", ("false/idle",), "1", 10.0),
    Row("turns", ("false/turns",), "1", 10.0),
    Row("trunk inclination, mean error", ("angle/trunk_inclination_deg/all/mae",), "2.5°", unit="°"),
    Row("near-side knee, mean error", ("angle/knee_flexion_near_deg/all/mae",), "6°", unit="°"),
    Row("straight knees read under 12° (in front 15°), clips", ("knees/standing_within",), "all"),
    Row("trunk twist, mean error", ("angle/trunk_twist_deg/all/mae",), "2.0°", unit="°"),
    Row("trunk twist, assessable", ("angle/trunk_twist_deg/all/coverage",), "0.85"),
    Row("peaks of twists within 8°", ("twist/peak_within",), "0.85"),
    Row("read where nothing twists, p90", ("twist/false_p90",), "5°", unit="°"),
    Row("spine flexion side on, mean error", ("angle/spine_flexion_deg/side/mae",), "4°", unit="°"),
)

SHORT = (
    "event/all kinds/f1@0.3",
    "event/all kinds/f1@0.5",
    "angle/trunk_inclination_deg/all/mae",
    "angle/knee_flexion_near_deg/all/mae",
    "angle/trunk_twist_deg/all/mae",
    "twist/peak_within",
    "twist/false_p90",
    "angle/spine_flexion_deg/side/mae",
)
"""What is repeated for families and people left out."""

INTERVALS = "angle/*/all/interval"


def tables(reports: Mapping[str, Report]) -> str:
    """Markdown of every scheme that was run."""
    parts = []
    if SOURCE in reports:
        parts.append(_by_source(reports[SOURCE]))
    others = {scheme: reports[scheme] for scheme in (FAMILY, PERSON) if scheme in reports}
    if others:
        parts.append(_by_part(others))
    return "\n\n".join(parts)


def write_between(path: Path, text: str) -> None:
    """Put `text` between the two markers of a file, in place of what is there.

    Raises
    ------
    ValueError
        If the file has not each marker once, the beginning first.
    """
    before = path.read_text(encoding="utf-8")
    head, begin, rest = before.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not (begin and end) or before.count(BEGIN) + before.count(END) != 2:
        raise ValueError(
            f"{path.name} needs the lines {BEGIN} and {END} once each; put them where the table goes."
        )
    path.write_text(f"{head}{BEGIN}\n{text}\n{END}{tail}", encoding="utf-8")


def _by_source(report: Report) -> str:
    scopes = report.sources
    names = [f"{_title(s)}: {s.clips} clips, {s.people} people" for s in scopes]
    lines = [["**fitted without the source**", *names, "aim"]]
    lines += [
        [row.title, *(_joined(scope, row) for scope in scopes), row.aim]
        for row in ROWS
        if _known(row, scopes)
    ]
    lines.append(
        [
            "stated 90 % intervals that hold the truth, lowest and highest angle",
            *map(_range, scopes),
            "0.85–0.95",
        ]
    )
    lines += _rule_lines(scopes)
    return _markdown(lines)


def _by_part(reports: Mapping[str, Report]) -> str:
    scopes = [(scheme, scope) for scheme, report in reports.items() for scope in report.sources]
    lines = [["**fitted without the**", *(f"{scheme}: {_title(scope)}" for scheme, scope in scopes)]]
    chosen = [row for row in ROWS if row.keys[0] in SHORT]
    lines += [[row.title, *(_joined(scope, row) for _, scope in scopes)] for row in chosen]
    lines.append(["90 % intervals, lowest and highest angle", *(_range(scope) for _, scope in scopes)])
    return _markdown(lines)


def _title(scope: Scope) -> str:
    return TITLES.get(scope.name, scope.name)


def _known(row: Row, scopes: Sequence[Scope]) -> bool:
    return any(key in scope.figures for key in row.keys for scope in scopes)


def _joined(scope: Scope, row: Row) -> str:
    return ", ".join(_cell(scope.figures.get(key), row.times, row.unit) for key in row.keys)


def _rule_lines(scopes: Sequence[Scope]) -> Iterable[list[str]]:
    keys = [key for scope in scopes for key in [*scope.figures, *scope.not_scored] if key.startswith("rule/")]
    for rule in sorted({key.split("/")[1] for key in keys}):
        cells = [_rule_cell(scope, rule) for scope in scopes]
        scored = any(cell != NOT_SCORED for cell in cells)
        yield [
            f"{rule.replace('_', ' ')}: sensitivity, specificity at coverage",
            *cells,
            RULE_AIM if scored else "",
        ]


NOT_SCORED = "not scored"


def _rule_cell(scope: Scope, rule: str) -> str:
    """Both sides with what was only possible beside them, and the coverage."""
    sides = []
    for side, possible in (("sensitivity", "possible_with"), ("specificity", "possible_without")):
        key = f"rule/{rule}/{side}"
        if key in scope.not_scored:
            sides.append(NOT_SCORED)
            continue
        maybe = scope.figures[f"rule/{rule}/{possible}"].estimate.value
        beside = f" + {maybe:.2f} possible" if maybe > 0 else ""
        sides.append(_cell(scope.figures[key]) + beside)
    if sides == [NOT_SCORED, NOT_SCORED]:
        return NOT_SCORED
    return f"{sides[0]}, {sides[1]} at {_cell(scope.figures.get(f'rule/{rule}/coverage'))}"


def _range(scope: Scope) -> str:
    stem, end = INTERVALS.split("*")
    shares = {
        key: figure
        for key, figure in scope.figures.items()
        if key.startswith(stem) and key.endswith(end) and not math.isnan(figure.estimate.value)
    }
    if not shares:
        return "–"
    low, high = (pick(shares.values(), key=lambda f: f.estimate.value) for pick in (min, max))
    names = [
        figure.key.removeprefix(stem).removesuffix(end).removesuffix("_deg").replace("_", " ")
        for figure in (low, high)
    ]
    missed = "" if low.met and high.met else " ✗"
    return f"{low.estimate.value:.2f} ({names[0]}) – {high.estimate.value:.2f} ({names[1]}){missed}"


def _cell(figure: Figure | None, times: float = 1.0, unit: str = "") -> str:
    if figure is None or math.isnan(figure.estimate.value):
        return "–"
    value, low, high = (times * x for x in (figure.estimate.value, figure.estimate.low, figure.estimate.high))
    digits = 1 if unit == "°" or times > 1 else 2
    interval = "" if math.isnan(low) else f" [{low:.{digits}f}–{high:.{digits}f}]"
    return f"{value:.{digits}f}{unit}{interval}{' ✗' if figure.met is False else ''}"


def _markdown(lines: Sequence[Sequence[str]]) -> str:
    head, *rest = lines
    rule = ["---"] * len(head)
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, rule, *rest))
