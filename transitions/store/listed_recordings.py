"""Recordings as lists show them: each with its person, its newest run, its newest job and how much is reviewed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, case, func, or_, select

from transitions.plain_values import from_plain
from transitions.store.database import Database
from transitions.store.job_board import newest_jobs
from transitions.store.records import Job, RecordingSummary, Verdict
from transitions.store.tables import findings, jobs, people, recordings, reviews, runs


def summary_rows() -> Select[Any]:
    """Every recording with its person and its newest run, for `summaries` to read."""
    return (
        select(
            recordings,
            people.c.pseudonym,
            runs.c.id.label("run_id"),
            jobs.c.state.label("run_state"),
            runs.c.tally,
            runs.c.warnings,
            runs.c.people_seen,
        )
        .outerjoin(people, people.c.id == recordings.c.person_id)
        .outerjoin(runs, and_(runs.c.recording_id == recordings.c.id, runs.c.is_newest))
        .outerjoin(jobs, jobs.c.id == runs.c.job_id)
    )


def matching(query: Select[Any], search: str) -> Select[Any]:
    """The query, of those whose name, task or person's pseudonym holds this, whatever the case."""
    wanted = search.strip()
    if not wanted:
        return query
    places = (recordings.c.name, recordings.c.task, people.c.pseudonym)
    return query.where(or_(*(place.icontains(wanted, autoescape=True) for place in places)))


def summaries(database: Database, query: Select[Any]) -> list[RecordingSummary]:
    """Three queries, however many recordings there are."""
    with database.reading() as connection:
        rows = connection.execute(query).mappings().all()
        reviewed = _reviewed_counts(connection, [row["run_id"] for row in rows if row["run_id"]])
        newest = newest_jobs(connection, [row["id"] for row in rows])
    return [_summary(row, reviewed.get(row["run_id"], 0), newest.get(row["id"])) for row in rows]


def _summary(row: RowMapping, reviewed: int, job: Job | None) -> RecordingSummary:
    values = dict(row)
    tally = row["tally"] or {"segments": 0, "results": {}, "severities": {}}
    own = {
        "recording": {**values, "context": values},
        "warnings": row["warnings"] or (),
        "people_seen": row["people_seen"] or 0,
        "reviewed": reviewed,
        "job": job,
    }
    return from_plain(RecordingSummary, {**values, **tally, **own})


def _reviewed_counts(connection: Connection, run_ids: list[int]) -> dict[int, int]:
    # Every taking back names one entry that stood: what is left over stands.
    standing = func.sum(case((reviews.c.verdict == Verdict.WITHDRAW, -1), else_=1))
    of_rater = (
        select(findings.c.run_id, reviews.c.finding_id)
        .join(reviews, reviews.c.finding_id == findings.c.id)
        .where(findings.c.run_id.in_(run_ids))
        .group_by(findings.c.run_id, reviews.c.finding_id, reviews.c.rater)
        .having(standing > 0)
        .subquery()
    )
    count = func.count(of_rater.c.finding_id.distinct())
    query = select(of_rater.c.run_id, count).group_by(of_rater.c.run_id)
    return dict(connection.execute(query).all())
