"""Unfinished uploads on the disk: a file that only grows, and beside it what it will be.

The size of the file is the truth about how far an upload is, so that nothing is lost with the process that wrote it.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import secrets
import shutil
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath
from typing import Any

from transitions.errors import StoreError
from transitions.store.media import Staged, hash_file
from transitions.ui.clip_paths import CLIP_SUFFIXES

KEPT_S = 24 * 3600.0
"""An upload nobody goes on with is dropped after a day."""

SPARE_BYTES = 500_000_000
"""So much of the disk stays free for what is made of the clips."""

NO_VIDEO = "“{name}” is not a video by its name; choose a file such as .mp4 or .mov."

_ID = re.compile(r"[0-9a-f]{32}")
_MOST_NAME = 255
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class UploadError(StoreError):
    """What is wrong with an upload, in one sentence, and the HTTP status that says so."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class Upload:
    """A clip on its way. `id` cannot be guessed: whoever knows it may go on with it."""

    id: str
    name: str
    size_bytes: int


class UploadDesk:
    """The folder of unfinished uploads. Safe to share between threads; one writer at a time for each upload.

    Parameters
    ----------
    folder : on the disk of the media folder, so that a finished upload is moved and not copied.
    limit_bytes : the largest clip taken.
    spare_bytes : how much of the disk has to stay free.
    """

    def __init__(self, folder: Path, limit_bytes: int, spare_bytes: int = SPARE_BYTES) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes
        self._spare_bytes = spare_bytes
        self._digests: dict[str, tuple[Any, int]] = {}
        self._lock = threading.Lock()

    def begin(self, name: str, size_bytes: int) -> Upload:
        """Make room for a clip.

        Raises
        ------
        UploadError
            It is too large, no video by its name, or the disk has not the space for it.
        """
        name = PurePath(name.replace("\\", "/")).name[-_MOST_NAME:]
        if PurePath(name).suffix.lower() not in CLIP_SUFFIXES:
            raise UploadError(
                415, f"“{name}” is not a video by its name; choose a file such as .mp4 or .mov."
            )
        if size_bytes > self._limit_bytes:
            raise UploadError(
                413,
                f"“{name}” has {file_size(size_bytes)}; at most {file_size(self._limit_bytes)} are taken. "
                "Cut it, or set TRANSITIONS_UPLOAD_LIMIT_BYTES.",
            )
        with self._lock:
            self.drop_stale()
            self._check_space(name, size_bytes)
            upload = Upload(secrets.token_hex(16), name, size_bytes)
            try:
                self._note(upload.id).write_text(json.dumps(asdict(upload)), "utf-8")
                self._part(upload.id).touch()
            except OSError as error:
                raise _trouble(error, name) from error
        return upload

    def find(self, upload_id: str) -> Upload:
        """The upload of this id.

        Raises
        ------
        UploadError
            There is none: it was finished, dropped after a day, or never begun.
        """
        if not _ID.fullmatch(upload_id):
            raise _gone()
        try:
            return Upload(**json.loads(self._note(upload_id).read_text("utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise _gone() from error

    def received(self, upload_id: str) -> int:
        """How many bytes of it are here."""
        try:
            return self._part(upload_id).stat().st_size
        except FileNotFoundError:
            return 0

    def write(self, upload: Upload, offset: int, block: bytes) -> None:
        """Add a block at the end of what is here.

        Raises
        ------
        UploadError
            It belongs elsewhere, the upload was dropped meanwhile, the clip would grow over its size, or the disk is
            full; all that could be written is kept.
        """
        if offset != self.received(upload.id):
            raise UploadError(409, "This piece is not the next one.")
        if offset + len(block) > upload.size_bytes:
            raise UploadError(413, f"“{upload.name}” is larger than was said; send it again.")
        digest, known = self._digests.pop(upload.id, (None, -1))
        if offset == 0:
            digest, known = hashlib.sha256(), 0
        written = 0
        try:
            # Not opened to append: that would make a dropped upload's file anew for the block still on its way.
            with self._part(upload.id).open("r+b", buffering=0) as part:
                part.seek(offset)
                while written < len(block):
                    written += part.write(memoryview(block)[written:])
                if offset + written == upload.size_bytes:
                    os.fsync(part.fileno())
        except FileNotFoundError as error:
            digest = None
            raise _gone() from error
        except OSError as error:
            raise _trouble(error, upload.name) from error
        finally:
            if digest is not None and known == offset:
                digest.update(memoryview(block)[:written])
                self._digests[upload.id] = (digest, offset + written)

    def whole(self, upload: Upload) -> Staged:
        """The finished clip with the name of its content, read again only where that was not noted as it came.

        Raises
        ------
        UploadError
            Not all of it is here yet.
        """
        part = self._part(upload.id)
        if self.received(upload.id) != upload.size_bytes:
            raise UploadError(
                409, f"“{upload.name}” has not arrived whole yet; wait for it, or send it again."
            )
        digest, known = self._digests.get(upload.id, (None, -1))
        if digest is not None and known == upload.size_bytes:
            return Staged(part, digest.hexdigest(), upload.size_bytes)
        try:
            return Staged(part, *hash_file(part))
        except OSError as error:
            raise _trouble(error, upload.name) from error

    def drop(self, upload_id: str) -> None:
        """Forget an upload, taken in or not wanted any more."""
        self._digests.pop(upload_id, None)
        if _ID.fullmatch(upload_id):
            self._note(upload_id).unlink(missing_ok=True)
            self._part(upload_id).unlink(missing_ok=True)

    def drop_stale(self) -> None:
        """Drop what nothing was added to for a day."""
        oldest_s = time.time() - KEPT_S
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            found = list(self._folder.iterdir())
        except OSError as error:
            raise _trouble(error, str(self._folder)) from error
        for path in found:
            with suppress(FileNotFoundError):
                if max(path.stat().st_mtime, self._last_s(path)) < oldest_s:
                    path.unlink()

    def _last_s(self, path: Path) -> float:
        """When the other file of the pair was touched last: a note is as fresh as its upload."""
        other = self._part(path.stem) if path.suffix == ".json" else self._note(path.stem)
        return other.stat().st_mtime if other.exists() else 0.0

    def _check_space(self, name: str, size_bytes: int) -> None:
        promised = 0
        for note in self._folder.glob("*.json"):
            with suppress(UploadError):
                other = self.find(note.stem)
                promised += other.size_bytes - self.received(other.id)
        free = shutil.disk_usage(self._folder).free - promised - self._spare_bytes
        if size_bytes > free:
            raise UploadError(
                507,
                f"The disk has room for {file_size(max(0, free))} more, too little for “{name}” "
                f"({file_size(size_bytes)}); free some space and try again.",
            )

    def _part(self, upload_id: str) -> Path:
        return self._folder / f"{upload_id}.part"

    def _note(self, upload_id: str) -> Path:
        return self._folder / f"{upload_id}.json"


def _gone() -> UploadError:
    return UploadError(404, "This upload is no longer here; send the clip again.")


def _trouble(error: OSError, name: str) -> UploadError:
    if error.errno in _FULL:
        return UploadError(
            507, f"The disk is full. What has arrived of “{name}” is kept; free some space and go on."
        )
    if isinstance(error, FileNotFoundError):
        return UploadError(404, "This upload is no longer here; send the clip again.")
    return UploadError(500, f"“{name}” cannot be kept ({error.strerror}); check the data folder.")


def file_size(size_bytes: int) -> str:
    """``850 MB``, ``4.0 GB``; a kilobyte has a thousand bytes, as disks are sold and file managers count."""
    if size_bytes < 1_000_000_000:
        return f"{size_bytes / 1_000_000:,.0f} MB"
    return f"{size_bytes / 1_000_000_000:,.1f} GB"
