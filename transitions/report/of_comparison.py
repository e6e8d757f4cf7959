"""The report of a comparison: did it change, beyond the error of measurement, and how do both sides look."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transitions.comparison import (
    ChangeVerdict,
    Comparison,
    MeasureChange,
    SessionRecording,
    sentence,
    summary,
)
from transitions.comparison.nonoverlap import Interval
from transitions.comparison.repetitions import Repetition
from transitions.comparison.words import figure
from transitions.detect import detector_of
from transitions.detect.words import kind_name
from transitions.report.behind import evidence, limits, measuring, versions
from transitions.report.document import Audience, Chapter, DrawnCurve, Fact, Grid, ShownMoment, TakeHomeReport
from transitions.report.drawn_curves import compared_curves
from transitions.report.moment_pictures import MomentPictures
from transitions.report.recorded import Recorded
from transitions.report.words import clock, counted, lower_first

VERDICTS = {
    ChangeVerdict.CHANGED: "changed beyond measurement error",
    ChangeVerdict.NO_CLEAR_CHANGE: "no clear change",
    ChangeVerdict.NOT_TOLD: "not compared",
}

NOTE = (
    "Change: after less before, with its 95 % interval. SEM: standard error of measurement of one repetition (of one "
    "session where several days are compared). MDC: the smallest change of these means that counts. NAP: the share of "
    "before–after pairs in which the later is higher, 0.5 where nothing changed. The first measure stands by itself, "
    "the others are judged together (Holm). No direction is better by itself."
)
PLAIN_NOTE = (
    "A change counts only where it is larger than what two filmings of somebody who did not change differ by. "
    "No direction is better by itself."
)
PERSON_CURVES = 2
MOST_SESSIONS = 4
"""So many are named of each side."""

UNKNOWN = "–"


@dataclass(frozen=True, eq=False)
class ComparedSides:
    """Comparisons of one person's recordings, one for each kind of transition, and what they were made from.

    Attributes
    ----------
    recorded : each recording that took part. refused : kinds that cannot be compared, with the reason.
    """

    comparisons: Sequence[Comparison]
    recorded: Mapping[SessionRecording, Recorded]
    refused: Mapping[str, str]


def comparison_report(
    sides: ComparedSides, audience: Audience, made_at: str, *, show_faces: bool = False
) -> TakeHomeReport:
    """The report of one person's before and after; parameters are those of `of_recording.recording_report`."""
    recorded = list(dict.fromkeys(sides.recorded.values()))
    pictures = {one: MomentPictures(one, show_faces=show_faces) for one in recorded}
    chapters: list[Chapter] = []
    for comparison in sides.comparisons:
        chapters += _of_kind(comparison, sides, pictures, audience)
    chapters.append(
        Chapter(
            "What was not compared",
            bullets=tuple(
                f"{kind_name(kind)}: {_without_names(why, recorded)}" for kind, why in sides.refused.items()
            ),
        )
    )
    without = all(one.missing for one in pictures.values())
    chapters += [
        measuring(recorded, audience),
        limits((), show_faces=None if without else show_faces),
        *(
            [evidence(f for one in recorded for f in one.run.findings)]
            if audience is Audience.CLINICIAN
            else []
        ),
        versions([one.run for one in recorded], made_at),
    ]
    return TakeHomeReport(
        "Before and after",
        audience,
        recorded[0].who,
        (
            Fact("Person", recorded[0].who),
            Fact("Before", _extent([row for c in sides.comparisons for row in c.before])),
            Fact("After", _extent([row for c in sides.comparisons for row in c.after])),
        ),
        tuple(_in_short(sides.comparisons)),
        tuple(chapter for chapter in chapters if not chapter.is_empty),
    )


def _without_names(why: str, recorded: Sequence[Recorded]) -> str:
    """The reason with every file's name replaced by its day."""
    # The longest first: one name may be part of another.
    for one in sorted(recorded, key=lambda one: len(one.run.clip.name), reverse=True):
        if one.run.clip.name:
            why = why.replace(one.run.clip.name, f"the film of {one.day}" if one.day else "one film")
    return why


def _in_short(comparisons: Sequence[Comparison]) -> list[str]:
    said = [f"{kind_name(c.kind)}: {lower_first(summary(c)[0])}" for c in comparisons]
    notes = dict.fromkeys(note for c in comparisons for note in summary(c)[1:])
    return [*said, *notes]


def _extent(rows: Sequence[Repetition]) -> str:
    sessions = sorted({row.session for row in rows})
    named = ", ".join([*sessions[:MOST_SESSIONS], *(["…"] if len(sessions) > MOST_SESSIONS else [])])
    return f"{counted(len(rows), 'repetition')} in {counted(len(sessions), 'session')} ({named})"


