"""Lines of the list of recordings: four grouped queries, however many recordings there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, Select, and_, func, select

from transitions.model import Result, Severity
from transitions.store.converters import job_from, recording_from
from transitions.store.records import Job, RecordingSummary
from transitions.store.tables import findings, jobs, people, recordings, reviews, runs, segments


def newest_runs() -> Select[tuple[int]]:
    """Ids of the newest run of each recording."""
    return select(func.max(runs.c.id)).group_by(runs.c.recording_id)


def job_query() -> Select[tuple[object, ...]]:
    """Jobs with the run each has made."""
    return select(jobs, runs.c.id.label("run_id")).outerjoin(runs, runs.c.job_id == jobs.c.id)


def summarise(connection: Connection, recording_ids: Sequence[int]) -> list[RecordingSummary]:
    """One summary for each id that exists, in the order given."""
    rows = _recording_rows(connection, recording_ids)
    run_ids = [row["run_id"] for row in rows.values() if row["run_id"] is not None]
    results, severities = _finding_counts(connection, run_ids)
    segment_counts: dict[int, int] = dict(
        connection.execute(
            select(segments.c.run_id, func.count())
            .where(segments.c.run_id.in_(run_ids))
            .group_by(segments.c.run_id)
        ).all()
    )
    reviewed: dict[int, int] = dict(
        connection.execute(
            select(findings.c.run_id, func.count(reviews.c.finding_id.distinct()))
            .join(reviews, reviews.c.finding_id == findings.c.id)
            .where(findings.c.run_id.in_(run_ids))
            .group_by(findings.c.run_id)
        ).all()
    )
    newest_jobs = _newest_jobs(connection, recording_ids)
    return [
        RecordingSummary(
            recording=recording_from(row),
            pseudonym=row["pseudonym"],
            run_id=row["run_id"],
            analysed_at=row["saved_at"],
            segments=segment_counts.get(row["run_id"], 0),
            results=results[row["run_id"]],
            severities=severities[row["run_id"]],
            reviewed=reviewed.get(row["run_id"], 0),
            job=newest_jobs.get(row["id"]),
        )
        for row in (rows[i] for i in recording_ids if i in rows)
    ]


def _recording_rows(connection: Connection, recording_ids: Sequence[int]) -> dict[int, RowMapping]:
    query = (
        select(recordings, people.c.pseudonym, runs.c.id.label("run_id"), runs.c.saved_at)
        .outerjoin(people, people.c.id == recordings.c.person_id)
        .outerjoin(runs, and_(runs.c.recording_id == recordings.c.id, runs.c.id.in_(newest_runs())))
        .where(recordings.c.id.in_(recording_ids))
    )
    return {row["id"]: row for row in connection.execute(query).mappings()}


def _finding_counts(
    connection: Connection, run_ids: Sequence[int]
) -> tuple[dict[int | None, dict[Result, int]], dict[int | None, dict[Severity, int]]]:
    by_result: dict[int | None, dict[Result, int]] = defaultdict(dict)
    by_severity: dict[int | None, dict[Severity, int]] = defaultdict(dict)
    columns = (findings.c.run_id, findings.c.result, findings.c.severity)
    query = select(*columns, func.count()).where(findings.c.run_id.in_(run_ids)).group_by(*columns)
    for run_id, result, severity, count in connection.execute(query).all():
        known = by_result[run_id]
        known[Result(result)] = known.get(Result(result), 0) + count
        if severity is not None:
            sizes = by_severity[run_id]
            sizes[Severity(severity)] = sizes.get(Severity(severity), 0) + count
    return by_result, by_severity


def _newest_jobs(connection: Connection, recording_ids: Sequence[int]) -> dict[int, Job]:
    newest = (
        select(func.max(jobs.c.id))
        .where(jobs.c.recording_id.in_(recording_ids))
        .group_by(jobs.c.recording_id)
    )
    rows = connection.execute(job_query().where(jobs.c.id.in_(newest))).mappings()
    return {row["recording_id"]: job_from(row) for row in rows}
