"""A clip's identity: the hash of its bytes, so that the same clip under two names is one recording."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

_BLOCK_BYTES = 4 * 1024 * 1024


def file_sha256(path: Path, on_read: Callable[[float], None] | None = None) -> str:
    """SHA-256 of a file as 64 hex digits, read in pieces (a recording of hours never sits in memory).

    Parameters
    ----------
    on_read : told after each piece how much of the file is read, 0 to 1; what it raises ends the reading.
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        size_bytes = path.stat().st_size
        while piece := file.read(_BLOCK_BYTES):
            digest.update(piece)
            if on_read is not None:
                on_read(min(1.0, file.tell() / max(size_bytes, 1)))
    return digest.hexdigest()
