"""Cuts: small browser-playable pieces of a recording, made once and kept while the recording is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select

from transitions.errors import StoreError
from transitions.store.database import Database
from transitions.store.deletion import finish_removals, note_removals
from transitions.store.media import Media, Staged, cut_name
from transitions.store.records import Cut
from transitions.store.tables import cuts, recordings


class Cuts:
    """`store.cuts`."""

    def __init__(self, database: Database, media: Media) -> None:
        self._database = database
        self._media = media

    def get(self, recording_id: int, start_s: float, end_s: float, variant: str = "") -> Cut | None:
        """The piece, when it was made before and is still on the disk."""
        with self._database.reading() as connection:
            row = _row(connection, recording_id, start_s, end_s, variant)
        if row is None:
            return None
        cut = self._cut(row)
        return cut if Path(cut.path).is_file() else None

    def get_or_make(
        self,
        recording_id: int,
        start_s: float,
        end_s: float,
        make: Callable[[Path], Sequence[float]],
        variant: str = "",
    ) -> Cut:
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
        kept = self.get(recording_id, start_s, end_s, variant)
        if kept is not None:
            return kept
        with self._media.temporary_path(".mp4") as path:
            frame_times_s = [float(t_s) for t_s in make(path)]
            staged = self._media.adopt(path)
        key = {"recording_id": recording_id, "start_s": start_s, "end_s": end_s, "variant": variant}
        try:
            cut = self._keep(key, frame_times_s, staged)
        finally:
            staged.drop()
        finish_removals(self._database, self._media)
        return cut

    def _keep(self, key: dict[str, Any], frame_times_s: list[float], staged: Staged) -> Cut:
        with self._database.writing(files=True) as connection:
            if (
                connection.scalar(select(recordings.c.id).where(recordings.c.id == key["recording_id"]))
                is None
            ):
                raise StoreError("This recording is no longer in the store; reload the page.")
            self._media.place(staged, cut_name(staged.sha256))
            known = _row(connection, **key)
            if known is not None and known["sha256"] == staged.sha256:
                return self._cut(known)
            if known is not None:
                # Its file was lost, and another encoder made this one.
                note_removals(connection, [cut_name(known["sha256"])])
                connection.execute(delete(cuts).where(cuts.c.id == known["id"]))
            values = {**key, "sha256": staged.sha256, "frame_times_s": frame_times_s}
            made = connection.execute(insert(cuts).values(**values).returning(cuts))
            return self._cut(made.mappings().one())

    def _cut(self, row: RowMapping) -> Cut:
        path = self._media.path(cut_name(row["sha256"]))
        return Cut(str(path), float(row["start_s"]), float(row["end_s"]), tuple(row["frame_times_s"]))


def _row(
    connection: Connection, recording_id: int, start_s: float, end_s: float, variant: str
) -> RowMapping | None:
    query = select(cuts).where(
        cuts.c.recording_id == recording_id,
        cuts.c.start_s == start_s,
        cuts.c.end_s == end_s,
        cuts.c.variant == variant,
    )
    return connection.execute(query).mappings().first()
