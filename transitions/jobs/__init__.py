"""Work in the background, shared by the review page and the command line. Start with `JobQueue`.

The database is the queue (`store.jobs`): what a job is doing, who holds it and until when are rows there, so
that a closed page, a second tab or a restart loses nothing. A host process beside the page carries waiting
jobs to Dask workers, its own or those of a scheduler address, and takes up the jobs of dead ones.

`queue` is all that a page imports, and it does not import Dask; `host` is the process; `work` is what runs
in a worker.
"""

from transitions.jobs.queue import JobQueue

__all__ = ["JobQueue"]