def _of_kind(
    comparison: Comparison,
    sides: ComparedSides,
    pictures: Mapping[Recorded, MomentPictures],
    audience: Audience,
) -> list[Chapter]:
    name = kind_name(comparison.kind)
    table = _every_measure(comparison) if audience is Audience.CLINICIAN else _in_words(comparison)
    curves = _curves(comparison, audience)
    note = NOTE if audience is Audience.CLINICIAN else PLAIN_NOTE
    return [
        Chapter(
            f"{name}: did it change?",
            bullets=comparison.warnings,
            moments=tuple(_both_moments(comparison, sides, pictures)),
            grids=(table,),
            after=(note,),
            is_pair=True,
        ),
        Chapter(
            f"{name}: the movement on one scale",
            (
                "0 % is the start of the movement, 100 % its end. Before: full line. After: dashed. Thin lines are "
                "single repetitions, bold ones their mean, the shade their spread; dotted upright lines are phases.",
            )
            if curves
            else (),
            curves=curves,
        ),
    ]


def _both_moments(
    comparison: Comparison, sides: ComparedSides, pictures: Mapping[Recorded, MomentPictures]
) -> list[ShownMoment]:
    """The repetition of each side that is nearest to its side's mean, at the kind's own time."""
    shown = []
    for title, rows in (("Before", comparison.before), ("After", comparison.after)):
        row = _typical(comparison.primary, rows)
        recorded = sides.recorded[row.recording]
        at_s = _own_moment_s(comparison.kind, row)
        reading = row.readings[comparison.primary.measure.id]
        value = (
            f"{figure(reading.value, comparison.primary)} {_unit(comparison.primary)}"
            if math.isfinite(reading.value)
            else reading.reason or UNKNOWN
        )
        maker = pictures[recorded]
        shown.append(
            ShownMoment(
                title,
                None,
                f"{row.session}, at {clock(at_s)}",
                (f"A typical repetition of {counted(len(rows), 'repetition')}.",)
                if len(rows) > 1
                else ("The only repetition.",),
                facts=(Fact(comparison.primary.measure.name, value),),
                notes=(maker.missing,) if maker.missing else (),
                still=maker.at(at_s, f"{title}: {lower_first(kind_name(comparison.kind))}"),
            )
        )
    return shown


def _typical(primary: MeasureChange, rows: Sequence[Repetition]) -> Repetition:
    """The repetition whose primary measure lies nearest to the middle of its side."""
    known = sorted(
        (row.readings[primary.measure.id].value, number)
        for number, row in enumerate(rows)
        if math.isfinite(row.readings[primary.measure.id].value)
    )
    return rows[known[len(known) // 2][1]] if known else rows[0]


def _own_moment_s(kind: str, row: Repetition) -> float:
    detector = detector_of(kind)
    own_s = row.segment.phases.get(detector.moment) if detector is not None else None
    return own_s if own_s is not None else (row.segment.start_s + row.segment.end_s) / 2


def _curves(comparison: Comparison, audience: Audience) -> tuple[DrawnCurve, ...]:
    detector = detector_of(comparison.kind)
    telling = detector.curves if detector is not None else ()
    names = sorted(
        comparison.curves, key=lambda name: telling.index(name) if name in telling else len(telling)
    )
    units = _curve_units(comparison)
    drawn = [
        compared_curves(name, units[name], *comparison.curves[name], comparison.kind)
        for name in names
        if name in units
    ]
    kept = tuple(curve for curve in drawn if curve is not None)
    return kept if audience is Audience.CLINICIAN else kept[:PERSON_CURVES]


def _curve_units(comparison: Comparison) -> dict[str, str]:
    units: dict[str, str] = {}
    for row in (*comparison.before, *comparison.after):
        kinematics = row.kinematics
        if kinematics is not None:
            units |= {name: curve.unit for name, curve in kinematics.curves.items()}
    return units


def _in_words(comparison: Comparison) -> Grid:
    rows = tuple((judged.measure.name, sentence(judged)) for judged in comparison.measures)
    return Grid("Every measure in words", ("Measure", "What can be said"), rows)


def _every_measure(comparison: Comparison) -> Grid:
    head = ("Measure", "Before", "After", "Change [95 %]", "SEM", "MDC", "NAP [95 %]", "In words")
    return Grid("Every measure with its error", head, tuple(_row(judged) for judged in comparison.measures))


def _row(judged: MeasureChange) -> tuple[str, ...]:
    title = f"{judged.measure.name}, {_unit(judged)}" + (" (primary)" if judged.primary else "")
    if judged.change is None:
        why = judged.reason or ""
        return title, *(UNKNOWN,) * 6, f"{VERDICTS[judged.verdict]}. {why}"
    change = judged.change
    low, high = figure(change.interval.low, judged), figure(change.interval.high, judged)
    return (
        title,
        f"{figure(change.before, judged)} (n {judged.n_before})",
        f"{figure(change.after, judged)} (n {judged.n_after})",
        f"{'+' if change.difference > 0 else ''}{figure(change.difference, judged)} [{low} to {high}]",
        figure(change.sem, judged),
        figure(change.mdc, judged),
        f"{judged.nap:.2f}{_interval(judged.nap_interval)}",
        VERDICTS[judged.verdict],
    )


def _unit(judged: MeasureChange) -> str:
    return judged.measure.unit.written or judged.measure.unit.key


def _interval(interval: Interval) -> str:
    return "" if math.isnan(interval.low) else f" [{interval.low:.2f} to {interval.high:.2f}]"
