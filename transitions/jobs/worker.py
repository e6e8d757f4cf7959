"""One worker: ``python -m transitions.jobs.worker``. Claims a job, carries it out, claims the next.

It ends when its standard input closes, so it does not outlive the process that started it, however that ends.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import time

from transitions.errors import StoreError, TransitionsError
from transitions.jobs.carrying_out import Analysis, carry_out, is_free, load_analysis
from transitions.jobs.identity import own_name
from transitions.process import cores, end_with_parent, own_process, return_freed_memory
from transitions.settings import Settings, load_settings
from transitions.store import Store, open_store

POLL_S = 0.2

_NICENESS = 5

_log = logging.getLogger(__name__)


def main(analysis: str, label: str) -> None:
    """Carry out jobs until standard input closes.

    Parameters
    ----------
    analysis : where the analysis is, as ``module:function``.
    label : by which the parent knows this worker.
    """
    begin_background()
    own_process()
    settings, worker = load_settings(), own_name(label)
    analyse = load_analysis(analysis)  # now, not with the first job: it takes a second
    with open_store(settings) as store:
        while True:
            try:
                found = _carry_out_next(store, settings, analyse, worker)
            except StoreError:
                # The database may be back at the next look; the job, if any, is taken up again.
                _log.warning("The jobs could not be read; trying again.", exc_info=True)
                found = False
                time.sleep(settings.heartbeat_s)
            if found:
                return_freed_memory()
            else:
                time.sleep(POLL_S)


def begin_background() -> None:
    """What all processes in the background have in common: they are polite, and end with their parent."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal is the page's to handle
    end_with_parent(sys.stdin.buffer.read)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)  # the page stays quick while workers are busy


def _carry_out_next(store: Store, settings: Settings, analyse: Analysis, worker: str) -> bool:
    """Carry out the oldest free job, on this worker's share of the cores; false when there is none."""
    processes = max(1, cores() // settings.workers)
    return any(
        carry_out(store, settings, holding.job_id, analyse, worker, processes)
        for holding in store.jobs.holdings()
        if is_free(holding)
    )


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except TransitionsError as error:
        sys.exit(str(error))
