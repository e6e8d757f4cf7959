"""One person's recordings over weeks: what was seen, against when, what was done and how it hurt.

`Occasion` records go in (the store's `history` makes them); points to draw, counts side by side, and what may be
said of them come out. Nothing here claims a cause: it counts what went together, and where there are too few days it
counts only.
Start with `plotted` and `flare_table`.
"""

from __future__ import annotations

from transitions.pattern.flares import Counted, FlareRow, FlareTable, PainDay, flare_table, pain_days
from transitions.pattern.occasion import (
    JudgedRule,
    Occasion,
    OccasionFilter,
    PastMoment,
    chosen_occasions,
)
from transitions.pattern.plotted import Against, Plot, PlottedPoint, Quantity, QuantityKind, plotted
from transitions.pattern.together import GroupMiddle, Together, group_middles, went_together

__all__ = [
    "Against",
    "Counted",
    "FlareRow",
    "FlareTable",
    "GroupMiddle",
    "JudgedRule",
    "Occasion",
    "OccasionFilter",
    "PainDay",
    "PastMoment",
    "Plot",
    "PlottedPoint",
    "Quantity",
    "QuantityKind",
    "Together",
    "chosen_occasions",
    "flare_table",
    "group_middles",
    "pain_days",
    "plotted",
    "went_together",
]
