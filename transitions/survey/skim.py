"""Skims a part of a clip: small grey pictures compared, and the light pose model where something moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from transitions.errors import Cancelled
from transitions.pose.picture_change import Cells, Relief, changed_cells, relief
from transitions.survey.beside_watch import ELSEWHERE_SHARE, LOOK_BESIDE_S, ROOM_SHARE, BesideWatch
from transitions.survey.change import CUT_SHARE, GREY_SIDE_PX, Area, largest_group
from transitions.survey.keyframes import Changes, worth_skimming
from transitions.survey.looker import LOOK_SIDE_PX, Looker, Sight, area_of
from transitions.survey.looks import Looks
from transitions.survey.movement import differ
from transitions.video import ClipReader
from transitions.video.picture import RgbImage

SKIM_STEP_S = 0.3
"""A reach out and back takes a second: three pictures of it are compared."""

NEAR_SHARE = 0.015
"""So much of the person's area must have changed since the last look: a hand is about three times as large."""

LOOK_ELSEWHERE_S = 1.5
"""How often it is looked there at most: screens flicker for hours."""

LOOK_LEAST_S = 15.0
"""How often the model looks where nothing changes at all."""

LOST_FOR_S = 5.0
"""So long after somebody was lost it is looked at every picture in which anything changed."""


class _SeenBeside(NamedTuple):
    """Somebody beside the one who is followed, and the share of their area that had changed."""

    t_s: float
    changed: float
    sight: Sight


class _Skimmer:
    """Compares each picture with the one last looked at, and decides where to look.

    Attributes
    ----------
    changes : of each picture its time, and the shares that `Looks` keeps.
    about : where somebody was last and where something changed. is_cut : whether it is another scene.
    beside : who else was seen.
    """

    def __init__(self) -> None:
        self._anchor: Relief | None = None
        self._person: Area | None = None
        self._looked_s = self._known_s = -np.inf
        self.changes: Changes = []
        self.about: list[Area] = []
        self.beside: list[_SeenBeside] = []
        self.is_cut = True
        self._cells: Cells | None = None
        self._watch = BesideWatch()

    def asks_for_look(self, now: Relief, t_s: float) -> bool:
        """Whether something changed that may be a person's doing."""
        self._cells = None
        if self._anchor is None or self._anchor.shape != now.shape:
            self.changes.append((t_s, np.nan, 1.0, 0.0))
            return True
        cells = changed_cells(self._anchor, now)
        changed = float(np.count_nonzero(cells) / cells.size)
        self.is_cut = changed > CUT_SHARE
        self._cells = cells
        self.about = [] if self._person is None else [self._person]
        near = np.nan
        if self._person is not None:
            own = self._person.widened(ROOM_SHARE).cut(cells)
            near = float(own.mean()) if own.size else 0.0
            own[:] = False
        elsewhere, group = largest_group(cells)
        if elsewhere >= ELSEWHERE_SHARE:
            self.about.append(group)
        self.changes.append((t_s, near, elsewhere, changed))
        since_s = t_s - self._looked_s
        wait_s = LOOK_BESIDE_S if self._watch.moves(cells) else LOOK_ELSEWHERE_S
        if t_s - self._known_s <= LOST_FOR_S and self._person is None:
            wait_s = 0.0
        return bool(
            self.is_cut
            or near >= NEAR_SHARE
            or (elsewhere >= ELSEWHERE_SHARE and since_s >= wait_s)
            or since_s >= LOOK_LEAST_S
        )

    def looked(self, now: Relief, t_s: float, person: Area | None) -> None:
        """What the look found becomes what later pictures are compared with."""
        self._anchor, self._looked_s, self._person = now, t_s, person
        if person is not None:
            self._known_s = t_s

    def look_beside(self, looker: Looker, rgb: RgbImage, t_s: float, seen: Sight) -> None:
        """Look for somebody beside the one who was just seen, where something large changed there."""
        if self._cells is None or self.is_cut:
            return
        size = rgb.shape[1], rgb.shape[0]
        where = self._watch.where(t_s, self._cells, area_of(seen.image_px, size))
        if where is None:
            return
        other = looker.look_beside(rgb, t_s, seen, where)
        found = None if other is None else area_of(other.image_px, size)
        changed = self._watch.looked(t_s, self._cells, where, found)
        if other is not None:
            self.beside.append(_SeenBeside(t_s, changed, other))


