"""Files on disk, named by the SHA-256 of their content: clips, pose arrays, cut segments.

A file appears under its name whole or not at all. The database says which names are in use; this module
does not know it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from transitions.errors import StoreError

_BLOCK_BYTES = 1 << 20
_STALE_S = 24 * 3600.0
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


@dataclass(frozen=True)
class Staged:
    """A finished file under a temporary name, waiting to be placed or dropped."""

    path: Path
    sha256: str
    size_bytes: int

    def drop(self) -> None:
        """Remove the file unless it was placed."""
        self.path.unlink(missing_ok=True)


class Media:
    """The media folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._staging = root / "staging"
        with self.plain_errors():
            self._staging.mkdir(parents=True, exist_ok=True)
            self._drop_stale()

    def path(self, name: str) -> Path:
        """Where the file of this name is, whether or not it exists."""
        return self.root / name

    def stage(self, source: BinaryIO) -> Staged:
        """Copy `source` to a temporary file and name its content.

        Parameters
        ----------
        source : an open binary file, read from where it stands to its end.

        Raises
        ------
        StoreError
            The disk is full or the folder may not be written; nothing is left behind.
        """
        digest = hashlib.sha256()
        size_bytes = 0
        with self.temporary_path() as path, self.plain_errors():
            with path.open("wb") as target:
                while block := source.read(_BLOCK_BYTES):
                    digest.update(block)
                    target.write(block)
                    size_bytes += len(block)
                target.flush()
                os.fsync(target.fileno())
            kept = path.rename(path.with_suffix(".staged"))
        return Staged(kept, digest.hexdigest(), size_bytes)

    def adopt(self, path: Path) -> Staged:
        """Name the content of a file that was written to a `temporary_path`, and keep it."""
        with self.plain_errors():
            sha256, size_bytes = hash_file(path)
            return Staged(path.rename(path.with_suffix(".staged")), sha256, size_bytes)

    @contextmanager
    def temporary_path(self, suffix: str = "") -> Iterator[Path]:
        """Give a path in the media folder to write to; whatever is still there afterwards is removed."""
        with self.plain_errors():
            handle, name = tempfile.mkstemp(dir=self._staging, suffix=suffix)
            os.close(handle)
        path = Path(name)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def place(self, staged: Staged, name: str) -> None:
        """Move a staged file to its name in one step; the same content that is there already stays, and so does this.

        Who placed it drops what is left of it once that is settled, or moves it back with `put_back`.
        """
        target = self.path(name)
        with self.plain_errors():
            if target.exists():
                return
            target.parent.mkdir(parents=True, exist_ok=True)
            staged.path.replace(target)

    def put_back(self, staged: Staged, name: str, *, is_used: bool) -> None:
        """Have a staged file back where it was before `place`; one that did not go stays.

        Parameters
        ----------
        is_used : the file of this name is, or may be, somebody else's by now: it stays, and a copy goes back.
        """
        with self.plain_errors():
            if staged.path.exists() or not self.path(name).exists():
                return
            if is_used:
                shutil.copyfile(self.path(name), staged.path)
            else:
                self.path(name).replace(staged.path)

    def remove(self, name: str) -> int | None:
        """Delete a file and return its size in bytes, None when it was gone already."""
        path = self.path(name)
        with self.plain_errors():
            try:
                size_bytes = path.stat().st_size
                path.unlink()
            except FileNotFoundError:
                return None
            with suppress(OSError):
                path.parent.rmdir()  # only an empty folder goes
            return size_bytes

    def work_folder(self, recording_id: int) -> Path:
        """Where the pieces of a long recording's analysis are kept while it runs; it need not be there."""
        return self.root / "work" / str(recording_id)

    def drop_work(self, recording_id: int) -> None:
        """Delete that folder."""
        with self.plain_errors():
            shutil.rmtree(self.work_folder(recording_id), ignore_errors=True)

    @contextmanager
    def plain_errors(self) -> Iterator[None]:
        """Turn the file system's errors into one plain sentence."""
        try:
            yield
        except OSError as error:
            if error.errno in _FULL:
                raise StoreError(
                    "The disk is full, so nothing was saved; free some space and try again."
                ) from error
            if error.errno in _FORBIDDEN:
                raise StoreError(
                    f"The folder {self.root} may not be written to; "
                    "allow it or choose another with TRANSITIONS_DATA_DIR."
                ) from error
            raise StoreError(
                f"The folder {self.root} cannot be used ({error.strerror}); choose another with TRANSITIONS_DATA_DIR."
            ) from error

    def _drop_stale(self) -> None:
        oldest = time.time() - _STALE_S
        for path in self._staging.iterdir():
            with suppress(FileNotFoundError):  # another process may be tidying too
                if path.stat().st_mtime < oldest:
                    path.unlink()


def clip_name(sha256: str, suffix: str) -> str:
    """Name of a clip's own copy."""
    return f"clips/{sha256[:2]}/{sha256}{suffix}"


def series_name(sha256: str) -> str:
    """Name of a run's pose and curves."""
    return f"series/{sha256[:2]}/{sha256}.parquet"


def cut_name(sha256: str) -> str:
    """Name of a browser-playable piece of a clip."""
    return f"cuts/{sha256[:2]}/{sha256}.mp4"


def still_name(sha256: str) -> str:
    """Name of the picture of a clip; it is called after the clip, not after its own content."""
    return f"stills/{sha256[:2]}/{sha256}.jpg"


def hash_file(path: Path) -> tuple[str, int]:
    """SHA-256 in hexadecimal and size in bytes of a file, read in blocks."""
    with path.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256")
        return digest.hexdigest(), source.tell()
