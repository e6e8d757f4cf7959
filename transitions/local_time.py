"""The day of a time by this computer's clock."""

from __future__ import annotations

from datetime import datetime


def day_here(time_iso: str) -> str | None:
    """The ISO day a time lies in by this computer's clock; None where the text is no ISO time.

    Late in the evening UTC may be a day ahead or behind. A time without a zone is taken as it is.
    """
    try:
        return datetime.fromisoformat(time_iso).astimezone().date().isoformat()
    except (ValueError, OverflowError, OSError):
        # Not a time, or one beyond the calendar of this computer.
        return None
