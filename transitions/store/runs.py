"""Runs: analyses with their segments, findings and curves."""

from __future__ import annotations

import math
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select, update

from transitions.errors import JobError, StoreError
from transitions.model import Clip, Finding, Provenance, Quality, Result, Run, Segment, Severity, Survey
from transitions.plain_values import from_plain, to_plain
from transitions.series import Kinematics
from transitions.series_file import read_series, write_series
from transitions.states import DayStates
from transitions.store.database import Database, the_row
from transitions.store.media import Media, Staged, series_name
from transitions.store.records import JobState, now_iso
from transitions.store.tables import findings, jobs, recordings, runs, segments

_RESULTS = (Result.NOT_OBSERVED, Result.NOT_ASSESSABLE, Result.POSSIBLE, Result.OBSERVED)
_SEVERITIES = (None, Severity.MILD, Severity.MODERATE, Severity.SEVERE)


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
        staged = self._stage_series(run)
        try:
            with self._database.writing(alone=True) as connection:
                of_job = select(runs.c.id).where(runs.c.job_id == job_id)
                saved: int | None = None if job_id is None else connection.scalar(of_job)
                if saved is not None:
                    return saved
                if connection.scalar(select(recordings.c.id).where(recordings.c.id == recording_id)) is None:
                    raise StoreError(
                        "The recording was deleted while it was analysed, so its result was not kept."
                    )
                if job_id is not None:
                    _finish_job(connection, job_id, worker)
                if staged is not None:
                    self._media.place(staged, series_name(staged.sha256))
                return _insert_run(connection, recording_id, run, job_id, staged)
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

    def keep_states(self, run_id: int, states: DayStates) -> None:
        """Keep what the person does over the recording, so that it is worked out once.

        Raises
        ------
        StoreError
            The store may not be written. Of a run that was deleted meanwhile nothing is kept.
        """
        with self._database.writing() as connection:
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
        with self._database.reading() as connection:
            sha256 = the_row(connection, _one(run_id), "analysis")["series_sha256"]
        if sha256 is None:
            raise StoreError("This analysis was saved without curves; analyse the clip again.")
        return read_series(self._media.path(series_name(sha256)), start_s, end_s)

    def has_series(self, run_id: int) -> bool:
        """Whether a run was saved with curves.

        Raises
        ------
        StoreError
            The run was deleted.
        """
        with self._database.reading() as connection:
            return the_row(connection, _one(run_id), "analysis")["series_sha256"] is not None

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


def _one(run_id: int) -> Select[Any]:
    return select(runs).where(runs.c.id == run_id)


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
    values = {
        "recording_id": recording_id,
        "job_id": job_id,
        "clip": to_plain(run.clip),
        **to_plain(run.provenance),
        **to_plain(run.quality),
        "series_sha256": None if staged is None else staged.sha256,
        "is_newest": True,
        "tally": _tally(run),
        "states": None if run.states is None else to_plain(run.states),
        "survey": None if run.survey is None else to_plain(run.survey),
    }
    run_id: int = connection.execute(insert(runs).values(**values).returning(runs.c.id)).scalar_one()
    _insert_findings(connection, run_id, run)
    own = recordings.c.id == recording_id
    connection.execute(update(recordings).where(own).values(duration_s=run.clip.duration_s))
    return run_id


def _tally(run: Run) -> dict[str, Any]:
    """Counts that the list of recordings shows of a run."""
    severities = Counter(str(finding.severity) for finding in run.findings if finding.severity is not None)
    results = Counter(str(finding.result) for finding in run.findings)
    return {"segments": len(run.segments), "results": dict(results), "severities": dict(severities)}


def _insert_findings(connection: Connection, run_id: int, run: Run) -> None:
    rows = [
        {**to_plain(segment), "run_id": run_id, "position": i, "key": segment.id}
        for i, segment in enumerate(run.segments)
    ]
    for row in rows:
        del row["id"]
    if rows:
        connection.execute(insert(segments), rows)
    own = select(segments.c.key, segments.c.id).where(segments.c.run_id == run_id)
    ids = dict(connection.execute(own).all())
    kinds = {segment.id: segment.kind for segment in run.segments}
    found = [
        {
            **to_plain(finding),
            "run_id": run_id,
            "segment_id": ids[finding.segment_id],
            "position": i,
            "is_newest": True,
            "kind": kinds[finding.segment_id],
            **_place(finding),
        }
        for i, finding in enumerate(run.findings)
    ]
    if found:
        connection.execute(insert(findings), found)


def _place(finding: Finding) -> dict[str, float]:
    """What puts the worst first: observed before possible, then severity, then how far past the threshold."""
    past = finding.value / finding.threshold if finding.value is not None and finding.threshold > 0 else 0.0
    rank = len(_SEVERITIES) * _RESULTS.index(finding.result) + _SEVERITIES.index(finding.severity)
    return {"rank": rank, "excess": past if math.isfinite(past) else 0.0}
