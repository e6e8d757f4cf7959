"""People under pseudonyms, and the sessions in which they were filmed."""

from __future__ import annotations

from sqlalchemy import Table, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from transitions.errors import StoreError
from transitions.store.account import Deletion
from transitions.store.converters import person_from, session_from
from transitions.store.database import Database
from transitions.store.deletion import delete_person, delete_session
from transitions.store.media import Media
from transitions.store.records import Person, Session, now_iso
from transitions.store.tables import people, recordings, sessions


class People:
    """`store.people`."""

    def __init__(self, database: Database, media: Media) -> None:
        self._database = database
        self._media = media

    def add(self, pseudonym: str, note: str = "") -> Person:
        """Add a person, or return the one who has this pseudonym already.

        Raises
        ------
        StoreError
            The pseudonym is empty.
        """
        name = pseudonym.strip()
        if not name:
            raise StoreError("A person needs a name to go by; type a pseudonym such as “P01”.")
        known = self._named(name)
        if known is not None:
            return known
        try:
            with self._database.writing() as connection:
                connection.execute(insert(people).values(pseudonym=name, note=note, created_at=now_iso()))
        except StoreError as error:
            if not isinstance(error.__cause__, IntegrityError):
                raise
            # Another process added the same pseudonym first: theirs is the one.
        found = self._named(name)
        if found is None:
            raise StoreError(f"“{name}” was deleted while being added; try again.")
        return found

    def get(self, person_id: int) -> Person:
        """The person, or a `StoreError` when they were deleted."""
        with self._database.reading() as connection:
            row = connection.execute(select(people).where(people.c.id == person_id)).mappings().first()
        if row is None:
            raise StoreError("This person is no longer in the store; reload the page.")
        return person_from(row)

    def list(self) -> list[Person]:
        """Everyone, by pseudonym."""
        with self._database.reading() as connection:
            rows = (
                connection.execute(select(people).order_by(func.lower(people.c.pseudonym))).mappings().all()
            )
        return [person_from(row) for row in rows]

    def counts(self) -> dict[int, int]:
        """Recordings of each person, by person id; those with none are left out."""
        query = select(recordings.c.person_id, func.count()).group_by(recordings.c.person_id)
        with self._database.reading() as connection:
            rows = connection.execute(query.where(recordings.c.person_id.is_not(None))).all()
        return {row[0]: row[1] for row in rows}

    def rename(self, person_id: int, pseudonym: str, note: str | None = None) -> Person:
        """Change the pseudonym, and the note when given.

        Raises
        ------
        StoreError
            The pseudonym is empty or belongs to someone else, or the person was deleted.
        """
        name = pseudonym.strip()
        if not name:
            raise StoreError("A person needs a name to go by; type a pseudonym such as “P01”.")
        values = {"pseudonym": name} if note is None else {"pseudonym": name, "note": note}
        holder = self._named(name)
        if holder is not None and holder.id != person_id:
            raise StoreError(f"“{name}” is already someone else; choose another pseudonym.")
        with self._database.writing() as connection:
            connection.execute(update(people).where(people.c.id == person_id).values(**values))
        return self.get(person_id)

    def delete(self, person_id: int) -> Deletion:
        """Delete a person with all their sessions and recordings, and say what went."""
        return delete_person(self._database, self._media, person_id)

    def _named(self, pseudonym: str) -> Person | None:
        with self._database.reading() as connection:
            row = connection.execute(select(people).where(people.c.pseudonym == pseudonym)).mappings().first()
        return None if row is None else person_from(row)


class Sessions:
    """`store.sessions`."""

    def __init__(self, database: Database, media: Media) -> None:
        self._database = database
        self._media = media

    def add(self, person_id: int, label: str, held_on: str | None = None, note: str = "") -> Session:
        """Add a session of a person.

        Parameters
        ----------
        label : what to call it, such as “before” or “week 6”.
        held_on : ISO date, when known.

        Raises
        ------
        StoreError
            The person was deleted.
        """
        with self._database.writing() as connection:
            _require(people, connection.execute(select(people.c.id).where(people.c.id == person_id)).scalar())
            row = connection.execute(
                insert(sessions)
                .values(
                    person_id=person_id, label=label.strip(), held_on=held_on, note=note, created_at=now_iso()
                )
                .returning(sessions)
            )
            return session_from(row.mappings().one())

    def get(self, session_id: int) -> Session:
        """The session, or a `StoreError` when it was deleted."""
        with self._database.reading() as connection:
            row = connection.execute(select(sessions).where(sessions.c.id == session_id)).mappings().first()
        if row is None:
            raise StoreError("This session is no longer in the store; reload the page.")
        return session_from(row)

    def list(self, person_id: int | None = None) -> list[Session]:
        """Sessions in the order they were held (then added), of one person or of everyone."""
        query = select(sessions).order_by(
            func.coalesce(sessions.c.held_on, sessions.c.created_at), sessions.c.id
        )
        if person_id is not None:
            query = query.where(sessions.c.person_id == person_id)
        with self._database.reading() as connection:
            return [session_from(row) for row in connection.execute(query).mappings().all()]

    def delete(self, session_id: int) -> Deletion:
        """Delete a session with all its recordings, and say what went."""
        return delete_session(self._database, self._media, session_id)


def _require(table: Table, found: int | None) -> None:
    if found is None:
        raise StoreError(f"That entry of “{table.name}” is no longer in the store; reload the page.")
