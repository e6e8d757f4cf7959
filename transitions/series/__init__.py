"""Time series: what the pose model saw (`PoseSeries`) and the named curves derived from it (`Kinematics`).

Arrays are set read-only when a container is made, so that a rule cannot change what the next rule reads.
Units are in the names; NaN always means "not seen" or "not assessable", never zero.
"""

from __future__ import annotations

from transitions.series.arrays import BoolArray, ByteArray, FloatArray
from transitions.series.curve import INTERVAL_U, Curve, Reasons, reason_of
from transitions.series.kinematics import MAX_GAP_S, TIME_ROUNDING_S, Kinematics, longest_step_s
from transitions.series.landmarks import INDEX, LANDMARKS, MIRROR
from transitions.series.pose import (
    SILHOUETTE_STATIONS,
    SURROUNDINGS_CELLS,
    SURROUNDINGS_TRUNKS,
    SURROUNDINGS_UNKNOWN,
    TRUNK_MASK_PX,
    TRUNK_MASK_TRUNKS,
    PersonPlace,
    PoseSeries,
    scene_rows,
)

__all__ = [
    "INDEX",
    "INTERVAL_U",
    "LANDMARKS",
    "MAX_GAP_S",
    "MIRROR",
    "SILHOUETTE_STATIONS",
    "SURROUNDINGS_CELLS",
    "SURROUNDINGS_TRUNKS",
    "SURROUNDINGS_UNKNOWN",
    "TIME_ROUNDING_S",
    "TRUNK_MASK_PX",
    "TRUNK_MASK_TRUNKS",
    "BoolArray",
    "ByteArray",
    "Curve",
    "FloatArray",
    "Kinematics",
    "PersonPlace",
    "PoseSeries",
    "Reasons",
    "longest_step_s",
    "reason_of",
    "scene_rows",
]
