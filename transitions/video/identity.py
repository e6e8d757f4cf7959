"""A clip's identity: the hash of its bytes, so that the same clip under two names is one recording."""

from __future__ import annotations

import hashlib
from pathlib import Path


def file_sha256(path: Path) -> str:
    """SHA-256 of a file as 64 hex digits, read in pieces (a recording of hours never sits in memory)."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
