"""The store: one object with a part for each noun."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from transitions.errors import StoreError
from transitions.store.corrections import Corrections
from transitions.store.cuts import Cuts
from transitions.store.database import Database, database_url
from transitions.store.deletion import finish_removals
from transitions.store.findings import Findings
from transitions.store.history import PersonHistory
from transitions.store.job_board import JobBoard
from transitions.store.media import Media
from transitions.store.migrate import migrate
from transitions.store.people import Participants, Sessions
from transitions.store.recordings import Recordings
from transitions.store.reviews import Reviews
from transitions.store.runs import Runs
from transitions.store.stills import Stills
from transitions.store.studies import Studies
from transitions.store.targets import Targets

if TYPE_CHECKING:
    from transitions.settings import Settings


class Store:
    """Everything that is kept, on one database and one media folder. Safe to share between threads.

    Attributes
    ----------
    settings : those it was opened with; another process opens the same store with them.
    people, sessions : who was filmed, and on which occasions.
    recordings : the clips and what was going on in them.
    runs : analyses, with curves by time range.
    findings : findings across recordings, filtered.
    history : one person's recordings over weeks, with all their moments.
    targets : what a person aims for themselves.
    reviews : what raters say of findings; append-only.
    studies : clips that several raters rate, blind until all have committed; append-only.
    corrections : the transitions of an analysis as each rater corrected them outside of studies; append-only.
    jobs : background work (submitted through `transitions.jobs.JobQueue`).
    cuts, stills : browser-playable pieces of recordings, and a picture of each.
    """

    def __init__(self, database: Database, media: Media, settings: Settings) -> None:
        self.settings = settings
        self.database = database
        self.media = media
        self.people = Participants(database)
        self.sessions = Sessions(database)
        self.recordings = Recordings(database, media)
        self.runs = Runs(database, media)
        self.findings = Findings(database)
        self.history = PersonHistory(database)
        self.targets = Targets(database)
        self.reviews = Reviews(database)
        self.studies = Studies(database)
        self.corrections = Corrections(database, self.studies)
        self.jobs = JobBoard(database)
        self.cuts = Cuts(database, media)
        self.stills = Stills(database, media)

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(
    settings: Settings | None = None, *, url: str | None = None, data_dir: Path | None = None
) -> Store:
    """Open the store, making or upgrading its tables first.

    Parameters
    ----------
    settings : taken from the environment when not given.
    url : SQLAlchemy URL of the database, in place of the setting.
    data_dir : folder for the media and the embedded database, in place of the setting.

    Raises
    ------
    StoreError
        The data folder or the database cannot be used, or belongs to a newer version.
    """
    if settings is None:
        from transitions.settings import load_settings

        settings = load_settings()
    folder = (data_dir or settings.data_dir).expanduser().absolute()
    settings = settings.model_copy(update={"data_dir": folder, "database_url": url or settings.database_url})
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The data folder {folder} cannot be made ({error.strerror}); choose another with TRANSITIONS_DATA_DIR."
        ) from error
    media = Media(folder / "media")
    database = Database(database_url(settings.database_url, folder), settings.lock_timeout_s)
    try:
        migrate(database)
        finish_removals(database, media)
    except BaseException:
        database.close()
        raise
    return Store(database, media, settings)
