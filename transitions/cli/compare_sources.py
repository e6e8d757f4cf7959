"""What ``transitions compare`` compares: results folders, clips, and recordings of the store by number or by day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from transitions.before_after import own_targets, recordings_between, stored_recording, the_person
from transitions.comparison import SessionRecording
from transitions.errors import TransitionsError
from transitions.export.results import read_run
from transitions.model import Run
from transitions.process import cores
from transitions.store import Store, local_day, open_store
from transitions.video.recorded import recorded_day

RUN_FILE = "run.json"
SESSION_MARK = "@"
NO_DAY = "day not told"
DAYS = re.compile(r"^(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?$")


class Sources:
    """Reads the recordings of both sides; the store is opened when one of it is named, and closed with `stack`.

    Attributes
    ----------
    undated : whether a results folder without its day was read. stored : ids of the store's recordings that were read.
    """

    def __init__(self, model: str, profile: Path | None, person: str | None, stack: ExitStack) -> None:
        self._model, self._profile, self._person = model, profile, person
        self._stack = stack
        self._store: Store | None = None
        self.undated = False
        self.stored: list[int] = []

    def read(self, given: Sequence[str]) -> list[SessionRecording]:
        """The recordings of one side, in the order given.

        Raises
        ------
        TransitionsError
            One cannot be found, read or analysed.
        """
        return [recording for text in given for recording in self._read_one(text)]

    def targets(self, kind: str) -> Mapping[str, float]:
        """The targets that were set for the person whose recordings of the store were read.

        Raises
        ------
        NotComparableError
            They are of more than one person.
        """
        if self._store is None or not self.stored:
            return {}
        return own_targets(self._store, the_person(self._store, self.stored), kind)

    def _read_one(self, text: str) -> Iterator[SessionRecording]:
        for recording_id in self._stored_ids(text):
            self.stored.append(recording_id)
            yield stored_recording(self._opened(), recording_id)
        if not self._names_stored(text):
            for path, session in _expanded(text):
                self.undated |= _is_results(path) and not session
                yield SessionRecording(*self._from_disk(path, session))

    def _names_stored(self, text: str) -> bool:
        """Whether the text is a recording's number or, of a person, days; what exists as a path is a path."""
        if Path(text).exists():
            return False
        return text.isdecimal() or (self._person is not None and DAYS.match(text) is not None)

    def _stored_ids(self, text: str) -> list[int]:
        if not self._names_stored(text):
            return []
        if text.isdecimal():
            return [int(text)]
        days = DAYS.match(text)
        assert days is not None
        since, until = days[1], days[2] or days[1]
        return recordings_between(self._opened(), self._person_id(), since, until)

    def _person_id(self) -> int:
        people = {person.pseudonym: person.id for person in self._opened().people.list()}
        if self._person not in people:
            known = ", ".join(people) or "nobody yet"
            raise TransitionsError(f"Nobody in the store goes by “{self._person}”; there is {known}.")
        return people[self._person]

    def _opened(self) -> Store:
        if self._store is None:
            self._store = self._stack.enter_context(open_store())
        return self._store

    def _from_disk(self, path: Path, session: str) -> tuple[Run, str]:
        """The run and its session: as written behind the path, else as the file says."""
        if _is_results(path):
            run = read_run(path)
            return run, session or local_day(run.provenance.created_at)
        from transitions.cli.progress import show_progress
        from transitions.pipeline import analyse  # loads the pose model's library: not for results folders

        with ExitStack() as bar:
            show = show_progress(Console(stderr=True), bar)
            run = analyse(path, model=self._model, profile=self._profile, processes=cores(), on_progress=show)
        return run, session or recorded_day(path) or NO_DAY


def _is_results(path: Path) -> bool:
    return (path / RUN_FILE).is_file()


def _expanded(text: str) -> Iterator[tuple[Path, str]]:
    """(path, session or ""): a folder of results folders stands for all of them."""
    path, session = _split(text)
    if not path.is_dir() or _is_results(path):
        yield path, session
        return
    inside = sorted(file.parent for file in path.glob(f"*/{RUN_FILE}"))
    if not inside:
        raise TransitionsError(
            f"There is no {RUN_FILE} in {path} or in its folders; give a folder written by "
            "'transitions analyse', a clip, or the number of a recording of the store."
        )
    for folder in inside:
        yield folder, session


def _split(text: str) -> tuple[Path, str]:
    """``PATH@SESSION``; a path that exists as written is a path."""
    if Path(text).exists() or SESSION_MARK not in text:
        return Path(text), ""
    path, _, session = text.rpartition(SESSION_MARK)
    return Path(path), session
