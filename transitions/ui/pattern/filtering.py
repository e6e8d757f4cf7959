"""The filter of the pattern page: days, tasks, times of day, and how it hurt before and after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from transitions.pattern import Occasion, OccasionFilter
from transitions.pattern.flares import TIMES_IN_ORDER

NO_PAIN, MOST_PAIN = 0, 10


def pick_filter(occasions: Sequence[Occasion], kind: str) -> OccasionFilter:
    """What the viewer wants to see of these recordings; `kind` is the movement, empty for every one."""
    first, last = (date.fromisoformat(one.day) for one in (occasions[0], occasions[-1]))
    with st.popover("Filter", icon=":material/filter_list:", width="stretch"):
        since, until = (
            st.date_input(
                name, value=None, min_value=first, max_value=last, format="YYYY-MM-DD", key=f"pattern-{key}"
            )
            for name, key in (("From", "from"), ("To", "to"))
        )
        tasks = st.multiselect(
            "Task",
            sorted({one.task for one in occasions if one.task}),
            placeholder="all",
            key="pattern-tasks",
        )
        there = {one.time_of_day for one in occasions}
        times = st.multiselect(
            "Time of day",
            [time for time in TIMES_IN_ORDER if time in there],
            placeholder="all",
            key="pattern-times",
        )
        pain_before = _pick_pain("Pain before", "pattern-pain-before")
        pain_after = _pick_pain("Pain after", "pattern-pain-after")
        st.caption("Recordings that do not tell their pain are left out as soon as a range is narrower.")
    return OccasionFilter(
        kinds=frozenset({kind} if kind else ()),
        tasks=frozenset(tasks),
        times=frozenset(times),
        since=since.isoformat() if since else "",
        until=until.isoformat() if until else "",
        pain_before=pain_before,
        pain_after=pain_after,
    )


def _pick_pain(name: str, key: str) -> tuple[int, int] | None:
    """A range of pain, both ends included; None while it is the whole scale."""
    low, high = st.slider(f"{name}, 0 to 10", NO_PAIN, MOST_PAIN, (NO_PAIN, MOST_PAIN), key=key)
    return None if (low, high) == (NO_PAIN, MOST_PAIN) else (low, high)
