"""Reviews: what raters say of findings. Only ever added; the database itself refuses to change one.

What stands is replayed from the rows: each rater's last word on a finding counts, and a ``withdraw`` takes back the
last one that stands, so that the word before it stands again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace

from sqlalchemy import Connection, insert, select

from transitions.errors import StoreError
from transitions.model import Result, Review, Severity
from transitions.plain_values import from_plain, to_plain
from transitions.store.database import Database, the_row
from transitions.store.records import Verdict, now_iso
from transitions.store.tables import findings, reviews, runs

NO_RATER = "A review needs the name of its rater; type it first."
_FLAGS = (None, Result.OBSERVED, Result.POSSIBLE)


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

        Saying again what stands adds nothing.

        Parameters
        ----------
        verdict : ``agree``; ``disagree``; ``correct``, with the rater's own `result` or `severity`; or
            ``annotate``, with a `note`.

        Raises
        ------
        StoreError
            The rater has no name, a correction corrects nothing or gives a size to what is not seen, a note is
            empty, or the finding was deleted.
        """
        review = Review(finding_id, rater.strip(), verdict, note.strip(), now_iso(), severity, result)
        _check(review)
        with self._database.writing() as connection:
            # Held until the end, so that two saves at once see each other.
            finding = select(findings.c.id).where(findings.c.id == finding_id).with_for_update()
            the_row(connection, finding, "finding")
            said = [kept for kept in _of_findings(connection, [finding_id]) if kept.rater == review.rater]
            stands = standing_reviews(said)
            if stands and _same(stands[0], review):
                return stands[0]
            connection.execute(insert(reviews).values(**to_plain(review)))
        return review

    def take_back(self, finding_id: int, rater: str) -> Review:
        """Take back the last thing that the rater said of a finding and that stands; returns it.

        Raises
        ------
        StoreError
            The rater has no name, nothing of theirs stands, or the finding was deleted.
        """
        rater = rater.strip()
        if not rater:
            raise StoreError(NO_RATER)
        with self._database.writing() as connection:
            finding = select(findings.c.id).where(findings.c.id == finding_id).with_for_update()
            the_row(connection, finding, "finding")
            kept = _kept([r for r in _of_findings(connection, [finding_id]) if r.rater == rater])
            if not kept:
                raise StoreError(f"{rater} has said nothing of this finding that could be taken back.")
            taken = Review(finding_id, rater, Verdict.WITHDRAW, "", now_iso())
            connection.execute(insert(reviews).values(**to_plain(taken)))
        return kept[-1]

    def of_finding(self, finding_id: int) -> list[Review]:
        """Everything said of a finding, oldest first, with what was taken back and the takings back."""
        with self._database.reading() as connection:
            return _of_findings(connection, [finding_id])

    def standing(self, finding_ids: Collection[int]) -> dict[int, tuple[Review, ...]]:
        """What stands of each finding: one review of each rater, the newest first; findings without any left out."""
        with self._database.reading() as connection:
            said = _of_findings(connection, finding_ids)
        return standing_by_finding(said)

    def last_of(self, rater: str, recording_id: int | None = None) -> Review | None:
        """The newest thing of this rater that stands, of the newest runs (of one recording): what undo takes back."""
        query = (
            select(reviews)
            .join(findings, findings.c.id == reviews.c.finding_id)
            .where(reviews.c.rater == rater.strip(), findings.c.is_newest)
            .order_by(reviews.c.id.desc())
        )
        if recording_id is not None:
            query = query.join(runs, runs.c.id == findings.c.run_id).where(
                runs.c.recording_id == recording_id
            )
        taken: Counter[int] = Counter()
        with self._database.reading() as connection:
            for row in connection.execute(query).mappings():
                review = from_plain(Review, row)
                if review.verdict == Verdict.WITHDRAW:
                    taken[review.finding_id] += 1
                elif taken[review.finding_id]:
                    taken[review.finding_id] -= 1
                else:
                    return review
        return None


def standing_reviews(history: Iterable[Review]) -> tuple[Review, ...]:
    """What stands of one finding, one review of each rater, the newest first.

    Parameters
    ----------
    history : everything said of the finding, oldest first.
    """
    raters: dict[str, list[Review]] = {}
    for review in history:
        raters.setdefault(review.rater, []).append(review)
    found = [_current(kept) for said in raters.values() if (kept := _kept(said))]
    return tuple(sorted(found, key=lambda review: review.created_at, reverse=True))


def standing_by_finding(said: Iterable[Review]) -> dict[int, tuple[Review, ...]]:
    """`standing_reviews` of each finding of which something stands; `said` is the oldest first."""
    by_finding: dict[int, list[Review]] = {}
    for review in said:
        by_finding.setdefault(review.finding_id, []).append(review)
    stands = {finding_id: standing_reviews(history) for finding_id, history in by_finding.items()}
    return {finding_id: found for finding_id, found in stands.items() if found}


def _kept(said: Iterable[Review]) -> list[Review]:
    """One rater's words on one finding without those taken back."""
    kept: list[Review] = []
    for review in said:
        if review.verdict != Verdict.WITHDRAW:
            kept.append(review)
        elif kept:
            kept.pop()
    return kept


def _current(kept: list[Review]) -> Review:
    """The last verdict, with the last word's note: a note alone leaves the verdict standing."""
    verdicts = [review for review in kept if review.verdict != Verdict.ANNOTATE]
    last = kept[-1]
    return replace(verdicts[-1], note=last.note, created_at=last.created_at) if verdicts else last


def _of_findings(connection: Connection, finding_ids: Collection[int]) -> list[Review]:
    query = select(reviews).where(reviews.c.finding_id.in_(finding_ids)).order_by(reviews.c.id)
    return [from_plain(Review, row) for row in connection.execute(query).mappings()]


def _same(stands: Review, new: Review) -> bool:
    if new.verdict == Verdict.ANNOTATE:
        return stands.note == new.note
    return replace(stands, created_at=new.created_at) == new


def _check(review: Review) -> None:
    if not review.rater:
        raise StoreError(NO_RATER)
    if review.verdict == Verdict.CORRECT and review.result is None and review.severity is None:
        raise StoreError("Say what the result or its size should be, or choose “agree”.")
    if review.severity is not None and review.result not in _FLAGS:
        raise StoreError("What is not seen has no size; leave the size as found.")
    if review.verdict == Verdict.ANNOTATE and not review.note:
        raise StoreError("The note is empty; write it, or choose “agree” or “correct”.")
