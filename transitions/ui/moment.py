"""One moment on the page: its piece of video, its curves and its place in the clip, from the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from transitions.errors import TransitionsError
from transitions.model import Result, Run
from transitions.rules import unit_of
from transitions.rules.record import Rule
from transitions.series import INTERVAL_U, Kinematics
from transitions.store import FindingFilter, FindingRow
from transitions.ui.evidence import Evidence, evidence_of, landing_s
from transitions.ui.film_source import FilmSource
from transitions.ui.findings import badge_words, title
from transitions.ui.player import show_player
from transitions.ui.player.payload import Focus, Moment, ShownClip, clip_data, held_words, player_data, span_s
from transitions.ui.reels import SERIES_MARGIN_S, reels_of
from transitions.ui.selection import WORTH_A_LOOK
from transitions.ui.services import rules_by_id, store
from transitions.ui.verdicts import answers
from transitions.ui.words import margin

NEAR_S = 0.35
"""A finding is named and drawn in the picture this long before and after its moment, and while it lasts."""

FIRST_S = 1.0
"""Of a clip without a transition only so much of the curves is read with the page: the player fetches the rest."""

PLAYER_KEY, QUEUE_KEY = "player", "moments"


def stored_run(run_id: int) -> Run:
    """A run without its curves; once saved it changes only while its analysis goes on."""
    return _stored_run(run_id, store().runs.state(run_id))


@st.cache_resource(show_spinner=False, max_entries=16)
def _stored_run(run_id: int, state: str) -> Run:  # noqa: ARG001 - another state, another entry
    return store().runs.load(run_id)


def _findings(run_id: int) -> list[FindingRow]:
    return _stored_findings(run_id, store().runs.state(run_id))


@st.cache_resource(show_spinner=False, max_entries=16)
def _stored_findings(run_id: int, state: str) -> list[FindingRow]:  # noqa: ARG001
    rows = store().findings.list(FindingFilter(run_id=run_id), limit=None)
    # What was found later in a run that has grown may lie earlier in the clip.
    return sorted(rows, key=lambda row: (row.segment.start_s, row.segment.end_s, row.id))


def _series(run_id: int, start_s: float, end_s: float) -> Kinematics:
    return _stored_series(run_id, start_s, end_s, store().runs.state(run_id))


@st.cache_resource(show_spinner=False, max_entries=32)
def _stored_series(run_id: int, start_s: float, end_s: float, state: str) -> Kinematics:  # noqa: ARG001
    return store().runs.series(run_id, start_s, end_s)


def show_moment(
    row: FindingRow,
    rule: Rule | None,
    *,
    with_curves: bool,
    nonce: int,
    beside: Mapping[int, FindingRow],
    on_open: Callable[[], None],
) -> None:
    """Show the player at the moment of a finding.

    Parameters
    ----------
    nonce : changes whenever the viewer chose a finding, so that the player goes there (again).
    beside : the findings to which the keys lead, by their step (+1 next, -1 previous).
    on_open : called when the viewer asks for another finding or moment (see `asked_for`).

    Raises
    ------
    TransitionsError
        The clip or its curves are no longer there, or the piece cannot be made.
    """
    run = stored_run(row.run_id)
    kinematics = _series_about(row)
    evidence = evidence_of(row.finding, row.segment, rule, kinematics)
    data = player_data(
        _shown_clip(row.recording_id, row.run_id, run, kinematics),
        kinematics,
        row.segment,
        segments=run.segments,
        moments=_moments(row, evidence),
        focus=Focus(row.id, row.finding.at_s, nonce),
        rule=rule,
        with_curves=with_curves,
        evidence=evidence,
    )
    data["beside"] = _pictured(row, beside)
    show_player({**data, "can_review": with_curves, **answers()}, PLAYER_KEY, on_open)


def show_clip(recording_id: int, run_id: int) -> None:
    """Show the player with the whole of a clip in which no transition was found.

    Raises
    ------
    TransitionsError
        The clip is no longer there.
    """
    run = stored_run(run_id)
    kinematics = _series(run_id, 0.0, FIRST_S) if store().runs.has_series(run_id) else None
    shown = _shown_clip(recording_id, run_id, run, kinematics)
    show_player({**clip_data(shown, (), ()), "can_review": False, **answers()}, PLAYER_KEY, lambda: None)


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


def worst_of_segment(run_id: int, start_s: float, end_s: float) -> int | None:
    """Id of the finding of the segment at this place that deserves the first look; None where none is there any more.

    By its place, not its key: a page that was made before the run has grown knows other keys.
    """
    order = list(Result)
    sizes = {None: 0, "mild": 1, "moderate": 2, "severe": 3}
    rows = [row for row in _findings(run_id) if (row.segment.start_s, row.segment.end_s) == (start_s, end_s)]
    best = min(rows, key=lambda r: (order.index(r.finding.result), -sizes[r.finding.severity]), default=None)
    return None if best is None else best.id


def _series_about(row: FindingRow) -> Kinematics:
    """The curves of a moment, with a little more at both ends than is shown of the clip."""
    start_s, end_s = span_s(row.segment, stored_run(row.run_id).clip.duration_s)
    return _series(row.run_id, start_s - SERIES_MARGIN_S, end_s + SERIES_MARGIN_S)


def _shown_clip(recording_id: int, run_id: int, run: Run, kinematics: Kinematics | None) -> ShownClip:
    store().recordings.clip_path(recording_id)  # says so at once where the file is gone
    size_px = (run.clip.width, run.clip.height)
    if kinematics is not None and kinematics.pose.width_px:
        size_px = (kinematics.pose.width_px, kinematics.pose.height_px)  # in whose pixels the landmarks are
    return ShownClip(run.clip.duration_s, size_px, reels_of(FilmSource(recording_id, run_id)))


def _pictured(row: FindingRow, beside: Mapping[int, FindingRow]) -> dict[str, dict[str, Any]]:
    """Where the player shows a picture of what comes before the page has opened it: in the clip that it has."""
    return {
        str(step): {"id": other.id, "at_s": _at_s(other)}
        for step, other in beside.items()
        if other.run_id == row.run_id and other.id != row.id
    }


def _at_s(row: FindingRow) -> float:
    """The moment of a finding to look at."""
    return row.segment.start_s if row.finding.at_s is None else row.finding.at_s


def _moments(open_row: FindingRow, evidence: Evidence | None) -> list[Moment]:
    """What is worth a look in time order, with the open finding among it, for the timeline and the picture."""
    worth = [r for r in _findings(open_row.run_id) if r.finding.result in WORTH_A_LOOK or r.id == open_row.id]
    moments = [
        (row.segment.start_s, _moment(row, evidence if row.id == open_row.id else None)) for row in worth
    ]
    return [m for _, m in sorted(moments, key=lambda pair: (pair[0], pair[1].at_s, pair[1].id))]


def _moment(row: FindingRow, evidence: Evidence | None) -> Moment:
    finding = row.finding
    rule = rules_by_id().get(finding.rule)
    at_s = _at_s(row)
    words, tone = badge_words(finding, rule)
    times_s = [at_s, *(evidence.stretch_s or () if evidence else ())]
    if evidence is not None and evidence.held:
        times_s += evidence.beyond_s or ()
    measured, value = "", ""
    if finding.value is not None and finding.uncertainty is not None:
        spread = INTERVAL_U * finding.uncertainty
        measured = margin(finding.value, spread, finding.unit)
        value = unit_of(finding.unit).tell_short(finding.value, spread)
    return Moment(
        row.id,
        finding.segment_id,
        at_s,
        title(finding, rule),
        finding.severity,
        min(times_s) - NEAR_S,
        max(times_s) + NEAR_S,
        untold=finding.result is Result.NOT_ASSESSABLE,
        badge=words,
        tone=tone,
        measured=measured,
        value=value,
        drawn=rule.measure.drawn if rule is not None and measured and finding.at_s is not None else None,
        landing_s=landing_s(row.segment),
        held=held_words(evidence, rule) if evidence is not None and rule is not None else "",
    )
