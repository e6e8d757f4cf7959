"""What made an analysis, and whether one as it is asked for is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from transitions.store.records import JobState
from transitions.store.tables import jobs, runs


@dataclass(frozen=True)
class Maker:
    """What makes one analysis like another: the program, the pose model and the thresholds (see `Provenance`)."""

    version: str
    pose_model: str
    pose_model_sha256: str
    profile_sha256: str


def is_made(connection: Connection, recording_id: int, options: Mapping[str, Any], maker: Maker) -> bool:
    """Whether the maker's whole run of the same person is there, with all frames looked at where that is asked for."""
    made = connection.execute(_made_by(maker).where(runs.c.recording_id == recording_id))
    return any(_is_as_asked(of_job or {}, options) for (of_job,) in made)


def _made_by(maker: Maker) -> Select[Any]:
    """Of each whole run of the maker the options asked for, None where it came without a job.

    An older one without a job may be what was left of a run so far, for what was said of it.
    """
    same = (
        (runs.c.version == maker.version)
        & (runs.c.pose_model == maker.pose_model)
        & (runs.c.pose_model_sha256 == maker.pose_model_sha256)
        & (runs.c.profile_sha256 == maker.profile_sha256)
    )
    whole = (jobs.c.id.is_(None) & runs.c.is_newest) | (jobs.c.state == str(JobState.DONE))
    of_jobs = select(jobs.c.options).select_from(runs).outerjoin(jobs, jobs.c.id == runs.c.job_id)
    return of_jobs.where(same & whole)


def _is_as_asked(of_job: Mapping[str, Any], options: Mapping[str, Any]) -> bool:
    same_person = of_job.get("person", 1) == options.get("person", 1)
    return same_person and (bool(of_job.get("exhaustive")) or not options.get("exhaustive"))
