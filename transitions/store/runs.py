"""Runs: analyses with their segments, findings and curves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, RowMapping, insert, select, update

from transitions.errors import JobError, StoreError
from transitions.model import Run, Segment
from transitions.series import Kinematics
from transitions.store.converters import (
    finding_from,
    finding_row,
    run_head_from,
    run_row,
    segment_from,
    segment_row,
    tally_of,
)
from transitions.store.database import Database
from transitions.store.media import Media, Staged, series_name
from transitions.store.records import JobState, StoredRun, now_iso
from transitions.store.series_file import Overview, curve_names, read_overview, read_series, write_series
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
        worker that holds it.

        Raises
        ------
        JobError
            The job was cancelled or taken over by another worker meanwhile.
        StoreError
            The recording was deleted meanwhile, the disk is full, or the store may not be written.
        """
        staged = None if run.kinematics is None else self._stage_series(run.kinematics)
        try:
            with self._database.writing(files=True) as connection:
                saved = None if job_id is None else _run_of_job(connection, job_id)
                if saved is not None:
                    return saved
                _check_recording(connection, recording_id)
                if job_id is not None:
                    _finish_job(connection, job_id, worker)
                if staged is not None:
                    self._media.place(staged, series_name(staged.sha256))
                return _insert_run(connection, recording_id, run, job_id, staged)
        finally:
            if staged is not None:
                staged.drop()

    def load(self, run_id: int, *, with_series: bool = False) -> StoredRun:
        """A run with its segments and findings; with `with_series` also all its curves and pose.

        Raises
        ------
        StoreError
            The run was deleted, or its curves are missing.
        """
        with self._database.reading() as connection:
            row = _run_row(connection, run_id)
            kept = (
                connection.execute(
                    select(segments).where(segments.c.run_id == run_id).order_by(segments.c.position)
                )
                .mappings()
                .all()
            )
            found = (
                connection.execute(
                    select(findings).where(findings.c.run_id == run_id).order_by(findings.c.position)
                )
                .mappings()
                .all()
            )
        series = self._series_path(row)
        kinematics = read_series(series) if with_series and series is not None else None
        return _stored_run(row, kept, found, kinematics)

    def newest(self, recording_id: int) -> int | None:
        """Id of the newest run of a recording, None before its first."""
        query = (
            select(runs.c.id).where(runs.c.recording_id == recording_id).order_by(runs.c.id.desc()).limit(1)
        )
        with self._database.reading() as connection:
            return connection.scalar(query)

    def of_recording(self, recording_id: int) -> list[int]:
        """Ids of all runs of a recording, newest first."""
        query = select(runs.c.id).where(runs.c.recording_id == recording_id).order_by(runs.c.id.desc())
        with self._database.reading() as connection:
            return list(connection.scalars(query))

    def series(self, run_id: int, start_s: float, end_s: float) -> Kinematics:
        """Pose and curves of the frames with start_s <= t < end_s, read without the rest.

        Raises
        ------
        StoreError
            The run was deleted or saved without curves, or they are missing or damaged.
        """
        return read_series(self._existing_series(run_id), start_s, end_s)

    def overview(self, run_id: int, curve: str, stretches: int = 1000) -> Overview:
        """One curve over the whole recording, thinned for drawing; errors as `series`."""
        return read_overview(self._existing_series(run_id), curve, stretches)

    def curve_names(self, run_id: int) -> tuple[str, ...]:
        """Names of the curves that `series` and `overview` know; errors as `series`."""
        return curve_names(self._existing_series(run_id))

    def _stage_series(self, kinematics: Kinematics) -> Staged:
        with self._media.temporary_path(".parquet") as path, self._media.plain_errors():
            write_series(kinematics, path)
            return self._media.adopt(path)

    def _existing_series(self, run_id: int) -> Path:
        with self._database.reading() as connection:
            path = self._series_path(_run_row(connection, run_id))
        if path is None:
            raise StoreError("This analysis was saved without curves; analyse the clip again.")
        return path

    def _series_path(self, row: RowMapping) -> Path | None:
        return None if row["series_sha256"] is None else self._media.path(series_name(row["series_sha256"]))


