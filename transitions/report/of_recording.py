"""The report of one recording: the moments worth a look, the worst first, and all that stands behind them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from transitions.comparison.measures import measures_of
from transitions.model import Finding, Result, Segment
from transitions.report.behind import evidence, limits, measuring, versions
from transitions.report.document import Audience, Chapter, Fact, Grid, ShownMoment, TakeHomeReport
from transitions.report.moment_pictures import MomentPictures
from transitions.report.moments import review_notes, reviewer_names, shown_moment
from transitions.report.recorded import JudgedMoment, Recorded
from transitions.report.words import (
    REVIEWED,
    badge,
    clock,
    counted,
    length,
    listed,
    lower_first,
    measured,
    moment_name,
    pattern_name,
    said_of,
    threshold,
)
from transitions.series import INTERVAL_U

MOST_ROWS = 300
"""A table of a long recording has so many rows, so that the report can be sent by mail."""

MOST_MEASURED = 60
"""Of each kind of transition so many are measured in the report; a table has a column for each."""

ALL_IN_TABLES = "All of it is in the tables that “transitions export” writes."

MOST_SHOWN = 12
"""So many moments have a picture and a curve, the worst first; the others stand in a table."""

WELL_SHOWN = 2
"""Of a recording without any flag so many transitions are shown."""


def recording_report(
    recorded: Recorded, audience: Audience, made_at: str, *, show_faces: bool = False
) -> TakeHomeReport:
    """The report of a recording.

    Parameters
    ----------
    made_at : ISO time. show_faces : leave faces as they are.
    """
    judged = recorded.judged()
    pictures = MomentPictures(recorded, show_faces=show_faces)
    findings = recorded.run.findings
    flagged = [one for one in judged if one.flagged]
    chapters = [
        _moments(recorded, flagged, pictures, audience),
        turned_down([recorded]),
        _well(recorded, judged, pictures, audience),
        _untold(judged),
    ]
    if audience is Audience.CLINICIAN:
        chapters += [_every_finding(recorded), _every_measure(recorded)]
    chapters += [
        measuring([recorded], audience),
        limits(findings, show_faces=None if pictures.missing else show_faces),
        evidence(findings),
        versions([recorded.run], made_at),
    ]
    return TakeHomeReport(
        "What the film shows",
        audience,
        recorded.who,
        _facts(recorded),
        tuple(_in_short(recorded, flagged)),
        tuple(chapter for chapter in chapters if not chapter.is_empty),
    )


def _facts(recorded: Recorded) -> tuple[Fact, ...]:
    told = (
        ("Person", recorded.who),
        ("Filmed", recorded.day),
        ("Film", length(recorded.run.clip.duration_s)),
        ("Told of it", recorded.told.replace(recorded.run.clip.name, "the film") if recorded.told else ""),
    )
    return tuple(Fact(name, value) for name, value in told if value)


def _in_short(recorded: Recorded, flagged: Sequence[JudgedMoment]) -> list[str]:
    segments, reach = recorded.run.segments, recorded.run.quality.reach
    so_far = [reach] if reach else []
    if not segments:
        return [*so_far, "No movement that the program knows was found in this film."]
    kinds: dict[str, int] = {}
    for segment in segments:
        name = moment_name(segment).lower()
        kinds[name] = kinds.get(name, 0) + 1
    told = listed([f"{name} ({number} times)" if number > 1 else name for name, number in kinds.items()])
    said = [*so_far, f"{counted(len(segments), 'movement was', 'movements were')} found: {told}."]
    if not flagged:
        return [*said, "No pattern worth a look was seen in what could be told."]
    worst = flagged[0]
    return [
        *said,
        f"{counted(len(flagged), 'moment is', 'moments are')} worth a look. The first: "
        f"{said_of(worst.main, worst.segment)}",
        *([f"One thing to try: {lower_first(worst.main.cue)}."] if worst.main.cue else []),
    ]


def _moments(
    recorded: Recorded, flagged: Sequence[JudgedMoment], pictures: MomentPictures, audience: Audience
) -> Chapter:
    reviewers = reviewer_names([recorded])
    shown = [
        shown_moment(recorded, one, None if pictures.missing else pictures, audience, reviewers)
        for one in flagged[:MOST_SHOWN]
    ]
    left = flagged[MOST_SHOWN:]
    said = [pictures.missing] if pictures.missing and flagged else []
    after = []
    grids: tuple[Grid, ...] = ()
    if left:
        after = [left_out_words(left, len(flagged))]
        grids = (left_out([(recorded, one) for one in left], with_day=False),)
    return Chapter("Moments worth a look", tuple(said), moments=tuple(shown), grids=grids, after=tuple(after))


def left_out_words(left: Sequence[object], of: int) -> str:
    """How many moments have no picture, and how many of them are not in the table either."""
    have = "has" if len(left) == 1 else "have"
    said = f"To keep this report small, {counted(len(left), 'moment')} of {of:,} {have} no picture here; "
    if len(left) <= MOST_ROWS:
        return said + "the table names them."
    return f"{said}the table names {MOST_ROWS}, the worst first, and {len(left) - MOST_ROWS:,} are left out."


def turned_down(recordings: Sequence[Recorded]) -> Chapter:
    """What the program flagged and reviewers turned down; it counts nowhere else as a flag."""
    reviewers = reviewer_names(recordings)
    bullets = []
    for one in recordings:
        for segment, finding in one.turned_down():
            when = f"{one.day + ', ' if len(recordings) > 1 and one.day else ''}{clock(segment.start_s)}"
            notes = " ".join(review_notes(one, segment, finding, reviewers))
            bullets.append(f"{moment_name(segment)}, {when}: {pattern_name(finding).lower()}. {notes}")
    shown = tuple(bullets[:MOST_ROWS])
    return Chapter(
        "What reviewers turned down",
        ("The program flagged this, and everybody who reviewed it disagreed; it is not counted.",)
        if shown
        else (),
        shown,
        after=(f"{len(bullets) - MOST_ROWS:,} more are left out.",) if len(bullets) > MOST_ROWS else (),
    )


def left_out(left: Sequence[tuple[Recorded, JudgedMoment]], *, with_day: bool) -> Grid:
    """The moments for which there was no room, in a table."""
    rows = []
    for recorded, one in left[:MOST_ROWS]:
        at = clock(one.main.at_s if one.main.at_s is not None else one.segment.start_s)
        when = f"{recorded.day}, {at}" if with_day else at
        words = "; ".join(f"{pattern_name(f)}, {badge(f).words.lower()}" for f in one.flagged)
        rows.append((f"{moment_name(one.segment)}, {when}", words, measured(one.main)))
    return Grid("Moments without a picture", ("Moment", "Pattern", "Measured"), tuple(rows))


def _well(
    recorded: Recorded, judged: Sequence[JudgedMoment], pictures: MomentPictures, audience: Audience
) -> Chapter:
    """What was looked for and not seen; without any flag with pictures of the first such moments."""
    bullets = tuple(
        f"{name}: {listed([_how_often(pattern, seen) for pattern, seen in sorted(patterns.items())])}."
        for name, patterns in sorted(_not_seen(recorded, judged).items())
    )
    shown: list[ShownMoment] = []
    if not any(one.flagged for one in judged):
        calm = [JudgedMoment(one.segment, well) for one in judged if (well := _clearest_first(one))]
        reviewers = reviewer_names([recorded])
        shown = [
            shown_moment(recorded, one, None if pictures.missing else pictures, audience, reviewers)
            for one in sorted(calm, key=lambda one: one.segment.start_s)[:WELL_SHOWN]
        ]
    return Chapter("What was looked for and not seen", bullets=bullets, moments=tuple(shown))


def _not_seen(recorded: Recorded, judged: Sequence[JudgedMoment]) -> dict[str, dict[str, tuple[int, int]]]:
    """By movement and pattern, in how many repetitions it was not seen, and how many there are; none of 0.

    What reviewers turned down has a chapter of its own.
    """
    refused = {(segment.id, finding.rule) for segment, finding in recorded.turned_down()}
    counts: dict[str, dict[str, tuple[int, int]]] = {}
    for one in judged:
        patterns = counts.setdefault(moment_name(one.segment), {})
        for finding in one.findings:
            calm, every = patterns.get(pattern_name(finding).lower(), (0, 0))
            calm += finding.result is Result.NOT_OBSERVED and (one.segment.id, finding.rule) not in refused
            patterns[pattern_name(finding).lower()] = calm, every + 1
    kept = {name: {p: seen for p, seen in patterns.items() if seen[0]} for name, patterns in counts.items()}
    return {name: patterns for name, patterns in kept.items() if patterns}


def _how_often(pattern: str, seen: tuple[int, int]) -> str:
    calm, every = seen
    return pattern if calm == every else f"{pattern} (in {calm} of {every})"


def _clearest_first(judged: JudgedMoment) -> tuple[Finding, ...]:
    """What was not seen in a transition, what was furthest from its threshold first."""
    well = [finding for finding in judged.findings if finding.result is Result.NOT_OBSERVED]
    return tuple(
        sorted(well, key=lambda f: f.value / f.threshold if f.value is not None and f.threshold else 1.0)
    )


def _untold(judged: Sequence[JudgedMoment]) -> Chapter:
    reasons: dict[str, set[str]] = {}
    for one in judged:
        for finding in one.findings:
            if finding.result is Result.NOT_ASSESSABLE and finding.reason:
                reasons.setdefault(finding.reason, set()).add(pattern_name(finding).lower())
    bullets = tuple(
        f"{listed(sorted(names)).capitalize()}: {reason}" for reason, names in sorted(reasons.items())
    )
    return Chapter("What could not be told", bullets=bullets)


def _every_finding(recorded: Recorded) -> Chapter:
    rows = []
    for segment in recorded.run.segments:
        for finding in recorded.run.findings_of(segment.id):
            where = f"{moment_name(segment)}, {clock(segment.start_s)}"
            reviewed = REVIEWED[recorded.counted(finding)[1]]
            result = badge(finding).words + (f" ({reviewed})" if reviewed else "")
            rows.append((where, pattern_name(finding), result, measured(finding), threshold(finding)))
    head = ("Transition", "Pattern", "Result", "Measured (9 times in 10)", "Thresholds")
    if not rows:
        return Chapter("Every finding")
    more = len(rows) - MOST_ROWS
    return Chapter(
        "Every finding",
        grids=(Grid("Each rule on each transition", head, tuple(rows[:MOST_ROWS])),),
        after=(f"{more:,} later findings are left out. {ALL_IN_TABLES}",) if more > 0 else (),
    )


def _every_measure(recorded: Recorded) -> Chapter:
    """A table a kind of transition: a row a measure, a column a repetition."""
    grids, more = [], 0
    for kind in dict.fromkeys(segment.kind for segment in recorded.run.segments):
        own = [segment for segment in recorded.run.segments if segment.kind == kind]
        more += max(len(own) - MOST_MEASURED, 0)
        own = own[:MOST_MEASURED]
        grids += [
            _measures_of(recorded, own[first : first + MOST_COLUMNS])
            for first in range(0, len(own), MOST_COLUMNS)
        ]
    return Chapter(
        "Measures of each transition",
        grids=tuple(grids),
        after=(f"{more:,} later transitions are left out. {ALL_IN_TABLES}",) if more else (),
    )


def _measures_of(recorded: Recorded, part: Sequence[Segment]) -> Grid:
    """Transitions of one kind side by side, each measured on its own stretch of the curves."""
    head = ("Measure", *(f"at {clock(segment.start_s)}" for segment in part))
    measures = measures_of(part[0].kind)
    cells: list[list[str]] = []
    for segment in part:
        run = recorded.around(segment.start_s, segment.end_s)
        readings = [measure.measure(run, segment) for measure in measures]
        cells.append(
            [
                measure.unit.tell(reading.value, INTERVAL_U * reading.u)
                if np.isfinite(reading.value)
                else "–"
                for measure, reading in zip(measures, readings, strict=True)
            ]
        )
    rows = tuple((measure.name, *told) for measure, *told in zip(measures, *cells, strict=True))
    return Grid(moment_name(part[0]), head, rows)


MOST_COLUMNS = 5
"""A wider table does not fit on paper."""
