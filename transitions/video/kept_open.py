"""Keeps the file that was read last open, in a process that reads hours of video in hundreds of pieces.

Each time such a file is opened its whole index is read: the work of three frames' pose, and for an instant twice the
memory that the index then takes. Only a process of the program's own asks for it (`keep_files_open`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import av.error
from av.container import InputContainer
from av.video.stream import VideoStream

from transitions.video.container import opened


@dataclass(frozen=True)
class _OpenedAs:
    """Which file, as it is now, and how it is decoded."""

    path: Path
    changed_ns: int
    size_bytes: int
    strict: bool
    one_thread: bool


@dataclass(frozen=True, eq=False)
class _OpenFile:
    key: _OpenedAs | None
    container: InputContainer
    stream: VideoStream
    until_closed: ExitStack

    @classmethod
    def of(
        cls, key: _OpenedAs | None, opening: AbstractContextManager[tuple[InputContainer, VideoStream]]
    ) -> _OpenFile:
        stack = ExitStack()
        return cls(key, *stack.enter_context(opening), stack)

    def stands(self, sought: Callable[[InputContainer, VideoStream], bool]) -> bool:
        """Whether it stands where it was sought to; where it doesn't it is closed."""
        stood = False
        try:
            stood = sought(self.container, self.stream)
        finally:
            if not stood:
                self.until_closed.close()
        return stood


class _Shelf:
    """Room for one open file, where somebody asked for it."""

    def __init__(self) -> None:
        self.is_used = False
        self._file: _OpenFile | None = None

    def take(self, key: _OpenedAs | None) -> _OpenFile | None:
        """The file that is kept, if it is this one; who takes it has it alone."""
        if self._file is None or self._file.key != key:
            return None
        file, self._file = self._file, None
        file.stream.codec_context.skip_frame = "DEFAULT"
        return file

    def give(self, file: _OpenFile) -> None:
        """Keep it in place of another, or close it."""
        superfluous: _OpenFile | None = file
        if self.is_used and file.key is not None:
            superfluous, self._file = self._file, file
        if superfluous is not None:
            superfluous.until_closed.close()


_shelf = _Shelf()


def keep_files_open() -> None:
    """From here on the file that was read last stays open until another is read, or the process ends."""
    _shelf.is_used = True


@contextmanager
def lent(
    path: Path,
    name: str,
    *,
    strict: bool,
    one_thread: bool,
    stands: Callable[[InputContainer, VideoStream], bool],
) -> Iterator[tuple[InputContainer, VideoStream] | None]:
    """The open file where `stands` has put it; None where it says that it can't.

    Parameters
    ----------
    name, strict, one_thread : as `container.opened`.
    stands : seeks, and says whether it stands where it should. A kept file with which that fails is opened anew: its
        share may have been away meanwhile.

    Raises
    ------
    ClipError
        As `container.opened`.
    """
    key = _key(path, strict, one_thread)
    file = _shelf.take(key)
    if file is None or not file.stands(stands):
        file = _OpenFile.of(key, opened(path, name=name, strict=strict, one_thread=one_thread))
        if not file.stands(stands):
            yield None
            return
    is_sound = True
    try:
        yield file.container, file.stream
    except av.error.FFmpegError:
        is_sound = False
        raise
    finally:
        if is_sound:
            _shelf.give(file)
        else:
            file.until_closed.close()


def _key(path: Path, strict: bool, one_thread: bool) -> _OpenedAs | None:
    """None where it can't be told; opening it then says why."""
    try:
        told = path.stat()
    except OSError:
        return None
    return _OpenedAs(path.resolve(), told.st_mtime_ns, told.st_size, strict, one_thread)
