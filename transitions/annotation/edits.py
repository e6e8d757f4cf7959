"""Edits of marked transitions: where an edge may go, and those that are more than one change, undone together."""

from __future__ import annotations

import math
import secrets
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from transitions.annotation.entries import Change, Mark, Refuse, SetMark


def new_key() -> str:
    """A key for a transition that the program did not find: no two raters, nor two windows of one, make the same."""
    return f"added-{secrets.token_hex(6)}"


def corrected(mark: Mark | None, wanted: Mark, frame_s: Sequence[float]) -> Mark:
    """The mark as it is kept after a correction: what was moved stands on a frame, what was not stays as it was.

    Parameters
    ----------
    mark : as it stands; None for one that is added.
    wanted : with the edges and phases where they were put.
    frame_s : the times of the clip's frames near the mark, ascending.

    Returns
    -------
    Mark
        At least one frame long, unless it was put beyond the last frame. A phase that an edge has passed lies on
        that edge.
    """
    held = Mark(wanted.kind, math.nan, math.nan) if mark is None else mark

    def put(t_s: float, before_s: float | None) -> float:
        return t_s if t_s == before_s else nearest_frame_s(frame_s, t_s)

    start_s, end_s = put(wanted.start_s, held.start_s), put(wanted.end_s, held.end_s)
    if end_s <= start_s:
        end_s = next(iter(frame_s[bisect_right(frame_s, start_s) :]), end_s)
    moments = {name: put(t_s, held.phases.get(name)) for name, t_s in wanted.phases.items()}
    phases = {name: min(max(t_s, start_s), end_s) for name, t_s in moments.items()}
    return Mark(wanted.kind, start_s, end_s, phases)


def nearest_frame_s(frame_s: Sequence[float], t_s: float) -> float:
    """The time of the frame nearest to `t_s`, the earlier of two as near."""
    after = bisect_left(frame_s, t_s)
    near = frame_s[max(after - 1, 0) : after + 1]
    return min(near, key=lambda frame: abs(frame - t_s)) if near else t_s


def split(key: str, mark: Mark, at_s: float, second_key: str | None = None) -> tuple[Change, ...]:
    """Two transitions of one kind that meet at `at_s`; the first keeps the key, each the phases that lie in it."""
    before = {name: t_s for name, t_s in mark.phases.items() if t_s < at_s}
    after = {name: t_s for name, t_s in mark.phases.items() if t_s >= at_s}
    return (
        SetMark(key, Mark(mark.kind, mark.start_s, at_s, before)),
        SetMark(second_key or new_key(), Mark(mark.kind, at_s, mark.end_s, after)),
    )


def join(key: str, mark: Mark, other_key: str, other: Mark) -> tuple[Change, ...]:
    """One transition over both, under the key and of the kind of the first; the other is refused.

    The first's phases are kept, and the other's where it is of the same kind: of another they mean something else.
    """
    start_s, end_s = min(mark.start_s, other.start_s), max(mark.end_s, other.end_s)
    theirs: Mapping[str, float] = other.phases if other.kind == mark.kind else {}
    return SetMark(key, Mark(mark.kind, start_s, end_s, {**theirs, **mark.phases})), Refuse(other_key)
