"""When a clip was filmed, as the phone wrote it into the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import av

from transitions.local_time import day_here
from transitions.video.container import FORMATS

_APPLE_LOCAL_TIME = "com.apple.quicktime.creationdate"
"""Written by iPhones in the local time of where they filmed, offset included."""


def recorded_day(path: Path) -> str | None:
    """The local day (``2026-11-26``) a clip was filmed; None where the file does not say.

    The phone's own local day where it wrote one, else that of this computer's clock.

    Raises nothing: a file that cannot be opened says nothing, and is refused by whoever reads its pictures.
    """
    try:
        # Guarded as in `container.opened`: no other protocol, no playlist.
        with av.open(f"file:{path.resolve()}", "r", options={"format_whitelist": FORMATS}) as container:
            written = dict(container.metadata)
    except (av.FFmpegError, OSError):
        return None
    # MP4 and MOV store UTC, whose day ends in the middle of an evening.
    return _own_day(written.get(_APPLE_LOCAL_TIME, "")) or day_here(written.get("creation_time", ""))


def _own_day(written: str) -> str | None:
    try:
        return date.fromisoformat(written[:10]).isoformat()
    except ValueError:
        return None
