"""Checks a path that was typed before anything is read from it."""

from __future__ import annotations

import os
from pathlib import Path

from transitions.errors import StoreError

CLIP_SUFFIXES = frozenset(
    {".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".gif", ".3gp", ".mts", ".mpg", ".mpeg"}
)
MOST_CLIPS = 200


def clips_at(typed: str) -> list[Path]:
    """The clip named, or the clips of the folder named (not of its subfolders), by name.

    Raises
    ------
    StoreError
        There is no such file or folder, it may not be read, or it holds no clip, or too many.
    """
    path = Path(typed.strip().strip("\"'")).expanduser()
    if not path.is_absolute():
        raise StoreError(
            f"Give the whole path, from the root of the disk; “{typed.strip()}” is only a part of one."
        )
    if not os.access(path, os.F_OK):
        raise StoreError(f"There is no file or folder {path} on this computer; check the name.")
    if not os.access(path, os.R_OK):
        raise StoreError(f"{path} may not be read; change its permissions or copy it elsewhere.")
    if path.is_dir():
        return _clips_in(path)
    if path.suffix.lower() not in CLIP_SUFFIXES:
        raise StoreError(f"{path.name} is not a video by its name; choose a file such as .mp4, .mov or .avi.")
    if not path.is_file():
        raise StoreError(f"{path} is no ordinary file; choose a video.")
    return [path]


def _clips_in(folder: Path) -> list[Path]:
    clips = sorted(p for p in folder.iterdir() if p.is_file() and p.suffix.lower() in CLIP_SUFFIXES)
    if not clips:
        raise StoreError(f"The folder {folder} holds no video; choose another.")
    if len(clips) > MOST_CLIPS:
        raise StoreError(
            f"The folder {folder} holds {len(clips)} videos; take at most {MOST_CLIPS} at a time."
        )
    return clips