def skim(
    reader: ClipReader,
    start_s: float,
    end_s: float,
    *,
    on_moved: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Looks:
    """Skim the part start_s <= t < end_s of a clip.

    Parameters
    ----------
    on_moved : called with the time reached, after each picture. cancelled : asked before each.

    Raises
    ------
    Cancelled, ClipError, ModelFileError, SystemLibraryError
        As `pose.estimate_poses` and `ClipReader.read`.
    """
    size = reader.fit_within(LOOK_SIDE_PX)
    skimmer, looker = _Skimmer(), Looker()
    looks: list[tuple[float, Sight | None]] = []
    spans, key_changes = worth_skimming(reader, start_s, min(end_s, reader.facts.duration_s), cancelled)
    try:
        for from_s, to_s in spans:
            for glance in reader.skim(
                from_s, end_s if to_s >= reader.facts.duration_s else to_s, SKIM_STEP_S
            ):
                if cancelled is not None and cancelled():
                    raise Cancelled("The analysis was stopped.")
                now = relief(glance.grey(GREY_SIDE_PX))
                if skimmer.asks_for_look(now, glance.t_s):
                    rgb = glance.rgb(size)
                    seen = looker.look(rgb, glance.t_s, skimmer.about, afresh=skimmer.is_cut)
                    if seen is not None and not skimmer.is_cut:
                        seen = _sure(looker, rgb, glance.t_s, looks, seen)
                        skimmer.look_beside(looker, rgb, glance.t_s, seen)
                    looks.append((glance.t_s, seen))
                    skimmer.looked(now, glance.t_s, None if seen is None else area_of(seen.image_px, size))
                if on_moved is not None:
                    on_moved(glance.t_s)
    finally:
        looker.close()
    return _packed(sorted([*skimmer.changes, *key_changes]), looks, skimmer.beside)


def _sure(
    looker: Looker, rgb: RgbImage, t_s: float, looks: Sequence[tuple[float, Sight | None]], seen: Sight
) -> Sight:
    """What was seen, or where that is another posture than before, what a second look shows if that is the same.

    A model that follows from picture to picture slips now and then; two looks slip in one way only where
    somebody moved.
    """
    last = looks[-1][1] if looks else None
    if last is None or not differ(_packed([], [(0.0, last), (1.0, seen)]), 0, 1):
        return seen
    again = looker.look_again(rgb, t_s, area_of(seen.image_px, (rgb.shape[1], rgb.shape[0])))
    if again is None or differ(_packed([], [(0.0, last), (1.0, again)]), 0, 1):
        return seen
    return again


def _packed(
    changes: Changes, looks: list[tuple[float, Sight | None]], beside: Sequence[_SeenBeside] = ()
) -> Looks:
    table = np.array(changes, dtype=float).reshape(-1, 4)
    nobody = Sight(np.full((33, 2), np.nan), np.full((33, 3), np.nan), np.full(33, np.nan))
    seen = [nobody if look is None else look for _, look in looks]
    return Looks(
        skimmed_s=table[:, 0],
        changed_near=table[:, 1],
        changed_elsewhere=table[:, 2],
        changed_all=table[:, 3],
        t_s=np.array([t_s for t_s, _ in looks]),
        found=np.array([look is not None for _, look in looks], dtype=bool),
        image_px=np.array([each.image_px for each in seen]).reshape(-1, 33, 2),
        world_m=np.array([each.world_m for each in seen]).reshape(-1, 33, 3),
        visibility=np.array([each.visibility for each in seen]).reshape(-1, 33),
        beside_s=np.array([each.t_s for each in beside]),
        beside_changed=np.array([each.changed for each in beside]),
        beside_px=np.array([each.sight.image_px for each in beside]).reshape(-1, 33, 2),
        beside_m=np.array([each.sight.world_m for each in beside]).reshape(-1, 33, 3),
        beside_visibility=np.array([each.sight.visibility for each in beside]).reshape(-1, 33),
    )
