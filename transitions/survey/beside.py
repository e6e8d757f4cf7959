"""When somebody beside the one who is followed changed their posture: pure functions of arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from transitions.survey.looks import Looks
from transitions.survey.movement import WITHIN_S, Spell, joined_spells, seen_changing


def changes_beside(looks: Looks) -> list[Spell]:
    """Spells in which somebody beside changed their posture or went as far; joined, in order.

    Looks that follow soon upon one another are compared: who is beside after a rest may be somebody else.
    """
    breaks = np.flatnonzero(np.diff(looks.beside_s) > WITHIN_S) + 1
    runs = np.split(np.arange(len(looks.beside_s)), breaks)
    return joined_spells(
        [spell for rows in runs for spell in seen_changing(_as_followed(looks, rows))], within_s=0.0
    )


def _as_followed(looks: Looks, rows: NDArray[Any]) -> Looks:
    """These looks at somebody beside, as if they were the one who is followed."""
    part = slice(0, 0)
    return Looks(
        skimmed_s=looks.beside_s[rows],
        changed_near=looks.beside_changed[rows],
        changed_elsewhere=np.zeros(len(rows)),
        changed_all=np.zeros(len(rows)),
        t_s=looks.beside_s[rows],
        found=np.ones(len(rows), dtype=bool),
        image_px=looks.beside_px[rows],
        world_m=looks.beside_m[rows],
        visibility=looks.beside_visibility[rows],
        beside_s=looks.beside_s[part],
        beside_changed=looks.beside_changed[part],
        beside_px=looks.beside_px[part],
        beside_m=looks.beside_m[part],
        beside_visibility=looks.beside_visibility[part],
    )
