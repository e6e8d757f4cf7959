"""What runs in a worker: one job from claim to saved run."""

from __future__ import annotations

import importlib
import json
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from transitions.errors import Cancelled, JobError, TransitionsError
from transitions.jobs.heart import Heart
from transitions.jobs.identity import is_known_dead, own_name
from transitions.model import Run
from transitions.settings import Settings
from transitions.store import Job, JobState, Store, open_store

_log = logging.getLogger(__name__)


def carry_out(job_id: int, settings_json: str, analysis: str) -> None:
    """Claim a job, analyse its clip and save the run; the outcome is written to the job's row.

    Parameters
    ----------
    settings_json : the `Settings` of the store, as JSON, for a worker on another computer has none.
    analysis : where the analysis is, as ``module:function`` (see `transitions.pipeline.analyse`).
    """
    settings, store = _opened(settings_json)
    worker = own_name()
    job = store.jobs.claim(job_id, worker, settings.lease_s, is_dead=is_known_dead)
    if job is None:
        return
    if job.attempt > settings.attempts:
        store.jobs.end(job_id, worker, JobState.FAILED, _gave_up(settings.attempts))
        return
    with Heart(store.jobs, job_id, worker, settings) as heart:
        state, reason = _attempt(store, job, worker, _load(analysis), heart)
    if state is not JobState.DONE and not heart.lost:
        store.jobs.end(job_id, worker, state, reason)


def _attempt(
    store: Store, job: Job, worker: str, analyse: Callable[..., Run], heart: Heart
) -> tuple[JobState, str | None]:
    name = in_store = ""
    try:
        name = store.recordings.get(job.recording_id).name
        path = store.recordings.clip_path(job.recording_id)
        in_store = path.name
        run = analyse(path, **_arguments(job), on_progress=heart.note, cancelled=heart.asks_to_stop)
        named = replace(run, clip=replace(run.clip, name=name))
        store.runs.save(job.recording_id, named, job_id=job.id, worker=worker)
    except (Cancelled, JobError):
        return JobState.CANCELLED, None
    except TransitionsError as error:
        # The clip is kept under its hash; whoever reads the reason knows it by its own name.
        return JobState.FAILED, str(error).replace(in_store, name) if in_store else str(error)
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


def _load(analysis: str) -> Callable[..., Run]:
    module, _, name = analysis.partition(":")
    found: Callable[..., Run] = getattr(importlib.import_module(module), name)
    return found


@lru_cache(maxsize=4)
def _opened(settings_json: str) -> tuple[Settings, Store]:
    settings = Settings(**json.loads(settings_json))
    return settings, open_store(settings)
