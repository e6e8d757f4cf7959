"""Carries out pieces of work, one after the other here or several at once in worker processes."""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from transitions.errors import Cancelled, HelperError, TransitionsError
from transitions.stretchwise.tasks import FollowTask, FullLook, SkimTask

PieceOfWork = SkimTask | FollowTask | FullLook

_ROOT = Path(__file__).resolve().parents[2]
_LISTEN_S = 0.2

LAST_ONES = 3
"""Of the last so many pieces a worker the longest are begun first, so that all workers end at about the same time; what
comes before is done in order, for what was found so far is told up to the first piece that isn't done."""


class StretchWorkers:
    """Workers that live as long as the ``with`` block; none where one process is to do it all.

    Parameters
    ----------
    processes : how many work at once. One works here; more are processes of their own, and this one waits.
    """

    def __init__(self, processes: int) -> None:
        self._workers = [_Worker() for _ in range(processes)] if processes > 1 else []

    def carry_out(
        self,
        tasks: Sequence[PieceOfWork],
        on_moved: Callable[[int, float], None],
        on_done: Callable[[int], None],
        stopped: Callable[[], bool] | None,
    ) -> None:
        """Do those of the tasks whose result is not there yet.

        Parameters
        ----------
        on_moved : told the number of a task and the time of the clip that it reached. on_done : told the number of a
            task that is done, also when it was before.
        stopped : asked now and then; true ends the work.

        Raises
        ------
        Cancelled, HelperError, TransitionsError
            What a task met; a worker ended; `stopped` said so.
        """
        left: list[int] = []
        for number, task in enumerate(tasks):
            if task.result.exists():
                on_done(number)
            else:
                left.append(number)
        if not self._workers:
            for number in left:
                tasks[number].carry_out(partial(on_moved, number), stopped)
                on_done(number)
            return
        self._share_out(tasks, left, on_moved, on_done, stopped)

    def _share_out(
        self,
        tasks: Sequence[PieceOfWork],
        left: list[int],
        on_moved: Callable[[int, float], None],
        on_done: Callable[[int], None],
        stopped: Callable[[], bool] | None,
    ) -> None:
        heard: queue.SimpleQueue[tuple[_Worker, int, str, object]] = queue.SimpleQueue()
        waiting = _longest_last(left, tasks, LAST_ONES * len(self._workers))
        busy = 0
        for worker in self._workers:
            if waiting:
                worker.begin(number := waiting.pop(), tasks[number], heard)
                busy += 1
        while busy:
            if stopped is not None and stopped():
                raise Cancelled("The analysis was stopped.")
            try:
                worker, number, kind, value = heard.get(timeout=_LISTEN_S)
            except queue.Empty:
                continue
            if kind == "moved":
                on_moved(number, float(value))  # type: ignore[arg-type]
            elif kind == "done":
                on_done(number)
                busy -= 1
                if waiting:
                    worker.begin(number := waiting.pop(), tasks[number], heard)
                    busy += 1
            elif isinstance(value, TransitionsError):
                raise value
            else:
                raise HelperError(
                    "A helper process of the analysis was ended from outside, perhaps because the computer is short "
                    "of memory; analyse the clip again, or with one process (--processes 1). "
                    "What is done is not done again."
                )

    def close(self) -> None:
        """End the workers, whatever they are doing."""
        for worker in self._workers:
            worker.close()

    def __enter__(self) -> StretchWorkers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _longest_last(left: Sequence[int], tasks: Sequence[PieceOfWork], last_ones: int) -> list[int]:
    """In the order in which they are taken from the end: as given, but of the last ones the longest first."""
    at = max(0, len(left) - last_ones)
    ending = sorted(left[at:], key=lambda number: tasks[number].video_s)
    return [*ending, *reversed(left[:at])]


class _Worker:
    """A process of its own, no copy of this one: a caller's script needs no ``if __name__ == "__main__"``."""

    def __init__(self) -> None:
        places = [str(_ROOT), os.environ.get("PYTHONPATH", "")]
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "transitions.stretchwise.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))},
        )
        self._listening: threading.Thread | None = None

    def begin(
        self, number: int, task: PieceOfWork, heard: queue.SimpleQueue[tuple[_Worker, int, str, object]]
    ) -> None:
        """Give the worker a task; what it says is put into `heard` with the task's number."""
        self._listening = threading.Thread(
            target=self._listen, args=(number, task, heard), name="stretch-worker", daemon=True
        )
        self._listening.start()

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        if self._listening is not None:
            self._listening.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()

    def _listen(
        self, number: int, task: PieceOfWork, heard: queue.SimpleQueue[tuple[_Worker, int, str, object]]
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        kind, value = "ended", None
        # A worker that ends leaves a broken pipe or half a message: what counts is that nothing more comes.
        try:
            with suppress(EOFError, OSError, pickle.UnpicklingError):
                self._process.stdin.write(pickle.dumps(task))
                self._process.stdin.flush()
                kind, value = pickle.load(self._process.stdout)
                while kind == "moved":
                    heard.put((self, number, kind, value))
                    kind, value = "ended", None
                    kind, value = pickle.load(self._process.stdout)
        finally:
            heard.put((self, number, kind, value))
