"""The table of jobs: who works on what, until when, and how far along. It is the truth about them; workers come and go.

A worker holds a job by a lease that it renews with every sign of life. A job whose lease has run out, or
whose worker's process is known to be dead, may be claimed by another.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, insert, select, update

from transitions.errors import JobError, StoreError
from transitions.plain_values import from_plain
from transitions.store.database import Database
from transitions.store.makers import Maker, is_made
from transitions.store.records import Job, JobState, now_iso
from transitions.store.tables import jobs, recordings, runs

_UNFINISHED = (str(JobState.QUEUED), str(JobState.RUNNING))
_HOLDING = (jobs.c.id, jobs.c.state, jobs.c.worker, jobs.c.lease_until_s, jobs.c.cancelling)


class Beat(Enum):
    """What a worker learns from its sign of life."""

    HELD = "held"
    CANCELLING = "cancelling"
    LOST = "lost"


@dataclass(frozen=True)
class Holding:
    """An unfinished job as the board sees it: who holds it, until when (seconds since 1970), asked to stop or not."""

    job_id: int
    state: JobState
    worker: str | None
    lease_until_s: float | None
    cancelling: bool

    @property
    def has_lapsed(self) -> bool:
        """Whether its worker has given no sign of life for the length of its lease."""
        return self.lease_until_s is not None and self.lease_until_s < time.time()


class JobBoard:
    """`store.jobs`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, recording_id: int, options: Mapping[str, Any]) -> Job:
        """Queue work on a recording; the same work that is waiting or running already is returned instead.

        Raises
        ------
        StoreError
            The recording was deleted.
        """
        with self._database.writing() as connection:
            return _added(connection, recording_id, options)

    def add_unless_made(self, recording_id: int, options: Mapping[str, Any], maker: Maker) -> Job | None:
        """Queue work as `add` does, or return None when a run of the same person by the same maker is there.

        Where all frames are asked for (``exhaustive``), one for which they were not is not the same.

        Raises
        ------
        StoreError
            The recording was deleted.
        """
        # Alone, as runs are saved: no run can appear between the look and the new row.
        with self._database.writing(alone=True) as connection:
            if is_made(connection, recording_id, options, maker):
                return None
            return _added(connection, recording_id, options)

    def get(self, job_id: int) -> Job:
        """The job, or a `JobError` when it was deleted with its recording."""
        with self._database.reading() as connection:
            return _job(connection, job_id)

    def newest(self, recording_id: int, *, done: bool = False) -> Job | None:
        """The newest job of a recording; of those that are done with `done`."""
        query = _job_query().where(jobs.c.recording_id == recording_id).order_by(jobs.c.id.desc()).limit(1)
        if done:
            query = query.where(jobs.c.state == str(JobState.DONE))
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else from_plain(Job, row)

    def newest_like(self, recording_id: int, options: Mapping[str, Any]) -> Job | None:
        """The newest job of a recording that was asked for with just these options."""
        query = _job_query().where(jobs.c.recording_id == recording_id).order_by(jobs.c.id.desc())
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings()
            same = (row for row in rows if row["options"] == dict(options))
            row = next(same, None)
        return None if row is None else from_plain(Job, row)

    def list(self, *, unfinished: bool = False, limit: int = 50) -> list[Job]:
        """Jobs, newest first; only those waiting or running with `unfinished`."""
        query = _job_query().order_by(jobs.c.id.desc()).limit(limit)
        if unfinished:
            query = query.where(jobs.c.state.in_(_UNFINISHED))
        with self._database.reading() as connection:
            return [from_plain(Job, row) for row in connection.execute(query).mappings()]

    def running(self) -> tuple[Job, ...]:
        """Jobs that a worker holds, oldest first."""
        query = _job_query().where(jobs.c.state == str(JobState.RUNNING)).order_by(jobs.c.id)
        with self._database.reading() as connection:
            return tuple(from_plain(Job, row) for row in connection.execute(query).mappings())

    def holdings(self) -> tuple[Holding, ...]:
        """Unfinished jobs, oldest first, with who holds them."""
        query = select(*_HOLDING).where(jobs.c.state.in_(_UNFINISHED)).order_by(jobs.c.id)
        with self._database.reading() as connection:
            return tuple(_holding_from(row) for row in connection.execute(query).mappings())

    def claim(
        self, job_id: int, worker: str, lease_s: float, *, is_dead: Callable[[str], bool] = lambda _: False
    ) -> Job | None:
        """Take a job that waits, or whose lease has run out, or whose worker `is_dead`.

        Returns None when there is nothing to take: another worker holds it, or it is finished or deleted.
        A job that was being cancelled when its worker died is marked cancelled instead.
        """
        unfinished = (jobs.c.id == job_id) & jobs.c.state.in_(_UNFINISHED)
        with self._database.writing() as connection:
            held = select(*_HOLDING).where(unfinished).with_for_update()
            row = connection.execute(held).mappings().first()
            if row is None:
                return None
            holding = _holding_from(row)
            dead = holding.worker is not None and is_dead(holding.worker)
            if holding.state is JobState.RUNNING and not holding.has_lapsed and not dead:
                return None
            if holding.cancelling:
                connection.execute(_end(JobState.CANCELLED).where(unfinished))
                return None
            connection.execute(update(jobs).where(unfinished).values(**_taken(worker, lease_s)))
            return _job(connection, job_id)

    def beat(
        self,
        job_id: int,
        worker: str,
        lease_s: float,
        *,
        stage: str = "",
        frames_done: int = 0,
        frames_total: int | None = None,
        seconds_left: float | None = None,
    ) -> Beat:
        """Renew the lease and note the progress; tells whether the worker is to go on."""
        with self._database.writing() as connection:
            row = connection.execute(
                update(jobs)
                .where(_held(job_id, worker))
                .values(
                    lease_until_s=time.time() + lease_s,
                    stage=stage,
                    frames_done=frames_done,
                    frames_total=frames_total,
                    seconds_left=seconds_left,
                )
                .returning(jobs.c.cancelling)
            ).first()
        if row is None:
            return Beat.LOST
        return Beat.CANCELLING if row[0] else Beat.HELD

    def cancel(self, job_id: int) -> Job:
        """Ask for a job to stop: at once when it is waiting, else as soon as its worker notices."""
        unfinished = (jobs.c.id == job_id) & jobs.c.state.in_(_UNFINISHED)
        with self._database.writing() as connection:
            connection.execute(
                _end(JobState.CANCELLED).where(unfinished, jobs.c.state == str(JobState.QUEUED))
            )
            connection.execute(update(jobs).where(unfinished).values(cancelling=True))
            return _job(connection, job_id)

    def give_back(self, job_id: int, worker: str) -> None:
        """Let a job wait again whose worker was ended on purpose: that attempt does not count."""
        with self._database.writing() as connection:
            connection.execute(
                update(jobs)
                .where(_held(job_id, worker), jobs.c.cancelling.is_(False))
                .values(
                    state=str(JobState.QUEUED),
                    worker=None,
                    lease_until_s=None,
                    attempt=jobs.c.attempt - 1,
                    seconds_left=None,
                )
            )

    def end(self, job_id: int, worker: str, state: JobState, reason: str | None = None) -> bool:
        """Mark a job that `worker` holds as failed or cancelled; false when it is no longer theirs."""
        with self._database.writing() as connection:
            done = connection.execute(_end(state, reason).where(_held(job_id, worker)))
            return done.rowcount == 1


