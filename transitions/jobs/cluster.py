"""Passes jobs on to a Dask scheduler's workers: ``python -m transitions.jobs.cluster``.

Each free job becomes a task that claims it, so Dask may run a task again (as it does when a worker dies), on
whichever worker, and nothing is done twice. When the scheduler is gone this process ends, and its parent starts
another.
"""

# mypy: allow-untyped-calls, allow-any-generics
# (Dask says that it is typed, and its calls are not.)

from __future__ import annotations

import logging
import sys
import time
from dataclasses import dataclass

from distributed import Client, Future, KilledWorker

from transitions.errors import JobError, StoreError, TransitionsError
from transitions.jobs.carrying_out import is_free
from transitions.jobs.task import run_task
from transitions.jobs.worker import begin_background
from transitions.settings import Settings, load_settings
from transitions.store import Store, open_store

POLL_S = 0.5

_CONNECT_S = 15.0

_log = logging.getLogger(__name__)


@dataclass
class Task:
    """A job passed on: whether a worker has begun it, and since when it should no longer be at it."""

    future: Future
    has_begun: bool = False
    overdue_s: float | None = None


class Carrier:
    """Passes on every job that is free, once at a time."""

    def __init__(self, store: Store, client: Client, settings: Settings, analysis: str) -> None:
        self._store = store
        self._client = client
        self._grace_s = settings.cancel_grace_s
        self._settings_json = settings.model_dump_json()
        self._analysis = analysis
        self._tasks: dict[int, Task] = {}

    def look(self) -> None:
        """Look once at the unfinished jobs: pass on those nobody works on, end workers that hang."""
        holdings = {holding.job_id: holding for holding in self._store.jobs.holdings()}
        for job_id, task in list(self._tasks.items()):
            holding = holdings.get(job_id)
            task.has_begun = task.has_begun or (holding is not None and holding.worker is not None)
            if holding is not None and not holding.cancelling and not holding.has_lapsed:
                task.overdue_s = None
            elif task.overdue_s is None:
                task.overdue_s = time.monotonic()
            if _is_done(task.future) or self._is_given_up(task):
                del self._tasks[job_id]
                task.future.release()
        for job_id, holding in holdings.items():
            if job_id not in self._tasks and is_free(holding):
                given = (job_id, self._settings_json, self._analysis)
                self._tasks[job_id] = Task(self._client.submit(run_task, *given, pure=False))

    def _is_given_up(self, task: Task) -> bool:
        if task.overdue_s is None or time.monotonic() - task.overdue_s <= self._grace_s:
            return False
        if task.has_begun:  # held up in native code: only its nanny can end it
            at_it = [name for name, keys in self._client.processing().items() if task.future.key in keys]
            self._client.restart_workers(at_it, raise_for_error=False)
        return True


def _is_done(future: Future) -> bool:
    if future.status == "error" and not isinstance(future.exception(), KilledWorker):
        raise JobError(
            f"The cluster's workers cannot do the work: {future.exception()}"
        ) from future.exception()
    return bool(future.done())


def main(analysis: str) -> None:
    """Pass jobs on until standard input closes or the scheduler is gone."""
    begin_background()
    settings = load_settings()
    client = _connected(settings)
    with open_store(settings) as store:
        carrier = Carrier(store, client, settings, analysis)
        while client.status in ("running", "connecting"):
            try:
                carrier.look()
            except StoreError:
                _log.warning("The jobs could not be read; trying again.", exc_info=True)
            time.sleep(POLL_S)
    raise JobError(f"The scheduler {settings.scheduler_address} is gone; see that it runs.")


def _connected(settings: Settings) -> Client:
    try:
        return Client(settings.scheduler_address, timeout=_CONNECT_S)
    except (OSError, ValueError) as error:
        raise JobError(
            f"The scheduler {settings.scheduler_address} does not answer; see that it runs, "
            "or correct TRANSITIONS_SCHEDULER_ADDRESS."
        ) from error


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except TransitionsError as error:
        sys.exit(str(error))
