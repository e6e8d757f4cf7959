"""The pose models of one process: opened when they are asked for, or ahead of it while there is time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from transitions.pose.mediapipe import Landmarker
from transitions.pose.model_files import model_path

MOST_FOUND = 4
"""Bodies that a search of one picture looks for."""


@dataclass(frozen=True)
class _Asked:
    """Which searcher."""

    model_file: Path
    people: int
    masks: bool


class _LentSearcher(Landmarker):
    """Given back it may stay open for the next: it takes every picture for itself, so it is as good as new."""

    def __init__(self, asked: _Asked, give_back: Callable[[_LentSearcher], None]) -> None:
        super().__init__(asked.model_file, track=False, people=asked.people, masks=asked.masks)
        self.asked = asked
        self._give_back = give_back

    def close(self) -> None:
        """Give it back."""
        self._give_back(self)

    def free(self) -> None:
        """Free the model."""
        super().close()


class _SearcherShelf:
    """Room for one searcher, where somebody asked for it: two would take the memory of two."""

    def __init__(self) -> None:
        self.is_used = False
        self._kept: _LentSearcher | None = None

    def take(self, asked: _Asked) -> Landmarker:
        """The one that is kept, if it is such a one; who takes it has it alone."""
        kept, self._kept = self._kept, None
        if kept is not None and kept.asked == asked:
            return kept
        if kept is not None:
            kept.free()
        return _LentSearcher(asked, self._give_back)

    def _give_back(self, searcher: _LentSearcher) -> None:
        if self.is_used and self._kept is None:
            self._kept = searcher
        else:
            searcher.free()


_shelf = _SearcherShelf()


def keep_searchers_open() -> None:
    """From here on a model that takes every picture for itself stays open until another is asked for.

    Opening one costs as much as two frames. Only a process of the program's own asks for it, which ends without
    closing it.
    """
    _shelf.is_used = True


def searcher(model_file: Path, *, people: int = 1, masks: bool = True) -> Landmarker:
    """A landmarker that takes every picture for itself; who asks closes it.

    Raises
    ------
    SystemLibraryError
        As `Landmarker`.
    """
    return _shelf.take(_Asked(model_file, people, masks))


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
