"""Starts a helper process and listens to it."""

from __future__ import annotations

import pickle
from contextlib import suppress
from threading import Event, Thread
from types import TracebackType
from typing import Self

from transitions.errors import HelperError, TransitionsError
from transitions.following.standby import end_helper, take_helper
from transitions.following.task import Answer, StretchTask


class Helper:
    """A process that carries out one task. Use it in a ``with`` block: at its end the process is gone.

    It is a process of its own from the start, no copy of this one: a caller's script needs no
    ``if __name__ == "__main__"``.

    Attributes
    ----------
    frames_done : as last heard.
    """

    def __init__(self, task: StretchTask) -> None:
        self.frames_done = 0
        self._answer: Answer | TransitionsError | None = None
        self._ended = Event()
        self._process = take_helper(task.model)
        self._listening = Thread(target=self._listen, args=(task,), name="pose-helper", daemon=True)
        self._listening.start()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def answer(self, wait_s: float = 0.0) -> Answer | None:
        """What the helper found; None while it works.

        Raises
        ------
        TransitionsError
            What the helper met; `HelperError` if it ended without an answer.
        """
        if not self._ended.wait(wait_s):
            return None
        if isinstance(self._answer, TransitionsError):
            raise self._answer
        if self._answer is None:
            raise HelperError(
                "A helper process of the analysis was ended from outside, perhaps because the computer is short of "
                "memory; analyse the clip again, or with one process (--processes 1)."
            )
        return self._answer

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._listening.join()
        end_helper(self._process)

    def _listen(self, task: StretchTask) -> None:
        pipes = self._process
        assert pipes.stdin is not None
        assert pipes.stdout is not None
        # A helper that ends early leaves a broken pipe or half a message: what counts is that no answer came.
        # Whatever else comes through the pipe, whoever waits for the answer is told that it ended.
        try:
            with suppress(EOFError, OSError, pickle.UnpicklingError):
                pipes.stdin.write(pickle.dumps(task))
                pipes.stdin.flush()
                while self._answer is None:
                    kind, value = pickle.load(pipes.stdout)
                    if kind == "frames":
                        self.frames_done = value
                    else:
                        self._answer = value
        finally:
            self._ended.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
