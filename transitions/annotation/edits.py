"""Edits of marked transitions that are more than one change, so that they are done and undone together."""

from __future__ import annotations

import secrets

from transitions.annotation.entries import Change, Mark, Refuse, SetMark


def new_key() -> str:
    """A key for a transition that the program did not find: no two raters, nor two windows of one, make the same."""
    return f"added-{secrets.token_hex(6)}"


def split(key: str, mark: Mark, at_s: float) -> tuple[Change, ...]:
    """Two transitions of one kind that meet at `at_s`; the first keeps the key, each the phases that lie in it."""
    before = {name: t_s for name, t_s in mark.phases.items() if t_s < at_s}
    after = {name: t_s for name, t_s in mark.phases.items() if t_s >= at_s}
    return (
        SetMark(key, Mark(mark.kind, mark.start_s, at_s, before)),
        SetMark(new_key(), Mark(mark.kind, at_s, mark.end_s, after)),
    )


def join(key: str, mark: Mark, other_key: str, other: Mark) -> tuple[Change, ...]:
    """One transition over both, under the key and of the kind of the first; the other is refused."""
    start_s, end_s = min(mark.start_s, other.start_s), max(mark.end_s, other.end_s)
    phases = {**other.phases, **mark.phases}
    return SetMark(key, Mark(mark.kind, start_s, end_s, phases)), Refuse(other_key)
