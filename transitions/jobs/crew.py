"""The processes that work for one queue: started when there is work, replaced when they die, ended when they hang.

They claim their jobs from the database by themselves, so that nothing is lost with this one. What only a parent
can do is done here: end a process that is held up in native code, where no exception reaches it.
"""

from __future__ import annotations

import logging
import math
import os
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from transitions.errors import JobError, StoreError
from transitions.jobs.identity import label_of
from transitions.process import ONE_THREAD
from transitions.settings import Settings
from transitions.store import Store
from transitions.store.job_board import Holding

LOG_NAME = "worker.log"
LOOK_EVERY_S = 0.5

_LOG_LIMIT_BYTES = 5_000_000
_START_LIMIT = 3
_SETTLED_S = 60.0
"""A process that ends sooner than this without a job could not start; after `_START_LIMIT` such ends in a row
as long is waited."""

_GOODBYE_S = 10.0

_log = logging.getLogger(__name__)


@dataclass
class Worker:
    """A process started here. `job_id` is what it was last seen to hold, `overdue_s` since when it should not."""

    process: subprocess.Popen[bytes]
    label: str
    started_s: float
    job_id: int | None = None
    overdue_s: float | None = None


class Crew:
    """The workers of this computer, or the one process that passes jobs on to a Dask scheduler's.

    Parameters
    ----------
    analysis : where the analysis is, as ``module:function``.
    """

    def __init__(self, store: Store, settings: Settings, analysis: str) -> None:
        self._store = store
        self._settings = settings
        self._analysis = analysis
        self._on_cluster = settings.scheduler_address is not None
        self._module = "transitions.jobs.cluster" if self._on_cluster else "transitions.jobs.worker"
        self._most = 1 if self._on_cluster else settings.workers
        self._workers: list[Worker] = []
        self._failed_starts = 0
        self._last_start_s = -math.inf
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._watching: threading.Thread | None = None

    def ensure(self) -> None:
        """See to it that work is done from here on, until `close`.

        Raises
        ------
        JobError
            The processes cannot be started; the message says where to read why.
        """
        with self._lock:
            if self._watching is None or not self._watching.is_alive():
                self._closed = threading.Event()
                if not self._workers:
                    self._start()
                self._watching = threading.Thread(
                    target=self._watch, args=(self._closed,), name="crew", daemon=True
                )
                self._watching.start()
            if self._failed_starts >= _START_LIMIT:
                raise JobError(
                    f"Background work cannot be started; {self._log_path()} says why. Put it right and start again."
                )

    def close(self) -> None:
        """End the processes; unfinished jobs are taken up by the next queue, without an attempt less.

        Held against `ensure` until all have ended, so that none is started meanwhile and then forgotten.
        """
        with self._lock:
            watching, self._watching = self._watching, None
            if watching is None:
                return
            self._closed.set()
            watching.join()
            for worker in self._workers:
                _close_input(worker)
            for worker in self._workers:
                try:
                    worker.process.wait(_GOODBYE_S)
                except subprocess.TimeoutExpired:
                    worker.process.kill()
                    worker.process.wait()
            labels = {worker.label for worker in self._workers}
            self._workers.clear()
            self._give_back(labels)

    def _give_back(self, labels: Collection[str]) -> None:
        """Free the jobs that the ended workers held at once, and leave them the attempt."""
        try:
            for holding in self._store.jobs.holdings():
                if holding.worker is not None and label_of(holding.worker) in labels:
                    self._store.jobs.give_back(holding.job_id, holding.worker)
        except StoreError:  # their leases run out
            _log.warning("Unfinished jobs could not be given back.", exc_info=True)

    def _watch(self, closed: threading.Event) -> None:
        while not closed.wait(LOOK_EVERY_S):
            try:
                self._look(self._store.jobs.holdings())
            except (StoreError, JobError):  # the disk or the database may be back at the next look
                _log.warning("Background work could not be looked after; trying again.", exc_info=True)

    def _look(self, holdings: Sequence[Holding]) -> None:
        held = {label_of(holding.worker): holding for holding in holdings if holding.worker is not None}
        for worker in list(self._workers):
            if worker.process.poll() is not None:
                self._bury(worker, held)
            elif self._is_hung(worker, held):
                _log.warning("A worker was held up in job %s and is ended.", worker.job_id)
                worker.process.kill()
        while len(self._workers) < min(self._most, max(1, len(holdings))) and self._may_start():
            self._start()

    def _is_hung(self, worker: Worker, held: Mapping[str, Holding]) -> bool:
        """Whether it has for too long been at a job that was cancelled, is no longer its own, or does not move."""
        holding = held.get(worker.label)
        if holding is not None:
            self._failed_starts = 0
            worker.job_id = holding.job_id
            is_overdue = holding.cancelling or holding.has_lapsed
        else:
            is_overdue = worker.job_id is not None and not self._was_ended_by(worker, worker.job_id)
            worker.job_id = worker.job_id if is_overdue else None
        if not is_overdue:
            worker.overdue_s = None
            return False
        now_s = time.monotonic()
        worker.overdue_s = worker.overdue_s or now_s
        return now_s - worker.overdue_s > self._settings.cancel_grace_s

    def _was_ended_by(self, worker: Worker, job_id: int) -> bool:
        try:
            job = self._store.jobs.get(job_id)
        except JobError:  # deleted with its recording
            return False
        return job.state.is_final and job.worker is not None and label_of(job.worker) == worker.label

    def _bury(self, worker: Worker, held: Mapping[str, Holding]) -> None:
        _close_input(worker)
        self._workers.remove(worker)
        at_work = worker.job_id is not None or worker.label in held
        settled = time.monotonic() - worker.started_s > _SETTLED_S
        self._failed_starts = 0 if at_work or settled else self._failed_starts + 1

    def _may_start(self) -> bool:
        """Whether starting is not in vain: after some failures in a row it is tried once a minute."""
        waited_s = time.monotonic() - self._last_start_s
        return self._failed_starts < _START_LIMIT or waited_s > _SETTLED_S

    def _start(self) -> None:
        if self._on_cluster and find_spec("distributed") is None:
            raise JobError(
                "A scheduler address is set, but Dask is not installed: pip install 'movement-transitions[cluster]'."
            )
        label = uuid.uuid4().hex[:8]
        self._last_start_s = time.monotonic()
        try:
            with self._open_log() as log:
                process = subprocess.Popen(
                    [sys.executable, "-m", self._module, self._analysis, label],
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=log,
                    env=ONE_THREAD | os.environ | self._settings.as_environment(),
                    start_new_session=True,  # closing the terminal is the page's to handle
                )
        except OSError as error:
            raise JobError(
                f"Background work cannot be started ({error.strerror}); check the data folder and its space."
            ) from error
        self._workers.append(Worker(process, label, self._last_start_s))

    def _open_log(self) -> IO[bytes]:
        path = self._log_path()
        grown = path.exists() and path.stat().st_size > _LOG_LIMIT_BYTES
        return path.open("wb" if grown else "ab")

    def _log_path(self) -> Path:
        return self._settings.data_dir / LOG_NAME


def _close_input(worker: Worker) -> None:
    if worker.process.stdin is not None:
        worker.process.stdin.close()
