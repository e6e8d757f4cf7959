"""A recording of minutes or hours at a glance: postures, still spells, and how many transitions an hour.

Curves and segments of a recording go in; its `DayStates`, its longest still spells and its counts by hour come out.
Start with `states_of`; everything else reads the states, whoever filled them.
"""

from __future__ import annotations

from transitions.day.hours import HourCount, HourTotal, hour_counts
from transitions.day.posture import states_of, states_of_parts
from transitions.day.spells import StillSpell, longest_spells, time_in

__all__ = [
    "HourCount",
    "HourTotal",
    "StillSpell",
    "hour_counts",
    "longest_spells",
    "states_of",
    "states_of_parts",
    "time_in",
]
