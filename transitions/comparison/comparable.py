"""Whether two sides may be compared at all, and what else differs between them.

Two cameras side by side have read 29.7° and 32.5° for the same people, so another view is refused; a chair
9 cm higher made rises 24 % faster, so a difference of conditions is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields

import numpy as np

from transitions.comparison.repetitions import Conditions, Repetition, SessionRecording
from transitions.detect import seat_of
from transitions.errors import TransitionsError

MAX_VIEW_APART_DEG = 10.0
"""Views further apart are not compared (MEASURES: before and after)."""

SEAT_APART_HEIGHTS = 0.05
"""Seated hips further apart than this, in standing heights, sit on another seat: two and a half times the standard
error of the hips' height, and less than the 9 cm that made rises 24 % faster (provisional)."""

SEAT_APART_M = 0.02

CONDITION_WORDS = {
    "seat_m": "the seat's height",
    "load": "the load",
    "shoes": "the shoes",
    "hands": "the hands",
}


class NotComparableError(TransitionsError):
    """The two sides cannot be compared; the message says why and what to do."""


def shared_kinds(before: Iterable[SessionRecording], after: Iterable[SessionRecording]) -> tuple[str, ...]:
    """The kinds of transition that both sides show, by name.

    Raises
    ------
    NotComparableError
        If there is none.
    """
    first, second = ({s.kind for r in side for s in r.run.segments} for side in (before, after))
    if not first & second:
        shown = [", ".join(sorted(kinds)) or "no transition" for kinds in (first, second)]
        raise NotComparableError(
            f"Different transitions: before shows {shown[0]}, after shows {shown[1]}; "
            "film the same movement on both sides."
        )
    return tuple(sorted(first & second))


def check_same_method(recordings: Sequence[SessionRecording]) -> None:
    """Refuse recordings that were not read alike.

    Raises
    ------
    NotComparableError
        If thresholds (profile) or pose model differ.
    """
    if len({r.run.provenance.profile_sha256 for r in recordings}) > 1:
        raise NotComparableError(
            "Different profiles: the recordings were judged with different thresholds; analyse all of them again "
            "with one --profile."
        )
    models = {(r.run.provenance.pose_model, r.run.provenance.pose_model_sha256) for r in recordings}
    if len(models) > 1:
        names = " and ".join(sorted({name for name, _ in models}))
        raise NotComparableError(
            f"Different models: the recordings were read with {names}, in more than one version; "
            "analyse all of them again with one --model."
        )


def check_same_view(before: Sequence[Repetition], after: Sequence[Repetition]) -> None:
    """Refuse views more than 10° apart, between the sides or within one. An unknown view passes, and is warned of.

    Raises
    ------
    NotComparableError
        With both angles.
    """
    middles = {}
    for side, rows in (("before", before), ("after", after)):
        views = _view_by_recording(rows)
        middles[side] = float(np.median(list(views.values()))) if views else float("nan")
        for recording, view_deg in views.items():
            if abs(view_deg - middles[side]) > MAX_VIEW_APART_DEG:
                raise NotComparableError(
                    f"Different views: {recording.name} is seen from {view_deg:.0f}°, the others {side} from "
                    f"{middles[side]:.0f}°; leave it out or film again from the same place."
                )
    if abs(middles["before"] - middles["after"]) > MAX_VIEW_APART_DEG:
        raise NotComparableError(
            f"Different views: before is seen from {middles['before']:.0f}°, after from {middles['after']:.0f}° "
            f"(0° in front, 90° side on), more than {MAX_VIEW_APART_DEG:.0f}° apart; film again from the same place."
        )


def differences(before: Sequence[Repetition], after: Sequence[Repetition]) -> tuple[str, ...]:
    """What differs or is unknown, each in one sentence."""
    said = [*_seat_warnings(before, after), *_condition_warnings(before, after)]
    clips = [{row.recording.run.clip.sha256 for row in rows} - {""} for rows in (before, after)]
    if clips[0] & clips[1]:
        said.append("A clip is on both sides; take it out of one.")
    for read, sentence in _PLACES:
        first, second = ({read(row) for row in rows} - {None} for rows in (before, after))
        if len(first | second) > 1:
            said.append(sentence.format(_listed(first), _listed(second)))
    if not all(np.isfinite(row.segment.view_angle_deg) for row in (*before, *after)):
        said.append("From which side some recordings were filmed cannot be told; make sure it was the same.")
    return tuple(said)


_PLACES: tuple[tuple[Callable[[Repetition], str | None], str], ...] = (
    (
        lambda row: row.camera_side,
        "The camera stood on both sides of the person (before: {}; after: {}): the near leg and the far leg change "
        "places.",
    ),
    (lambda row: row.segment.side, "The side of the movement differs (before: {}; after: {})."),
    (
        lambda row: row.recording.run.provenance.version,
        "The program's version differs (before: {}; after: {}); analyse all recordings again with one.",
    ),
)


def _view_by_recording(rows: Iterable[Repetition]) -> dict[SessionRecording, float]:
    views: dict[SessionRecording, list[float]] = {}
    for row in rows:
        if np.isfinite(row.segment.view_angle_deg):
            views.setdefault(row.recording, []).append(row.segment.view_angle_deg)
    return {recording: float(np.median(angles)) for recording, angles in views.items()}


def _seat_warnings(before: Sequence[Repetition], after: Sequence[Repetition]) -> Iterable[str]:
    measured = [[r.seat_heights for r in rows if np.isfinite(r.seat_heights)] for rows in (before, after)]
    if not all(measured):
        return
    first, second = (float(np.median(heights)) for heights in measured)
    if abs(second - first) > SEAT_APART_HEIGHTS:
        yield (
            f"The hips sit at {first:.2f} of the standing height before and at {second:.2f} after: the seat is "
            "probably another one, and a higher seat alone makes a rise faster."
        )


def _condition_warnings(before: Sequence[Repetition], after: Sequence[Repetition]) -> Iterable[str]:
    unknown = []
    seated = bool(before) and seat_of(before[0].segment.kind) is not None
    for name in (field.name for field in fields(Conditions)):
        if name == "seat_m" and not seated:
            continue
        first, second = ({getattr(r.recording.conditions, name) for r in rows} for rows in (before, after))
        word = CONDITION_WORDS[name]
        if None in first | second:
            unknown.append(word)
        elif _differ(name, first | second):
            yield (
                f"A difference in {word} (before: {_listed(first)}; after: {_listed(second)}) may explain a change."
            )
    if unknown:
        yield f"Not told for every recording: {', '.join(unknown)}. Where they differ, so may the movement."


def _differ(name: str, values: set[object]) -> bool:
    if name == "seat_m":
        heights_m = [float(str(value)) for value in values]
        return max(heights_m) - min(heights_m) > SEAT_APART_M
    return len(values) > 1


def _listed(values: Iterable[object]) -> str:
    return ", ".join(sorted(str(value) for value in values))
