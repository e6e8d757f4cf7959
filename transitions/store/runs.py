"""Runs: analyses with their segments, findings and curves."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, insert, select, update

from transitions.errors import JobError, ResultsError, StoreError
from transitions.model import Clip, Finding, Provenance, Quality, Run, Segment, Survey
from transitions.plain_values import from_plain, to_plain
from transitions.series import Kinematics
from transitions.series_file import read_series, write_series
from transitions.states import DayStates
from transitions.store.database import Database, the_row
from transitions.store.deletion import finish_removals
from transitions.store.growing import run_so_far, take_place
from transitions.store.media import Media, Staged, series_name
from transitions.store.records import JobState, now_iso
from transitions.store.run_rows import run_row, segment_rows
from transitions.store.tables import findings, jobs, recordings, runs, segments


class Runs:
    """`store.runs`."""

    def __init__(self, database: Database, media: Media) -> None:
        self._database = database
        self._media = media

    def save(
        self, recording_id: int, run: Run, *, job_id: int | None = None, worker: str | None = None
    ) -> int:
        """Save a run whole or not at all and return its id.

        With a job, the same transaction marks the job done; a job saves at most one run, and only by the
        worker that holds it. The run takes the place of what `save_so_far` kept; what raters said stays.

        Raises
        ------
        JobError
            The job was cancelled or taken over by another worker meanwhile.
        StoreError
            The recording was deleted meanwhile, the disk is full, or the store may not be written.
        """
        return self._save(recording_id, run, job_id, worker, whole=True)

    def save_so_far(self, recording_id: int, run: Run, *, job_id: int, worker: str) -> int | None:
        """Save what a job has found so far, in place of what it had found before; returns the run's id.

        Nothing is saved, and None returned, where an earlier analysis of the recording is there: it stays the newest
        until the new one is whole. Errors are those of `save`.
        """
        with self._database.reading() as connection:
            of_recording = select(runs.c.id).where(runs.c.recording_id == recording_id, runs.c.is_newest)
            is_there = connection.scalar(of_recording) is not None
            if is_there and run_so_far(connection, recording_id) is None:
                return None
        return self._save(recording_id, run, job_id, worker, whole=False)

    def state(self, run_id: int) -> str:
        """Changes whenever the run has grown; empty when it was deleted."""
        with self._database.reading() as connection:
            return str(connection.execute(_state(run_id)).first() or "")

    def _save(
        self, recording_id: int, run: Run, job_id: int | None, worker: str | None, *, whole: bool
    ) -> int:
        staged = self._stage_series(run)
        try:
            with self._database.writing(alone=True) as connection:
                saved: int | None = None if job_id is None else connection.scalar(_saved_by(job_id))
                if saved is not None:
                    return saved
                if connection.scalar(select(recordings.c.id).where(recordings.c.id == recording_id)) is None:
                    raise StoreError(
                        "The recording was deleted while it was analysed, so its result was not kept."
                    )
                so_far = run_so_far(connection, recording_id)
                if job_id is not None:
                    _take_job(connection, job_id, worker, done=whole)
                if staged is not None:
                    self._media.place(staged, series_name(staged.sha256))
                run_id = _keep_run(connection, recording_id, run, job_id, staged, so_far)
            if so_far is not None:
                finish_removals(self._database, self._media)
            return run_id
        finally:
            if staged is not None:
                staged.drop()

    def load(self, run_id: int, *, with_series: bool = False) -> Run:
        """A run with its segments and findings; with `with_series` also all its curves and pose.

        Raises
        ------
        StoreError
            The run was deleted.
        ResultsError
            Its curves are missing, damaged or of an earlier version.
        """
        of_run = (
            select(findings, segments.c.key.label("segment_key"))
            .join(segments, segments.c.id == findings.c.segment_id)
            .where(findings.c.run_id == run_id)
        )
        in_order = select(segments).where(segments.c.run_id == run_id).order_by(segments.c.position)
        with self._database.reading() as connection:
            row = the_row(connection, _one(run_id), "analysis")
            kept = connection.execute(in_order).mappings().all()
            found = connection.execute(of_run.order_by(findings.c.position)).mappings().all()
        run = Run(
            clip=from_plain(Clip, row["clip"]),
            provenance=from_plain(Provenance, row),
            quality=from_plain(Quality, row),
            segments=tuple(from_plain(Segment, {**s, "id": s["key"]}) for s in kept),
            findings=tuple(from_plain(Finding, {**f, "segment_id": f["segment_key"]}) for f in found),
            states=_states(row["states"]),
            survey=None if row["survey"] is None else from_plain(Survey, row["survey"]),
        )
        return replace(run, kinematics=self.series(run_id)) if with_series and row["series_sha256"] else run

    def keep_states(self, run_id: int, states: DayStates, of_state: str) -> None:
        """Keep what the person does over the recording, so that it is worked out once.

        Parameters
        ----------
        of_state : the run's `state` from which it was worked out; of one that has grown since nothing is kept.

        Raises
        ------
        StoreError
            The store may not be written. Of a run that was deleted meanwhile nothing is kept.
        """
        with self._database.writing() as connection:
            own = connection.execute(_state(run_id).with_for_update()).first()
            if str(own or "") == of_state:
                connection.execute(update(runs).where(runs.c.id == run_id).values(states=to_plain(states)))

    def kinds(self, run_ids: Sequence[int]) -> Mapping[int, Mapping[str, int]]:
        """How many transitions of each kind each of these runs shows; one without any is left out."""
        count = func.count()
        query = select(segments.c.run_id, segments.c.kind, count).where(segments.c.run_id.in_(run_ids))
        found: dict[int, dict[str, int]] = {}
        with self._database.reading() as connection:
            for run_id, kind, number in connection.execute(
                query.group_by(segments.c.run_id, segments.c.kind)
            ):
                found.setdefault(run_id, {})[kind] = number
        return found

    def series_parts(self, run_id: int, part_s: float, end_s: float) -> Iterator[Kinematics]:
        """Pose and curves from 0 to `end_s`, read part after part of `part_s`; errors are those of `series`."""
        for number in range(math.ceil(end_s / part_s)):
            yield self.series(run_id, number * part_s, (number + 1) * part_s)

    def of_recording(self, recording_id: int) -> list[int]:
        """Ids of all runs of a recording, newest first."""
        query = select(runs.c.id).where(runs.c.recording_id == recording_id).order_by(runs.c.id.desc())
        with self._database.reading() as connection:
            return list(connection.scalars(query))

    def series(self, run_id: int, start_s: float | None = None, end_s: float | None = None) -> Kinematics:
        """Pose and curves of the frames with start_s <= t < end_s, read without the rest; all without bounds.

        Raises
        ------
        StoreError
            The run was deleted or saved without curves.
        ResultsError
            They are missing, damaged or of an earlier version.
        """
        sha256 = self._series_sha256(run_id)
        while sha256 is not None:
            try:
                return read_series(self._media.path(series_name(sha256)), start_s, end_s)
            except ResultsError:
                before, sha256 = sha256, self._series_sha256(run_id)
                if sha256 == before:
                    raise
                # The run has grown meanwhile, and the file of before is gone.
        raise StoreError("This analysis was saved without curves; analyse the clip again.")

    def has_series(self, run_id: int) -> bool:
        """Whether a run was saved with curves.

        Raises
        ------
        StoreError
            The run was deleted.
        """
        return self._series_sha256(run_id) is not None

    def _series_sha256(self, run_id: int) -> str | None:
        with self._database.reading() as connection:
            found: str | None = the_row(connection, _one(run_id), "analysis")["series_sha256"]
        return found

    def _stage_series(self, run: Run) -> Staged | None:
        if run.kinematics is None and run.series_path is None:
            return None
        with self._media.temporary_path(".parquet") as path, self._media.plain_errors():
            if run.kinematics is not None:
                write_series(run.kinematics, path)
            elif run.series_path is not None:
                shutil.copyfile(run.series_path, path)
            return self._media.adopt(path)


def _states(kept: Any) -> DayStates | None:
    return None if kept is None else from_plain(DayStates, kept)


def _state(run_id: int) -> Select[Any]:
    return select(runs.c.series_sha256, runs.c.warnings, runs.c.tally).where(runs.c.id == run_id)


def _one(run_id: int) -> Select[Any]:
    return select(runs).where(runs.c.id == run_id)


def _saved_by(job_id: int) -> Select[Any]:
    """The id of the run that a job which is done has saved."""
    done = (jobs.c.id == runs.c.job_id) & (jobs.c.state == str(JobState.DONE))
    return select(runs.c.id).join(jobs, done).where(runs.c.job_id == job_id)


def _take_job(connection: Connection, job_id: int, worker: str | None, *, done: bool) -> None:
    """Mark the job done, or see that it is still held."""
    held = (jobs.c.id == job_id) & (jobs.c.state == JobState.RUNNING) & jobs.c.cancelling.is_(False)
    if worker is not None:
        held &= jobs.c.worker == worker
    ended = {
        "state": str(JobState.DONE),
        "finished_at": now_iso(),
        "lease_until_s": None,
        "seconds_left": 0.0,
    }
    change = update(jobs).where(held).values(**ended if done else {"state": str(JobState.RUNNING)})
    if connection.execute(change).rowcount != 1:
        raise JobError("This job was cancelled or taken over, so its result was not kept.")


def _keep_run(
    connection: Connection,
    recording_id: int,
    run: Run,
    job_id: int | None,
    staged: Staged | None,
    so_far: RowMapping | None,
) -> int:
    values = run_row(recording_id, run, job_id, staged)
    own = recordings.c.id == recording_id
    connection.execute(update(recordings).where(own).values(duration_s=run.clip.duration_s))
    if so_far is not None:
        if take_place(connection, so_far, values, segment_rows(run)):
            run_id: int = so_far["id"]
            return run_id
        # A job has one run; this one stays for what was said of it.
        connection.execute(update(runs).where(runs.c.id == so_far["id"]).values(job_id=None))
    older = select(runs.c.id).where(runs.c.recording_id == recording_id, runs.c.is_newest)
    connection.execute(update(findings).where(findings.c.run_id.in_(older)).values(is_newest=False))
    connection.execute(update(runs).where(runs.c.id.in_(older)).values(is_newest=False))
    run_id = connection.execute(insert(runs).values(**values).returning(runs.c.id)).scalar_one()
    _insert_findings(connection, run_id, run)
    return run_id


def _insert_findings(connection: Connection, run_id: int, run: Run) -> None:
    rows = segment_rows(run)
    if not rows:
        return
    own = [{**row, "run_id": run_id} for row in rows]
    found = [(row["key"], finding) for row in own for finding in row.pop("findings")]
    connection.execute(insert(segments), own)
    ids = dict(
        connection.execute(select(segments.c.key, segments.c.id).where(segments.c.run_id == run_id)).all()
    )
    if found:
        in_order = sorted(found, key=lambda one: one[1]["position"])
        connection.execute(
            insert(findings), [{**one, "run_id": run_id, "segment_id": ids[key]} for key, one in in_order]
        )
