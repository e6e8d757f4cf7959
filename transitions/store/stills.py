"""Stills: one small picture of each recording, made once and kept while the recording is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from transitions.store.database import Database, the_row
from transitions.store.media import Media, still_name
from transitions.store.tables import recordings


class Stills:
    """`store.stills`."""

    def __init__(self, database: Database, media: Media) -> None:
        self._database = database
        self._media = media

    def get_or_make(self, recording_id: int, make: Callable[[Path], None]) -> Path:
        """The picture of a recording, made with `make` the first time.

        Parameters
        ----------
        make : writes the picture (JPEG) to the path it is given.

        Raises
        ------
        StoreError
            The recording was deleted, the disk is full, or the store may not be written. Errors of
            `make` pass through; nothing half-made is kept.
        """
        own = select(recordings.c.sha256).where(recordings.c.id == recording_id)
        with self._database.reading() as connection:
            name = still_name(the_row(connection, own, "recording")["sha256"])
        if self._media.path(name).is_file():
            return self._media.path(name)
        with self._media.temporary_path(".jpg") as path:
            make(path)
            staged = self._media.adopt(path)
        try:
            # Under the lock of deletions: a recording deleted meanwhile must leave no picture behind.
            with self._database.writing(alone=True) as connection:
                the_row(connection, own, "recording")
                self._media.place(staged, name)
        finally:
            staged.drop()
        return self._media.path(name)
