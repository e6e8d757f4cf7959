"""The report of a person's weeks: every recording in order of days, what was flagged when, the worst moments first."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from transitions.report.behind import evidence, limits, measuring, versions
from transitions.report.document import Audience, Chapter, DrawnCurve, Fact, Grid, TakeHomeReport
from transitions.report.drawn_days import flag_days
from transitions.report.moment_pictures import MomentPictures
from transitions.report.moments import reviewer_names, shown_moment
from transitions.report.of_recording import MOST_SHOWN, left_out, left_out_words, turned_down
from transitions.report.recorded import JudgedMoment, Recorded, severity_rank
from transitions.report.words import counted, length, listed, pattern_name, said_of

NO_CAUSE = (
    "The table counts what was seen on which day. What goes together need not be cause and effect, and few films say "
    "little about a week."
)


def period_report(
    recordings: Sequence[Recorded], audience: Audience, made_at: str, *, show_faces: bool = False
) -> TakeHomeReport:
    """The report of several recordings of one person; parameters are those of `of_recording.recording_report`."""
    ordered = sorted(recordings, key=lambda one: one.day)
    worst = sorted(
        ((one, judged) for one in ordered for judged in one.judged() if judged.flagged),
        key=lambda pair: severity_rank(pair[1].main),
        reverse=True,
    )
    pictures = {one: MomentPictures(one, show_faces=show_faces) for one, _ in worst[:MOST_SHOWN]}
    findings = [finding for one in ordered for finding in one.run.findings]
    without = all(maker.missing for maker in pictures.values())
    chapters = [
        _days(ordered),
        _moments(ordered, worst, pictures, audience),
        turned_down(ordered),
        measuring(ordered, audience),
        limits(findings, show_faces=None if without else show_faces),
        evidence(findings),
        versions([one.run for one in ordered], made_at),
    ]
    return TakeHomeReport(
        "The weeks in films",
        audience,
        ordered[0].who,
        (
            Fact("Person", ordered[0].who),
            Fact("Days", _span(ordered)),
            Fact(
                "Films",
                f"{len(ordered)}, together {length(math.fsum(one.run.clip.duration_s for one in ordered))}",
            ),
        ),
        tuple(_in_short(ordered, worst)),
        tuple(chapter for chapter in chapters if not chapter.is_empty),
    )


def _span(ordered: Sequence[Recorded]) -> str:
    days = sorted({one.day for one in ordered if one.day})
    if not days:
        return "not told"
    return days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"


def _in_short(ordered: Sequence[Recorded], worst: Sequence[tuple[Recorded, JudgedMoment]]) -> list[str]:
    movements = sum(len(one.run.segments) for one in ordered)
    said = [f"{counted(len(ordered), 'film')} with {counted(movements, 'movement')}."]
    if not worst:
        return [*said, "No pattern worth a look was seen in what could be told."]
    patterns = Counter(pattern_name(f).lower() for _, judged in worst for f in judged.flagged)
    told = listed([f"{name} ({number})" for name, number in patterns.most_common()])
    first, judged = worst[0]
    return [
        *said,
        f"{counted(len(worst), 'moment is', 'moments are')} worth a look: {told}.",
        f"The first, on {first.day or 'a day not told'}: {said_of(judged.main, judged.segment)}",
    ]


def _days(ordered: Sequence[Recorded]) -> Chapter:
    rows = []
    for one in ordered:
        flags = Counter(
            pattern_name(f).lower() for f in one.counted_findings() if f.severity is not None
        ).most_common()
        rows.append(
            (
                one.day or "day not told",
                one.told or "–",
                str(len(one.run.segments)),
                listed([f"{name} ({number})" for name, number in flags]) or "none",
            )
        )
    head = ("Day", "Told of it", "Movements", "Patterns seen, or maybe")
    drawn: DrawnCurve | None = flag_days(ordered)
    return Chapter(
        "Day by day",
        curves=() if drawn is None else (drawn,),
        grids=(Grid("Every film of this time", head, tuple(rows)),),
        after=(NO_CAUSE,),
    )


def _moments(
    ordered: Sequence[Recorded],
    worst: Sequence[tuple[Recorded, JudgedMoment]],
    pictures: dict[Recorded, MomentPictures],
    audience: Audience,
) -> Chapter:
    reviewers = reviewer_names(ordered)
    shown = tuple(
        shown_moment(
            one,
            judged,
            None if pictures[one].missing else pictures[one],
            audience,
            reviewers,
            with_day=True,
        )
        for one, judged in worst[:MOST_SHOWN]
    )
    left = worst[MOST_SHOWN:]
    missing = sorted({maker.missing for maker in pictures.values() if maker.missing})
    if not left:
        return Chapter("Moments worth a look", tuple(missing), moments=shown)
    return Chapter(
        "Moments worth a look",
        tuple(missing),
        moments=shown,
        grids=(left_out(left, with_day=True),),
        after=(left_out_words(left, len(worst)),),
    )
