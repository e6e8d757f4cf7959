"""Full, read-only, locked and damaged: one plain sentence each, and nothing lost or half-written."""

from __future__ import annotations

import io
import itertools
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from stored_pose import judged, stored_pose

from transitions.errors import ResultsError, StoreError, TransitionsError
from transitions.series_file import read_series
from transitions.settings import Settings
from transitions.store import Store, open_store

ADD_AS_NOBODY = """
import io, os, sys
from pathlib import Path
from transitions.store import open_store
from transitions.errors import StoreError
open_store(data_dir=Path(sys.argv[2])).close()  # imports what nobody may not read
os.setuid(65534)
try:
    open_store(data_dir=Path(sys.argv[1])).recordings.add(io.BytesIO(b"clip"), "clip.mp4")
except StoreError as error:
    print(error)
"""


def one_plain_sentence(error: pytest.ExceptionInfo[TransitionsError]) -> str:
    said = str(error.value)
    assert said.endswith(".")
    assert "\n" not in said
    assert "Error" not in said
    return said


def everything_in(folder: Path) -> dict[Path, int]:
    return {
        path: path.stat().st_size for path in folder.rglob("*") if path.is_file() and "staging" in path.parts
    }


def add_people_without_end(store: Store) -> None:
    for number in itertools.count(2):
        store.people.add(f"P{number}", note="x" * 5000)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB, which needs root to mount."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("mounting a small disk needs root")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts a Linux file system")
class TestFullDisk:
    def test_a_clip_that_does_not_fit(self, small_disk: Path) -> None:
        with open_store(data_dir=small_disk / "data") as store:
            kept = store.recordings.add(io.BytesIO(b"small"), "small.mp4").recording
            with pytest.raises(StoreError, match="disk is full") as error:
                store.recordings.add(io.BytesIO(os.urandom(4_000_000)), "large.mp4")
            one_plain_sentence(error)
            assert everything_in(small_disk) == {}
            assert [line.recording for line in store.recordings.list()] == [kept]
            assert store.recordings.clip_path(kept.id).read_bytes() == b"small"

    def test_a_database_that_cannot_grow(self, small_disk: Path) -> None:
        with open_store(data_dir=small_disk / "data") as store:
            person = store.people.add("P01")
            filler = small_disk / "filler"
            with pytest.raises(OSError, match="No space"):
                filler.write_bytes(bytes(4_000_000))
            with pytest.raises(StoreError, match="disk is full") as error:
                add_people_without_end(store)
            one_plain_sentence(error)
            filler.unlink()
            assert person in store.people.list()
            assert store.people.add("after").pseudonym == "after"

    def test_a_run_whose_curves_do_not_fit(self, small_disk: Path) -> None:
        run = judged(stored_pose("rise_and_sit"))
        with open_store(data_dir=small_disk / "data") as store:
            recording = store.recordings.add(io.BytesIO(b"small"), "small.mp4").recording
            kept = store.runs.save(recording.id, run)
            (small_disk / "filler").write_bytes(bytes(1_350_000))
            with pytest.raises(StoreError, match="disk is full") as error:
                store.runs.save(recording.id, run)
            one_plain_sentence(error)
            assert everything_in(small_disk) == {}
            assert store.runs.of_recording(recording.id) == [kept]
            assert store.runs.series(kept).t_s[-1] == run.clip.duration_s


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to become nobody")
@pytest.mark.parametrize("exists", [True, False])
def test_a_folder_that_may_not_be_written(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, exists: bool
) -> None:
    data_dir = tmp_path / "data"
    if exists:
        open_store(data_dir=data_dir).close()
    for folder in [tmp_path, *list(tmp_path.parents)[:2]]:
        folder.chmod(0o755)
    before = sorted(tmp_path.rglob("*"))
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    command = [sys.executable, "-c", ADD_AS_NOBODY, str(data_dir), str(elsewhere)]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.stderr == ""
    assert ran.stdout.count("\n") == 1
    assert "TRANSITIONS_DATA_DIR" in ran.stdout or "allow writing" in ran.stdout
    assert sorted(tmp_path.rglob("*")) == before


def test_a_database_that_another_program_keeps_locked(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, lock_timeout_s=0.2)
    with open_store(settings) as store:
        kept = store.recordings.add(io.BytesIO(b"kept"), "kept.mp4").recording
        other = sqlite3.connect(tmp_path / "transitions.db")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="close it and try again") as error:
            store.recordings.add(io.BytesIO(b"new"), "new.mp4")
        one_plain_sentence(error)
        assert everything_in(tmp_path) == {}
        with pytest.raises(StoreError, match="close it and try again"):
            store.recordings.delete(kept.id)
        assert store.recordings.clip_path(kept.id).read_bytes() == b"kept"  # reading goes on meanwhile
        other.rollback()
        assert store.recordings.add(io.BytesIO(b"new"), "new.mp4").is_new


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "transitions.db").write_text("Dear diary, " * 1000)
    with pytest.raises(StoreError, match="not a database of this program") as error:
        open_store(data_dir=tmp_path)
    one_plain_sentence(error)
    assert (tmp_path / "transitions.db").read_text().startswith("Dear diary")


def test_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(StoreError, match="cannot be made") as error:
        open_store(data_dir=tmp_path / "data")
    one_plain_sentence(error)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "not a database address"),
        ("mysql://host/name", "“mysql” are not supported"),
        ("postgresql://nobody@127.0.0.1:1/none", "check that it is running"),
    ],
)
def test_a_database_address_that_cannot_be_used(tmp_path: Path, url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as error:
        open_store(url=url, data_dir=tmp_path)
    one_plain_sentence(error)


def test_a_password_is_not_repeated_in_the_message(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as error:
        open_store(url="postgresql://me:secret@127.0.0.1:1/none", data_dir=tmp_path)
    assert "secret" not in str(error.value)


def test_a_setting_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRANSITIONS_WORKERS", "many")
    with pytest.raises(StoreError, match="TRANSITIONS_WORKERS") as error:
        open_store()
    one_plain_sentence(error)


def test_curves_that_were_damaged_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "series.parquet"
    with pytest.raises(ResultsError, match="are missing"):
        read_series(path)
    path.write_bytes(b"PAR1 and then nothing")
    with pytest.raises(ResultsError, match="are damaged") as error:
        read_series(path)
    one_plain_sentence(error)
