"""Adds a rater's entries: one transaction each, kept short, for writers take turns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from transitions.agreement.study import CONSENSUS
from transitions.annotation.entries import Act, Change, Entry, Mark
from transitions.annotation.replay import History, histories
from transitions.errors import StoreError
from transitions.plain_values import to_plain
from transitions.store.database import Database
from transitions.store.records import now_iso
from transitions.store.study_commits import (
    check_clip_open,
    check_member,
    check_open,
    is_open,
    read_commits,
)
from transitions.store.study_reading import read_clips, read_given, read_own_entries, read_study
from transitions.store.study_records import Study
from transitions.store.study_tables import study_clips, study_entries

Given = Mapping[str, Mark]
"""The transitions that raters of a clip start from."""

CLIPS_IN_MIND = 512

_CLIP_THERE = select(study_clips.c.id).where(study_clips.c.id == bindparam("clip"))
_ADD = insert(study_entries).returning(study_entries.c.id)
"""Made once: making a statement takes longer than carrying it out."""


class Entering:
    """Adds entries to the studies of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._fixed = lru_cache(CLIPS_IN_MIND)(self._read_fixed)

    def add(
        self,
        name: str,
        clip_id: int,
        who: tuple[str, str | None],
        act: Act,
        make: Callable[[Study, History, Given], tuple[Change, ...]],
    ) -> Entry:
        """Add what `make` says, given what stands.

        Parameters
        ----------
        who : in whose name, and who is at the keyboard where that is another; a consensus needs it.

        Raises
        ------
        StoreError
            The rater has committed, it is too early for a consensus, or the clip is no longer there.
        """
        rater, by = who
        typist = (by or ("" if rater == CONSENSUS else rater)).strip()
        if not typist:
            raise StoreError("A consensus needs the name of the person who enters it; type it first.")
        study, given = self._fixed(name, clip_id)
        with self._database.writing() as connection:
            opened = False
            if rater == CONSENSUS:
                study = read_study(connection, name)  # whether it is revealed does change
                opened = is_open(study, read_commits(connection, study)[clip_id])
            check_member(study, rater, opened=opened)
            check_open(connection, study, rater)
            if connection.scalar(_CLIP_THERE, {"clip": clip_id}) is None:
                raise StoreError("This clip is no longer in the study; reload the page.")
            entries = read_own_entries(connection, clip_id, rater)
            check_clip_open(rater, entries)
            changes = make(study, histories(entries).get(rater, History()), given)
            return insert_entry(connection, clip_id, (rater, typist), act, changes)

    def _read_fixed(self, name: str, clip_id: int) -> tuple[Study, Given]:
        """A study's plan and the transitions that raters of a clip start from: neither ever changes."""
        with self._database.reading() as connection:
            study = read_study(connection, name)
            read_clips(connection, study, clip_id)
            return study, read_given(connection, study, clip_id)[clip_id]


def insert_entry(
    connection: Connection, clip_id: int, who: tuple[str, str], act: Act, changes: tuple[Change, ...]
) -> Entry:
    """Write an entry that was checked."""
    values: dict[str, Any] = {
        "clip_id": clip_id,
        "rater": who[0],
        "by": who[1],
        "act": str(act),
        "changes": to_plain(changes, tuple[Change, ...]),
        "created_at": now_iso(),
    }
    entry_id = connection.scalars(_ADD, values).one()
    return Entry(entry_id, clip_id, *who, act, changes, values["created_at"])
