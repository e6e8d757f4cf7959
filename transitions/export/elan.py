"""What raters say of one clip as an ELAN file (``.eaf``), and read back.

Each rater has tiers of transitions, more than one where they overlap, as ELAN's cannot; under each hang tiers of what
is said of them: their key, their phases and each rule that is rated. Times are whole milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from transitions.annotation.edits import new_key
from transitions.annotation.entries import Mark, Rated, Unit
from transitions.annotation.replay import MS_PER_S, ClipWord, to_ms
from transitions.annotation.study_words import ClipWords
from transitions.annotation.wording import (
    phases_as_text,
    phases_from_text,
    rating_as_text,
    rating_from_text,
)
from transitions.errors import RatingsError

if TYPE_CHECKING:
    from pympi import Eaf

TRANSITION, SAID = "transition", "said of a transition"
KEY, PHASES = "key", "phases"
CLIP = "transitions clip"
_OF = " of "


def write_eaf(path: Path, clip: ClipWords) -> None:
    """Write what everyone says who went through the clip. Call it within `staged`, so that it is whole or not there."""
    from pympi import Eaf

    eaf = Eaf(author="transitions")
    eaf.remove_tier("default")
    eaf.header = {"MEDIA_FILE": "", "TIME_UNITS": "milliseconds"}
    eaf.properties = [(CLIP, clip.label)]
    eaf.add_linked_file(f"{clip.label}.mp4", relpath=f"./{clip.label}.mp4", mimetype="video/mp4")
    eaf.add_linguistic_type(TRANSITION)
    eaf.add_linguistic_type(SAID, constraints="Symbolic_Association", timealignable=False)
    eaf.remove_linguistic_type("default-lt")
    for rater, word in sorted(clip.words.items()):
        if word.gone_through:
            for number, keys in enumerate(_lanes(word.marks), start=1):
                _write_lane(eaf, f"transitions {number}@{rater}", (rater, clip.person), keys, word)
    eaf.to_file(str(path))


def read_eaf(path: Path) -> tuple[str, dict[str, ClipWord]]:
    """The clip's neutral name, and what each rater says of it.

    A transition without a key, as one drawn in ELAN, gets a new one.

    Raises
    ------
    RatingsError
        The file is none of ELAN's, names no clip of a study, or holds a rating or phase that is none.
    """
    eaf = _parsed(path)
    label = next((str(value) for name, value in eaf.properties if name == CLIP), None)
    if label is None:
        raise RatingsError(
            f"'{path.name}' does not say which clip of a study it is; start from an exported .eaf file."
        )
    lanes: dict[str, list[str]] = {}
    for tier, (_, _, about, _) in eaf.tiers.items():
        if about["LINGUISTIC_TYPE_REF"] == TRANSITION:
            lanes.setdefault(about.get("ANNOTATOR") or tier.rpartition("@")[2], []).append(tier)
    try:
        return label, {rater: _read_word(eaf, tiers) for rater, tiers in lanes.items()}
    except RatingsError as error:
        raise RatingsError(f"'{path.name}' cannot be taken in: {error}") from error


def _lanes(marks: Mapping[str, Mark]) -> list[list[str]]:
    """The keys in as few rows as it takes for none to overlap in its row; one empty row without any."""
    lanes: list[list[str]] = [[]]
    ends_s = [0.0]
    on_grid = {key: to_ms(mark) for key, mark in marks.items()}
    for key, mark in sorted(on_grid.items(), key=lambda item: item[1].start_s):
        at = next((at for at, end_s in enumerate(ends_s) if mark.start_s >= end_s), len(lanes))
        lanes[at:] = lanes[at:] or [[]]
        lanes[at].append(key)
        ends_s[at : at + 1] = [mark.end_s]
    return lanes


def _write_lane(eaf: Eaf, lane: str, who: tuple[str, str], keys: list[str], word: ClipWord) -> None:
    rater, person = who
    eaf.add_tier(lane, TRANSITION, part=person, ann=rater)
    for key in keys:
        mark = to_ms(word.marks[key])
        start, end = round(mark.start_s * MS_PER_S), round(mark.end_s * MS_PER_S)
        eaf.add_annotation(lane, start, end, mark.kind)
        annotation = next(reversed(eaf.tiers[lane][0]))
        for what, text in _said(key, mark, word):
            tier = f"{what}{_OF}{lane}"
            if tier not in eaf.tiers:
                eaf.add_tier(tier, SAID, parent=lane, part=person, ann=rater)
            # Placed by the annotation's id: pympi's own way, by time, takes the neighbour where two meet.
            own = eaf.generate_annotation_id()
            eaf.annotations[own] = tier
            eaf.tiers[tier][1][own] = (annotation, text, None, None)


def _said(key: str, mark: Mark, word: ClipWord) -> Iterator[tuple[str, str]]:
    yield KEY, key
    if mark.phases:
        yield PHASES, phases_as_text(mark.phases)
    for (segment, rule), rated in word.ratings.items():
        if segment == key:
            yield rule, rating_as_text(rated)


def _parsed(path: Path) -> Eaf:
    from pympi import Eaf

    try:
        return Eaf(str(path), suppress_version_warning=True)
    # pympi says what is wrong with a file by whatever its parser ran into, or by a bare Exception.
    except Exception as error:
        raise RatingsError(
            f"'{path}' cannot be read as an ELAN file; open it in ELAN and save it again."
        ) from error


def _read_word(eaf: Eaf, lanes: list[str]) -> ClipWord:
    marks: dict[str, Mark] = {}
    ratings: dict[Unit, Rated] = {}
    for lane in lanes:
        said = _read_said(eaf, lane)
        for annotation, (first, last, kind, _) in eaf.tiers[lane][0].items():
            about = dict(said.get(annotation, {}))
            key = about.pop(KEY, "").strip()
            if not key or key in marks:
                key = new_key()
            start, end = _slot(eaf, first), _slot(eaf, last)
            phases = phases_from_text(about.pop(PHASES, ""))
            marks[key] = Mark(kind.strip(), start / MS_PER_S, end / MS_PER_S, phases)
            ratings |= {(key, rule): rating_from_text(text) for rule, text in about.items() if text.strip()}
    return ClipWord(marks, ratings, True)


def _read_said(eaf: Eaf, lane: str) -> dict[str, dict[str, str]]:
    """For each annotation of the lane what hangs on it, by what it is about."""
    said: dict[str, dict[str, str]] = {}
    for tier, (_, hanging, about, _) in eaf.tiers.items():
        if about.get("PARENT_REF") == lane:
            what = tier.removesuffix(f"{_OF}{lane}")
            for annotation, text, _, _ in hanging.values():
                said.setdefault(annotation, {})[what] = text
    return said


def _slot(eaf: Eaf, slot: str) -> int:
    time_ms = eaf.timeslots.get(slot)
    if time_ms is None:
        raise RatingsError("a transition has no time; align it in ELAN.")
    return int(time_ms)
