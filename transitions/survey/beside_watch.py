"""Where it is worth to look for somebody beside the one who is followed, while a clip is skimmed."""

from __future__ import annotations

import numpy as np

from transitions.pose.picture_change import Cells
from transitions.survey.change import Area, largest_group
from transitions.survey.movement import LEAST_CHANGED_SHARE

ELSEWHERE_SHARE = 0.004
"""A changed group this large beside the person, or with nobody known, may be somebody: a person a fifth of the
picture's height covers five times as much."""

LOOK_BESIDE_S = 0.5
"""How often it is looked at most while somebody beside the one who is followed moves: three looks at a quick reach."""

ROOM_SHARE = 0.25
"""What changes so near about somebody, as a share of their size, is taken for theirs."""

MOST_IN_VAIN = 3
IN_VAIN_FOR_S = 5.0
"""A place where so many looks in a row found nobody, a screen or a curtain, is left out for so long."""


class BesideWatch:
    """Keeps who was seen beside the one who is followed, and where it was looked in vain."""

    def __init__(self) -> None:
        self._known: Area | None = None
        self._vain: Area | None = None
        self._vain_looks = 0
        self._vain_s = -np.inf

    def moves(self, cells: Cells) -> bool:
        """Whether so much of the area of the one who was last seen changed as does when somebody moves."""
        return self._known is not None and _share(cells, self._known) >= LEAST_CHANGED_SHARE

    def where(self, t_s: float, cells: Cells, person: Area) -> Area | None:
        """Where somebody may have moved; None where nothing large changed beside the one who is followed.

        Parameters
        ----------
        cells : what changed. person : where the one who is followed is now.
        """
        beside = cells.copy()
        person.widened(ROOM_SHARE).cut(beside)[:] = False
        if self._vain is not None and self._vain_looks >= MOST_IN_VAIN and t_s - self._vain_s < IN_VAIN_FOR_S:
            self._vain.widened(ROOM_SHARE).cut(beside)[:] = False
        share, group = largest_group(beside)
        if share < ELSEWHERE_SHARE:
            return None
        if self._known is not None and self._known.widened(ROOM_SHARE).holds_middle(group):
            return group.joined(self._known)
        return group

    def looked(self, t_s: float, cells: Cells, where: Area, found: Area | None) -> float:
        """Keep who was found there; the share of their area that had changed, 0 where nobody was."""
        self._known = found
        if found is not None:
            return _share(cells, found)
        if self._vain is None or not self._vain.widened(ROOM_SHARE).holds_middle(where):
            self._vain, self._vain_looks = where, 0
        self._vain_looks += 1
        self._vain_s = t_s
        return 0.0


def _share(cells: Cells, area: Area) -> float:
    return float(area.cut(cells).mean())
