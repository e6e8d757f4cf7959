"""Keeps the pose models' memory small: asks the C library (glibc) how it deals with what they free."""

from __future__ import annotations

import ctypes
import sys

_M_ARENA_MAX = -8
"""`mallopt`'s name for the most heaps, from glibc's malloc.h."""


def share_one_heap() -> None:
    """Let all threads take memory from one heap, for the rest of the process.

    Each of MediaPipe's threads would get one of its own, and what one model frees is then no use to the next:
    the peak would be higher and differ from run to run. ``python -m bench.memory`` prints it as it is.
    """
    _ask("mallopt", _M_ARENA_MAX, 1)


def return_freed_memory() -> None:
    """Give back to the system what is free.

    The C library keeps what the closed models used; without this the analysis that follows would add to
    their peak.
    """
    _ask("malloc_trim", 0)


def _ask(name: str, *arguments: int) -> None:
    if sys.platform == "linux":
        function = getattr(ctypes.CDLL(None), name, None)  # other C libraries have no such function
        if function is not None:
            function(*arguments)
