"""Whether a Dask scheduler answers, asked before work is sent its way."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from transitions.errors import JobError

_PATIENCE_S = 10.0


def check_scheduler(address: str) -> None:
    """Return when something listens at the address (``tcp://host:8786``).

    Raises
    ------
    JobError
        Nothing does, or it is no such address.
    """
    try:
        parts = urlsplit(address if "://" in address else f"tcp://{address}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or not port:
        raise JobError(f"“{address}” is not a scheduler's address; write it as tcp://host:8786.")
    try:
        socket.create_connection((host, port), timeout=_PATIENCE_S).close()
    except OSError as error:
        raise JobError(
            f"The scheduler {address} does not answer; see that it runs, or correct its address."
        ) from error
