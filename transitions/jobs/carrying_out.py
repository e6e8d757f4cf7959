"""One job from claim to saved run: what every worker does, here or on a cluster."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from transitions.errors import Cancelled, HelperError, JobError, StoreError, TransitionsError
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
    pieces = _Pieces(store.recordings.work_folder(job.recording_id))
    if job.attempt > settings.attempts and not pieces.have_grown():
        store.jobs.end(job_id, worker, JobState.FAILED, _gave_up(settings.attempts))
        return True
    pieces.note()
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
            work_dir=store.recordings.work_folder(job.recording_id),
            on_progress=heartbeat.note,
            on_found=partial(_keep_so_far, store, job, worker),
            cancelled=heartbeat.asks_to_stop,
        )
        store.runs.save(job.recording_id, run, job_id=job.id, worker=worker)
        store.recordings.drop_work(job.recording_id)
    except (Cancelled, JobError):
        # Stopped by the user, it may be asked for again and goes on; what is left goes with the recording.
        if not _is_there(store, job.recording_id):
            store.recordings.drop_work(job.recording_id)
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


def _keep_so_far(store: Store, job: Job, worker: str, run: Run) -> None:
    """Have what was found so far in the store, to be reviewed while the rest is analysed."""
    try:
        store.runs.save_so_far(job.recording_id, run, job_id=job.id, worker=worker)
    except StoreError:
        # The analysis itself needs no store: the whole is saved at its end, or that fails with a sentence.
        _log.warning("Job %s could not save what it has found so far.", job.id, exc_info=True)


class _Pieces:
    """The results that a long clip's analysis has left so far: an attempt that added to them was not in vain."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._noted = folder / "pieces_before"

    def have_grown(self) -> bool:
        """Whether there are more than when the last attempt began."""
        try:
            before = int(self._noted.read_text())
        except (OSError, ValueError):
            return False
        return self._count() > before

    def note(self) -> None:
        """Remember how many there are as an attempt begins; before the first there are none."""
        if not self._folder.is_dir():
            return
        part = self._noted.with_suffix(".part")
        try:
            part.write_text(str(self._count()))
            part.replace(self._noted)
        except OSError:
            # On a full disk the analysis says so itself, and the number before stands.
            _log.warning("How far %s is could not be noted.", self._folder, exc_info=True)

    def _count(self) -> int:
        return sum(1 for piece in self._folder.glob("*/*") if piece.suffix in {".json", ".npz"})


def _is_there(store: Store, recording_id: int) -> bool:
    try:
        store.recordings.get(recording_id)
    except StoreError:
        return False
    return True


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
