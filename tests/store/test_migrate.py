from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from store_examples import StorePlace, add_recording, finding, run

import transitions.store
from transitions.errors import StoreError
from transitions.model import Result
from transitions.store import Store, open_store
from transitions.store.migrate import HEAD
from transitions.store.recordings import Told
from transitions.store.tables import metadata

OPEN_AND_ADD = """
import io, sys
from pathlib import Path
from transitions.store import open_store
url, folder, count = sys.argv[1] or None, Path(sys.argv[2]), int(sys.argv[3])
store = open_store(url=url, data_dir=folder)
new = [store.recordings.add(io.BytesIO(f"clip {i}".encode() * 9999), f"{i}.mp4").is_new for i in range(count)]
store.people.add("P01")
print(sum(new))
"""


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(transitions.store.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_new_database_has_the_tables_that_the_code_uses(store: Store) -> None:
    with store.database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_database_of_a_newer_version_is_refused(store: Store, store_place: StorePlace) -> None:
    with store.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="made by a newer version"):
        open_store(**store_place)


@pytest.mark.slow
def test_an_up_to_date_store_opens_without_alembic(tmp_path: Path) -> None:
    open_store(data_dir=tmp_path).close()
    code = (
        "import sys; from pathlib import Path; from transitions.store import open_store;"
        f"open_store(data_dir=Path({str(tmp_path)!r})); print('alembic' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


def test_a_store_of_the_first_version_keeps_everything(store: Store, store_place: StorePlace) -> None:
    """The newest tables are taken back to the first ones, filled, and opened again."""
    person = store.people.add("P01")
    session = store.sessions.add(person.id, "before", "2026-11-02")
    told: Told = {"person_id": person.id, "session_id": session.id, "filmed_on": "2026-11-02"}
    recording = add_recording(store, **told)
    for value in (95.0, 104.0):
        store.runs.save(recording.id, run(findings=(finding(value=value), finding(result=Result.POSSIBLE))))
    shown = store.recordings.list(), store.findings.list(), store.findings.facets()
    with store.database.writing() as connection:
        _back_to_first_version(connection)
    with open_store(**store_place) as opened:
        assert (opened.recordings.list(), opened.findings.list(), opened.findings.facets()) == shown
    with store.database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert store.studies.list() == []


def _back_to_first_version(connection: Connection) -> None:
    for table in ("targets", "study_entries", "study_raters", "study_clips", "studies"):
        connection.execute(text(f"DROP TABLE {table}"))
    if connection.dialect.name != "sqlite":
        connection.execute(text("DROP FUNCTION refuse_entry_change"))
    for index in (
        "run_id_position",
        "is_newest_rank_excess",
        "is_newest_kind_rule_result_severity",
    ):
        connection.execute(text(f"DROP INDEX ix_findings_{index}"))
    for table, column in (
        ("findings", "is_newest"),
        ("findings", "kind"),
        ("runs", "is_newest"),
        ("runs", "tally"),
        ("runs", "states"),
        ("runs", "survey"),
        ("recordings", "filmed_on"),
        ("recordings", "shoes"),
    ):
        connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
    for table, column in (
        ("sessions", "note TEXT NOT NULL DEFAULT ''"),
        ("recordings", "width INTEGER"),
        ("recordings", "height INTEGER"),
        ("recordings", "frames INTEGER"),
        ("runs", "saved_at TEXT NOT NULL DEFAULT ''"),
    ):
        connection.execute(text(f"ALTER TABLE {table} ADD COLUMN {column}"))
    connection.execute(text("CREATE INDEX ix_findings_rank_excess ON findings (rank, excess)"))
    connection.execute(
        text("CREATE INDEX ix_findings_run_id_result_severity ON findings (run_id, result, severity)")
    )
    connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))


@pytest.mark.slow
def test_processes_that_start_at_once_share_one_store(store_place: StorePlace) -> None:
    """Four processes find no database, make it, and add the same clips; each clip is new to just one."""
    folder = store_place["data_dir"]
    command = [sys.executable, "-c", OPEN_AND_ADD, store_place["url"] or "", str(folder), "10"]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    said = [process.communicate(timeout=120) for process in started]
    assert [process.returncode for process in started] == [0, 0, 0, 0], said
    assert sum(int(out) for out, _ in said) == 10
    with open_store(**store_place) as store:
        assert store.recordings.count() == 10
        assert len(store.people.list()) == 1
    assert len(list((folder / "media" / "clips").rglob("*.mp4"))) == 10
    assert list((folder / "media" / "staging").iterdir()) == []
