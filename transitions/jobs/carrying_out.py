"""One job from claim to saved run: what every worker does, here or on a cluster."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from transitions.errors import Cancelled, HelperError, JobError, TransitionsError
from transitions.jobs.heartbeat import Heartbeat
from transitions.jobs.identity import is_known_dead
from transitions.model import Run
from transitions.settings import Settings
from transitions.store import Job, JobState, Store
from transitions.store.job_board import Holding

Analysis = Callable[..., Run]

_log = logging.getLogger(__name__)


def load_analysis(analysis: str) -> Analysis:
    """The function that is named as ``module:function``."""
    module, _, name = analysis.partition(":")
    found: Analysis = getattr(importlib.import_module(module), name)
    return found


def is_free(holding: Holding) -> bool:
    """Whether nobody works on the job: it waits, its lease ran out, or its worker is known to be dead."""
    if holding.state is JobState.QUEUED or holding.has_lapsed:
        return True
    return holding.worker is not None and is_known_dead(holding.worker)


def carry_out(
    store: Store, settings: Settings, job_id: int, analyse: Analysis, worker: str, processes: int = 1
) -> bool:
    """Claim a job, analyse its clip and save the run; the outcome is written to the job's row.

    Returns false when there was nothing to claim: somebody else holds the job, or it is finished or deleted.

    Parameters
    ----------
    analyse : `transitions.pipeline.analyse`, or what takes the same.
    worker : the name of this process (see `identity.own_name`).
    processes : how many the analysis may use.
    """
    job = store.jobs.claim(job_id, worker, settings.lease_s, is_dead=is_known_dead)
    if job is None:
        return False
    if job.attempt > settings.attempts:
        store.jobs.end(job_id, worker, JobState.FAILED, _gave_up(settings.attempts))
        return True
    with Heartbeat(store.jobs, job_id, worker, settings) as heartbeat:
        state, reason = _attempt(store, job, worker, analyse, heartbeat, processes)
    if state is not JobState.DONE and not heartbeat.lost:
        store.jobs.end(job_id, worker, state, reason)
    return True


def _attempt(
    store: Store, job: Job, worker: str, analyse: Analysis, heartbeat: Heartbeat, processes: int
) -> tuple[JobState, str | None]:
    try:
        run = analyse(
            store.recordings.clip_path(job.recording_id),
            name=store.recordings.get(job.recording_id).name,
            **_arguments(job),
            processes=processes,
            on_progress=heartbeat.note,
            cancelled=heartbeat.asks_to_stop,
        )
        store.runs.save(job.recording_id, run, job_id=job.id, worker=worker)
    except (Cancelled, JobError):
        return JobState.CANCELLED, None
    except HelperError as error:
        if processes == 1:
            return JobState.FAILED, str(error)
        # Short of memory, most often: a process alone needs the least.
        return _attempt(store, job, worker, analyse, heartbeat, processes=1)
    except TransitionsError as error:
        return JobState.FAILED, str(error)
    except Exception:
        _log.exception("Job %s met an unexpected error.", job.id)
        return JobState.FAILED, (
            "The analysis met an error of its own; the file worker.log in the data folder says more. "
            "Try the clip once more, or another export of it."
        )
    return JobState.DONE, None


def _arguments(job: Job) -> dict[str, Any]:
    arguments = dict(job.options)
    if arguments.get("profile") is not None:
        arguments["profile"] = Path(arguments["profile"])
    return arguments


def _gave_up(attempts: int) -> str:
    return (
        f"The analysis was broken off {attempts} times, each time with its whole process; "
        "export the clip again with another program, or film it anew."
    )
