"""Recordings: clips by content, with who and what was going on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from sqlalchemy import Connection, RowMapping, insert, select, update

from transitions.errors import StoreError
from transitions.store.account import Deletion
from transitions.store.converters import context_row, recording_from
from transitions.store.database import Database
from transitions.store.deletion import delete_recordings
from transitions.store.media import Media, Staged, clip_name, hash_file
from transitions.store.records import Added, Context, Recording, RecordingSummary, now_iso
from transitions.store.summaries import summarise
from transitions.store.tables import recordings

_UNCHANGED: Any = object()


class Recordings:
    """`store.recordings`."""

    def __init__(self, database: Database, media: Media) -> None:
        self._database = database
        self._media = media

    def add(
        self,
        source: Path | BinaryIO,
        name: str,
        *,
        person_id: int | None = None,
        session_id: int | None = None,
        context: Context | None = None,
        consented_at: str | None = None,
        on_bytes: Callable[[int], None] | None = None,
    ) -> Added:
        """Copy a clip into the store; the same content again is the recording that is there already.

        Nothing about a recording that is there already is changed (see `update`).

        Parameters
        ----------
        source : path of the clip, or an open binary file such as an upload.
        name : the file's name as the user knows it; its suffix is kept.
        consented_at : when the person filmed agreed (`now_iso()` at the tick of the box).
        on_bytes : called with the number of bytes copied so far.

        Raises
        ------
        StoreError
            The clip cannot be read, the disk is full, or the store may not be written.
        """
        with ExitStack() as stack:
            opened = stack.enter_context(_open_clip(source)) if isinstance(source, Path) else source
            staged = self._media.stage(opened, on_bytes)
            stack.callback(staged.drop)
            values = _row(
                name, staged.sha256, staged.size_bytes, person_id, session_id, context, consented_at
            )
            return self._insert(values, staged)

    def link(
        self,
        path: Path,
        *,
        person_id: int | None = None,
        session_id: int | None = None,
        context: Context | None = None,
        consented_at: str | None = None,
        on_bytes: Callable[[int], None] | None = None,
    ) -> Added:
        """Take in a clip that stays where it is, as suits an hours-long one; deleting leaves the file.

        Parameters and errors are those of `add`; the file is read once to know its content.
        """
        resolved = path.expanduser().resolve()
        with _open_clip(resolved):
            sha256, size_bytes = hash_file(resolved, on_bytes)
        values = _row(resolved.name, sha256, size_bytes, person_id, session_id, context, consented_at)
        return self._insert({**values, "linked_path": str(resolved)}, None)

    def get(self, recording_id: int) -> Recording:
        """The recording, or a `StoreError` when it was deleted."""
        with self._database.reading() as connection:
            return recording_from(_row_of(connection, recording_id))

    def by_sha256(self, sha256: str) -> Recording | None:
        """The recording of this content, if there is one."""
        with self._database.reading() as connection:
            row = (
                connection.execute(select(recordings).where(recordings.c.sha256 == sha256)).mappings().first()
            )
        return None if row is None else recording_from(row)

    def clip_path(self, recording_id: int) -> Path:
        """Where the clip is on the disk.

        Raises
        ------
        StoreError
            The recording was deleted, or its file was moved or changed behind the store's back.
        """
        recording = self.get(recording_id)
        own = self._media.path(clip_name(recording.sha256, recording.suffix))
        path = Path(recording.linked_path) if recording.linked_path else own
        if not path.is_file():
            raise StoreError(
                f"The file of “{recording.name}” is no longer at {path}; "
                "put it back, or delete the recording and add it again."
            )
        if path.stat().st_size != recording.size_bytes:
            raise StoreError(
                f"The file of “{recording.name}” was changed since it was added; delete the recording and add it again."
            )
        return path

    def update(
        self,
        recording_id: int,
        *,
        name: str = _UNCHANGED,
        person_id: int | None = _UNCHANGED,
        session_id: int | None = _UNCHANGED,
        context: Context = _UNCHANGED,
        consented_at: str | None = _UNCHANGED,
    ) -> Recording:
        """Change what is known about a recording; what is not given stays."""
        given = {"name": name, "person_id": person_id, "session_id": session_id, "consented_at": consented_at}
        values = {key: value for key, value in given.items() if value is not _UNCHANGED}
        if context is not _UNCHANGED:
            values |= context_row(context)
        with self._database.writing() as connection:
            _row_of(connection, recording_id)
            if values:
                connection.execute(update(recordings).where(recordings.c.id == recording_id).values(**values))
            return recording_from(_row_of(connection, recording_id))

    def list(
        self,
        *,
        person_id: int | None = None,
        session_id: int | None = None,
        search: str = "",
        limit: int = 50,
        offset: int = 0,
    ) -> list[RecordingSummary]:
        """Recordings with the counts of their newest run and their newest job, newest first.

        `search` looks in the name and the task, whatever the case.
        """
        chosen = _chosen(person_id, session_id, search).order_by(
            recordings.c.added_at.desc(), recordings.c.id.desc()
        )
        with self._database.reading() as connection:
            ids = connection.scalars(chosen.limit(limit).offset(offset)).all()
            return summarise(connection, ids)

    def count(self, *, person_id: int | None = None, session_id: int | None = None, search: str = "") -> int:
        """How many recordings `list` would go through."""
        with self._database.reading() as connection:
            return len(connection.scalars(_chosen(person_id, session_id, search)).all())

    def summary(self, recording_id: int) -> RecordingSummary:
        """One line of `list`, or a `StoreError` when the recording was deleted."""
        with self._database.reading() as connection:
            _row_of(connection, recording_id)
            return summarise(connection, [recording_id])[0]

    def delete(self, recording_id: int) -> Deletion:
        """Delete a recording with everything made from it, and say what went (``str`` of the result)."""
        return delete_recordings(self._database, self._media, [recording_id])

    def delete_many(self, recording_ids: Sequence[int]) -> Deletion:
        """Delete several recordings in one step."""
        return delete_recordings(self._database, self._media, recording_ids)

    def _insert(self, values: dict[str, Any], staged: Staged | None) -> Added:
        with self._database.writing(files=True) as connection:
            same = select(recordings).where(recordings.c.sha256 == values["sha256"])
            known = connection.execute(same).mappings().first()
            if known is not None:
                self._restore(known, staged)
                return Added(recording_from(known), is_new=False)
            if staged is not None:
                self._media.place(staged, clip_name(staged.sha256, values["suffix"]))
            row = connection.execute(insert(recordings).values(**values).returning(recordings))
            return Added(recording_from(row.mappings().one()), is_new=True)

    def _restore(self, known: RowMapping, staged: Staged | None) -> None:
        # A copy that went missing from the media folder comes back with the clip.
        if staged is not None and known["linked_path"] is None:
            self._media.place(staged, clip_name(known["sha256"], known["suffix"]))


def _row(
    name: str,
    sha256: str,
    size_bytes: int,
    person_id: int | None,
    session_id: int | None,
    context: Context | None,
    consented_at: str | None,
) -> dict[str, Any]:
    if size_bytes == 0:
        raise StoreError(f"“{name}” is empty; record it again or choose another file.")
    return {
        "sha256": sha256,
        "name": name,
        "suffix": PurePath(name).suffix.lower(),
        "size_bytes": size_bytes,
        "person_id": person_id,
        "session_id": session_id,
        "consented_at": consented_at,
        "added_at": now_iso(),
        **context_row(context or Context()),
    }


def _open_clip(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise StoreError(f"There is no file {path}; check the name.") from error
    except IsADirectoryError as error:
        raise StoreError(f"{path} is a folder; name the clip itself.") from error
    except OSError as error:
        raise StoreError(f"{path} cannot be read ({error.strerror}); check its permissions.") from error


def _row_of(connection: Connection, recording_id: int) -> RowMapping:
    row = connection.execute(select(recordings).where(recordings.c.id == recording_id)).mappings().first()
    if row is None:
        raise StoreError("This recording is no longer in the store; reload the page.")
    return row


def _chosen(person_id: int | None, session_id: int | None, search: str) -> Any:
    query = select(recordings.c.id)
    if person_id is not None:
        query = query.where(recordings.c.person_id == person_id)
    if session_id is not None:
        query = query.where(recordings.c.session_id == session_id)
    if search.strip():
        wanted = search.strip()
        query = query.where(
            recordings.c.name.icontains(wanted, autoescape=True)
            | recordings.c.task.icontains(wanted, autoescape=True)
        )
    return query
