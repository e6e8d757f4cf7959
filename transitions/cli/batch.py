"""``transitions batch``: the clips of whole folders through the queue, with a table at the end."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from transitions.cli.batch_clips import clips_of
from transitions.cli.batch_table import print_batch
from transitions.cli.interrupt import stop_at_interrupt
from transitions.errors import Cancelled, JobError, StoreError, TransitionsError
from transitions.jobs import JobQueue
from transitions.jobs.batch import Batch, BatchWish, Outcome, readable
from transitions.jobs.queue import PIPELINE
from transitions.jobs.reachable import check_scheduler
from transitions.settings import Settings, load_settings
from transitions.store import now_iso, open_store
from transitions.ui.words import span

CONSENT = (
    "Nothing was analysed. Give --consent to say that the people filmed agree that these clips are analysed and "
    "kept on this computer."
)
SOME_FAILED = 3
"""Exit status when every clip has its outcome and some could not be analysed."""

_LOOK_EVERY_S = 1.0


def run_batch(
    folders: Sequence[Path],
    wanted: BatchWish,
    *,
    consent: bool,
    recursive: bool,
    scheduler: str | None,
    workers: int | None,
    as_json: bool,
    analysis: str = PIPELINE,
) -> int:
    """Analyse the clips of `folders` and return the exit status: 0, or `SOME_FAILED`.

    `analysis` is where the analysis is, as ``module:function``.
    """
    if not consent:
        raise TransitionsError(CONSENT)
    settings = _settings(scheduler, workers)
    if settings.scheduler_address is not None:
        check_scheduler(settings.scheduler_address)
    began_s = time.monotonic()
    with open_store(settings) as store, JobQueue(store, settings, analysis=analysis) as queue:
        batch = Batch(store, queue, wanted, {"consented_at": now_iso()})
        with ExitStack() as stack, stop_at_interrupt() as stopped:
            work = _Work(batch, queue, stopped, _progress(stack))
            try:
                work.take_in(folders, recursive=recursive)
                work.wait()
            except Cancelled:
                stack.close()
                _say_stopped(batch)
                raise
    _tell(batch, time.monotonic() - began_s, as_json=as_json)
    return SOME_FAILED if batch.count(Outcome.FAILED) else 0


class _Work:
    """A batch on its way: shows how far it is, and notices Ctrl-C."""

    def __init__(
        self, batch: Batch, queue: JobQueue, stopped: Callable[[], bool], show: Callable[[Batch, str], None]
    ) -> None:
        self._batch = batch
        self._queue = queue
        self._stopped = stopped
        self._show = show
        self._looked_s = 0.0

    def take_in(self, folders: Sequence[Path], *, recursive: bool) -> None:
        """Take in every clip; work on the first begins while the others are still looked for."""
        trouble = "There is no video in what was named; name a folder of clips, or use --recursive for folders in it."
        found = False
        for seen in clips_of(folders, recursive=recursive):
            self._check_stopped()
            if seen.trouble:
                trouble = seen.trouble
                self._batch.refuse(seen.path, trouble)
                continue
            found = True
            self._batch.take_in(seen.path)
            self._look()
        if not found:
            raise TransitionsError(trouble)

    def wait(self) -> None:
        """Return when every clip has its outcome."""
        while not self._batch.is_finished:
            self._check_stopped()
            self._look()
            time.sleep(0.1)

    def _look(self) -> None:
        if time.monotonic() - self._looked_s < _LOOK_EVERY_S:
            return
        trouble = ""
        try:
            self._batch.look()
            if not self._batch.is_finished:
                self._queue.warm_up()
        except (JobError, StoreError) as error:
            if not self._batch.count(Outcome.ANALYSED):
                raise
            # It worked before: a scheduler or a database that is started again is waited for.
            trouble = str(error)
        self._show(self._batch, trouble)
        self._looked_s = time.monotonic()

    def _check_stopped(self) -> None:
        if self._stopped():
            raise Cancelled("Stopped.")


def _settings(scheduler: str | None, workers: int | None) -> Settings:
    given = {"scheduler_address": scheduler, "workers": workers}
    return load_settings().model_copy(update={k: v for k, v in given.items() if v is not None})


def _progress(stack: ExitStack) -> Callable[[Batch, str], None]:
    """A bar on standard error in a terminal, nothing otherwise."""
    console = Console(stderr=True)
    if not console.is_terminal:
        return lambda _batch, _trouble: None
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[said]}"))
    bar = stack.enter_context(Progress(*columns, console=console, transient=True))
    task = bar.add_task("Analysing clips", total=1.0, said="")

    def show(batch: Batch, trouble: str) -> None:
        bar.update(task, completed=batch.share_done(), said=trouble or _how_far(batch))

    return show


def _how_far(batch: Batch) -> str:
    waiting, failed = batch.count(Outcome.WAITING), batch.count(Outcome.FAILED)
    words = [f"{len(batch.clips) - waiting} of {len(batch.clips)} clips"]
    if failed:
        words.append(f"{failed} failed")
    left_s = batch.seconds_left()
    if left_s is not None:
        words.append(f"about {span(left_s)} left")
    return " · ".join(words)


def _say_stopped(batch: Batch) -> None:
    have = batch.count(Outcome.ANALYSED) + batch.count(Outcome.THERE)
    sys.stderr.write(
        f"{have} of {len(batch.clips)} clips looked at so far have their result. The same command goes on from there; "
        "so does the review page.\n"
    )


def _tell(batch: Batch, took_s: float, *, as_json: bool) -> None:
    clips = list(batch.clips.values())
    if not as_json:
        print_batch(clips, took_s, Console(highlight=False))
        return
    counts = {outcome.name.lower(): batch.count(outcome) for outcome in Outcome}
    record = {
        "counts": counts,
        "took_s": round(took_s, 1),
        "clips": [{**asdict(clip), "path": str(clip.path), "outcome": clip.outcome.value} for clip in clips],
    }
    sys.stdout.write(readable(json.dumps(record, indent=1, ensure_ascii=False)) + "\n")
