"""A job as a task of Dask: what a worker of the cluster imports and runs."""

from __future__ import annotations

import json
from functools import lru_cache

from transitions.jobs.carrying_out import carry_out, load_analysis
from transitions.jobs.identity import own_name
from transitions.process import keep_memory_small
from transitions.settings import Settings
from transitions.store import Store, open_store


def run_task(job_id: int, settings_json: str, analysis: str) -> None:
    """`work.carry_out` in a process that is given the store's settings as JSON, for it may have none."""
    keep_memory_small()
    settings, store = _opened(settings_json)
    carry_out(store, settings, job_id, load_analysis(analysis), own_name())


@lru_cache(maxsize=4)
def _opened(settings_json: str) -> tuple[Settings, Store]:
    settings = Settings(**json.loads(settings_json))
    return settings, open_store(settings)
