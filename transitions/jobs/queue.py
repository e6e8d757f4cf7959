"""The door to background work for the page and the command line."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from transitions.errors import JobError
from transitions.settings import Settings
from transitions.store import Job, Store

PIPELINE = "transitions.pipeline:analyse"
LOG_NAME = "worker.log"

_OPTIONS = frozenset({"person", "model", "profile"})
_LOG_LIMIT_BYTES = 5_000_000
_START_LIMIT = 3
_SETTLED_S = 60.0
_GOODBYE_S = 10.0


class JobQueue:
    """Submits jobs, tells how they stand, and keeps the host process alive while there is work.

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
        self._settings = settings or store.settings
        self._analysis = analysis
        self._host: subprocess.Popen[bytes] | None = None
        self._starts = 0
        self._started_s = 0.0
        self._lock = threading.Lock()
        self.recover()

    def submit(self, recording_id: int, options: Mapping[str, Any] | None = None) -> int:
        """Queue the analysis of a recording and return the job's id.

        The same analysis that is waiting or running already is not queued twice.

        Parameters
        ----------
        options : any of ``person`` (1, 2 …), ``model`` (``full``, ``lite``) and ``profile`` (path of a
            TOML file that the workers can read).

        Raises
        ------
        JobError
            An option is not one of these, or background work cannot be started.
        StoreError
            The recording was deleted, or the store cannot be written.
        """
        given = {name: value for name, value in (options or {}).items() if value is not None}
        unknown = sorted(set(given) - _OPTIONS)
        if unknown:
            raise JobError(f"“{unknown[0]}” is not an option of an analysis; use person, model or profile.")
        if "profile" in given:
            given["profile"] = str(Path(given["profile"]).expanduser().resolve())
        job = self._store.jobs.add(recording_id, given)
        self._ensure_host()
        return job.id

    def status(self, job_id: int) -> Job:
        """How the job stands: state, frames done and in all, seconds left, plain reason when it failed.

        Raises
        ------
        JobError
            The job was deleted with its recording, or it waits and background work cannot be started.
        """
        job = self._store.jobs.get(job_id)
        if not job.state.is_final:
            self._ensure_host()
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
            self._ensure_host()
        return waiting

    def warm_up(self) -> None:
        """Start the workers before the first job, as when a clip is being chosen."""
        self._ensure_host()

    def close(self) -> None:
        """End the host and its workers; unfinished jobs are taken up by the next queue."""
        with self._lock:
            host, self._host = self._host, None
        if host is None or host.stdin is None:
            return
        host.stdin.close()
        try:
            host.wait(_GOODBYE_S)
        except subprocess.TimeoutExpired:
            host.kill()
            host.wait()

    def __enter__(self) -> JobQueue:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ensure_host(self) -> None:
        with self._lock:
            if self._host is not None and self._host.poll() is None:
                return
            if time.monotonic() - self._started_s > _SETTLED_S:
                self._starts = 0
            if self._starts >= _START_LIMIT:
                raise JobError(
                    f"Background work cannot be started; {self._log_path()} says why. Put it right and start again."
                )
            self._starts += 1
            self._started_s = time.monotonic()
            self._host = self._start_host()

    def _start_host(self) -> subprocess.Popen[bytes]:
        try:
            with self._open_log() as log:
                return subprocess.Popen(
                    [sys.executable, "-m", "transitions.jobs.host", self._analysis],
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=log,
                    env=os.environ | self._settings.as_environment(),
                    start_new_session=True,  # Ctrl-C in the terminal is the page's to handle
                )
        except OSError as error:
            raise JobError(
                f"Background work cannot be started ({error.strerror}); check the data folder and its space."
            ) from error

    def _open_log(self) -> IO[bytes]:
        path = self._log_path()
        grown = path.exists() and path.stat().st_size > _LOG_LIMIT_BYTES
        return path.open("wb" if grown else "ab")

    def _log_path(self) -> Path:
        return self._settings.data_dir / LOG_NAME
