"""Which files of some folders are clips. Nothing found there stops the search: what cannot be looked at is told."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from transitions.ui.clip_paths import CLIP_SUFFIXES


@dataclass(frozen=True)
class FoundClip:
    """A clip by its name, or with `trouble` a folder that could not be looked into."""

    path: Path
    trouble: str = ""


def clips_of(folders: Sequence[Path], *, recursive: bool) -> Iterator[FoundClip]:
    """The clips of each folder by name, each path once; with `recursive` also those of folders within.

    A link to a clip is that clip; links to folders are not followed, so that no ring of them is walked for ever.
    A file may stand in place of a folder.
    """
    seen: set[str] = set()
    for folder in folders:
        for found in _found_in(folder.expanduser(), recursive=recursive):
            real = os.path.realpath(found.path)
            if real not in seen:
                seen.add(real)
                yield found


def _found_in(folder: Path, *, recursive: bool) -> Iterator[FoundClip]:
    if _is_clip(folder) and not folder.is_dir():
        yield FoundClip(folder)
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield FoundClip(folder, f"{folder} cannot be looked into ({error.strerror}).")
        return
    for entry in entries:
        path = Path(entry.path)
        if _is_folder(entry):
            if recursive and not entry.name.startswith("."):
                yield from _found_in(path, recursive=True)
        elif _is_clip(path) and not path.is_dir():
            yield FoundClip(path)


def _is_clip(path: Path) -> bool:
    # A name that begins with a dot is another program's: macOS leaves "._clip.mp4" beside a clip.
    return path.suffix.lower() in CLIP_SUFFIXES and not path.name.startswith(".")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
