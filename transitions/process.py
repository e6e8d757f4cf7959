"""What a process of the program's own may change about itself: a command or a worker calls this at its start.

The library calls nothing of it: `transitions.analyse` runs in other people's processes, whose allocator,
standard error and signals are theirs.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import importlib.util
import os
import re
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
"""`mallopt`'s names from glibc's malloc.h."""

_LARGE_BYTES = 8 << 20
"""A model's weights are larger than this. A frame, its copies and its masks are smaller and stay on the heap: taken
from the system anew for each frame, their pages cost 1 (480p) to 3 ms (720p) of it."""

_KEPT_BYTES = 16 << 20
"""So much of what is free at the heap's end is kept: a frame's worth and more."""

_OBJECTS_BETWEEN_COLLECTIONS = 20_000

_STANDARD_ERROR = 2
_NATIVE_LINE = re.compile(
    rb"[IWE]\d{4} \d\d:\d\d:\d\d"
    rb"|(INFO|WARNING|ERROR): "
)
_LAST_LINES_S = 1.0


_FRONT_DOORS = ("mediapipe", "mediapipe.tasks", "mediapipe.tasks.python", "mediapipe.tasks.python.vision")
"""Packages of MediaPipe whose own first lines import plotting and sound that no analysis uses."""


ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OPENCV_FOR_THREADS_NUM": "1"}
"""The environment in which NumPy and OpenCV, also the one within MediaPipe, work in one thread."""


def own_process() -> None:
    """Set up a process that exists to analyse: quick to start, steady memory, no native log on standard error."""
    work_in_one_thread()
    collect_seldom()
    pass_by_front_doors()
    keep_memory_small()
    hide_native_log()


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def work_in_one_thread() -> None:
    """Let NumPy and OpenCV work in one thread, here and in processes started from here.

    To be called before they are imported.
    OpenBLAS's second thread waits for its share without sleeping: with both cores busy the curves of 10 s took two to
    four times the processor time, and no less by the clock. OpenCV's do too, after every picture and mask: a third of
    the time an analysis spends in the system.
    """
    for name, threads in ONE_THREAD.items():
        os.environ.setdefault(name, threads)


def collect_seldom() -> None:
    """Look for circles of unused objects less often, and not at all at the end.

    At the usual pace it takes a tenth of the imports' time. The interpreter's own last search goes through everything
    that was ever imported, only for the process to end.
    """
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    atexit.register(gc.freeze)


def pass_by_front_doors() -> None:
    """Let MediaPipe's parts be imported without what its packages import beside them.

    Matplotlib and a sound library take five sixths of the import (1.2 s of processor time against 0.2): longer
    than half a second of video takes to analyse. The packages are entered as empty ones that only know their
    folder. Where MediaPipe is imported already, or not installed, nothing is done.
    """
    found = importlib.util.find_spec(_FRONT_DOORS[0])
    if _FRONT_DOORS[0] in sys.modules or found is None or not found.submodule_search_locations:
        return
    folder = Path(found.submodule_search_locations[0])
    for name in _FRONT_DOORS:
        package = ModuleType(name)
        package.__path__ = [str(folder.joinpath(*name.split(".")[1:]))]
        sys.modules[name] = package


def keep_memory_small() -> None:
    """Let all threads take memory from one heap and give back what is large, for the rest of the process.

    Each of MediaPipe's threads would get a heap of its own, and what one model frees is then no use to the
    next: the peak would be higher and differ from run to run (``python -m bench.memory`` prints it). And the
    C library (glibc) would keep what a closed model used, so that what follows the models adds to their peak.
    """
    _ask("mallopt", _M_ARENA_MAX, 1)
    _ask("mallopt", _M_MMAP_THRESHOLD, _LARGE_BYTES)
    _ask("mallopt", _M_TRIM_THRESHOLD, _KEPT_BYTES)


def return_freed_memory() -> None:
    """Give back to the system what is free, as before a worker waits for its next job."""
    _ask("malloc_trim", 0)


def hide_native_log() -> None:
    """Drop MediaPipe's log lines for the rest of the process; whatever else is written still comes out.

    They are written straight to file descriptor 2 (no flag or environment variable of version 1.2 stops them),
    where a user expects one plain sentence at most. The descriptor leads through a filter from here on;
    `sys.stderr` keeps to where it led before.
    """
    try:
        kept = os.dup(_STANDARD_ERROR)
    except OSError:  # standard error is closed: there is nothing to keep clean
        return
    sys.stderr = open(  # noqa: SIM115 (it lives as long as the process)
        kept, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False
    )
    readable, writable = os.pipe()
    os.dup2(writable, _STANDARD_ERROR)
    os.close(writable)
    passing = threading.Thread(target=_pass_on, args=(readable, kept), name="native-log", daemon=True)
    passing.start()

    def let_the_last_lines_out() -> None:
        os.dup2(kept, _STANDARD_ERROR)
        passing.join(_LAST_LINES_S)

    atexit.register(let_the_last_lines_out)


def end_with_parent(wait_for_parent: Callable[[], object]) -> None:
    """End this process, whatever it is doing, when `wait_for_parent` returns.

    The end comes as a signal that nobody handles, so that it reaches a process that is held up in native code.
    """

    def watch() -> None:
        wait_for_parent()
        signal.raise_signal(signal.SIGTERM)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()


def _pass_on(readable: int, kept: int) -> None:
    with open(readable, "rb") as lines:
        for line in lines:
            if not _NATIVE_LINE.match(line):
                os.write(kept, line)


def _ask(name: str, *arguments: int) -> None:
    if sys.platform == "linux":
        function = getattr(ctypes.CDLL(None), name, None)  # other C libraries have no such function
        if function is not None:
            function(*arguments)
