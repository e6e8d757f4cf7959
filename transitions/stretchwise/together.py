"""Puts the results of a clip's stretches together: one person, transitions in time order, one series file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from transitions.detect import MAX_OVERLAP
from transitions.judgement import Figures, merged_figures, scene_warnings
from transitions.model import Finding, LookedAt, Segment
from transitions.pose.appearance import SAME_CLOTHES, likeness
from transitions.series_file import SeriesPart, join_series
from transitions.stretchwise.results import PersonResult, StretchResult

MOST_SAID = 5
"""So many sentences of a kind are said; of more only how many there are."""

SEAM_S = 0.5
"""So far beyond a seam a stretch is asked for a transition that the other side has not: readings of both sides lie
some frames apart."""

OTHER_KIND_SHARE = 0.5
"""Two of different kinds that overlap by this share of the shorter are one transition, read differently."""

Found = tuple[StretchResult, PersonResult, Segment]


@dataclass(frozen=True, eq=False)
class PutTogether:
    """The stretches of a clip as one.

    Attributes
    ----------
    missed : how many of the transitions were found by a check only.
    """

    segments: tuple[Segment, ...]
    findings: tuple[Finding, ...]
    figures: Figures
    looked_at: tuple[LookedAt, ...]
    missed: int
    warnings: tuple[str, ...]


def put_together(
    results: Sequence[StretchResult], person: int, folder: Path, series: Path | None
) -> PutTogether:
    """One person's results through all stretches, in time order.

    Parameters
    ----------
    person : whom, 1 the one with the most weight in all.
    folder : where the stretches' files are. series : the file to be written; None writes none.

    Raises
    ------
    OSError, ResultsError
        The series cannot be written; a stretch's file is missing or damaged.
    """
    results = sorted(results, key=lambda each: each.planned.start_s)
    scenes = [scene for each in results for scene in each.scenes()]
    scene_starts_s = _scene_starts_s(results)
    chosen = [(each, who) for each, who in zip(scenes, whom(scenes, person), strict=True) if who is not None]
    kept = _without_doubles(_belonging(chosen, scenes))
    segments, findings, missed = [], [], 0
    for number, (stretch, who, segment) in enumerate(kept, start=1):
        segments.append(replace(segment, id=f"s{number}"))
        findings += [
            replace(finding, segment_id=f"s{number}")
            for finding in who.findings
            if finding.segment_id == segment.id
        ]
        missed += stretch.planned.is_check
    if series is not None and chosen:
        join_series(
            [
                SeriesPart(folder / who.series, stretch.planned.start_s, stretch.planned.end_s)
                for stretch, who in chosen
            ],
            series,
            scene_starts_s,
        )
    return PutTogether(
        tuple(segments),
        tuple(findings),
        merged_figures([who.figures for _, who in chosen]),
        tuple(LookedAt(each.planned.start_s, each.planned.end_s, each.planned.is_check) for each in results),
        missed,
        _few(scene_warnings(scene_starts_s)) + _few([said for _, who in chosen for said in who.warnings]),
    )


def _scene_starts_s(results: Sequence[StretchResult]) -> list[float]:
    """When another scene begins in what counts of the stretches."""
    return [
        start_s
        for each in results
        for start_s in each.scene_starts_s
        if each.planned.start_s <= start_s < each.planned.end_s
    ]


def whom(results: Sequence[StretchResult], person: int) -> list[PersonResult | None]:
    """Of each stretch the one who is meant; None where they are not in it.

    Somebody is known from stretch to stretch by what they wear; two in one stretch are two, however alike. The first
    person is the one with the most weight in all; where they are not, whoever leads the stretch stands for them, since
    light changes colours and nothing found shall be lost.
    """
    groups: list[list[PersonResult]] = []
    everybody = sorted(
        ((one, each.people) for each in results for one in each.people), key=lambda pair: -pair[0].weight
    )
    for one, there in everybody:
        alike = [
            0.0 if any(other in there for other in group) else _likeness(one, group[0]) for group in groups
        ]
        best = int(np.argmax(alike)) if alike else -1
        if alike and alike[best] >= SAME_CLOTHES:
            groups[best].append(one)
        else:
            groups.append([one])
    groups.sort(key=lambda group: -sum(one.weight for one in group))
    if not 1 <= person <= len(groups):
        return [None] * len(results)
    meant = groups[person - 1]
    chosen: list[PersonResult | None] = []
    for each in results:
        own = [one for one in each.people if one in meant]
        if own:
            chosen.append(max(own, key=lambda one: _likeness(one, meant[0])))
        else:
            chosen.append(each.people[0] if each.people and person == 1 else None)
    return chosen


def _likeness(one: PersonResult, other: PersonResult) -> float:
    return likeness(np.array(one.clothes), np.array(other.clothes))


def _belonging(
    chosen: Sequence[tuple[StretchResult, PersonResult]], scenes: Sequence[StretchResult]
) -> list[Found]:
    """The segments whose middle lies in what counts of their stretch, and those on a seam that neither side has so.

    Two readings of one transition differ by some frames, so each side may see its middle beyond the seam.
    """
    found = [(stretch, who, one) for stretch, who in chosen for one in who.segments]
    kept = [each for each in found if each[0].planned.start_s <= _middle_s(each[2]) < each[0].planned.end_s]
    beyond = [each for each in found if _is_just_beyond(each[0], each[2], scenes)]
    for each in sorted(beyond, key=lambda each: -each[2].confidence):
        if not any(_are_alike(other[2], each[2]) for other in kept if other[0] is not each[0]):
            kept.append(each)
    return kept


def _is_just_beyond(stretch: StretchResult, segment: Segment, scenes: Sequence[StretchResult]) -> bool:
    """Whether its middle lies a little beyond a seam of the stretch over which the neighbour looked too."""
    own, middle_s = stretch.planned, _middle_s(segment)
    for other in (each.planned for each in scenes):
        if other.start_s == own.end_s and other.from_s < own.end_s <= middle_s < own.end_s + SEAM_S:
            return True
        if other.end_s == own.start_s and own.start_s - SEAM_S <= middle_s < own.start_s < other.to_s:
            return True
    return False


def _middle_s(segment: Segment) -> float:
    return (segment.start_s + segment.end_s) / 2


def _are_alike(one: Segment, other: Segment) -> bool:
    """Whether two sides may have seen one transition: they overlap, by half where they are not of one kind."""
    share = _overlap(one, other)
    return share > 0 if one.kind == other.kind else share >= OTHER_KIND_SHARE


def _without_doubles(found: list[Found]) -> list[Found]:
    """Of two from both sides of a cut that are one transition, the more certain."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda each: each[2].start_s):
        if kept and kept[-1][0] is not one[0] and _overlap(kept[-1][2], one[2]) > MAX_OVERLAP:
            kept[-1] = max(kept[-1], one, key=lambda each: each[2].confidence)
        else:
            kept.append(one)
    return kept


def _overlap(one: Segment, other: Segment) -> float:
    shared_s = min(one.end_s, other.end_s) - max(one.start_s, other.start_s)
    return shared_s / min(one.duration_s, other.duration_s)


def _few(sentences: Sequence[str]) -> tuple[str, ...]:
    if len(sentences) <= MOST_SAID:
        return tuple(sentences)
    return (*sentences[:MOST_SAID], f"And so in {len(sentences) - MOST_SAID} more places.")
