"""The process that carries jobs from the database to Dask: ``python -m transitions.jobs.host``.

It runs beside the page rather than in it. Dask starts its workers by importing the main program again; the
main program of a Streamlit page is the page, which would then run within every worker and start a cluster
of its own. Here the main program is this file. It ends when its standard input closes, so it does
not outlive the page, however that ends; its workers end with it.
"""

# mypy: allow-untyped-calls, allow-any-generics
# (Dask says that it is typed, and its calls are not.)

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from typing import Any

import dask
from distributed import Client, Future, LocalCluster

from transitions.errors import StoreError
from transitions.jobs.identity import is_known_dead
from transitions.jobs.work import carry_out
from transitions.settings import Settings, load_settings
from transitions.store import JobState, Store, open_store
from transitions.store.job_board import Holding

POLL_S = 0.2
MISSING_S = 30.0
"""Seconds without a worker before all are started afresh; starting one takes up to ten on a busy laptop."""

_NICENESS = 5
_GOODBYE_S = 5.0
_CONNECT_S = 15.0

_CONFIG = {
    # One death of a worker is one attempt: counting and retrying are the database's business.
    "distributed.scheduler.allowed-failures": 0,
    # Dask gives up a worker that is not back 15 s after its death, and closes the one that is just starting.
    "distributed.deploy.lost-worker-timeout": "1000 days",
}

_log = logging.getLogger(__name__)


class Carrier:
    """Gives every job that is free to a Dask worker, once at a time."""

    def __init__(self, store: Store, client: Client, settings: Settings, analysis: str) -> None:
        self._store = store
        self._client = client
        self._settings_json = settings.model_dump_json()
        self._analysis = analysis
        self._carried: dict[int, Future] = {}
        self._holdings: tuple[Holding, ...] = ()

    def look(self) -> None:
        """Look once at the unfinished jobs and submit those nobody works on."""
        self._holdings = self._store.jobs.holdings()
        unfinished = {holding.job_id for holding in self._holdings}
        for job_id in list(self._carried):
            if job_id not in unfinished or self._carried[job_id].done():
                self._let_go(job_id)
        for holding in self._holdings:
            if holding.job_id not in self._carried and is_free(holding):
                self._carried[holding.job_id] = self._client.submit(
                    carry_out, holding.job_id, self._settings_json, self._analysis, pure=False
                )

    def is_busy(self) -> bool:
        """Whether a job that was given to a worker was being worked on at the last look."""
        return any(holding.job_id in self._carried and not is_free(holding) for holding in self._holdings)

    def _let_go(self, job_id: int) -> None:
        future = self._carried.pop(job_id)
        if future.status == "error":
            # A dead worker, most often: the job is still unfinished and is submitted again.
            _log.warning("Job %s lost its worker: %s", job_id, future.exception())
        future.release()


def is_free(holding: Holding) -> bool:
    """Whether nobody works on the job: it waits, its lease ran out, or its worker is known to be dead."""
    if holding.state is JobState.QUEUED or holding.has_lapsed:
        return True
    return holding.worker is not None and is_known_dead(holding.worker)


class Workers:
    """The Dask workers: an own cluster, or those of a scheduler address."""

    def __init__(self, settings: Settings) -> None:
        dask.config.set(_CONFIG)
        self._wanted = settings.workers
        self._complete_s = time.monotonic()
        self._cluster = _own_cluster(settings.workers) if settings.scheduler_address is None else None
        self.client = Client(self._cluster or settings.scheduler_address, timeout=_CONNECT_S)

    def are_missing(self) -> bool:
        """Whether an own worker has been gone for longer than it takes to start one.

        Dask's nanny does not start a worker again that dies while it is being started.
        """
        scheduler: Any = None if self._cluster is None else self._cluster.scheduler
        if scheduler is None or len(scheduler.workers) >= self._wanted:
            self._complete_s = time.monotonic()
        return time.monotonic() - self._complete_s > MISSING_S

    def close(self) -> None:
        """End the own workers; what they were doing is taken up by the next host."""
        self.client.close()
        if self._cluster is not None:
            self._cluster.close()


def main(analysis: str) -> None:
    """Carry jobs until standard input closes."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")
    if hasattr(os, "nice") and os.nice(0) == 0:
        os.nice(_NICENESS)  # the page stays quick while workers are busy
    settings = load_settings()
    closed = threading.Event()
    threading.Thread(target=_wait_for_end_of_input, args=(closed,), daemon=True).start()
    with open_store(settings) as store:
        workers = Workers(settings)
        carrier = Carrier(store, workers.client, settings, analysis)
        while not closed.wait(POLL_S):
            try:
                carrier.look()
            except StoreError:
                _log.warning("The jobs could not be read; trying again.", exc_info=True)
                closed.wait(settings.heartbeat_s)
            if workers.are_missing() and not carrier.is_busy():
                _start_afresh(analysis)
        workers.close()


def _own_cluster(workers: int) -> LocalCluster:
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        # Memory is flat however long the clip, and a worker that is ended for it would only start again.
        memory_limit=0,
        dashboard_address="127.0.0.1:0",
        scheduler_kwargs={"dashboard": False},
    )


def _start_afresh(analysis: str) -> None:
    _log.warning("A worker did not come back; starting afresh.")
    os.execv(sys.executable, [sys.executable, "-m", "transitions.jobs.host", analysis])


def _wait_for_end_of_input(closed: threading.Event) -> None:
    sys.stdin.buffer.read()
    closed.set()
    time.sleep(_GOODBYE_S)
    # Dask waits for ever for a worker that is gone already. Workers end when this process does.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