def _added(connection: Connection, recording_id: int, options: Mapping[str, Any]) -> Job:
    # Locks the recording, so that two tabs adding the same work at once take turns.
    held = select(recordings.c.id).where(recordings.c.id == recording_id).with_for_update()
    if connection.scalar(held) is None:
        raise StoreError("This recording is no longer in the store; reload the page.")
    waiting = _job_query().where(jobs.c.recording_id == recording_id, jobs.c.state.in_(_UNFINISHED))
    for row in connection.execute(waiting).mappings():
        if row["options"] == dict(options) and not row["cancelling"]:
            return from_plain(Job, row)
    made = connection.execute(
        insert(jobs)
        .values(
            recording_id=recording_id,
            options=dict(options),
            state=str(JobState.QUEUED),
            stage="",
            frames_done=0,
            attempt=0,
            cancelling=False,
            created_at=now_iso(),
        )
        .returning(jobs.c.id)
    )
    return _job(connection, made.scalar_one())


def _holding_from(row: RowMapping) -> Holding:
    return Holding(row["id"], JobState(row["state"]), row["worker"], row["lease_until_s"], row["cancelling"])


def _taken(worker: str, lease_s: float) -> dict[str, Any]:
    return {
        "state": str(JobState.RUNNING),
        "worker": worker,
        "lease_until_s": time.time() + lease_s,
        "attempt": jobs.c.attempt + 1,
        "started_at": now_iso(),
        "stage": "",
        "frames_done": 0,
        "seconds_left": None,
    }


def _held(job_id: int, worker: str) -> Any:
    return (jobs.c.id == job_id) & (jobs.c.worker == worker) & (jobs.c.state == str(JobState.RUNNING))


def _end(state: JobState, reason: str | None = None) -> Any:
    return update(jobs).values(
        state=str(state),
        reason=reason,
        cancelling=False,
        finished_at=now_iso(),
        lease_until_s=None,
        seconds_left=None,
    )


def _job(connection: Connection, job_id: int) -> Job:
    query: Select[Any] = _job_query().where(jobs.c.id == job_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise JobError("This job is no longer known; its recording may have been deleted.")
    return from_plain(Job, row)


def newest_jobs(connection: Connection, recording_ids: Sequence[int]) -> dict[int, Job]:
    """The newest job of each recording that has one."""
    of_each = select(func.max(jobs.c.id)).group_by(jobs.c.recording_id)
    newest = of_each.where(jobs.c.recording_id.in_(recording_ids))
    rows = connection.execute(_job_query().where(jobs.c.id.in_(newest))).mappings()
    return {row["recording_id"]: from_plain(Job, row) for row in rows}


def _job_query() -> Select[Any]:
    """Jobs with the run each has made."""
    return select(jobs, runs.c.id.label("run_id")).outerjoin(runs, runs.c.job_id == jobs.c.id)
