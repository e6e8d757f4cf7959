"""People under pseudonyms, and the sessions in which they were filmed."""

from __future__ import annotations

from sqlalchemy import func, insert, select

from transitions.errors import StoreError
from transitions.plain_values import from_plain
from transitions.store.database import Database, the_row
from transitions.store.records import Participant, Session, now_iso
from transitions.store.tables import people, sessions


class Participants:
    """`store.people`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, pseudonym: str, note: str = "") -> Participant:
        """Add a person, or return the one who has this pseudonym already.

        Raises
        ------
        StoreError
            The pseudonym is empty.
        """
        name = pseudonym.strip()
        if not name:
            raise StoreError("A person needs a name to go by; type a pseudonym such as “P01”.")
        with self._database.writing(alone=True) as connection:
            named = select(people).where(people.c.pseudonym == name)
            row = connection.execute(named).mappings().first()
            if row is None:
                values = {"pseudonym": name, "note": note, "created_at": now_iso()}
                made = connection.execute(insert(people).values(**values).returning(people))
                row = made.mappings().one()
        return from_plain(Participant, row)

    def list(self) -> list[Participant]:
        """Everyone, by pseudonym."""
        query = select(people).order_by(func.lower(people.c.pseudonym))
        with self._database.reading() as connection:
            return [from_plain(Participant, row) for row in connection.execute(query).mappings()]


class Sessions:
    """`store.sessions`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, person_id: int, label: str, held_on: str | None = None) -> Session:
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
        values = {"person_id": person_id, "label": label.strip(), "held_on": held_on, "created_at": now_iso()}
        with self._database.writing() as connection:
            the_row(connection, select(people).where(people.c.id == person_id), "person")
            made = connection.execute(insert(sessions).values(**values).returning(sessions))
            return from_plain(Session, made.mappings().one())

    def list(self, person_id: int) -> list[Session]:
        """Sessions of a person in the order they were held (then added)."""
        held = func.coalesce(sessions.c.held_on, sessions.c.created_at)
        query = select(sessions).where(sessions.c.person_id == person_id).order_by(held, sessions.c.id)
        with self._database.reading() as connection:
            return [from_plain(Session, row) for row in connection.execute(query).mappings()]
