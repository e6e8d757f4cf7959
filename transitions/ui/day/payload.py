"""What the day's line is given: lanes, transitions, moments, the key to them, and the same as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from transitions.model import Segment
from transitions.states import DayStates, PostureState
from transitions.store import FindingRow
from transitions.ui.day.wording import STATES, certainty_words, stretch_words, whole_clock
from transitions.ui.findings import badge_words, title
from transitions.ui.services import rules_by_id
from transitions.ui.words import counted, kind_name, side_words, span


def day_data(
    states: DayStates,
    segments: Sequence[Segment],
    moments: Sequence[FindingRow],
    open_id: int | None,
    duration_s: float,
) -> dict[str, Any]:
    """The recording on one line.

    Parameters
    ----------
    moments : one finding for each moment that deserves a look, the worst first; `open_id` is that of the open one.
    """
    return {
        "duration_s": duration_s,
        "label": _label(states, segments, moments, duration_s),
        "stretches": [
            {
                "state": one.state.value,
                "start_s": one.start_s,
                "end_s": one.end_s,
                "words": stretch_words(one),
            }
            for one in states.stretches
        ],
        "transitions": [
            {"start_s": one.start_s, "end_s": one.end_s, "words": segment_words(one)} for one in segments
        ],
        "moments": [_moment(row, row.id == open_id) for row in moments],
        "key": _key(states, segments, moments),
        "table": {
            "head": ["From", "To", "How long", "What", "How sure"],
            "rows": [
                [
                    whole_clock(one.start_s),
                    whole_clock(one.end_s),
                    span(one.duration_s),
                    STATES[one.state],
                    certainty_words(one),
                ]
                for one in states.stretches
            ],
        },
    }


def segment_words(segment: Segment) -> str:
    """``Reaching to the left, 1:02:07``."""
    return (
        f"{kind_name(segment.kind)}{side_words(segment.kind, segment.side)}, {whole_clock(segment.start_s)}"
    )


def moment_time_s(row: FindingRow) -> float:
    """Where a moment stands on the line: at its finding, else at its start."""
    return row.segment.start_s if row.finding.at_s is None else row.finding.at_s


def _moment(row: FindingRow, is_open: bool) -> dict[str, Any]:
    rule = rules_by_id().get(row.finding.rule)
    label, tone = badge_words(row.finding, rule)
    words = f"{title(row.finding, rule)} ({label}), {segment_words(row.segment)}"
    return {"id": row.id, "at_s": moment_time_s(row), "tone": tone, "words": words, "open": is_open}


def _key(
    states: DayStates, segments: Sequence[Segment], moments: Sequence[FindingRow]
) -> list[tuple[str, str]]:
    there = {one.state for one in states.stretches}
    order = (
        PostureState.MOVING,
        PostureState.STANDING,
        PostureState.SITTING,
        PostureState.UNTOLD,
        PostureState.OUT_OF_VIEW,
    )
    key = [(state.value, STATES[state]) for state in order if state in there]
    key += [("transition", counted(len(segments), "transition"))] if segments else []
    key += [("flag", f"{len(moments)} to look at")] if moments else []
    return key


def _label(
    states: DayStates, segments: Iterable[Segment], moments: Sequence[FindingRow], duration_s: float
) -> str:
    parts = [
        f"{STATES[state].lower()} {span(sum(one.duration_s for one in states.stretches if one.state is state))}"
        for state in dict.fromkeys(one.state for one in states.stretches)
    ]
    return (
        f"{span(duration_s)}: {', '.join(parts)}; {counted(len(list(segments)), 'transition')}, "
        f"{counted(len(moments), 'moment')} to look at."
    )
