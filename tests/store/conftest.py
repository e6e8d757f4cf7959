from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from store_examples import StorePlace

from transitions.store import Store, open_store


def _run_as_owner(*command: str | Path) -> None:
    # The server refuses to run as root.
    as_owner: Sequence[str | Path] = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
    subprocess.run([*as_owner, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    if found:
        return found[-1].parent
    on_path = shutil.which("pg_ctl")
    return None if on_path is None else Path(on_path).parent


@contextmanager
def running_postgres() -> Iterator[Path]:
    """A PostgreSQL server of its own, on a socket in a folder of its own; yields that folder."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    try:
        _run_as_owner(binaries / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust")
        start_postgres(folder)
        try:
            yield folder
        finally:
            stop_postgres(folder)
    finally:
        shutil.rmtree(folder)


def start_postgres(folder: Path) -> None:
    """Start the server in this folder."""
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    _control(folder, "-o", options, "-l", folder / "log", "-w", "start")


def stop_postgres(folder: Path) -> None:
    """Stop it as a crash would: nothing is tidied up, and the next start recovers what was committed."""
    _control(folder, "-m", "immediate", "stop")


def _control(folder: Path, *what: str | Path) -> None:
    binaries = _binaries()
    assert binaries is not None
    _run_as_owner(binaries / "pg_ctl", "-D", folder / "data", *what)


@pytest.fixture(scope="session")
def postgres_folder() -> Iterator[Path]:
    with running_postgres() as folder:
        yield folder


@pytest.fixture
def postgres_url(postgres_folder: Path) -> str:
    """An empty database on the server."""
    url = f"postgresql+psycopg://postgres@/postgres?host={postgres_folder}"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url


@pytest.fixture
def crash_database(request: pytest.FixtureRequest, store_place: StorePlace) -> Callable[[], None]:
    """Have the database's server crash and start again; SQLite has none, its writers are killed themselves."""
    if store_place["url"] is None:
        return lambda: None
    folder = request.getfixturevalue("postgres_folder")

    def crash() -> None:
        stop_postgres(folder)
        start_postgres(folder)

    return crash


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store_place(request: pytest.FixtureRequest, tmp_path: Path) -> StorePlace:
    """Arguments of `open_store` for an empty store on each database."""
    url = None if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    return {"url": url, "data_dir": tmp_path / "data"}


@pytest.fixture
def store(store_place: StorePlace) -> Iterator[Store]:
    with open_store(**store_place) as opened:
        yield opened
