"""The day at a glance: one recording on one line, its still spells, its counts, and its worst moments in pictures."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from transitions.day import hour_counts, longest_spells, states_of_parts, time_in
from transitions.errors import TransitionsError
from transitions.model import Run, Severity
from transitions.states import DayStates
from transitions.store import FindingFilter, FindingRow, MomentOrder, MomentRow, RecordingSummary, local_day
from transitions.ui.day import show_day_line
from transitions.ui.day.counted import counted_moments, turned_down_count
from transitions.ui.day.hours import hours_markup
from transitions.ui.day.moments import LIST_KEY, show_moments
from transitions.ui.day.payload import day_data
from transitions.ui.day.wording import count_words, spell_cue, spell_words, time_words
from transitions.ui.frame import go_to, html, lead, plain_errors, say_trouble, show_notices, text
from transitions.ui.moment import asked_for, stored_run
from transitions.ui.recording_card import is_long
from transitions.ui.services import store
from transitions.ui.words import STRATEGIES_VARY, counted, span

MOST_RECORDINGS = 1000
PART_S = 600.0
LINE_KEY = "day-line"
_OPEN, _RECORDING, _TO_REVIEW = "day_moment", "day_recording", "day_to_review"

NO_SPELL = "Nothing was kept up for a minute."
NOT_KNOWN = "Not known."
NO_RATE = "In view for under ten minutes: too short for counts an hour."


def show_day() -> None:
    """Draw the page under its title."""
    show_notices()
    with plain_errors():
        _show_body()


@st.fragment
def _show_body() -> None:
    with st.container(key="day"), plain_errors():
        summary = _pick_recording()
        if summary is None or summary.run_id is None:
            lead(
                "There is nothing to show yet: film some minutes of an ordinary day and add the clip on Home."
            )
            if st.button("Add a clip", type="primary", icon=":material/add:"):
                go_to("home")
            return
        st.session_state[_RECORDING] = summary.recording.id
        if not summary.is_whole:
            _show_part(summary)
            return
        run = stored_run(summary.run_id)
        states = _states_or_none(summary.run_id)
        moments = _worst_first(summary.recording.id)
        chosen = _open_moment(moments)
        if chosen is not None and st.session_state.pop(_TO_REVIEW, False):
            go_to("review", recording=chosen.recording_id, finding=chosen.id)
        open_id = None if chosen is None else chosen.id
        rows = [moment.main for moment in moments]
        show_day_line(
            day_data(states, run.segments, rows, open_id, run.clip.duration_s), LINE_KEY, _asked_of_line
        )
        _show_figures(run, states, rows)
        if chosen is None:
            st.info("No moment of this recording was flagged.", icon=":material/check:")
        else:
            show_moments(moments, chosen, _asked_of_list, _step)
        turned_down = _counted(summary.recording.id)[1]
        if turned_down:
            st.caption(f"{counted(turned_down, 'flag')} that reviewers turned down: not counted here.")
        st.caption(STRATEGIES_VARY)


def _show_part(summary: RecordingSummary) -> None:
    """Nothing is counted of a part: a flag that is not found yet would be told as none."""
    ending = "once the rest is" if summary.is_growing else "once it is analysed to its end"
    lead(
        f"Only a part of this recording is analysed by now. Its day is shown {ending}; Review has what was found."
    )
    if st.button("Review", type="primary"):
        go_to("review", recording=summary.recording.id)


def _show_figures(run: Run, states: DayStates, flagged: Sequence[FindingRow]) -> None:
    """How the time was spent, the longest still spells with a cue, and the counts an hour."""
    segments_flagged = {row.segment.id for row in flagged}
    count = hour_counts(states, [(s.kind, s.start_s, s.id in segments_flagged) for s in run.segments])
    spells = longest_spells(states)
    time, still, hours = st.columns(3, gap="medium")
    with time, st.container(border=True, key="day-time"):
        _figure("Time", [time_words(time_in(states)) or NOT_KNOWN])
    with still, st.container(border=True, key="day-still"):
        _figure(
            "Longest still", [spell_words(spell) for spell in spells] or [NO_SPELL], cue=spell_cue(spells)
        )
    with hours, st.container(border=True, key="day-hours"):
        _figure("Counts", [*count_words(count), *([] if count.can_tell else [NO_RATE])])
    if len(count.hours) > 1:
        with st.expander("Hour by hour"):
            html(hours_markup(count))


def _figure(name: str, lines: Sequence[str], cue: str = "") -> None:
    said = "".join(f"<p>{text(line)}</p>" for line in lines)
    after = f'<p class="tr-cue">{text(cue)}</p>' if cue else ""
    title = f'<div class="tr-title" role="heading" aria-level="2">{text(name)}</div>'
    html(f'<div class="tr-card">{title}{said}{after}</div>')


def _pick_recording() -> RecordingSummary | None:
    """The recording of the address, else the newest that is long, else the newest."""
    there = {one.recording.id: one for one in _analysed()}
    if not there:
        return None
    asked = st.query_params.get("recording", "")
    long = [number for number, one in there.items() if is_long(one)]
    first = int(asked) if asked.isdecimal() and int(asked) in there else next(iter(long or there))
    picked: int = st.selectbox(
        "Recording",
        list(there),
        index=list(there).index(first),
        format_func=lambda one: _name(there[one]),
        label_visibility="collapsed",
    )
    if asked != str(picked):
        st.query_params["recording"] = str(picked)
    return there[picked]


@st.cache_data(show_spinner=False, ttl=3.0)
def _analysed() -> list[RecordingSummary]:
    return [one for one in store().recordings.list(limit=MOST_RECORDINGS) if one.run_id is not None]


def _name(summary: RecordingSummary) -> str:
    recording = summary.recording
    who = f"{summary.pseudonym} · " if summary.pseudonym else ""
    day = recording.filmed_on or local_day(recording.added_at)
    return f"{who}{recording.name} · {day} · {span(recording.duration_s or 0)}"


def _states_or_none(run_id: int) -> DayStates:
    """As `_states`; without any where the curves are gone, which is said: transitions and flags are still shown."""
    try:
        return _states(run_id, store().runs.state(run_id))
    except TransitionsError as error:
        say_trouble(str(error))
        return DayStates()


@st.cache_resource(show_spinner="Reading the postures …", max_entries=8)
def _states(run_id: int, state: str) -> DayStates:
    """What the run says in this state of it, else what its curves say, which is then kept with it.

    Raises
    ------
    TransitionsError
        The curves are no longer there.
    """
    run = stored_run(run_id)
    if run.states is not None:
        return run.states
    parts = store().runs.series_parts(run_id, PART_S, run.clip.duration_s)
    states = states_of_parts((part.pose for part in parts), run.segments, run.clip.duration_s)
    with plain_errors():  # what cannot be kept is read again next time
        store().runs.keep_states(run_id, states, state)
    return states


@st.cache_data(show_spinner=False, ttl=3.0)
def _counted(recording_id: int) -> tuple[Sequence[MomentRow], int]:
    """The moments with a flag that counts, the worst first, and how many flags reviewers turned down."""
    flagged = FindingFilter(recording_id=recording_id, severities=frozenset(Severity))
    found = store().findings
    moments = [
        *found.moments(flagged, order=MomentOrder.WORST_FIRST, limit=None),
        *found.moments(FindingFilter(recording_id=recording_id), limit=None, spoken_of=True),
    ]
    standing = store().reviews.standing([row.id for moment in moments for row in moment.findings])
    return counted_moments(moments, standing), turned_down_count(moments, standing)


def _worst_first(recording_id: int) -> Sequence[MomentRow]:
    """The flagged moments, the worst first."""
    return _counted(recording_id)[0]


def _open_moment(moments: Sequence[MomentRow]) -> FindingRow | None:
    """The moment that was chosen, else the worst."""
    chosen = st.session_state.get(_OPEN)
    rows = [moment.main for moment in moments]
    return next((row for row in rows if row.id == chosen), rows[0] if rows else None)


def _asked_of_line() -> None:
    """The viewer pressed a key or a mark of the line."""
    asked = asked_for(LINE_KEY)
    if "moment" in asked:
        st.session_state[_OPEN] = int(asked["moment"])
    elif "step" in asked:
        _step(int(asked["step"]))
    elif "review" in asked:
        st.session_state[_TO_REVIEW] = True


def _step(by: int) -> None:
    """Open the moment after (1) or before (-1) the open one; at either end it stays."""
    moments = _worst_first(st.session_state[_RECORDING])
    chosen = _open_moment(moments)
    if chosen is not None:
        ids = [moment.main.id for moment in moments]
        st.session_state[_OPEN] = ids[min(max(ids.index(chosen.id) + by, 0), len(ids) - 1)]


def _asked_of_list() -> None:
    asked = asked_for(LIST_KEY)
    moments = _worst_first(st.session_state[_RECORDING])
    wanted = int(asked.get("finding", -1))
    for moment in moments:
        if any(row.id == wanted for row in moment.findings):
            st.session_state[_OPEN] = moment.main.id
