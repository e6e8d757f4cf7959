"""A worker process: ``python -m transitions.stretchwise.worker``. Carries out one task after the other.

It reads pickled tasks from standard input and writes pickled pairs to standard output: ``("moved", t_s)`` now and
then, and for each task ``("done", None)`` or ``("error", TransitionsError)``. It ends when its standard input closes,
so it does not outlive the process that started it, however that ends.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Protocol

from transitions.errors import TransitionsError
from transitions.process import own_process

_TELL_EVERY_S = 0.5


class Carriable(Protocol):
    """A piece of work that leaves its result on disk."""

    def carry_out(self, on_moved: Callable[[float], None]) -> None:
        """Do it."""


def main() -> None:
    """Carry out the tasks on standard input."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C in the terminal is for the process that started this one
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not mix with the answers
    own_process()  # before the first task is read: MediaPipe is then imported the short way
    from transitions.pose.models import keep_searchers_open  # only now: they import NumPy
    from transitions.video import keep_files_open

    keep_files_open()
    keep_searchers_open()
    tasks: queue.SimpleQueue[Carriable] = queue.SimpleQueue()
    threading.Thread(target=_take_in, args=(tasks,), name="tasks", daemon=True).start()

    def tell(kind: str, value: object) -> None:
        pickle.dump((kind, value), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()

    told_s = 0.0

    def moved(t_s: float) -> None:
        nonlocal told_s
        if time.monotonic() - told_s >= _TELL_EVERY_S:
            told_s = time.monotonic()
            tell("moved", t_s)

    while True:
        task = tasks.get()
        try:
            task.carry_out(moved)
        except TransitionsError as error:
            tell("error", error)
        else:
            tell("done", None)


def _take_in(tasks: queue.SimpleQueue[Carriable]) -> None:
    """Pass tasks on as they come; the end of input ends the process, whatever it is doing."""
    source = os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    while True:
        try:
            tasks.put(pickle.load(source))
        except EOFError:
            signal.raise_signal(signal.SIGTERM)


if __name__ == "__main__":
    main()
