"""Ctrl-C while a clip is analysed: the analysis stops between two frames, its models closed."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from transitions.errors import Cancelled


@contextmanager
def stop_at_interrupt() -> Iterator[Callable[[], bool]]:
    """Give the `cancelled` of an analysis; a Ctrl-C in the block comes out as KeyboardInterrupt at its end.

    Raised at once it could strike while a model is being opened, which then nobody closes. A second one does.
    """
    usual = signal.getsignal(signal.SIGINT)
    pressed = threading.Event()
    if usual is not signal.default_int_handler:  # Ctrl-C is not heeded here, or by somebody else
        yield pressed.is_set
        return

    def note(number: int, frame: FrameType | None) -> None:
        if pressed.is_set():
            signal.default_int_handler(number, frame)
        pressed.set()

    signal.signal(signal.SIGINT, note)
    try:
        yield pressed.is_set
    except Cancelled as stopped:
        raise KeyboardInterrupt from stopped
    finally:
        signal.signal(signal.SIGINT, usual)
    if pressed.is_set():
        raise KeyboardInterrupt
