"""Keeps the log lines of MediaPipe's native code off the user's standard error.

They are written straight to file descriptor 2 (no flag or environment variable of version 1.2 stops them),
where the user expects one plain sentence at most.
"""

from __future__ import annotations

import os
import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager

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
    them short (loading a model, the first frame).
    """
    with _one_at_a_time, tempfile.TemporaryFile() as caught:
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


def _pass_on(caught: int) -> None:
    size = os.lseek(caught, 0, os.SEEK_END)
    os.lseek(caught, 0, os.SEEK_SET)
    for line in os.read(caught, size).splitlines(keepends=True):
        if not _NATIVE_LINE.match(line):
            os.write(_STANDARD_ERROR, line)
