"""Work in the background, shared by the review page and the command line. Start with `JobQueue`.

The database is the queue and the truth (`store.jobs`): what a job is doing, who holds it and until when are rows
there, so that a closed page, a second tab, a restart or a killed worker loses nothing. Workers are plain
processes that claim jobs from it; docs/design.md says why.

`queue` is the door and `crew` keeps the processes alive; `worker` is such a process, `carrying_out` what it does with a
job, `heartbeat` its signs of life. With a scheduler address, `cluster` passes jobs on to Dask's workers instead.
"""

from transitions.jobs.queue import JobQueue

__all__ = ["JobQueue"]
