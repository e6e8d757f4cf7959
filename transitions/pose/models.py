"""The pose models of one process: opened when they are asked for, or ahead of it while there is time."""

from __future__ import annotations

from transitions.pose.mediapipe import Landmarker
from transitions.pose.model_files import model_path

MOST_FOUND = 4
"""Bodies that a search of one picture looks for."""


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
        return Landmarker(model_path(self.model), track=False, people=MOST_FOUND)

    def _tracker(self) -> Landmarker:
        return Landmarker(model_path(self.model), track=True)
