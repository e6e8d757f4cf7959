"""Lines of the list of recordings: three queries, however many recordings there are."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, Select, and_, func, select

from transitions.model import Result, Severity
from transitions.store.converters import job_from, recording_from
from transitions.store.records import Job, RecordingSummary
from transitions.store.tables import findings, jobs, people, recordings, reviews, runs


def job_query() -> Select[tuple[object, ...]]:
    """Jobs with the run each has made."""
    return select(jobs, runs.c.id.label("run_id")).outerjoin(runs, runs.c.job_id == jobs.c.id)


def summarise(connection: Connection, recording_ids: Sequence[int]) -> list[RecordingSummary]:
    """One summary for each id that exists, in the order given."""
    rows = _recording_rows(connection, recording_ids)
    reviewed = _reviewed_counts(connection, [row["run_id"] for row in rows.values() if row["run_id"]])
    newest_jobs = _newest_jobs(connection, recording_ids)
    return [_summary(rows[i], reviewed, newest_jobs) for i in recording_ids if i in rows]


def _summary(row: RowMapping, reviewed: dict[int, int], newest_jobs: dict[int, Job]) -> RecordingSummary:
    tally = row["tally"] or {"segments": 0, "results": {}, "severities": {}}
    return RecordingSummary(
        recording=recording_from(row),
        pseudonym=row["pseudonym"],
        run_id=row["run_id"],
        analysed_at=row["saved_at"],
        segments=tally["segments"],
        results={Result(name): count for name, count in tally["results"].items()},
        severities={Severity(name): count for name, count in tally["severities"].items()},
        reviewed=reviewed.get(row["run_id"], 0),
        job=newest_jobs.get(row["id"]),
    )


def _recording_rows(connection: Connection, recording_ids: Sequence[int]) -> dict[int, RowMapping]:
    query = (
        select(recordings, people.c.pseudonym, runs.c.id.label("run_id"), runs.c.saved_at, runs.c.tally)
        .outerjoin(people, people.c.id == recordings.c.person_id)
        .outerjoin(runs, and_(runs.c.recording_id == recordings.c.id, runs.c.is_newest))
        .where(recordings.c.id.in_(recording_ids))
    )
    return {row["id"]: row for row in connection.execute(query).mappings()}


def _reviewed_counts(connection: Connection, run_ids: Sequence[int]) -> dict[int, int]:
    query = (
        select(findings.c.run_id, func.count(reviews.c.finding_id.distinct()))
        .join(reviews, reviews.c.finding_id == findings.c.id)
        .where(findings.c.run_id.in_(run_ids))
        .group_by(findings.c.run_id)
    )
    return dict(connection.execute(query).all())


def _newest_jobs(connection: Connection, recording_ids: Sequence[int]) -> dict[int, Job]:
    newest = (
        select(func.max(jobs.c.id))
        .where(jobs.c.recording_id.in_(recording_ids))
        .group_by(jobs.c.recording_id)
    )
    rows = connection.execute(job_query().where(jobs.c.id.in_(newest))).mappings()
    return {row["recording_id"]: job_from(row) for row in rows}
