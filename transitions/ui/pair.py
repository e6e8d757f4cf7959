"""One repetition of each side on the page: chosen, cut out of its recording, and shown beside the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from transitions.before_after import StoredComparison
from transitions.comparison import Comparison
from transitions.comparison.repetitions import Repetition
from transitions.detect import detector_of
from transitions.ui.film_source import FilmSource
from transitions.ui.pair_player import show_pair
from transitions.ui.pair_player.payload import ShownSide, pair_data
from transitions.ui.reels import film_of
from transitions.ui.words import clock

LEAD_IN_S = 0.8
"""Shown before and after the longer of the two repetitions."""

MOST_MORE_S = 3.0
"""The shorter repetition is shown by at most so much longer, so that it plays on beside the longer one."""

LONGEST_S = 59.0
"""The page gives out films of up to 60 s."""

KEY = "pair"


def show_repetitions(found: StoredComparison) -> None:
    """Choose a repetition of each side and show both.

    Raises
    ------
    TransitionsError
        A clip is no longer there, or a piece of it cannot be made.
    """
    comparison = found.comparison
    before, after = _pick_repetitions(comparison)
    more_s = min(abs(before.segment.duration_s - after.segment.duration_s), MOST_MORE_S)
    with st.spinner("Opening both moments …"):
        sides = tuple(
            _shown(title, row, found.recording_ids[row.recording], LEAD_IN_S + more_s)
            for title, row in (("Before", before), ("After", after))
        )
    detector = detector_of(comparison.kind)
    data = pair_data(
        sides[0],
        sides[1],
        comparison.curves,
        moment=detector.moment if detector else "",
        units=_units(comparison.curves, (*comparison.before, *comparison.after)),
        nonce=f"{sides[0].url} {sides[1].url} {id(comparison)}",
    )
    show_pair(data, KEY)


def _pick_repetitions(comparison: Comparison) -> tuple[Repetition, Repetition]:
    """The repetition shown of each side, asked for where there are several."""
    if len(comparison.before) == len(comparison.after) == 1:
        return comparison.before[0], comparison.after[0]
    columns = st.columns(2, gap="medium")
    return _pick(columns[0], "Before", comparison.before), _pick(columns[1], "After", comparison.after)


def _pick(column: DeltaGenerator, title: str, rows: Sequence[Repetition]) -> Repetition:
    number: int = column.selectbox(
        f"Shown {title.lower()}",
        range(len(rows)),
        format_func=lambda n: f"{n + 1} of {len(rows)} · {_where(rows[n])}",
    )
    return rows[min(number, len(rows) - 1)]


def _where(row: Repetition) -> str:
    return f"{row.session} · {row.recording.name} {clock(row.segment.start_s)}"


def _shown(title: str, row: Repetition, recording_id: int, lead_s: float) -> ShownSide:
    kinematics = row.recording.curves(row.segment.start_s - lead_s, row.segment.end_s + lead_s)
    if kinematics is None:  # the comparison would not have been made without curves
        raise ValueError("a repetition without curves")
    start_s = max(0.0, row.segment.start_s - lead_s)
    end_s = min(row.recording.run.clip.duration_s + 1.0, row.segment.end_s + lead_s, start_s + LONGEST_S)
    address, frame_s = film_of(FilmSource(recording_id, None), (start_s, end_s))
    return ShownSide(title, _where(row), address, frame_s, kinematics, row.segment)


def _units(names: Iterable[str], rows: Sequence[Repetition]) -> dict[str, str]:
    """The unit of each curve, of whichever recording keeps it."""
    kept = [row.kinematics for row in rows]
    return {
        name: next((k.curves[name].unit for k in kept if k is not None and name in k.curves), "")
        for name in names
    }
