"""The door to background work for the page and the command line."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from transitions.errors import JobError
from transitions.jobs.crew import Crew
from transitions.settings import Settings
from transitions.store import Job, Store
from transitions.store.makers import Maker

PIPELINE = "transitions.pipeline:analyse"

_OPTIONS = frozenset({"person", "model", "profile", "exhaustive"})


class JobQueue:
    """Submits jobs, tells how they stand, and keeps workers alive while there is work.

    Cheap to make and to keep (one per process; in a page behind ``st.cache_resource``); safe to share
    between threads. Making one takes up whatever an earlier process left unfinished.

    Parameters
    ----------
    store : an open store.
    settings : those of the store when not given.
    analysis : the analysis as ``module:function``; it takes what `transitions.pipeline.analyse` takes.
    """

    def __init__(self, store: Store, settings: Settings | None = None, *, analysis: str = PIPELINE) -> None:
        self._store = store
        self._crew = Crew(store, settings or store.settings, analysis)
        self.recover()

    def submit(self, recording_id: int, options: Mapping[str, Any] | None = None) -> int:
        """Queue the analysis of a recording and return the job's id.

        The same analysis that is waiting or running already is not queued twice.

        Parameters
        ----------
        options : any of ``person`` (1, 2 …), ``model`` (``full``, ``lite``), ``profile`` (path of a
            TOML file that the workers can read) and ``exhaustive`` (look at every frame).

        Raises
        ------
        JobError
            An option is not one of these, or background work cannot be started.
        StoreError
            The recording was deleted, or the store cannot be written.
        """
        job = self._store.jobs.add(recording_id, _checked(options))
        self._crew.ensure()
        return job.id

    def submit_unless_made(
        self, recording_id: int, maker: Maker, options: Mapping[str, Any] | None = None
    ) -> int | None:
        """Queue an analysis as `submit` does, or return None when the recording has a run by the same maker.

        No worker is started: call `warm_up` once there is work.
        """
        job = self._store.jobs.add_unless_made(recording_id, _checked(options), maker)
        return None if job is None else job.id

    def status(self, job_id: int) -> Job:
        """How the job stands: state, frames done and in all, seconds left, plain reason when it failed.

        Raises
        ------
        JobError
            The job was deleted with its recording, or it waits and background work cannot be started.
        """
        job = self._store.jobs.get(job_id)
        if not job.state.is_final:
            self._crew.ensure()
        return job

    def cancel(self, job_id: int) -> Job:
        """Stop a job: at once when it waits, within about a second when it runs."""
        return self._store.jobs.cancel(job_id)

    def wait(self, job_id: int, on_change: Callable[[Job], None] | None = None, poll_s: float = 0.2) -> Job:
        """Return when the job is done, failed or cancelled; `on_change` is told of every look until then."""
        while True:
            job = self.status(job_id)
            if on_change is not None:
                on_change(job)
            if job.state.is_final:
                return job
            time.sleep(poll_s)

    def recover(self) -> int:
        """Take up the jobs that earlier processes left waiting or running; returns how many there are."""
        waiting = len(self._store.jobs.holdings())
        if waiting:
            self._crew.ensure()
        return waiting

    def warm_up(self) -> None:
        """Start the workers before the first job, as when a clip is being chosen."""
        self._crew.ensure()

    def close(self) -> None:
        """End the workers; unfinished jobs are taken up by the next queue."""
        self._crew.close()

    def __enter__(self) -> JobQueue:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _checked(options: Mapping[str, Any] | None) -> dict[str, Any]:
    given = {name: value for name, value in (options or {}).items() if value is not None}
    unknown = sorted(set(given) - _OPTIONS)
    if unknown:
        raise JobError(
            f"“{unknown[0]}” is not an option of an analysis; use person, model, profile or exhaustive."
        )
    if "profile" in given:
        given["profile"] = str(Path(given["profile"]).expanduser().resolve())
    return given
