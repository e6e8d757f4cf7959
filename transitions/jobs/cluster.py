"""Passes jobs on to a Dask scheduler's workers: ``python -m transitions.jobs.cluster``.

Each free job becomes a task that claims it, so Dask may run a task again (as it does when a worker dies), on
whichever worker, and nothing is done twice. When the scheduler is gone this process ends, and its parent starts
another.
"""

# mypy: allow-untyped-calls, allow-any-generics
# (Dask says that it is typed, and its calls are not.)

from __future__ import annotations

import json
import logging
import sys
import time
from dataclasses import dataclass
from functools import lru_cache

from transitions.errors import JobError, StoreError, TransitionsError
from transitions.jobs.identity import own_name
from transitions.jobs.work import carry_out, is_free, load_analysis
from transitions.jobs.worker import begin_background
from transitions.process import keep_memory_small
from transitions.settings import Settings, load_settings
from transitions.store import Store, open_store

try:
    from distributed import Client, Future
except ModuleNotFoundError as error:
    sys.exit(f"A cluster needs Dask ({error.name} is missing): pip install 'movement-transitions[cluster]'.")

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
            if task.future.done() or self._is_given_up(task):
                del self._tasks[job_id]
                task.future.release()
        for job_id, holding in holdings.items():
            if job_id not in self._tasks and is_free(holding):
                self._tasks[job_id] = Task(
                    self._client.submit(
                        carry_out_here, job_id, self._settings_json, self._analysis, pure=False
                    )
                )

    def _is_given_up(self, task: Task) -> bool:
        if task.overdue_s is None or time.monotonic() - task.overdue_s <= self._grace_s:
            return False
        if task.has_begun:  # held up in native code: only its nanny can end it
            at_it = [name for name, keys in self._client.processing().items() if task.future.key in keys]
            self._client.restart_workers(at_it, raise_for_error=False)
        return True


def carry_out_here(job_id: int, settings_json: str, analysis: str) -> None:
    """The task: `work.carry_out` on a worker that knows neither store nor settings."""
    keep_memory_small()
    settings, store = _opened(settings_json)
    carry_out(store, settings, job_id, load_analysis(analysis), own_name())


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


@lru_cache(maxsize=4)
def _opened(settings_json: str) -> tuple[Settings, Store]:
    settings = Settings(**json.loads(settings_json))
    return settings, open_store(settings)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except TransitionsError as error:
        sys.exit(str(error))
