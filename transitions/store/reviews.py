"""Reviews: what raters say of findings. Only ever added; the database itself refuses to change one."""

from __future__ import annotations

from sqlalchemy import insert, select

from transitions.errors import StoreError
from transitions.model import Result, Review, Severity
from transitions.plain_values import from_plain, to_plain
from transitions.store.database import Database, the_row
from transitions.store.records import Verdict, now_iso
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
    ) -> Review:
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
        review = Review(finding_id, rater.strip(), verdict, note.strip(), now_iso(), severity, result)
        _check(review)
        with self._database.writing() as connection:
            the_row(connection, select(findings.c.id).where(findings.c.id == finding_id), "finding")
            connection.execute(insert(reviews).values(**to_plain(review)))
        return review

    def of_finding(self, finding_id: int) -> list[Review]:
        """Reviews of a finding, oldest first."""
        query = select(reviews).where(reviews.c.finding_id == finding_id).order_by(reviews.c.id)
        with self._database.reading() as connection:
            return [from_plain(Review, row) for row in connection.execute(query).mappings()]


def _check(review: Review) -> None:
    if not review.rater:
        raise StoreError("A review needs the name of its rater; type it first.")
    if review.verdict == Verdict.CORRECT and review.result is None and review.severity is None:
        raise StoreError("Say what the result or its size should be, or choose “agree”.")
    if review.verdict == Verdict.ANNOTATE and not review.note:
        raise StoreError("The note is empty; write it, or choose “agree” or “correct”.")
