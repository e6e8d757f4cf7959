"""Cuts: small browser-playable pieces of a recording, made once and kept while the recording is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select

from transitions.store.database import Database, the_row
from transitions.store.deletion import finish_removals, note_removals
from transitions.store.media import Media, Staged, cut_name
from transitions.store.records import Excerpt
from transitions.store.tables import cuts, recordings


class Cuts:
    """`store.cuts`."""

    def __init__(self, database: Database, media: Media) -> None:
        self._database = database
        self._media = media

    def get_or_make(
        self,
        recording_id: int,
        start_s: float,
        end_s: float,
        make: Callable[[Path], Sequence[float]],
        variant: str = "",
    ) -> Excerpt:
        """The piece of a recording between two times, made with `make` the first time.

        Parameters
        ----------
        make : writes the piece (MP4) to the path it is given and returns the source time of every frame,
            in seconds on the recording's clock.
        variant : tells pieces of the same times apart, such as ``720p``.

        Raises
        ------
        StoreError
            The recording was deleted, the disk is full, or the store may not be written. Errors of
            `make` pass through; nothing half-made is kept.
        """
        key = {"recording_id": recording_id, "start_s": start_s, "end_s": end_s, "variant": variant}
        with self._database.reading() as connection:
            known = _row(connection, key)
        if known is not None and self._media.path(cut_name(known["sha256"])).is_file():
            return self._excerpt(known)
        with self._media.temporary_path(".mp4") as path:
            frame_times_s = [float(t_s) for t_s in make(path)]
            staged = self._media.adopt(path)
        try:
            kept = self._keep(key, frame_times_s, staged)
        finally:
            staged.drop()
        finish_removals(self._database, self._media)
        return kept

    def _keep(self, key: dict[str, Any], frame_times_s: list[float], staged: Staged) -> Excerpt:
        with self._database.writing(alone=True) as connection:
            whole = select(recordings.c.id).where(recordings.c.id == key["recording_id"])
            the_row(connection, whole, "recording")
            self._media.place(staged, cut_name(staged.sha256))
            known = _row(connection, key)
            if known is not None and known["sha256"] == staged.sha256:
                return self._excerpt(known)
            if known is not None:
                # Its file was lost, and another encoder made this one.
                note_removals(connection, [cut_name(known["sha256"])])
                connection.execute(delete(cuts).where(cuts.c.id == known["id"]))
            values = {**key, "sha256": staged.sha256, "frame_times_s": frame_times_s}
            made = connection.execute(insert(cuts).values(**values).returning(cuts))
            return self._excerpt(made.mappings().one())

    def _excerpt(self, row: RowMapping) -> Excerpt:
        return Excerpt(str(self._media.path(cut_name(row["sha256"]))), tuple(row["frame_times_s"]))


def _row(connection: Connection, key: dict[str, Any]) -> RowMapping | None:
    return connection.execute(select(cuts).filter_by(**key)).mappings().first()
