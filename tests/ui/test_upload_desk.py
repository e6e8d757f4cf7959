"""What is kept of an upload, for how long, and who may send."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from transitions.errors import StoreError
from transitions.store import open_store
from transitions.ui.upload.desk import KEPT_S, UploadDesk, UploadError, file_size
from transitions.ui.upload.tickets import GRACE_S, Tickets

CLIP = os.urandom(5000)


@pytest.fixture
def desk(tmp_path: Path) -> UploadDesk:
    return UploadDesk(tmp_path / "uploads", 10**9)


def test_the_content_is_named_as_it_comes_and_after_a_restart(desk: UploadDesk, tmp_path: Path) -> None:
    upload = desk.begin("clip.mp4", len(CLIP))
    desk.write(upload, 0, CLIP[:3000])
    with pytest.raises(UploadError, match="not arrived whole"):
        desk.whole(upload)
    restarted = UploadDesk(tmp_path / "uploads", 10**9)
    restarted.write(upload, 3000, CLIP[3000:])
    expected = hashlib.sha256(CLIP).hexdigest()
    assert restarted.whole(upload).sha256 == expected
    straight = desk.begin("clip.mp4", len(CLIP))
    for offset in range(0, len(CLIP), 1000):
        desk.write(straight, offset, CLIP[offset : offset + 1000])
    part = desk.whole(straight).path
    part.write_bytes(bytes(len(CLIP)))
    assert desk.whole(straight).sha256 == expected, "it is not read a second time"


def test_an_empty_clip_is_whole_at_once(desk: UploadDesk) -> None:
    upload = desk.begin("empty.mp4", 0)
    assert desk.whole(upload).sha256 == hashlib.sha256().hexdigest()


def test_nothing_is_promised_that_the_disk_has_not(tmp_path: Path) -> None:
    free = os.statvfs(tmp_path).f_bavail * os.statvfs(tmp_path).f_frsize
    desk = UploadDesk(tmp_path / "uploads", 10**15, spare_bytes=0)
    with pytest.raises(UploadError, match="too little for “clip") as full:
        desk.begin("clip.mp4", free + 10**9)
    assert full.value.status == 507
    desk.begin("first.mp4", int(free * 0.7))
    with pytest.raises(UploadError, match="too little"):
        desk.begin("second.mp4", int(free * 0.7))


def test_what_nobody_goes_on_with_is_dropped_after_a_day(desk: UploadDesk, tmp_path: Path) -> None:
    old, resumed = (desk.begin(name, len(CLIP)) for name in ("old.mp4", "resumed.mp4"))
    long_ago_s = time.time() - KEPT_S - 10
    for path in (tmp_path / "uploads").iterdir():
        os.utime(path, (long_ago_s, long_ago_s))
    desk.write(resumed, 0, CLIP[:10])
    desk.begin("new.mp4", 10)
    with pytest.raises(UploadError, match="no longer here"):
        desk.find(old.id)
    assert desk.received(desk.find(resumed.id).id) == 10
    assert len(list((tmp_path / "uploads").iterdir())) == 4


@pytest.mark.parametrize("arrived", [0, 3000])
def test_a_block_still_on_its_way_does_not_bring_a_dropped_upload_back(
    desk: UploadDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arrived: int
) -> None:
    upload = desk.begin("clip.mp4", len(CLIP))
    desk.write(upload, 0, CLIP[:arrived])
    desk.drop(upload.id)
    monkeypatch.setattr(desk, "received", lambda _id: arrived)  # asked just before it was dropped
    with pytest.raises(UploadError, match="no longer here"):
        desk.write(upload, arrived, CLIP[arrived:])
    assert not desk._digests
    assert list((tmp_path / "uploads").iterdir()) == []


def test_a_clip_is_moved_into_the_store_once(tmp_path: Path) -> None:
    with open_store(data_dir=tmp_path / "data") as store:
        desk = UploadDesk(tmp_path / "data" / "media" / "uploads", 10**9)
        for is_new in (True, False):
            upload = desk.begin("clip.mp4", len(CLIP))
            desk.write(upload, 0, CLIP)
            added = store.recordings.keep(desk.whole(upload), upload.name)
            desk.drop(upload.id)
            assert added.is_new is is_new
            assert store.recordings.clip_path(added.recording.id).read_bytes() == CLIP
        assert list((tmp_path / "data" / "media" / "uploads").iterdir()) == []


def test_a_clip_that_the_store_refuses_stays(tmp_path: Path) -> None:
    with open_store(data_dir=tmp_path / "data") as store:
        desk = UploadDesk(tmp_path / "data" / "media" / "uploads", 10**9)
        upload = desk.begin("clip.mp4", len(CLIP))
        desk.write(upload, 0, CLIP)
        (tmp_path / "data" / "media" / "clips").write_text("in the way")
        with pytest.raises(Exception, match="cannot be used"):
            store.recordings.keep(desk.whole(upload), upload.name)
        assert desk.whole(upload).path.read_bytes() == CLIP
        assert store.recordings.count() == 0


def test_a_clip_that_is_not_written_down_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(data_dir=tmp_path / "data") as store:
        desk = UploadDesk(tmp_path / "data" / "media" / "uploads", 10**9)
        upload = desk.begin("clip.mp4", len(CLIP))
        desk.write(upload, 0, CLIP)

        def refuse(_connection: Connection) -> None:
            raise OperationalError("COMMIT", {}, Exception("the disk went away"))

        event.listen(store.database.engine, "commit", refuse)
        with pytest.raises(StoreError, match="the disk went away"):
            store.recordings.keep(desk.whole(upload), upload.name)
        event.remove(store.database.engine, "commit", refuse)
        assert desk.whole(upload).path.read_bytes() == CLIP
        added = store.recordings.keep(desk.whole(upload), upload.name)
        assert added.is_new
        assert store.recordings.clip_path(added.recording.id).read_bytes() == CLIP
        assert desk.received(upload.id) == 0


def test_a_ticket_lasts_a_while_longer_than_its_session() -> None:
    is_open, now_s = True, 0.0
    tickets = Tickets(lambda session_id: is_open and session_id == "one", lambda: now_s)
    number = tickets.give("one")
    assert tickets.give("one") == number
    assert not tickets.admits("another")
    now_s += 10 * GRACE_S
    assert tickets.admits(number), "its session is open"
    is_open = False
    now_s += GRACE_S - 1
    assert tickets.admits(number), "the connection may come back"
    now_s += 2
    assert not tickets.admits(number)
    assert tickets.give("two") != number


def test_sizes_are_said_as_file_managers_say_them() -> None:
    assert [file_size(size) for size in (0, 850_400_000, 4_000_000_000)] == ["0 MB", "850 MB", "4.0 GB"]
