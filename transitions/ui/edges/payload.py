"""What the timeline is given, and what is read from the messages it sends."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transitions.annotation.edits import corrected, join, nearest_frame_s, split
from transitions.annotation.entries import Act, Change, GoneThrough, Mark, Refuse, SetMark
from transitions.detect import all_detectors
from transitions.errors import StoreError
from transitions.store import ClipView
from transitions.ui.words import kind_name, phase_name

LONGEST_S = 30.0
"""Of a longer clip a piece of this length is shown at a time, so that opening it stays quick."""

STEP_S = 10.0
"""Pieces begin at multiples of this: the same piece is made once, whatever is looked at in it."""

_NEW_KEY = re.compile(r"added-[0-9a-f]{12}")
_GONE = "This transition is no longer there; what you see now is what is kept."


@dataclass(frozen=True)
class Film:
    """A piece of the clip as served: its address, the clip's time of each of its frames, and the picture's size."""

    url: str
    frame_s: Sequence[float]
    window_s: tuple[float, float]
    size_px: tuple[int, int]


@dataclass(frozen=True)
class TakenIn:
    """How far the messages of one window were taken in: up to edit `n`, with what could not be kept of them."""

    sender: str = ""
    n: int = 0
    trouble: str = ""


@dataclass(frozen=True)
class Edit:
    """One thing that a rater did on the timeline, as the message has it.

    Attributes
    ----------
    n : its number among those of its sender. of : the study and rater. clip_id, window_s : the film it was done on.
    does : ``mark``, ``refuse``, ``split``, ``join``, ``gone``, ``undo`` or ``redo``, with `values` for it.
    """

    n: int
    of: str
    clip_id: int
    window_s: tuple[float, float]
    does: str
    values: Mapping[str, Any]

    @property
    def turn(self) -> Act | None:
        """Whether it undoes or redoes."""
        return {"undo": Act.UNDO, "redo": Act.REDO}.get(self.does)


def window_about(duration_s: float, at_s: float) -> tuple[float, float]:
    """The piece of a clip to be shown for a time in it: the whole clip where it is short."""
    if duration_s <= LONGEST_S:
        return (0.0, duration_s)
    last_s = math.ceil((duration_s - LONGEST_S) / STEP_S) * STEP_S
    start_s = min(max(math.floor((at_s - LONGEST_S / 2 + STEP_S / 2) / STEP_S) * STEP_S, 0.0), last_s)
    return (start_s, min(start_s + LONGEST_S, duration_s))


def edges_data(
    view: ClipView, film: Film, *, of: str, answer: TakenIn, closed: str = "", chosen: str | None = None
) -> dict[str, Any]:
    """Everything the timeline shows.

    Parameters
    ----------
    of : names study and rater; edits carry it.
    closed : why nothing can be changed, a sentence; empty while it can.
    chosen : the key of the transition to begin with; the first where it is not there.

    Notes
    -----
    Times are given as they are, without rounding: an edge put on a frame has that frame's time to the last digit.
    """
    marks = view.own.marks
    return {
        "of": f"{of} {view.clip_id}",
        "video": {"url": film.url, "frame_s": list(film.frame_s)},
        "clip": {"id": view.clip_id, "duration_s": view.duration_s, "window_s": list(film.window_s)},
        "size": list(film.size_px),
        "kinds": _kinds(mark.kind for mark in (*marks.values(), *view.given.values())),
        "marks": {key: _mark(mark) for key, mark in marks.items()},
        "given": {key: _mark(mark) for key, mark in view.given.items()},
        "gone_through": view.own.gone_through,
        "undoable": view.undoable,
        "redoable": view.redoable,
        "closed": closed,
        "chosen": chosen if chosen in marks else None,
        "answer": {"from": answer.sender, "n": answer.n, "trouble": answer.trouble},
    }


def read_message(message: Mapping[str, Any], answered: int) -> list[Edit]:
    """The edits of a message that were not taken in yet, in their order."""
    edits = [
        Edit(
            n=int(one["n"]),
            of=str(one["of"]),
            clip_id=int(one["clip"]),
            window_s=(float(one["window_s"][0]), float(one["window_s"][1])),
            does=str(one["does"]),
            values=one,
        )
        for one in message["edits"]
    ]
    return sorted((edit for edit in edits if edit.n > answered), key=lambda edit: edit.n)


def changes_of(
    edit: Edit, marks: Mapping[str, Mark], given: Mapping[str, Mark], frame_s: Sequence[float]
) -> tuple[Change, ...]:
    """The changes that an edit other than undo and redo makes to what stands.

    Parameters
    ----------
    marks, given : what stands, and what the rater started from: a refused one of these can be brought back.
    frame_s : times of the frames of the film it was done on; edges and phases that were moved stand on one of them.

    Raises
    ------
    StoreError
        Its transition is no longer there, or it is none of the edits that there are.
    """
    if edit.does == "gone":
        return (GoneThrough(),)
    key = str(edit.values["key"])
    if edit.does == "mark":
        before = marks.get(key, given.get(key))
        if before is None and not _NEW_KEY.fullmatch(key):
            raise StoreError(_GONE)
        return (SetMark(key, corrected(before, _read_mark(edit.values["mark"]), frame_s)),)
    if key not in marks:
        raise StoreError(_GONE)
    if edit.does == "refuse":
        return (Refuse(key),)
    if edit.does == "split":
        second = str(edit.values["second"])
        at_s = nearest_frame_s(frame_s, float(edit.values["at_s"]))
        return split(key, marks[key], at_s, second if _NEW_KEY.fullmatch(second) else None)
    other = str(edit.values.get("other"))
    if edit.does != "join" or other not in marks:
        raise StoreError(_GONE)
    return join(key, marks[key], other, marks[other])


def _read_mark(values: Mapping[str, Any]) -> Mark:
    phases = {str(key): float(t_s) for key, t_s in values["phases"].items()}
    return Mark(str(values["kind"]), float(values["start_s"]), float(values["end_s"]), phases)


def _mark(mark: Mark) -> dict[str, Any]:
    return {"kind": mark.kind, "start_s": mark.start_s, "end_s": mark.end_s, "phases": dict(mark.phases)}


def _kinds(used: Iterable[str]) -> list[dict[str, Any]]:
    """Every kind with its phases, in a steady order; then those that no detector finds any more."""
    kinds = {d.kind: [phase.key for phase in d.phases] for d in all_detectors()}
    for kind in used:
        kinds.setdefault(kind, [])
    return [
        {
            "id": kind,
            "name": kind_name(kind),
            "phases": [{"key": key, "name": phase_name(kind, key)} for key in keys],
        }
        for kind, keys in kinds.items()
    ]
