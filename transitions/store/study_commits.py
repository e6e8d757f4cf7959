"""Commits: a rater's ratings closed for good, of one clip or of a whole study, and what opens by that.

Of a whole study it is a date in the rater's row, of a clip an entry like any other: it is never taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, bindparam, select

from transitions.agreement.study import CONSENSUS
from transitions.annotation.entries import Act, Entry
from transitions.errors import StoreError
from transitions.store.study_records import Study
from transitions.store.study_tables import study_clips, study_entries, study_raters

NEVER = "~"
"""Later than every time, as the store writes them."""

_BY_CLIP = (
    select(study_entries.c.clip_id, study_entries.c.rater, study_entries.c.created_at)
    .join(study_clips, study_clips.c.id == study_entries.c.clip_id)
    .where(study_clips.c.study_id == bindparam("study"), study_entries.c.act == str(Act.COMMIT))
)
_OWN_ROW = (
    select(study_raters.c.committed_at)
    .where(study_raters.c.study_id == bindparam("study"), study_raters.c.name == bindparam("rater"))
    .with_for_update()
)
"""The row is locked, so that nothing slips in beside a commit."""


def read_commits(connection: Connection, study: Study) -> dict[int, set[str]]:
    """Who has committed each clip by itself, by the clip's id."""
    commits: dict[int, set[str]] = defaultdict(set)
    for clip_id, rater, _ in connection.execute(_BY_CLIP, {"study": study.id}):
        commits[clip_id].add(rater)
    return commits


def count_opened_early(connection: Connection, study: Study) -> int:
    """How many clips opened before the study did, for those who had committed them and not yet everything."""
    of_study = select(study_raters.c.name, study_raters.c.committed_at)
    whole = dict(connection.execute(of_study.where(study_raters.c.study_id == study.id)).all())
    by_clip: dict[int, dict[str, str]] = defaultdict(dict)
    for clip_id, rater, at in connection.execute(_BY_CLIP, {"study": study.id}):
        by_clip[clip_id][rater] = at
    opened = [
        max(min(whole[name] or NEVER, own.get(name, NEVER)) for name in whole) for own in by_clip.values()
    ]
    revealed = max(at or NEVER for at in whole.values())
    return sum(at < revealed for at in opened)


def waiting_for(study: Study, of_clip: Collection[str]) -> tuple[str, ...]:
    """The raters who have committed neither the study nor this clip of it."""
    return tuple(name for name in study.waiting_for if name not in of_clip)


def is_open(study: Study, of_clip: Collection[str]) -> bool:
    """Whether everyone may see everything of a clip: the study is revealed, or all have committed the clip."""
    return study.is_revealed or not waiting_for(study, of_clip)


def is_closed(entries: Iterable[Entry]) -> bool:
    """Whether a rater's entries on a clip end with a commit."""
    return any(entry.act is Act.COMMIT for entry in entries)


def check_member(study: Study, rater: str, *, opened: bool = False) -> None:
    """Refuse who is no rater of the study, and a consensus before everyone has committed.

    Parameters
    ----------
    opened : whether what it is about was opened before the study is revealed.
    """
    if rater == CONSENSUS and not (study.is_revealed or opened):
        raise StoreError(
            f"A consensus comes after everyone has committed; it waits for {', '.join(study.waiting_for)}."
        )
    if rater not in (*study.plan.raters, CONSENSUS):
        raise StoreError(
            f"“{rater}” is no rater of the study “{study.plan.name}”; they are {', '.join(study.plan.raters)}."
        )


def check_open(connection: Connection, study: Study, rater: str) -> None:
    """Refuse a rater who has committed the study; until the transaction ends nobody can commit in the rater's name."""
    if rater == CONSENSUS:
        return
    if connection.scalars(_OWN_ROW, {"study": study.id, "rater": rater}).one():
        raise StoreError(
            f"{rater} has committed these ratings, so they stay as they are; add a consensus instead."
        )


def check_clip_open(rater: str, entries: Iterable[Entry]) -> None:
    """Refuse a rater who has committed this clip."""
    if is_closed(entries):
        raise StoreError(f"{rater} has committed this clip, so it stays as it is; add a consensus instead.")
