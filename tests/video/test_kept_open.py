"""A file kept open between reads gives what a file opened anew gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from media import damage, even_times, numbered_picture, read_number, write_clip, write_numbered_clip

from transitions.video import ClipReader, container, keep_files_open, kept_open, open_clip

STRETCHES = [(1.0, 2.0), (3.2, 4.1), (0.0, 0.5), (4.5, 9.0), (2.0, 2.4), (1.0, 2.0)]


@pytest.fixture
def keeping(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(kept_open, "_shelf", shelf := kept_open._Shelf())
    keep_files_open()
    yield
    kept = shelf.take(None if shelf._file is None else shelf._file.key)
    if kept is not None:
        kept.until_closed.close()


def _open_handles(path: Path) -> list[str]:
    """This process's handles on the file."""
    handles = Path("/proc/self/fd")
    return [fd.name for fd in handles.iterdir() if fd.exists() and fd.samefile(path)]


def _numbers(reader: ClipReader, start_s: float, end_s: float) -> list[int]:
    return [read_number(frame.rgb) for frame in reader.read(start_s, end_s, one_thread=True)]


def _skimmed(reader: ClipReader, start_s: float, end_s: float, **options: bool) -> list[float]:
    return [glance.t_s for glance in reader.skim(start_s, end_s, 0.0 if options else 0.3, **options)]


def _everything(reader: ClipReader) -> list[object]:
    seen: list[object] = []
    for start_s, end_s in STRETCHES:
        seen += [_skimmed(reader, start_s, end_s, keyframes_only=True), _skimmed(reader, start_s, end_s)]
        seen += [_numbers(reader, start_s, end_s), reader.gaps]
    return seen


@pytest.mark.parametrize("name", ["c.mp4", "c.mkv"])
@pytest.mark.parametrize("damaged", [False, True])
def test_a_kept_file_gives_the_same(
    tmp_path: Path, name: str, damaged: bool, request: pytest.FixtureRequest
) -> None:
    path = write_numbered_clip(
        tmp_path / name,
        count=150,
        size=(160, 128),
        grain=30,
        gop=20,
        b_frames=2,
        options={"sc_threshold": "0"},
    )
    reader = open_clip(damage(path, 0.48, 0.52) if damaged else path)
    anew = _everything(reader)
    assert not _open_handles(reader.path)
    request.getfixturevalue("keeping")
    assert _everything(reader) == anew
    assert len(_open_handles(reader.path)) == 1
    assert any(anew)


@pytest.mark.usefixtures("keeping")
def test_it_is_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    def counted(path: Path, **how: Any) -> Any:
        opened.append(path)
        return container.opened(path, **how)

    monkeypatch.setattr(kept_open, "opened", counted)
    reader = open_clip(write_numbered_clip(tmp_path / "c.mp4", count=90, gop=20))
    for start_s in (1.0, 2.5, 0.5):
        assert _numbers(reader, start_s, start_s + 0.2)
        assert _skimmed(reader, start_s, start_s + 0.2)
    assert opened == [reader.path]


@pytest.mark.usefixtures("keeping")
def test_two_reads_at_once_do_not_disturb_one_another(tmp_path: Path) -> None:
    reader = open_clip(write_numbered_clip(tmp_path / "c.mp4", count=120, gop=20))
    _numbers(reader, 1.0, 1.2)
    first, second = reader.read(1.0, 2.0, one_thread=True), reader.read(2.0, 3.0, one_thread=True)
    pairs = [(read_number(a.rgb), read_number(b.rgb)) for a, b in zip(first, second, strict=True)]
    assert pairs == [(30 + k, 60 + k) for k in range(30)]
    assert len(_open_handles(reader.path)) == 1


@pytest.mark.usefixtures("keeping")
def test_a_file_that_was_replaced_is_opened_anew(tmp_path: Path) -> None:
    path = write_numbered_clip(tmp_path / "c.mp4", count=90, gop=20)
    assert _numbers(open_clip(path), 1.0, 1.1) == [30, 31, 32]
    pictures = (numbered_picture(number) for number in range(100, 160))
    other = write_clip(tmp_path / "other.mp4", pictures, even_times(60, 30.0), gop=20)
    other.replace(path)
    assert _numbers(open_clip(path), 1.0, 1.1) == [130, 131, 132]
    assert len(_open_handles(path)) == 1
