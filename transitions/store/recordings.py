"""Recordings: clips by content, with who and what was going on."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Any, BinaryIO, TypedDict, Unpack

from sqlalchemy import RowMapping, func, insert, select, update

from transitions.errors import StoreError
from transitions.plain_values import from_plain, to_plain
from transitions.store.database import Database, the_row
from transitions.store.deletion import delete_recording, is_in_use
from transitions.store.listed_recordings import matching, summaries, summary_rows
from transitions.store.media import Media, Staged, clip_name, hash_file
from transitions.store.records import Added, Context, Recording, RecordingSummary, now_iso
from transitions.store.tables import people, recordings


class Told(TypedDict, total=False):
    """What can be told of a clip when it is added or later; `filmed_on` is an ISO date."""

    person_id: int | None
    session_id: int | None
    filmed_on: str | None
    context: Context


class Known(Told, total=False):
    """What is known about a clip when it is added; `consented_at` is when the person filmed agreed."""

    consented_at: str | None


class Recordings:
    """`store.recordings`."""

    def __init__(self, database: Database, media: Media) -> None:
        self._database = database
        self._media = media

    def add(self, source: Path | BinaryIO, name: str, **known: Unpack[Known]) -> Added:
        """Copy a clip into the store; the same content again is the recording that is there already.

        Nothing about a recording that is there already is changed (see `update`).

        Parameters
        ----------
        source : path of the clip, or an open binary file such as an upload.
        name : the file's name as the user knows it; its suffix is kept.

        Raises
        ------
        StoreError
            The clip cannot be read, the disk is full, or the store may not be written.
        """
        if isinstance(source, Path):
            with _open_clip(source) as opened:
                return self.add(opened, name, **known)
        staged = self._media.stage(source)
        try:
            return self.keep(staged, name, **known)
        finally:
            staged.drop()

    def keep(self, staged: Staged, name: str, **known: Unpack[Known]) -> Added:
        """Take in a clip that is on the disk of the media folder already: it is moved, and stays where it was on error.

        Parameters and errors are those of `add`.
        """
        return self._insert(_row(name, staged.sha256, staged.size_bytes, known), staged)

    def link(self, path: Path, **known: Unpack[Known]) -> Added:
        """Take in a clip that stays where it is, as suits an hours-long one; deleting leaves the file.

        Parameters and errors are those of `add`; the file is read once to know its content.
        """
        resolved = path.expanduser().resolve()
        with _open_clip(resolved):
            sha256, size_bytes = hash_file(resolved)
        row = _row(resolved.name, sha256, size_bytes, known)
        return self._insert({**row, "linked_path": str(resolved)}, None)

    def get(self, recording_id: int) -> Recording:
        """The recording, or a `StoreError` when it was deleted."""
        with self._database.reading() as connection:
            query = select(recordings).where(recordings.c.id == recording_id)
            return _recording(the_row(connection, query, "recording"))

    def update(self, recording_id: int, **told: Unpack[Told]) -> Recording:
        """Write over what was told of a recording; what is not named stays. Its analyses are untouched.

        Raises
        ------
        StoreError
            The recording or the person was deleted, or the store may not be written.
        """
        values: dict[str, Any] = {k: v for k, v in told.items() if k != "context"}
        if "context" in told:
            values.update(to_plain(told["context"]))
        with self._database.writing() as connection:
            own = recordings.c.id == recording_id
            the_row(connection, select(recordings.c.id).where(own), "recording")
            if told.get("person_id") is not None:
                the_row(connection, select(people).where(people.c.id == told["person_id"]), "person")
            if values:
                connection.execute(update(recordings).where(own).values(**values))
            return _recording(the_row(connection, select(recordings).where(own), "recording"))

    def work_folder(self, recording_id: int) -> Path:
        """Where the pieces of a long clip's analysis are kept until its run is saved; it need not be there."""
        return self._media.work_folder(recording_id)

    def drop_work(self, recording_id: int) -> None:
        """Delete the pieces of an analysis that is done or no longer wanted."""
        self._media.drop_work(recording_id)

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

    def list(self, *, search: str = "", limit: int = 50, by_person: bool = False) -> list[RecordingSummary]:
        """Recordings with the counts of their newest run and their newest job, newest first.

        `search` looks in the name, the task and the person's pseudonym, whatever the case. With `by_person`
        those of one person stand together (those of nobody known too), whoever was added to last first.
        """
        order: tuple[Any, ...] = (recordings.c.added_at.desc(), recordings.c.id.desc())
        if by_person:
            latest = func.max(recordings.c.added_at).over(partition_by=recordings.c.person_id)
            order = (latest.desc(), recordings.c.person_id, *order)
        return summaries(self._database, matching(summary_rows(), search).order_by(*order).limit(limit))

    def count(self, *, search: str = "") -> int:
        """How many recordings match (see `list`)."""
        every = recordings.outerjoin(people, people.c.id == recordings.c.person_id)
        query = matching(select(func.count()).select_from(every), search)
        with self._database.reading() as connection:
            return connection.scalar(query) or 0

    def summary(self, recording_id: int) -> RecordingSummary:
        """One line of `list`, or a `StoreError` when the recording was deleted."""
        found = summaries(self._database, summary_rows().where(recordings.c.id == recording_id))
        if not found:
            raise StoreError("This recording is no longer in the store; reload the page.")
        return found[0]

    def delete(self, recording_id: int) -> str:
        """Delete a recording with everything made from it, and say in plain words what went."""
        return delete_recording(self._database, self._media, recording_id)

    def _insert(self, values: dict[str, Any], staged: Staged | None) -> Added:
        placed: set[str] = set()
        try:
            added = self._inserted(values, staged, placed)
        except BaseException:
            # Not committed: whoever gave it still has it.
            if staged is not None and placed:
                self._give_back(staged, *placed)
            raise
        if placed and staged is not None:
            staged.drop()
        return added

    def _give_back(self, staged: Staged, name: str) -> None:
        """Undo `Media.place` under the lock that adding takes: the same clip may have been taken in meanwhile."""
        try:
            with self._database.writing(alone=True) as connection:
                self._media.put_back(staged, name, is_used=is_in_use(connection, name))
        except StoreError:
            # The database does not answer, so that nobody knows whether it is used.
            self._media.put_back(staged, name, is_used=True)

    def _inserted(self, values: dict[str, Any], staged: Staged | None, placed: set[str]) -> Added:
        """Within one transaction; the name by which the file was placed is noted in `placed`."""
        with self._database.writing(alone=True) as connection:
            same = select(recordings).where(recordings.c.sha256 == values["sha256"])
            known = connection.execute(same).mappings().first()
            row = (
                known
                or connection.execute(insert(recordings).values(**values).returning(recordings))
                .mappings()
                .one()
            )
            if staged is not None and row["linked_path"] is None:
                # Also a copy that went missing from the media folder comes back with the clip.
                name = clip_name(row["sha256"], row["suffix"])
                placed.add(name)
                self._media.place(staged, name)
            return Added(_recording(row), is_new=known is None)


def _recording(row: RowMapping) -> Recording:
    values = dict(row)
    return from_plain(Recording, {**values, "context": values})


def _row(name: str, sha256: str, size_bytes: int, known: Known) -> dict[str, Any]:
    if size_bytes == 0:
        raise StoreError(f"“{name}” is empty; record it again or choose another file.")
    return {
        "sha256": sha256,
        "name": name,
        "suffix": PurePath(name).suffix.lower(),
        "size_bytes": size_bytes,
        "person_id": known.get("person_id"),
        "session_id": known.get("session_id"),
        "filmed_on": known.get("filmed_on"),
        "consented_at": known.get("consented_at"),
        "added_at": now_iso(),
        **to_plain(known.get("context", Context())),
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
