"""What a person aims for themselves, in the measures of a transition."""

from __future__ import annotations

import math
from collections.abc import Mapping

from sqlalchemy import delete, insert, select

from transitions.errors import StoreError
from transitions.store.database import Database, the_row
from transitions.store.records import now_iso
from transitions.store.tables import people, targets


class Targets:
    """`store.targets`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_person(self, person_id: int, kind: str) -> Mapping[str, float]:
        """The targets of a person in transitions of a kind, by measure (`comparison.measures.measures_of`)."""
        query = select(targets.c.measure, targets.c.value).where(
            targets.c.person_id == person_id, targets.c.kind == kind
        )
        with self._database.reading() as connection:
            return dict(connection.execute(query).all())

    def set(self, person_id: int, kind: str, measure: str, value: float | None) -> None:
        """Set a target in the measure's unit, over the one before; None takes it away.

        Raises
        ------
        StoreError
            The value is no number, the person was deleted, or the store may not be written.
        """
        if value is not None and not math.isfinite(value):
            raise StoreError("A target is a number; type one such as 2.5.")
        own = (targets.c.person_id == person_id) & (targets.c.kind == kind) & (targets.c.measure == measure)
        with self._database.writing(alone=True) as connection:
            the_row(connection, select(people.c.id).where(people.c.id == person_id), "person")
            connection.execute(delete(targets).where(own))
            if value is not None:
                row = {"person_id": person_id, "kind": kind, "measure": measure, "value": value}
                connection.execute(insert(targets).values(**row, set_at=now_iso()))
