"""Keeps the log lines of MediaPipe's native code off the user's standard error.

They are written straight to file descriptor 2 (no flag or environment variable of version 1.2 stops them),
where the user expects one plain sentence at most.
"""

from __future__ import annotations

import os
import re
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_STANDARD_ERROR = 2
_NATIVE_LINE = re.compile(
    rb"[IWE]\d{4} \d\d:\d\d:\d\d"
    rb"|(INFO|WARNING|ERROR): "
)
_one_at_a_time = threading.Lock()


@contextmanager
def native_log_hidden() -> Iterator[None]:
    """Drop native log lines written inside the block; anything else written meanwhile still comes out.

    The descriptor belongs to the whole process, so blocks in several threads wait for one another: keep
    them short (loading a model, the first frame). Ctrl-C waits for the block's end: MediaPipe works on
    threads of its own, which would go on writing after a block that was left at once.
    """
    with _interrupt_at_the_end(), _one_at_a_time, tempfile.TemporaryFile() as caught:
        try:
            kept = os.dup(_STANDARD_ERROR)
        except OSError:  # standard error is closed: there is nothing to keep clean
            yield
            return
        os.dup2(caught.fileno(), _STANDARD_ERROR)
        try:
            yield
        finally:
            os.dup2(kept, _STANDARD_ERROR)
            os.close(kept)
            _pass_on(caught.fileno())


@contextmanager
def _interrupt_at_the_end() -> Iterator[None]:
    usual = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(usual):
        yield  # only the main thread is interrupted, and only where Ctrl-C is heeded
        return
    pressed: list[FrameType | None] = []
    signal.signal(signal.SIGINT, lambda _, frame: pressed.append(frame))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
    if pressed:
        usual(signal.SIGINT, pressed[0])


def _pass_on(caught: int) -> None:
    size = os.lseek(caught, 0, os.SEEK_END)
    os.lseek(caught, 0, os.SEEK_SET)
    for line in os.read(caught, size).splitlines(keepends=True):
        if not _NATIVE_LINE.match(line):
            os.write(_STANDARD_ERROR, line)
