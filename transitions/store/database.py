"""The connection to the database: SQLite in WAL mode or PostgreSQL, and its troubles in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import URL, Connection, Engine, RowMapping, Select, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError

from transitions.errors import StoreError

_ALONE_LOCK = 7_301_002
"""PostgreSQL advisory lock of writers that take turns: SQLite has them take turns anyway."""

_REMEDIES = (
    ("disk is full", "The disk is full, so nothing was saved; free some space and try again."),
    ("no space left", "The disk is full, so nothing was saved; free some space and try again."),
    ("disk full", "The disk is full, so nothing was saved; free some space and try again."),
    ("readonly", "The data folder is read-only, so nothing was saved; allow writing to {where}."),
    ("read-only", "The database is read-only, so nothing was saved; allow writing to {where}."),
    ("database is locked", "Another program has kept {where} locked; close it and try again."),
    ("lock timeout", "Another program has kept {where} locked; close it and try again."),
    ("not a database", "The file {where} is not a database of this program; move it away or set TRANSITIONS_DATA_DIR."),
    ("malformed", "The database {where} is damaged; restore it from a copy or move it away to start afresh."),
    ("unable to open", "The database {where} cannot be opened; check that its folder exists and may be written to."),
    ("disk i/o error", "The disk of {where} could not be read or written; check the disk and try again."),
)  # fmt: skip


class Database:
    """An engine with two doors: `reading` and `writing`. Every failure comes out as a `StoreError`."""

    def __init__(self, url: URL, lock_timeout_s: float) -> None:
        self.url = url
        self._turn = Lock()
        self._lock_timeout_s = lock_timeout_s
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self.where = url.database if self.is_sqlite else url.render_as_string(hide_password=True)
        self.engine = _make_engine(url, lock_timeout_s)
        if self.is_sqlite:
            _tune_sqlite(self.engine, lock_timeout_s)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent look at the database; writers are not held up by it."""
        with self.translated(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, alone: bool = False) -> Iterator[Connection]:
        """One transaction: all of it is kept, or after any error none of it.

        `alone` is for what looks before it writes, and for rows and the files they name: of such
        transactions there is only one at a time, whatever the process.
        """
        with self._in_turn(), self.translated(), self.engine.connect() as connection:
            connection = connection.execution_options(begin="BEGIN IMMEDIATE")
            with connection.begin():
                if alone and not self.is_sqlite:
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({_ALONE_LOCK})"))
                yield connection

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Have this process's writers to SQLite queue: left to itself it lets some wait until their time is over."""
        if not self.is_sqlite:
            yield
        elif self._turn.acquire(timeout=self._lock_timeout_s):
            try:
                yield
            finally:
                self._turn.release()
        else:
            raise StoreError(f"Others kept {self.where} busy for too long, so nothing was saved; try again.")

    @contextmanager
    def unlocked(self) -> Iterator[Connection]:
        """A SQLite connection outside any transaction, for the statements that demand it."""
        with self.translated(), self.engine.connect() as connection:
            yield connection.execution_options(begin="")

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turn the database's errors into one plain sentence."""
        try:
            yield
        except SQLAlchemyError as error:
            raise StoreError(self._explain(error)) from error

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    def _explain(self, error: SQLAlchemyError) -> str:
        cause = str(error.orig) if isinstance(error, DBAPIError) else str(error)
        said = cause.lower()
        for sign, sentence in _REMEDIES:
            if sign in said:
                return sentence.format(where=self.where)
        first_line = cause.strip().splitlines()[0].rstrip(".") if cause.strip() else type(error).__name__
        if isinstance(error, OperationalError) and not self.is_sqlite:
            return (
                f"The database server {self.where} cannot be used ({first_line}); "
                "check that it is running and that TRANSITIONS_DATABASE_URL is right."
            )
        return f"The database {self.where} refused the request ({first_line}); nothing was changed."


def the_row(connection: Connection, query: Select[Any], what: str) -> RowMapping:
    """The one row that the query asks for, or a `StoreError` when it was deleted."""
    row = connection.execute(query).mappings().first()
    if row is None:
        raise StoreError(f"This {what} is no longer in the store; reload the page.")
    return row


def database_url(given: str | None, data_dir: Path) -> URL:
    """The URL to connect to: the one given, with the psycopg 3 driver, or SQLite in `data_dir`.

    Raises
    ------
    StoreError
        The URL is not one of SQLite or PostgreSQL.
    """
    if given is None:
        return URL.create("sqlite", database=str(data_dir / "transitions.db"))
    try:
        url = make_url(given)
    except ArgumentError as error:
        raise StoreError(
            "TRANSITIONS_DATABASE_URL is not a database address; write it as postgresql://user:password@host/name."
        ) from error
    backend = url.get_backend_name().replace("postgres", "postgresql").replace("postgresqlql", "postgresql")
    if backend == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and url.database:
        return url
    raise StoreError(
        f"Databases of the kind “{backend}” are not supported; "
        "use PostgreSQL, or remove TRANSITIONS_DATABASE_URL for the embedded one."
    )


def _make_engine(url: URL, lock_timeout_s: float) -> Engine:
    if url.get_backend_name() == "sqlite":
        return create_engine(url, connect_args={"timeout": lock_timeout_s})
    options = f"-c lock_timeout={int(lock_timeout_s * 1000)}"
    try:
        # A connection that the server dropped is replaced, not reported.
        return create_engine(
            url, pool_pre_ping=True, connect_args={"options": options, "connect_timeout": 10}
        )
    except ModuleNotFoundError as error:
        raise StoreError(
            "PostgreSQL needs the driver psycopg; install it with: pip install 'movement-transitions[postgres]'."
        ) from error


def _tune_sqlite(engine: Engine, lock_timeout_s: float) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # The driver's own BEGIN comes too late to take the write lock first; `begin` below sends it.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {int(lock_timeout_s * 1000)}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA synchronous = NORMAL")
        # Deleted rows are overwritten: they are about people's health.
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A reader that turns into a writer half-way cannot wait for its turn, so writers say so at once.
        statement = connection.get_execution_options().get("begin", "BEGIN")
        if statement:
            connection.exec_driver_sql(statement)
