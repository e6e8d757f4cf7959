"""Reviews: what raters say of findings. Only ever added; the database itself refuses to change one."""

from __future__ import annotations

from sqlalchemy import insert, select

from transitions.errors import StoreError
from transitions.model import Result, Severity
from transitions.store.converters import review_from
from transitions.store.database import Database
from transitions.store.records import StoredReview, Verdict, now_iso
from transitions.store.tables import findings, reviews


class Reviews:
    """`store.reviews`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        finding_id: int,
        rater: str,
        verdict: Verdict,
        *,
        result: Result | None = None,
        severity: Severity | None = None,
        note: str = "",
    ) -> StoredReview:
        """Add a rater's word on a finding, beside what the program found.

        Parameters
        ----------
        verdict : ``agree``; ``correct``, with the rater's own `result` or `severity`; or ``annotate``,
            with a `note`.

        Raises
        ------
        StoreError
            The rater has no name, a correction corrects nothing, a note is empty, or the finding was
            deleted.
        """
        _check(rater, verdict, result, severity, note)
        values = {
            "finding_id": finding_id,
            "rater": rater.strip(),
            "verdict": str(verdict),
            "result": None if result is None else str(result),
            "severity": None if severity is None else str(severity),
            "note": note.strip(),
            "created_at": now_iso(),
        }
        with self._database.writing() as connection:
            if connection.scalar(select(findings.c.id).where(findings.c.id == finding_id)) is None:
                raise StoreError("This finding is no longer in the store; reload the page.")
            row = connection.execute(insert(reviews).values(**values).returning(reviews))
            return review_from(row.mappings().one())

    def of_finding(self, finding_id: int) -> list[StoredReview]:
        """Reviews of a finding, oldest first."""
        query = select(reviews).where(reviews.c.finding_id == finding_id).order_by(reviews.c.id)
        with self._database.reading() as connection:
            return [review_from(row) for row in connection.execute(query).mappings()]

    def of_run(self, run_id: int) -> dict[int, list[StoredReview]]:
        """Reviews of a run's findings by finding id, oldest first; findings without any are left out."""
        query = (
            select(reviews)
            .join(findings, findings.c.id == reviews.c.finding_id)
            .where(findings.c.run_id == run_id)
            .order_by(reviews.c.id)
        )
        grouped: dict[int, list[StoredReview]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(query).mappings():
                grouped.setdefault(row["finding_id"], []).append(review_from(row))
        return grouped

    def raters(self) -> list[str]:
        """Everyone who has reviewed, by name."""
        query = select(reviews.c.rater).distinct().order_by(reviews.c.rater)
        with self._database.reading() as connection:
            return list(connection.scalars(query))


def _check(rater: str, verdict: Verdict, result: Result | None, severity: Severity | None, note: str) -> None:
    if not rater.strip():
        raise StoreError("A review needs the name of its rater; type it first.")
    if verdict is Verdict.CORRECT and result is None and severity is None:
        raise StoreError("Say what the result or its size should be, or choose “agree”.")
    if verdict is Verdict.ANNOTATE and not note.strip():
        raise StoreError("The note is empty; write it, or choose “agree” or “correct”.")
