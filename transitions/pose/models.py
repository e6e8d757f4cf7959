"""The pose models of one process: opened when they are asked for, or ahead of it while there is time."""

from __future__ import annotations

from pathlib import Path

from transitions.pose.mediapipe import Landmarker
from transitions.pose.model_files import model_path

MOST_FOUND = 4
"""Bodies that a search of one picture looks for."""


class _KeptSearcher(Landmarker):
    """Stays open when it is given back: it takes every picture for itself, so it is as good as new."""

    def close(self) -> None:
        """Nothing yet; `_Shelf.clear` frees it."""

    def free(self) -> None:
        super().close()


class _Shelf:
    """The searchers of a process that asked to keep them."""

    def __init__(self) -> None:
        self.is_used = False
        self._kept: dict[tuple[Path, int, bool], _KeptSearcher] = {}

    def searcher(self, model_file: Path, people: int, masks: bool) -> Landmarker:
        """The one that is kept, or a new one that whoever asks closes."""
        if not self.is_used:
            return Landmarker(model_file, track=False, people=people, masks=masks)
        asked = (model_file, people, masks)
        if asked not in self._kept:
            self._kept[asked] = _KeptSearcher(model_file, track=False, people=people, masks=masks)
        return self._kept[asked]

    def clear(self) -> None:
        """Free all, and keep no more."""
        self.is_used = False
        while self._kept:
            self._kept.popitem()[1].free()


_shelf = _Shelf()


def keep_searchers_open() -> None:
    """From here on a model that takes every picture for itself is opened once and given out again and again.

    Opening one costs as much as three frames. Only a process of the program's own asks for it, which ends without
    closing them.
    """
    _shelf.is_used = True


def close_kept_searchers() -> None:
    """Free them; from here on each is opened anew."""
    _shelf.clear()


def searcher(model_file: Path, *, people: int = 1, masks: bool = True) -> Landmarker:
    """A landmarker that takes every picture for itself; who asks closes it.

    Raises
    ------
    SystemLibraryError
        As `Landmarker`.
    """
    return _shelf.searcher(model_file, people, masks)


class PoseModels:
    """Gives out landmarkers; who is given one closes it, and whoever opened some ahead calls `close`.

    Errors of every method but `close` are `ModelFileError` and `SystemLibraryError`.

    Parameters
    ----------
    model : ``full`` or ``lite``.
    """

    def __init__(self, model: str = "full") -> None:
        self.model = model
        self._searchers: list[Landmarker] = []
        self._trackers: list[Landmarker] = []

    def open_ahead(self) -> None:
        """Open what a clip's first frame needs: one to search and one to track (0.1 s of processor time each)."""
        self._searchers.append(self._searcher())
        self._trackers.append(self._tracker())

    def searcher(self) -> Landmarker:
        """One that takes every picture for itself."""
        return self._searchers.pop() if self._searchers else self._searcher()

    def tracker(self) -> Landmarker:
        """One that follows one person, and has seen no picture yet."""
        return self._trackers.pop() if self._trackers else self._tracker()

    def close(self) -> None:
        """Free those that nobody asked for."""
        for unused in (self._searchers, self._trackers):
            while unused:
                unused.pop().close()

    def _searcher(self) -> Landmarker:
        return searcher(model_path(self.model), people=MOST_FOUND)

    def _tracker(self) -> Landmarker:
        return Landmarker(model_path(self.model), track=True)
