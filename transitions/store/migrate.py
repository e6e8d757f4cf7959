"""Bring the database to this version's tables, safely when several processes start at once."""

from __future__ import annotations

import time
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from transitions.errors import StoreError
from transitions.store.database import Database
from transitions.store.study_tables import metadata

HEAD = "0008"
"""The newest migration. Written here so that an up-to-date database opens without importing Alembic."""

_MIGRATION_LOCK = 7_301_001
_WAL_PATIENCE_S = 5.0


def migrate(database: Database) -> None:
    """Make the tables in a new database, or bring those of an older one up to date.

    Raises
    ------
    StoreError
        The database was made by a newer version, or cannot be written.
    """
    if database.is_sqlite:
        _use_wal(database)
    with database.reading() as connection:
        if _revision(connection) == HEAD:
            return
    with database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
        # Another process may have done the work while this one waited for the lock.
        if _revision(connection) != HEAD:
            _upgrade(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    if _revision(connection) is None:
        metadata.create_all(connection)
        command.stamp(config, HEAD)
        return
    try:
        command.upgrade(config, HEAD)
    except CommandError as error:
        raise StoreError(
            "The database was made by a newer version of this program; install that version to open it."
        ) from error


def _use_wal(database: Database) -> None:
    # SQLite does not wait its turn for this one statement when two processes open a new file at once.
    deadline = time.monotonic() + _WAL_PATIENCE_S
    while True:
        try:
            with database.unlocked() as connection:
                connection.execute(text("PRAGMA journal_mode = WAL"))
            return
        except StoreError as error:
            if "locked" not in str(error.__cause__) or time.monotonic() > deadline:
                raise
        time.sleep(0.05)
