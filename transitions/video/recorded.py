"""When a clip was filmed, as the phone wrote it into the file."""

from __future__ import annotations

from pathlib import Path

import av


def recorded_day(path: Path) -> str | None:
    """The day (``2026-11-26``, in the clock of the file) a clip was filmed; None where the file does not say.

    Raises nothing: a file that cannot be opened says nothing, and is refused by whoever reads its pictures.
    """
    try:
        with av.open(str(path)) as container:
            created = container.metadata.get("creation_time", "")
    except (av.FFmpegError, OSError):
        return None
    return created[:10] or None
