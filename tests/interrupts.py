"""Makes a started process heed Ctrl-C even when the tests themselves run in the background."""

from __future__ import annotations

import signal


def heed_interrupts() -> None:
    """Undo an inherited "ignore": give it as `preexec_fn`."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
