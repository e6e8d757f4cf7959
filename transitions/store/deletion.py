"""Deleting: the rows first, then the files that no other row names, and an account of both.

Names of files to remove are written in the same transaction that deletes their rows, so that a power cut
in between leaves no file behind: the next start finishes the work.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Select, delete, func, insert, select, text

from transitions.store.database import Database, the_row
from transitions.store.media import Media, clip_name, cut_name, series_name, still_name
from transitions.store.study_records import OWN_CORRECTIONS
from transitions.store.study_tables import studies, study_clips, study_entries
from transitions.store.tables import cuts, findings, jobs, recordings, removals, reviews, runs, segments


def delete_recording(database: Database, media: Media, recording_id: int) -> str:
    """Delete a recording with everything made from it, and say in plain words what went.

    A clip that stays where the user keeps it is left there.

    Raises
    ------
    StoreError
        It is not in the store, or the database cannot be written; then nothing was deleted.
    """
    media.drop_work(recording_id)  # first: it can be made again, and nothing would lead to it later
    with database.writing(alone=True) as connection:
        kept = the_row(connection, select(recordings).where(recordings.c.id == recording_id), "recording")
        counts = _count_rows(connection, recording_id)
        made = [
            (series_name, select(runs.c.series_sha256).where(runs.c.recording_id == recording_id)),
            (cut_name, select(cuts.c.sha256).where(cuts.c.recording_id == recording_id)),
        ]
        names = [name(sha256) for name, query in made for sha256 in connection.scalars(query) if sha256]
        still = still_name(kept["sha256"])
        if media.path(still).exists():
            names.append(still)
        if not kept["linked_path"]:
            names.append(clip_name(kept["sha256"], kept["suffix"]))
        note_removals(connection, names)
        connection.execute(delete(recordings).where(recordings.c.id == recording_id))
        _delete_empty_corrections(connection)
    files, size_bytes = finish_removals(database, media)
    if database.is_sqlite:
        # The write-ahead log still holds the deleted rows: fold it into the overwritten database.
        with database.unlocked() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    gone = [f"the recording “{kept['name']}”"]
    gone += [f"{n} {one if n == 1 else many}" for n, one, many in (*counts, (files, "file", "files")) if n]
    said = gone[0] if len(gone) == 1 else f"{', '.join(gone[:-1])} and {gone[-1]}"
    freed = f" ({size_bytes / 1e6:.1f} MB)" if files else ""
    own = kept["linked_path"]
    return f"Deleted {said}{freed}." + (f" Your own file {own} was left where it is." if own else "")


def _delete_empty_corrections(connection: Connection) -> None:
    """Delete what names the raters who corrected analyses that are gone: their entries went with the clips."""
    with_clips = select(study_clips.c.study_id)
    of_reviews = studies.c.name.startswith(OWN_CORRECTIONS, autoescape=True)
    connection.execute(delete(studies).where(of_reviews, studies.c.id.not_in(with_clips)))


def finish_removals(database: Database, media: Media) -> tuple[int, int]:
    """Remove the files whose rows are gone; returns how many and their bytes.

    Done under the lock that adding a clip takes too, and only where no row has come to name the file
    since: the same clip may have been added again in the meantime.
    """
    with database.reading() as connection:
        if connection.execute(select(removals.c.name).limit(1)).first() is None:
            return 0, 0
    sizes = []
    with database.writing(alone=True) as connection:
        for name in connection.scalars(select(removals.c.name)).all():
            if not is_in_use(connection, name):
                sizes.append(media.remove(name))
            connection.execute(delete(removals).where(removals.c.name == name))
    removed = [size for size in sizes if size is not None]
    return len(removed), sum(removed)


def note_removals(connection: Connection, names: Iterable[str]) -> None:
    """Remember files to remove, within the transaction that deletes their rows."""
    noted = set(connection.scalars(select(removals.c.name)))
    for name in sorted(set(names) - noted):
        connection.execute(insert(removals).values(name=name))


def _count_rows(connection: Connection, recording_id: int) -> tuple[tuple[int, str, str], ...]:
    own_runs = select(runs.c.id).where(runs.c.recording_id == recording_id)
    own_findings = select(findings.c.id).where(findings.c.run_id.in_(own_runs))
    own_segments = select(segments.c.id).where(segments.c.run_id.in_(own_runs))
    own_reviews = select(reviews.c.id).where(reviews.c.finding_id.in_(own_findings))
    own_clips = select(study_clips.c.id).where(study_clips.c.run_id.in_(own_runs))
    own_entries = select(study_entries.c.id).where(study_entries.c.clip_id.in_(own_clips))
    own_jobs = select(jobs.c.id).where(jobs.c.recording_id == recording_id)

    def count(query: Select[tuple[int]]) -> int:
        return connection.scalar(select(func.count()).select_from(query.subquery())) or 0

    return (
        (count(own_runs), "analysis", "analyses"),
        (count(own_segments), "transition", "transitions"),
        (count(own_findings), "finding", "findings"),
        (count(own_reviews), "review", "reviews"),
        (count(own_entries), "entry of a study", "entries of studies"),
        (count(own_jobs), "job", "jobs"),
    )


def is_in_use(connection: Connection, name: str) -> bool:
    """Whether a row names the file of this name in the media folder."""
    folder, _, file = name.split("/")
    sha256 = file.split(".")[0]
    query = {
        "clips": select(recordings.c.id).where(
            recordings.c.sha256 == sha256, recordings.c.linked_path.is_(None)
        ),
        "series": select(runs.c.id).where(runs.c.series_sha256 == sha256),
        "cuts": select(cuts.c.id).where(cuts.c.sha256 == sha256),
        "stills": select(recordings.c.id).where(recordings.c.sha256 == sha256),
    }[folder]
    return connection.execute(query.limit(1)).first() is not None
