"""Analyses and scores folders of clips in several processes, and stops cleanly when asked to."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from pathlib import Path

from transitions.errors import Cancelled, TransitionsError
from transitions.pipeline import analyse
from transitions.process import end_with_parent, own_process
from transitions.validate.report import Report, make_report
from transitions.validate.scoring import ClipScore, score_clip
from transitions.validate.truth import Truth, find_sources

_stop: Event | None = None
"""Set in a worker process: the parent's wish that it stop."""


def validate_folders(
    folders: Sequence[Path], *, workers: int, on_clip: Callable[[str, int, int], None] | None = None
) -> Report:
    """Score every clip in `folders`, each a source, that has a truth file beside it.

    Parameters
    ----------
    workers : clips analysed at once, each in its own process.
    on_clip : called with the clip's name, clips done and clips in all, after each clip.

    Raises
    ------
    TruthFileError
        If a folder holds no clip with a truth file, or one cannot be read.
    KeyboardInterrupt
        After the workers have stopped, when the user interrupts (call it from the main thread).
    """
    return make_report(_score_all(find_sources(folders), workers, on_clip))


def score_one(truth: Truth, cancelled: Callable[[], bool] | None = None) -> ClipScore:
    """Analyse one clip and score it; a clip that cannot be analysed scores as missed, with the reason."""
    try:
        run = analyse(truth.clip, cancelled=cancelled)
    except Cancelled:
        raise
    except TransitionsError as error:
        return score_clip(truth, None, str(error))
    return score_clip(truth, run)


def _score_all(
    truths: Sequence[Truth], workers: int, on_clip: Callable[[str, int, int], None] | None
) -> list[ClipScore]:
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    with ProcessPoolExecutor(
        min(workers, len(truths)), mp_context=context, initializer=_begin_worker, initargs=(stop,)
    ) as pool:
        with _interrupts_ignored():
            waiting = {pool.submit(_score_in_worker, truth) for truth in truths}
        try:
            return _collect(waiting, on_clip)
        except BaseException:
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
            raise


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Worker processes inherit this: they would otherwise print tracebacks when interrupted while starting."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _collect(
    waiting: set[Future[ClipScore]], on_clip: Callable[[str, int, int], None] | None
) -> list[ClipScore]:
    total = len(waiting)
    scores: list[ClipScore] = []
    while waiting:
        done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        for future in done:
            scores.append(future.result())
            if on_clip:
                on_clip(scores[-1].name, len(scores), total)
    return scores


def _begin_worker(stop: Event) -> None:
    """Leave Ctrl-C to the parent, which asks each worker to stop between two frames."""
    global _stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _stop = stop
    own_process()
    parent = multiprocessing.parent_process()
    if parent is not None:
        end_with_parent(parent.join)  # killed, it cannot ask; the worker would wait for work for ever


def _score_in_worker(truth: Truth) -> ClipScore:
    return score_one(truth, _stop.is_set if _stop else None)
