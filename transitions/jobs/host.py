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
_NICENESS = 5

_log = logging.getLogger(__name__)


class Carrier:
    """Gives every job that is free to a Dask worker, once at a time."""

    def __init__(self, store: Store, client: Client, settings: Settings, analysis: str) -> None:
        self._store = store
        self._client = client
        self._settings_json = settings.model_dump_json()
        self._analysis = analysis
        self._carried: dict[int, Future] = {}

    def look(self) -> None:
        """Look once at the unfinished jobs and submit those nobody works on."""
        holdings = self._store.jobs.holdings()
        unfinished = {holding.job_id for holding in holdings}
        for job_id in list(self._carried):
            if job_id not in unfinished or self._carried[job_id].done():
                self._let_go(job_id)
        for holding in holdings:
            if holding.job_id not in self._carried and is_free(holding):
                self._carried[holding.job_id] = self._client.submit(
                    carry_out, holding.job_id, self._settings_json, self._analysis, pure=False
                )

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


def main(analysis: str) -> None:
    """Carry jobs until standard input closes."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")
    if hasattr(os, "nice"):
        os.nice(_NICENESS)  # the page stays quick while workers are busy
    settings = load_settings()
    closed = threading.Event()
    threading.Thread(target=_wait_for_end_of_input, args=(closed,), daemon=True).start()
    with open_store(settings) as store, _connect(settings) as client:
        carrier = Carrier(store, client, settings, analysis)
        while not closed.wait(POLL_S):
            try:
                carrier.look()
            except StoreError:
                _log.warning("The jobs could not be read; trying again.", exc_info=True)
                closed.wait(settings.heartbeat_s)


def _connect(settings: Settings) -> Client:
    # One death of a worker is one attempt: counting and retrying are the database's business.
    dask.config.set({"distributed.scheduler.allowed-failures": 0})
    if settings.scheduler_address is not None:
        return Client(settings.scheduler_address)
    options: dict[str, Any] = {"dashboard": False, "dashboard_address": "127.0.0.1:0"}
    cluster = LocalCluster(
        n_workers=settings.workers,
        threads_per_worker=1,
        processes=True,
        # Memory is flat however long the clip, and a worker that is ended for it would only start again.
        memory_limit=0,
        scheduler_kwargs=options,
        dashboard_address="127.0.0.1:0",
    )
    return Client(cluster)


def _wait_for_end_of_input(closed: threading.Event) -> None:
    sys.stdin.buffer.read()
    closed.set()


if __name__ == "__main__":
    main(sys.argv[1])
