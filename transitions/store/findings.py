"""Findings across recordings: filtered, counted, the worst first."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import ColumnElement, RowMapping, Select, exists, func, select

from transitions.errors import StoreError
from transitions.model import Result, Severity
from transitions.store.converters import finding_from, segment_from
from transitions.store.database import Database
from transitions.store.records import Facets, FindingFilter, FindingRow, Verdict
from transitions.store.tables import findings, people, recordings, reviews, runs, segments

Order = Literal["worst", "newest", "time"]
_EVERYTHING = FindingFilter()


class Findings:
    """`store.findings`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(
        self,
        where: FindingFilter = _EVERYTHING,
        *,
        order: Order = "worst",
        limit: int = 50,
        offset: int = 0,
    ) -> list[FindingRow]:
        """Findings that pass the filter.

        Parameters
        ----------
        order : ``worst`` (observed before possible before the rest, then severity, then how far past the
            threshold), ``newest`` (analysed last first, then the worst) or ``time`` (by recording, then as they
            happen).
        """
        query = _conditions(_rows(), where).order_by(*_order(order)).limit(limit).offset(offset)
        with self._database.reading() as connection:
            return [_finding_row_from(row) for row in connection.execute(query).mappings()]

    def count(self, where: FindingFilter = _EVERYTHING) -> int:
        """How many findings pass the filter."""
        query = _conditions(select(func.count()).select_from(findings), where)
        with self._database.reading() as connection:
            return connection.scalar(query) or 0

    def get(self, finding_id: int) -> FindingRow:
        """One finding, of whichever run, or a `StoreError` when it was deleted."""
        with self._database.reading() as connection:
            row = connection.execute(_rows().where(findings.c.id == finding_id)).mappings().first()
        if row is None:
            raise StoreError("This finding is no longer in the store; reload the page.")
        return _finding_row_from(row)

    def facets(self, where: FindingFilter = _EVERYTHING) -> Facets:
        """How many of the findings that pass the filter there are of each kind, rule, result, severity."""
        columns = (findings.c.kind, findings.c.rule, findings.c.result, findings.c.severity)
        query = _conditions(select(*columns, func.count()), where).group_by(*columns)
        counts: tuple[dict[Any, int], ...] = ({}, {}, {}, {})
        with self._database.reading() as connection:
            for *values, count in connection.execute(query).all():
                for tally, value in zip(counts, values, strict=True):
                    if value is not None:
                        tally[value] = tally.get(value, 0) + count
        kinds, rules, results, severities = counts
        return Facets(
            kinds,
            rules,
            {Result(name): count for name, count in results.items()},
            {Severity(name): count for name, count in severities.items()},
        )


def _rows() -> Select[Any]:
    last_verdict = (
        select(reviews.c.verdict)
        .where(reviews.c.finding_id == findings.c.id)
        .order_by(reviews.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    count = select(func.count()).where(reviews.c.finding_id == findings.c.id).scalar_subquery()
    return _joined(
        select(
            findings,
            *(column.label(f"segment_{column.name}") for column in segments.c if column.name != "id"),
            recordings.c.id.label("recording_id"),
            recordings.c.name.label("recording_name"),
            people.c.pseudonym,
            count.label("reviews"),
            last_verdict.label("last_verdict"),
        )
    )


def _joined(query: Select[Any]) -> Select[Any]:
    return (
        query.select_from(findings)
        .join(segments, segments.c.id == findings.c.segment_id)
        .join(runs, runs.c.id == findings.c.run_id)
        .join(recordings, recordings.c.id == runs.c.recording_id)
        .outerjoin(people, people.c.id == recordings.c.person_id)
    )


def _conditions(query: Select[Any], where: FindingFilter) -> Select[Any]:
    sets: tuple[tuple[ColumnElement[Any], frozenset[Any]], ...] = (
        (findings.c.kind, where.kinds),
        (findings.c.rule, where.rules),
        (findings.c.result, where.results),
        (findings.c.severity, where.severities),
    )
    for column, wanted in sets:
        if wanted:
            query = query.where(column.in_(sorted(str(value) for value in wanted)))
    query = query.where(_shown(where))
    if where.reviewed is not None:
        has_review = exists().where(reviews.c.finding_id == findings.c.id)
        query = query.where(has_review if where.reviewed else ~has_review)
    return query


def _shown(where: FindingFilter) -> ColumnElement[bool]:
    """The runs whose findings are looked at."""
    if where.run_id is not None:
        return findings.c.run_id == where.run_id
    origins = (
        (recordings.c.person_id, where.person_id),
        (recordings.c.session_id, where.session_id),
        (recordings.c.id, where.recording_id),
    )
    asked = [column == value for column, value in origins if value is not None]
    if not asked:
        return findings.c.is_newest
    chosen = select(runs.c.id).join(recordings).where(runs.c.is_newest, *asked)
    return findings.c.run_id.in_(chosen)


def _order(order: Order) -> tuple[ColumnElement[Any], ...]:
    if order == "worst":
        return (findings.c.rank.desc(), findings.c.excess.desc(), findings.c.id.desc())
    if order == "newest":
        return (
            findings.c.run_id.desc(),
            findings.c.rank.desc(),
            findings.c.excess.desc(),
            findings.c.id.desc(),
        )
    return (recordings.c.id, segments.c.start_s, findings.c.position)


def _finding_row_from(row: RowMapping) -> FindingRow:
    return FindingRow(
        id=row["id"],
        run_id=row["run_id"],
        recording_id=row["recording_id"],
        recording_name=row["recording_name"],
        pseudonym=row["pseudonym"],
        segment=segment_from(row, "segment_"),
        finding=finding_from(row, row["segment_key"]),
        reviews=row["reviews"],
        last_verdict=None if row["last_verdict"] is None else Verdict(row["last_verdict"]),
    )
