"""A study's words as the ratings and marked transitions that agreement is worked out from, and as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from transitions.agreement.events import ClipMarks, MarkedEvent, paired_marks
from transitions.agreement.study import CONSENSUS, PROGRAM, Rating
from transitions.annotation.replay import ClipWord
from transitions.annotation.wording import CANNOT_TELL, phases_as_text

Row = dict[str, str | float | bool | None]


@dataclass(frozen=True)
class ClipWords:
    """What everyone says of one clip of one person.

    Attributes
    ----------
    label : the neutral name of the clip in its study, the same for every rater.
    words : by rater; the program and the consensus stand among them under their names.
    duration_s, rate_hz : of the clip; BORIS wants to know.
    """

    label: str
    person: str
    words: Mapping[str, ClipWord]
    duration_s: float
    rate_hz: float


def unit_name(label: str, segment: str, rule: str) -> str:
    """What a unit is called in tables."""
    return f"{label}/{segment}/{rule}"


def study_ratings(clips: Iterable[ClipWords]) -> list[Rating]:
    """Every rating of a study."""
    return [
        Rating(unit_name(clip.label, *unit), clip.person, rater, rated.value)
        for clip in clips
        for rater, word in clip.words.items()
        for unit, rated in word.ratings.items()
    ]


def study_marks(clips: Iterable[ClipWords]) -> dict[tuple[str, str], list[ClipMarks]]:
    """What every two marked in the clips that both went through, by their names."""
    marked: dict[str, dict[tuple[str, str], tuple[MarkedEvent, ...]]] = {}
    for clip in clips:
        for rater, word in clip.words.items():
            if word.gone_through:
                events = tuple(MarkedEvent(m.kind, m.start_s, m.end_s) for m in word.marks.values())
                marked.setdefault(rater, {})[clip.label, clip.person] = events
    return paired_marks(marked)


def rating_rows(clips: Iterable[ClipWords]) -> list[Row]:
    """A row for each rating; `value` is what agreement reads, empty where it could not be judged."""
    return [
        {
            "unit": unit_name(clip.label, segment, rule),
            "person": clip.person,
            "rater": rater,
            "value": rated.size or "",
            "clip": clip.label,
            "segment": segment,
            "rule": rule,
            "result": str(rated.result or CANNOT_TELL),
            "severity": str(rated.severity or ""),
            "unsure": rated.unsure,
            "note": rated.note,
        }
        for clip in clips
        for rater, word in sorted(clip.words.items())
        for (segment, rule), rated in sorted(word.ratings.items())
    ]


def mark_rows(clips: Iterable[ClipWords]) -> list[Row]:
    """A row for each marked transition, and one without a kind for a clip gone through in which there was none."""
    rows: list[Row] = []
    for clip in clips:
        for rater, word in sorted(clip.words.items()):
            if not word.gone_through:
                continue
            whose: Row = {"clip": clip.label, "person": clip.person, "rater": rater}
            empty: Row = {"segment": "", "kind": "", "start_s": None, "end_s": None, "phases": ""}
            rows += [
                {
                    **whose,
                    "segment": key,
                    "kind": mark.kind,
                    "start_s": mark.start_s,
                    "end_s": mark.end_s,
                    "phases": phases_as_text(mark.phases),
                }
                for key, mark in sorted(word.marks.items())
            ] or [{**whose, **empty}]
    return rows


def raters_of(clips: Sequence[ClipWords]) -> list[str]:
    """Everyone who says something, people first."""
    names = {name for clip in clips for name in clip.words}
    return [*sorted(names - {PROGRAM, CONSENSUS}), *(n for n in (CONSENSUS, PROGRAM) if n in names)]
