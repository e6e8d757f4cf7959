from __future__ import annotations

import hashlib
import io
import os
import time
from pathlib import Path

import pytest

from transitions.store.media import Media


@pytest.fixture
def media(tmp_path: Path) -> Media:
    return Media(tmp_path / "media")


def test_a_file_appears_whole_under_its_name(media: Media) -> None:
    staged = media.stage(io.BytesIO(b"x" * 3_000_000))
    assert (staged.size_bytes, staged.sha256) == (3_000_000, hashlib.sha256(b"x" * 3_000_000).hexdigest())
    assert not media.path("clips/a.mp4").exists()
    media.place(staged, "clips/a.mp4")
    assert media.path("clips/a.mp4").stat().st_size == 3_000_000
    assert list((media.root / "staging").iterdir()) == []


def test_a_source_that_fails_leaves_nothing(media: Media) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise ConnectionResetError("the upload broke off")

    with pytest.raises(Exception, match="cannot be used"):
        media.stage(Broken())
    assert list((media.root / "staging").iterdir()) == []


def test_removing_what_is_gone_is_no_error(media: Media) -> None:
    media.place(media.stage(io.BytesIO(b"abc")), "cuts/ab/a.mp4")
    assert media.remove("cuts/ab/a.mp4") == 3
    assert media.remove("cuts/ab/a.mp4") is None
    assert not (media.root / "cuts" / "ab").exists()


def test_what_a_crash_left_is_dropped_a_day_later(media: Media) -> None:
    old, fresh = media.root / "staging" / "old", media.root / "staging" / "fresh"
    for path in (old, fresh):
        path.write_bytes(b"half")
    two_days_ago_s = time.time() - 48 * 3600
    os.utime(old, (two_days_ago_s, two_days_ago_s))
    Media(media.root)
    assert (old.exists(), fresh.exists()) == (False, True)
