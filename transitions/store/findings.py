"""Findings across recordings: filtered, counted, the worst first."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, RowMapping, Select, func, select, tuple_

from transitions.model import Finding, Result, Segment, Severity
from transitions.plain_values import from_plain
from transitions.store.database import Database, the_row
from transitions.store.listed_findings import Facets, FindingFilter, FindingRow, MomentOrder, MomentRow
from transitions.store.tables import findings, people, recordings, reviews, runs, segments

_EVERYTHING = FindingFilter()
_WORST = (findings.c.rank.desc(), findings.c.excess.desc(), findings.c.id.desc())


class Findings:
    """`store.findings`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, where: FindingFilter = _EVERYTHING, *, limit: int | None = 50) -> list[FindingRow]:
        """Findings that pass the filter, the worst first.

        Observed comes before possible before the rest, then severity, then how far past the threshold.
        """
        query = _chosen(_rows(), where).order_by(*_WORST).limit(limit)
        with self._database.reading() as connection:
            return [_finding_row(row) for row in connection.execute(query).mappings()]

    def count(self, where: FindingFilter = _EVERYTHING) -> int:
        """How many findings pass the filter."""
        query = _chosen(select(func.count()).select_from(findings), where)
        with self._database.reading() as connection:
            return connection.scalar(query) or 0

    def moments(
        self,
        where: FindingFilter = _EVERYTHING,
        *,
        order: MomentOrder = MomentOrder.WORST_FIRST,
        limit: int | None = 50,
        spoken_of: bool = False,
    ) -> tuple[MomentRow, ...]:
        """Segments with their findings that pass the filter, the worst of each first.

        In time order the newest recording comes first. With `spoken_of` only those of which a rater ever said
        something.
        """
        worse = findings.alias("worse")
        is_worse = tuple_(worse.c.rank, worse.c.excess, worse.c.id) > tuple_(
            findings.c.rank, findings.c.excess, findings.c.id
        )
        any_worse = _chosen(select(worse.c.id), where, worse).where(
            worse.c.segment_id == findings.c.segment_id, is_worse
        )
        heads = _chosen(select(findings.c.segment_id), where).where(~any_worse.exists())
        if spoken_of:
            said_of = findings.alias("said_of")
            segments_said_of = select(said_of.c.segment_id).join(
                reviews, reviews.c.finding_id == said_of.c.id
            )
            heads = heads.where(findings.c.segment_id.in_(segments_said_of))
        if order is MomentOrder.IN_TIME:
            heads = heads.join(segments, segments.c.id == findings.c.segment_id).order_by(
                findings.c.run_id.desc(), segments.c.start_s, segments.c.position
            )
        else:
            heads = heads.order_by(findings.c.rank.desc(), findings.c.excess.desc(), findings.c.id.desc())
        with self._database.reading() as connection:
            ids = list(connection.scalars(heads.limit(limit)))
            query = _chosen(_rows(), where).where(findings.c.segment_id.in_(ids))
            rows = connection.execute(query.order_by(*_WORST)).mappings().all()
        by_segment: dict[int, list[FindingRow]] = {segment_id: [] for segment_id in ids}
        for row in rows:
            by_segment[row["segment_row"]].append(_finding_row(row))
        return tuple(MomentRow(tuple(found)) for found in by_segment.values() if found)

    def count_moments(self, where: FindingFilter = _EVERYTHING) -> int:
        """How many segments have a finding that passes the filter."""
        query = _chosen(select(func.count(findings.c.segment_id.distinct())).select_from(findings), where)
        with self._database.reading() as connection:
            return connection.scalar(query) or 0

    def get(self, finding_id: int) -> FindingRow:
        """One finding, of whichever run, or a `StoreError` when it was deleted."""
        with self._database.reading() as connection:
            return _finding_row(the_row(connection, _rows().where(findings.c.id == finding_id), "finding"))

    def facets(self, where: FindingFilter = _EVERYTHING) -> Facets:
        """How many of the findings that pass the filter there are of each kind, rule, result, severity."""
        columns = (findings.c.kind, findings.c.rule, findings.c.result, findings.c.severity)
        query = _chosen(select(*columns, func.count()), where).group_by(*columns)
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
    return (
        select(
            findings,
            findings.c.segment_id.label("segment_row"),
            *(column.label(f"segment_{column.name}") for column in segments.c if column.name != "id"),
            recordings.c.id.label("recording_id"),
            recordings.c.name.label("recording_name"),
            people.c.pseudonym,
        )
        .select_from(findings)
        .join(segments, segments.c.id == findings.c.segment_id)
        .join(runs, runs.c.id == findings.c.run_id)
        .join(recordings, recordings.c.id == runs.c.recording_id)
        .outerjoin(people, people.c.id == recordings.c.person_id)
    )


def _chosen(query: Select[Any], where: FindingFilter, table: FromClause = findings) -> Select[Any]:
    """`query` for the findings that pass; `table` is that of the findings, or an alias of it."""
    sets: tuple[tuple[ColumnElement[Any], frozenset[Any]], ...] = (
        (table.c.kind, where.kinds),
        (table.c.rule, where.rules),
        (table.c.result, where.results),
        (table.c.severity, where.severities),
    )
    for column, wanted in sets:
        if wanted:
            query = query.where(column.in_(sorted(str(value) for value in wanted)))
    if where.run_id is not None:
        return query.where(table.c.run_id == where.run_id)
    if where.recording_id is not None:
        newest = select(runs.c.id).where(runs.c.is_newest, runs.c.recording_id == where.recording_id)
        return query.where(table.c.run_id.in_(newest))
    return query.where(table.c.is_newest)


def _finding_row(row: RowMapping) -> FindingRow:
    segment = {
        name.removeprefix("segment_"): value for name, value in row.items() if name.startswith("segment_")
    }
    key = row["segment_key"]
    return FindingRow(
        id=row["id"],
        run_id=row["run_id"],
        recording_id=row["recording_id"],
        recording_name=row["recording_name"],
        pseudonym=row["pseudonym"],
        segment=from_plain(Segment, {**segment, "id": key}),
        finding=from_plain(Finding, {**row, "segment_id": key}),
    )
