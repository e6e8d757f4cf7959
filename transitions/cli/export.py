"""``transitions export``: measures, curves and findings of recordings as tidy tables for one's own tools."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console

from transitions.before_after import stored_recording
from transitions.comparison import SessionRecording
from transitions.errors import StoreError, TransitionsError
from transitions.export.findings_table import counted_rows, write_recordings
from transitions.export.results import read_run
from transitions.store import RecordingSummary, Store, local_day, open_store

RUN_FILE = "run.json"


def run_export(what: Sequence[str], person: str | None, out: Path) -> None:
    """Write the tables of recordings of the store by number, of a person's, of results folders, or of all."""
    folders = [text for text in what if not text.isdecimal() or Path(text).exists()]
    numbers = [int(text) for text in what if text not in folders]
    people: dict[str, list[SessionRecording]] = {}
    for folder in folders:
        people.setdefault("", []).extend(_of_folder(Path(folder)))
    if numbers or person is not None or not what:
        with open_store() as store:
            for pseudonym, recording in _stored(store, numbers, person):
                people.setdefault(pseudonym, []).append(recording)
    if not people:
        raise StoreError("No analysed recording is there to export; analyse a clip first.")
    write_recordings(people, out)
    count = sum(len(recordings) for recordings in people.values())
    Console(highlight=False, soft_wrap=True).print(
        f"Wrote {_many(counted_rows(people), 'transition')} of {_many(count, 'recording')} to {out}: measures, curves "
        "and findings as CSV and Parquet, explained in dictionary.csv.",
        markup=False,
    )


def _of_folder(path: Path) -> Iterator[SessionRecording]:
    """A results folder, or every one in a folder of them."""
    inside = (
        [path] if (path / RUN_FILE).is_file() else sorted(file.parent for file in path.glob(f"*/{RUN_FILE}"))
    )
    if not inside:
        raise TransitionsError(
            f"There is no {RUN_FILE} in {path} or in its folders; give a folder written by 'transitions analyse', or "
            "the number of a recording of the store."
        )
    for folder in inside:
        run = read_run(folder)
        yield SessionRecording(run, local_day(run.provenance.created_at))


def _stored(
    store: Store, numbers: Sequence[int], person: str | None
) -> Iterator[tuple[str, SessionRecording]]:
    if numbers:
        chosen = [store.recordings.summary(number) for number in numbers]
    else:
        kept = store.recordings.list(limit=store.recordings.count())
        chosen = sorted((one for one in kept if one.is_whole), key=lambda one: one.recording.id)
    if person is not None:
        chosen = [one for one in chosen if one.pseudonym == person]
        if not chosen:
            raise StoreError(
                f"No analysed recording is of “{person}”; the names are on the page under Recordings."
            )
    for summary in chosen:
        yield summary.pseudonym or "", _recording(store, summary)


def _recording(store: Store, summary: RecordingSummary) -> SessionRecording:
    if summary.run_id is None:
        raise StoreError(f"Recording {summary.recording.id} is not analysed yet; wait until it is.")
    return stored_recording(store, summary.recording.id)


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
