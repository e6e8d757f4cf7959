"""A helper process: ``python -m transitions.following.helper MODEL``. Looks at one stretch and ends.

It reads one pickled `StretchTask` from standard input and writes pickled pairs to standard output: ``("frames", n)``
now and then, at the end ``("answer", Answer)`` or ``("error", TransitionsError)``. It ends when its standard input
closes, so it does not outlive the process that started it, however that ends.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from contextlib import closing, suppress

from transitions.errors import TransitionsError
from transitions.process import end_with_parent, own_process

_TELL_EVERY = 10
"""Frames between two words of progress."""


def main() -> None:
    """Carry out the task on standard input."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C in the terminal is for the process that started this one
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not mix with the answers
    own_process()
    from transitions.following.task import (  # only now: MediaPipe is imported the short way
        StretchTask,
        carry_out,
    )
    from transitions.pose.models import PoseModels

    with closing(PoseModels(sys.argv[1])) as models:
        with suppress(TransitionsError):  # told when the task is carried out
            models.open_ahead()
        try:
            task: StretchTask = pickle.load(sys.stdin.buffer)
        except EOFError:  # started ahead, and not needed
            return
        # Past Python's buffer: a thread that waits within it would be in the way of an orderly end.
        end_with_parent(lambda: os.read(sys.stdin.fileno(), 1))

        def tell(kind: str, value: object) -> None:
            pickle.dump((kind, value), answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()

        def progress(frames_done: int) -> None:
            if frames_done % _TELL_EVERY == 0:
                tell("frames", frames_done)

        try:
            tell("answer", carry_out(task, progress, models=models))
        except TransitionsError as error:
            tell("error", error)


if __name__ == "__main__":
    main()
