"""Deleting: the rows first, then the files that no other row names, and an account of both.

Names of files to remove are written in the same transaction that deletes their rows, so that a power cut
in between leaves no file behind: the next start finishes the work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, Select, delete, func, insert, select, text

from transitions.errors import StoreError
from transitions.store.account import Deletion
from transitions.store.database import Database
from transitions.store.media import Media, clip_name, cut_name, series_name
from transitions.store.tables import (
    cuts,
    findings,
    jobs,
    people,
    recordings,
    removals,
    reviews,
    runs,
    segments,
    sessions,
)


def delete_recordings(database: Database, media: Media, recording_ids: Sequence[int]) -> Deletion:
    """Delete recordings with everything made from them.

    Clips that stay where the user keeps them are left in place, and the account says so.

    Raises
    ------
    StoreError
        None of them is in the store, or the database cannot be written; then nothing was deleted.
    """
    with database.writing(files=True) as connection:
        account = _delete_rows(connection, recording_ids)
        if not account.recordings:
            raise StoreError("This recording is no longer in the store; reload the page.")
    return _with_files(account, database, media)


def delete_session(database: Database, media: Media, session_id: int) -> Deletion:
    """Delete a session and its recordings."""
    with database.writing(files=True) as connection:
        if connection.execute(select(sessions.c.id).where(sessions.c.id == session_id)).first() is None:
            raise StoreError("This session is no longer in the store; reload the page.")
        held = connection.scalars(select(recordings.c.id).where(recordings.c.session_id == session_id)).all()
        account = replace(_delete_rows(connection, held), sessions=1)
        connection.execute(delete(sessions).where(sessions.c.id == session_id))
    return _with_files(account, database, media)


def delete_person(database: Database, media: Media, person_id: int) -> Deletion:
    """Delete a person, their sessions and their recordings."""
    with database.writing(files=True) as connection:
        name = connection.scalar(select(people.c.pseudonym).where(people.c.id == person_id))
        if name is None:
            raise StoreError("This person is no longer in the store; reload the page.")
        own_sessions = select(sessions.c.id).where(sessions.c.person_id == person_id)
        held = connection.scalars(
            select(recordings.c.id).where(
                (recordings.c.person_id == person_id) | recordings.c.session_id.in_(own_sessions)
            )
        ).all()
        count = len(connection.scalars(own_sessions).all())
        account = replace(_delete_rows(connection, held), people=(name,), sessions=count)
        connection.execute(delete(people).where(people.c.id == person_id))
    return _with_files(account, database, media)


def finish_removals(database: Database, media: Media) -> tuple[int, int]:
    """Remove the files whose rows are gone; returns how many and their bytes.

    Done under the lock that adding a clip takes too, and only where no row has come to name the file
    since: the same clip may have been added again in the meantime.
    """
    with database.reading() as connection:
        if connection.execute(select(removals.c.name).limit(1)).first() is None:
            return 0, 0
    sizes = []
    with database.writing(files=True) as connection:
        for name in connection.scalars(select(removals.c.name)).all():
            if not _in_use(connection, name):
                sizes.append(media.remove(name))
            connection.execute(delete(removals).where(removals.c.name == name))
    removed = [size for size in sizes if size is not None]
    return len(removed), sum(removed)


def note_removals(connection: Connection, names: Iterable[str]) -> None:
    """Remember files to remove, within the transaction that deletes their rows."""
    for name in sorted(set(names)):
        if connection.execute(select(removals.c.name).where(removals.c.name == name)).first() is None:
            connection.execute(insert(removals).values(name=name))


def _delete_rows(connection: Connection, recording_ids: Sequence[int]) -> Deletion:
    chosen = recordings.c.id.in_(recording_ids)
    kept = connection.execute(select(recordings).where(chosen).order_by(recordings.c.id)).mappings().all()
    own_runs = select(runs.c.id).where(runs.c.recording_id.in_(recording_ids))
    own_findings = select(findings.c.id).where(findings.c.run_id.in_(own_runs))
    account = Deletion(
        recordings=tuple(row["name"] for row in kept),
        runs=_count(connection, own_runs),
        segments=_count(connection, select(segments.c.id).where(segments.c.run_id.in_(own_runs))),
        findings=_count(connection, own_findings),
        reviews=_count(connection, select(reviews.c.id).where(reviews.c.finding_id.in_(own_findings))),
        jobs=_count(connection, select(jobs.c.id).where(jobs.c.recording_id.in_(recording_ids))),
        left_in_place=tuple(row["linked_path"] for row in kept if row["linked_path"]),
    )
    names = [clip_name(row["sha256"], row["suffix"]) for row in kept if not row["linked_path"]]
    series = select(runs.c.series_sha256).where(
        runs.c.recording_id.in_(recording_ids), runs.c.series_sha256.is_not(None)
    )
    names += [series_name(sha256) for sha256 in connection.scalars(series)]
    pieces = select(cuts.c.sha256).where(cuts.c.recording_id.in_(recording_ids))
    names += [cut_name(sha256) for sha256 in connection.scalars(pieces)]
    note_removals(connection, names)
    connection.execute(delete(recordings).where(chosen))
    return account


def _count(connection: Connection, query: Select[tuple[int]]) -> int:
    return connection.scalar(select(func.count()).select_from(query.subquery())) or 0


def _in_use(connection: Connection, name: str) -> bool:
    folder, _, file = name.split("/")
    sha256 = file.split(".")[0]
    query = {
        "clips": select(recordings.c.id).where(
            recordings.c.sha256 == sha256, recordings.c.linked_path.is_(None)
        ),
        "series": select(runs.c.id).where(runs.c.series_sha256 == sha256),
        "cuts": select(cuts.c.id).where(cuts.c.sha256 == sha256),
    }[folder]
    return connection.execute(query.limit(1)).first() is not None


def _with_files(account: Deletion, database: Database, media: Media) -> Deletion:
    files, size_bytes = finish_removals(database, media)
    if database.is_sqlite:
        # The write-ahead log still holds the deleted rows: fold it into the overwritten database.
        with database.unlocked() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    return replace(account, files=files, size_bytes=size_bytes)
