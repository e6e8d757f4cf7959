"""Follows somebody through a stretch with the light pose model, and tells where a transition may be going on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

import numpy as np

from transitions.detect.movement.decode import SHORTEST_S
from transitions.detect.movement.features import GRID_HZ, movement_features
from transitions.detect.movement.network import movement_evidence
from transitions.detect.movement.touches import find_dips
from transitions.detect.movement.weights import load_movement
from transitions.detect.turn import LEAST_DEG
from transitions.errors import Cancelled
from transitions.fitted import SHIPPED
from transitions.kinematics.filters import stretches
from transitions.kinematics.geometry import trunk_twist_deg
from transitions.kinematics.repair import repair_pose
from transitions.pose.window import painted_over
from transitions.series import BoolArray, FloatArray, PoseSeries
from transitions.survey.kept import read_arrays
from transitions.survey.looker import LOOK_SIDE_PX, Looker, Sight, area_of
from transitions.survey.looks import Looks
from transitions.survey.movement import Spell
from transitions.video import ClipReader

FOLLOW_STEP_S = 0.2
"""A hand that goes out and back takes a second, of which the networks then read five pictures."""

LEAST_LIKELIHOOD = 0.3
"""A stretch of `SHORTEST_S` is looked at fully where the movement networks give each moment of it three chances in ten
to lie in a transition of any kind: transitions are reported from six in ten (`detect.LEAST_CONFIDENCE`)."""

TURNED_DEG = LEAST_DEG / 2
"""Or where the shoulders are turned against the hips, by landmarks alone, half as far as a turn's least: so read, a
twist is some 6 degrees off (`bench/fit_networks/README.md`) and rather too small."""

NEAR_S = 3.0
"""Looks of the skim so near to a stretch tell where in the picture to begin."""


@dataclass(frozen=True, eq=False)
class Followed:
    """A stretch as it was followed.

    Attributes
    ----------
    t_s : (m,) times on an even grid.
    may_be : (m,) whether a transition may be going on: it looks like one, or nobody is seen, so that it can't be told.
    """

    t_s: FloatArray
    may_be: BoolArray

    def spells(self) -> list[Spell]:
        """Every moment at which a transition may be going on, as a spell of its own."""
        return [Spell(float(t_s), float(t_s)) for t_s in self.t_s[self.may_be]]

    def save(self, path: Path) -> None:
        """Write it to a file whose name ends in ``.npz``."""
        np.savez_compressed(path, **{each.name: getattr(self, each.name) for each in fields(self)})

    @classmethod
    def load(cls, path: Path) -> Self:
        """What `save` wrote.

        Raises
        ------
        ResultsError
            It is missing or damaged.
        """
        return read_arrays(cls, path)


def where_seen(looks: Looks, start_s: float, end_s: float) -> FloatArray | None:
    """(k, 33, 2) landmarks of the looks about a stretch, in pixels of the pictures; None where nobody was seen."""
    near = looks.found & (looks.t_s >= start_s - NEAR_S) & (looks.t_s <= end_s + NEAR_S)
    return looks.image_px[near] if near.any() else None


def where_beside(looks: Looks, start_s: float, end_s: float) -> tuple[FloatArray | None, FloatArray | None]:
    """The same of whoever is beside the one who is followed, and (33, 2) where that one mostly is."""
    near = (looks.beside_s >= start_s - NEAR_S) & (looks.beside_s <= end_s + NEAR_S)
    seen_px = looks.beside_px[near] if near.any() else None
    own_px = where_seen(looks, start_s, end_s)
    return seen_px, None if own_px is None else np.median(own_px, axis=0)


def follow(
    reader: ClipReader,
    start_s: float,
    end_s: float,
    seen_px: FloatArray | None,
    *,
    hidden_px: FloatArray | None = None,
    on_moved: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Followed:
    """Follow somebody through start_s <= t < end_s.

    Parameters
    ----------
    seen_px : where they were seen, as `where_seen` tells; None looks in the whole picture.
    hidden_px : (33, 2) where somebody is who is not meant, and painted over.
    on_moved : called with the time reached, after each picture. cancelled : asked before each.

    Raises
    ------
    Cancelled, ClipError, ModelFileError, SystemLibraryError
        As `skim.skim`.
    """
    size = reader.fit_within(LOOK_SIDE_PX)
    about = [] if seen_px is None else [area_of(seen_px, size)]
    looker = Looker()
    looks: list[tuple[float, Sight | None]] = []
    try:
        for glance in reader.skim(start_s, end_s, FOLLOW_STEP_S):
            if cancelled is not None and cancelled():
                raise Cancelled("The analysis was stopped.")
            rgb = glance.rgb(size)
            rgb = rgb if hidden_px is None else painted_over(rgb, [hidden_px])
            if about and not looks:
                looker.begin_in(about[0], rgb)
            looks.append((glance.t_s, looker.look(rgb, glance.t_s, about, afresh=False)))
            if on_moved is not None:
                on_moved(glance.t_s)
    finally:
        looker.close()
    return read_movement(_pose(looks, size))


def read_movement(pose: PoseSeries) -> Followed:
    """What the movement networks, and twist and hip height by landmarks alone, say of a pose of a few rows a second.

    Hips that go down and up again may touch a seat: so roughly seen it can't be told whether one is there.
    """
    repaired = repair_pose(pose)
    features = movement_features(repaired)
    if not len(features.t_s):
        return Followed(features.t_s, np.zeros(0, dtype=bool))
    evidence = movement_evidence(features, load_movement(SHIPPED.movement).members)
    likelihood = 1.0 - np.exp(evidence.kind[:, 0])
    turned = np.interp(features.t_s, pose.t_s, _turned(repaired)) > 0.5
    may_be = _lasting(likelihood >= LEAST_LIKELIHOOD) | _lasting(turned) | ~features.seen
    for dip in find_dips(repaired):
        may_be |= (features.t_s >= dip.down_s[0]) & (features.t_s <= dip.up_s[1])
    return Followed(features.t_s, may_be)


def _lasting(rows: BoolArray) -> BoolArray:
    """Those of the grid's rows that are true for as long as the shortest transition lasts."""
    kept = np.zeros_like(rows)
    for run in stretches(rows):
        kept[run] = run.stop - run.start >= SHORTEST_S * GRID_HZ
    return kept


def _turned(pose: PoseSeries) -> FloatArray:
    """(n,) 1 where the shoulders are turned far from where they mostly are, else 0."""
    twist_deg = trunk_twist_deg(pose.world_m)
    if not np.isfinite(twist_deg).any():
        return np.zeros(len(pose))
    away_deg = np.abs(np.nan_to_num(twist_deg - np.nanmedian(twist_deg)))
    return (away_deg > TURNED_DEG).astype(float)


def _pose(looks: Sequence[tuple[float, Sight | None]], size: tuple[int, int]) -> PoseSeries:
    n = len(looks)
    image_px, world_m, visibility = (
        np.full((n, 33, 3), np.nan),
        np.full((n, 33, 3), np.nan),
        np.full((n, 33), np.nan),
    )
    for row, (_, seen) in enumerate(looks):
        if seen is not None:
            image_px[row, :, :2], image_px[row, :, 2] = seen.image_px, 0.0
            world_m[row], visibility[row] = seen.world_m, seen.visibility
    return PoseSeries(np.array([t_s for t_s, _ in looks]), image_px, world_m, visibility, *size)