def _run_row(connection: Connection, run_id: int) -> RowMapping:
    row = connection.execute(select(runs).where(runs.c.id == run_id)).mappings().first()
    if row is None:
        raise StoreError("This analysis is no longer in the store; reload the page.")
    return row


def _run_of_job(connection: Connection, job_id: int) -> int | None:
    return connection.scalar(select(runs.c.id).where(runs.c.job_id == job_id))


def _check_recording(connection: Connection, recording_id: int) -> None:
    if connection.scalar(select(recordings.c.id).where(recordings.c.id == recording_id)) is None:
        raise StoreError("The recording was deleted while it was analysed, so its result was not kept.")


def _finish_job(connection: Connection, job_id: int, worker: str | None) -> None:
    held = (jobs.c.id == job_id) & (jobs.c.state == JobState.RUNNING) & jobs.c.cancelling.is_(False)
    if worker is not None:
        held &= jobs.c.worker == worker
    done = connection.execute(
        update(jobs)
        .where(held)
        .values(state=str(JobState.DONE), finished_at=now_iso(), lease_until_s=None, seconds_left=0.0)
    )
    if done.rowcount != 1:
        raise JobError("This job was cancelled or taken over, so its result was not kept.")


def _insert_run(
    connection: Connection, recording_id: int, run: Run, job_id: int | None, staged: Staged | None
) -> int:
    older = select(runs.c.id).where(runs.c.recording_id == recording_id, runs.c.is_newest)
    connection.execute(update(findings).where(findings.c.run_id.in_(older)).values(is_newest=False))
    connection.execute(update(runs).where(runs.c.id.in_(older)).values(is_newest=False))
    values = run_row(run.clip, run.provenance, run.quality)
    made = connection.execute(
        insert(runs)
        .values(
            recording_id=recording_id,
            job_id=job_id,
            series_sha256=None if staged is None else staged.sha256,
            saved_at=now_iso(),
            is_newest=True,
            tally=tally_of(run.segments, run.findings),
            **values,
        )
        .returning(runs.c.id)
    )
    run_id: int = made.scalar_one()
    ids = _insert_segments(connection, run_id, run.segments)
    _insert_findings(connection, run_id, ids, run)
    size = ("duration_s", "width", "height", "frames")
    connection.execute(
        update(recordings)
        .where(recordings.c.id == recording_id)
        .values(**{name: values["clip"][name] for name in size})
    )
    return run_id


def _insert_segments(connection: Connection, run_id: int, kept: tuple[Segment, ...]) -> dict[str, int]:
    if kept:
        connection.execute(insert(segments), [segment_row(run_id, i, s) for i, s in enumerate(kept)])
    rows = connection.execute(
        select(segments.c.key, segments.c.id).where(segments.c.run_id == run_id)
    ).mappings()
    return {row["key"]: row["id"] for row in rows}


def _insert_findings(connection: Connection, run_id: int, segment_ids: dict[str, int], run: Run) -> None:
    if not run.findings:
        return
    kinds = {segment.id: segment.kind for segment in run.segments}
    rows = [
        finding_row(run_id, segment_ids[f.segment_id], kinds[f.segment_id], i, f)
        for i, f in enumerate(run.findings)
    ]
    connection.execute(insert(findings), rows)


def _stored_run(
    row: RowMapping, kept: Sequence[RowMapping], found: Sequence[RowMapping], kinematics: Kinematics | None
) -> StoredRun:
    keys = {segment["id"]: segment["key"] for segment in kept}
    clip, provenance, quality = run_head_from(row)
    run = Run(
        clip=clip,
        provenance=provenance,
        quality=quality,
        segments=tuple(segment_from(segment) for segment in kept),
        findings=tuple(finding_from(finding, keys[finding["segment_id"]]) for finding in found),
        kinematics=kinematics,
    )
    return StoredRun(
        id=row["id"],
        recording_id=row["recording_id"],
        job_id=row["job_id"],
        run=run,
        finding_ids=tuple(finding["id"] for finding in found),
        has_series=row["series_sha256"] is not None,
    )
