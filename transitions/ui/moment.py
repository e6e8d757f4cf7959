"""One moment on the page: its piece of video, its curves and its place in the clip, from the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from transitions.errors import TransitionsError
from transitions.model import Result, Run
from transitions.rules.record import Rule
from transitions.series import INTERVAL_U, Kinematics
from transitions.store import Excerpt, FindingFilter, FindingRow
from transitions.ui.evidence import Evidence, evidence_of
from transitions.ui.findings import title
from transitions.ui.player import serve_clip, show_player
from transitions.ui.player.payload import Focus, Moment, ShownClip, player_data
from transitions.ui.selection import WORTH_A_LOOK
from transitions.ui.services import rules_by_id, store
from transitions.ui.verdicts import answers
from transitions.ui.words import margin
from transitions.video import cut_clip

LEAD_IN_S = 0.8
"""Shown before and after the moment, so that its start is not missed."""

SERIES_MARGIN_S = 0.2
"""Curves are read by this much more than is shown: the cut begins at the frame before its start."""

LONGEST_S = 60.0
"""No moment is shown longer than this, so that opening one stays quick."""

VARIANT = "720p"
PLAYER_KEY, QUEUE_KEY = "player", "moments"


@st.cache_resource(show_spinner=False, max_entries=16)
def stored_run(run_id: int) -> Run:
    """A run without its curves; runs never change once saved."""
    return store().runs.load(run_id)


@st.cache_resource(show_spinner=False, max_entries=16)
def _findings(run_id: int) -> list[FindingRow]:
    rows = store().findings.list(FindingFilter(run_id=run_id), limit=None)
    return sorted(rows, key=lambda row: row.id)


@st.cache_resource(show_spinner=False, max_entries=32)
def _series(run_id: int, start_s: float, end_s: float) -> Kinematics:
    return store().runs.series(run_id, start_s, end_s)


def show_moment(
    row: FindingRow, rule: Rule | None, *, with_curves: bool, nonce: int, on_open: Callable[[], None]
) -> None:
    """Show the player at the moment of a finding.

    Parameters
    ----------
    nonce : changes whenever the viewer chose a finding, so that the player goes there (again).
    on_open : called when the viewer asks for another finding or moment (see `asked_for`).

    Raises
    ------
    TransitionsError
        The clip or its curves are no longer there, or the piece cannot be made.
    """
    run = stored_run(row.run_id)
    with st.spinner("Opening the moment …"):
        cut = _cut(row.recording_id, run.clip.duration_s, row.segment.start_s, row.segment.end_s)
    kinematics = _series_about(row)
    shown = ShownClip(serve_clip(Path(cut.path), PLAYER_KEY), cut.frame_times_s, run.clip.duration_s)
    data = player_data(
        shown,
        kinematics,
        row.segment,
        segments=run.segments,
        moments=_moments(row.run_id, row.id),
        focus=Focus(row.id, row.finding.at_s, nonce),
        rule=rule,
        with_curves=with_curves,
        evidence=evidence_of(row.finding, row.segment, rule, kinematics),
    )
    show_player({**data, "can_review": with_curves, **answers()}, PLAYER_KEY, on_open)


def evidence_about(row: FindingRow, rule: Rule | None) -> Evidence | None:
    """Where the finding's number was read; None where that can't be told, or the curves are no longer there."""
    try:
        return evidence_of(row.finding, row.segment, rule, _series_about(row))
    except TransitionsError:
        return None


def asked_for(key: str) -> dict[str, Any]:
    """What the viewer asked of the player or the queue in this rerun (see `show_player`), or nothing."""
    state = st.session_state.get(key)
    asked: dict[str, Any] = (state or {}).get("open") or {}
    return asked


def worst_of_segment(run_id: int, segment_id: str) -> int | None:
    """Id of the finding of a segment that deserves the first look."""
    order = list(Result)
    sizes = {None: 0, "mild": 1, "moderate": 2, "severe": 3}
    rows = [row for row in _findings(run_id) if row.segment.id == segment_id]
    best = min(rows, key=lambda r: (order.index(r.finding.result), -sizes[r.finding.severity]), default=None)
    return None if best is None else best.id


def _series_about(row: FindingRow) -> Kinematics:
    """The curves of a moment, with a little more at both ends than is shown of the clip."""
    segment = row.segment
    start_s = max(0.0, segment.start_s - LEAD_IN_S) - SERIES_MARGIN_S
    return _series(row.run_id, start_s, segment.end_s + LEAD_IN_S + SERIES_MARGIN_S)


def _cut(recording_id: int, duration_s: float, from_s: float, to_s: float) -> Excerpt:
    """A moment of a clip of this length as a small clip, made the first time it is looked at."""
    start_s, end_s = window_about(duration_s, from_s, to_s)

    def make(path: Path) -> Sequence[float]:
        return cut_clip(store().recordings.clip_path(recording_id), start_s, end_s, path).times_s

    return store().cuts.get_or_make(recording_id, start_s, end_s, make, VARIANT)


def window_about(duration_s: float, from_s: float, to_s: float) -> tuple[float, float]:
    """From when to when a moment of a clip of this length is shown."""
    start_s = round(max(0.0, from_s - LEAD_IN_S), 3)
    return start_s, round(min(duration_s + 1.0, to_s + LEAD_IN_S, start_s + LONGEST_S), 3)


def _moments(run_id: int, chosen_id: int) -> list[Moment]:
    """What is worth a look in time order, with the chosen finding among it, for the timeline."""
    rows = [r for r in _findings(run_id) if r.finding.result in WORTH_A_LOOK or r.id == chosen_id]
    moments = [(row.segment.start_s, _moment(row)) for row in rows]
    return [m for _, m in sorted(moments, key=lambda pair: (pair[0], pair[1].at_s or 0.0, pair[1].id))]


def _moment(row: FindingRow) -> Moment:
    finding = row.finding
    at_s = row.segment.start_s if finding.at_s is None else finding.at_s
    name = title(finding, rules_by_id().get(finding.rule))
    untold = finding.result is Result.NOT_ASSESSABLE
    measured = ""
    if finding.value is not None and finding.uncertainty is not None:
        measured = margin(finding.value, INTERVAL_U * finding.uncertainty, finding.unit)
    return Moment(row.id, finding.segment_id, at_s, name, finding.severity, untold, measured)
