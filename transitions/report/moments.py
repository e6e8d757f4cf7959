"""Moments as they are shown: their sentence, picture, curve, measure and what reviewers said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from transitions.detect import detector_of
from transitions.model import Finding, Result, Review, Segment
from transitions.report.behind import without_name
from transitions.report.document import Audience, DrawnCurve, Fact, ShownMoment, Still
from transitions.report.drawn_curves import finding_curve
from transitions.report.moment_pictures import MomentPictures
from transitions.report.recorded import JudgedMoment, Recorded
from transitions.report.words import (
    badge,
    clock,
    first_threshold,
    measured,
    moment_name,
    pattern_name,
    review_note,
    said_of,
    threshold,
    view,
)
from transitions.rules import unit_of


def reviewer_names(recordings: Sequence[Recorded]) -> dict[str, str]:
    """``Reviewer 1`` … in the order in which they first said something: a report names nobody."""
    said = sorted((review for one in recordings for review in one.reviews()), key=lambda r: r.created_at)
    raters = dict.fromkeys(review.rater for review in said)
    return {rater: f"Reviewer {number}" for number, rater in enumerate(raters, start=1)}


def shown_moment(
    recorded: Recorded,
    judged: JudgedMoment,
    pictures: MomentPictures | None,
    audience: Audience,
    reviewers: Mapping[str, str],
    *,
    with_day: bool = False,
) -> ShownMoment:
    """A moment with its picture and the curve of its main finding; `pictures` None leaves the picture out."""
    segment, main = judged.segment, judged.main
    told = judged.flagged or (main,)
    return ShownMoment(
        title=moment_name(segment),
        badge=badge(main),
        when=f"{recorded.day + ', ' if with_day and recorded.day else ''}at {clock(moment_s(segment, main))}",
        sentences=tuple(said_of(finding, segment) for finding in told),
        cue=_cue(main),
        facts=tuple(_facts(segment, told, audience)),
        notes=tuple(_notes(recorded, segment, told, reviewers)),
        still=None if pictures is None else picture_of(segment, main, pictures),
        curves=tuple(_curves(recorded, segment, told, audience)),
    )


def moment_s(segment: Segment, finding: Finding) -> float:
    """When to look: the finding's moment, else the transition's own time, else its middle."""
    if finding.at_s is not None:
        return finding.at_s
    detector = detector_of(segment.kind)
    own_s = segment.phases.get(detector.moment) if detector is not None else None
    return own_s if own_s is not None else (segment.start_s + segment.end_s) / 2


def picture_of(segment: Segment, finding: Finding, pictures: MomentPictures) -> Still | None:
    """The moment's picture, described in words."""
    seen = (
        f", {pattern_name(finding).lower()} {badge(finding).words.lower()}"
        if finding.severity is not None
        else ""
    )
    return pictures.at(moment_s(segment, finding), f"{moment_name(segment)}{seen}")


def _cue(finding: Finding) -> str:
    return f"{finding.cue}." if finding.severity is not None and finding.cue else ""


def _facts(segment: Segment, told: Sequence[Finding], audience: Audience) -> Iterator[Fact]:
    for finding in told:
        if audience is Audience.PERSON:
            yield Fact(pattern_name(finding), measured(finding) + _beside(finding))
        else:
            yield Fact(pattern_name(finding), f"{measured(finding)}; {threshold(finding)}")
    if audience is Audience.CLINICIAN:
        yield Fact(
            "Transition",
            f"{clock(segment.start_s)} to {clock(segment.end_s)}, {segment.confidence:.0%} sure; {view(segment)}",
        )


def _beside(finding: Finding) -> str:
    """The value as something to picture, and how far off the first threshold is."""
    unit = unit_of(finding.unit)
    pictured = unit.picture(finding.value) if finding.value is not None else ""
    told = f"flagged from {unit.tell(first_threshold(finding))}"
    return f" ({'; '.join(part for part in (told, pictured) if part)})" if finding.value is not None else ""


def _notes(
    recorded: Recorded, segment: Segment, told: Sequence[Finding], reviewers: Mapping[str, str]
) -> Iterator[str]:
    for finding in told:
        for note in review_notes(recorded, segment, finding, reviewers):
            yield f"{pattern_name(finding)}: {note}"


def review_notes(
    recorded: Recorded, segment: Segment, finding: Finding, reviewers: Mapping[str, str]
) -> Iterator[str]:
    """What stands of one finding, a sentence a reviewer; `reviewers` is how each is called."""
    reviews: Sequence[Review] = recorded.said.get((segment.id, finding.rule), ())
    for review in reviews:
        note = review_note(review, reviewers.get(review.rater, "A reviewer"))
        yield without_name(note, recorded.run)


def _curves(
    recorded: Recorded, segment: Segment, told: Sequence[Finding], audience: Audience
) -> Iterator[DrawnCurve]:
    kinematics = recorded.around(segment.start_s, segment.end_s).kinematics
    if kinematics is None:
        return
    names: set[str] = set()
    for finding in told:
        if finding.result is Result.NOT_ASSESSABLE or (names and audience is Audience.PERSON):
            continue
        curve = finding_curve(kinematics, segment, finding)
        if curve is not None and curve.svg not in names:
            names.add(curve.svg)
            yield curve
