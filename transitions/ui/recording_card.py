"""A recording in the list: its picture, what is known of it, and what can be done with it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from transitions.model import Result
from transitions.store import JobState, RecordingSummary, local_day
from transitions.ui.filming import FILM_INSTEAD
from transitions.ui.frame import go_to, html_at_once, plain_errors, text
from transitions.ui.nothing_found import UNRECOGNISED, what_to_film
from transitions.ui.people_in_view import said_of_clip, show_person_button
from transitions.ui.progress import await_result
from transitions.ui.recording_dialogs import confirm_deletion, edit_details
from transitions.ui.services import queue
from transitions.ui.without_result import OTHERWISE, heading_of
from transitions.ui.words import context_words, counted, span

DAY_FROM_S = 180.0
"""Recordings from this length on are offered at a glance too."""


def is_long(summary: RecordingSummary) -> bool:
    """Whether it is analysed and long enough to be looked at as a day."""
    return summary.is_whole and (summary.recording.duration_s or 0.0) >= DAY_FROM_S


def show_card(summary: RecordingSummary) -> Any:
    """Draw a recording; returns the place that is kept for its picture, so that no picture holds up the words."""
    number = summary.recording.id
    with (
        st.container(border=True, key=f"recording-{number}"),
        st.container(horizontal=True, vertical_alignment="center", key=f"row-{number}"),
    ):
        picture = st.container(key=f"still-{number}", width=128)
        with st.container(key=f"words-{number}"):
            html_at_once(card_markup(summary))
        with st.container(key=f"actions-{number}", width="content"):
            _show_actions(summary)
    return picture


def _show_actions(summary: RecordingSummary) -> None:
    recording = summary.recording
    with st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        show_person_button(summary)
        if summary.run_id is not None and st.button("Review", key=f"open-{recording.id}", type="primary"):
            go_to("review", recording=recording.id)
        if is_long(summary) and st.button("Day", key=f"day-{recording.id}", help="All of it on one line"):
            go_to("day", recording=recording.id)
        failed = summary.job is not None and summary.job.state in (JobState.FAILED, JobState.CANCELLED)
        if (
            failed
            and summary.run_id is None
            and st.button("What to do", key=f"what-{recording.id}", type="primary")
        ):
            go_to("review", recording=recording.id)
        if (failed or summary.status == "new") and st.button("Try again", key=f"again-{recording.id}"):
            with plain_errors():
                queue().submit(recording.id, summary.job.options if summary.job is not None else None)
                await_result(recording.id)
                st.rerun()
        if st.button("Edit", key=f"edit-{recording.id}", type="tertiary", help="Who, when and what it was"):
            edit_details(summary)
        if st.button("Delete", key=f"delete-{recording.id}", type="tertiary"):
            confirm_deletion(recording.id, recording.name)


def card_markup(summary: RecordingSummary) -> str:
    """Name, what is known, how it stands, and what the analysis says of the clip."""
    recording = summary.recording
    about = [recording.filmed_on or local_day(recording.added_at)]
    if recording.duration_s is not None:
        about.append(span(recording.duration_s))
    about.append(context_words(recording.context))
    notes = "".join(f'<p class="tr-when">{text(note)}</p>' for note in notes_of(summary))
    return (
        f'<div class="tr-card"><div class="tr-title" role="heading" aria-level="4">{text(recording.name)}</div>'
        f'<p class="tr-when">{text(" · ".join(part for part in about if part))}</p>'
        f"<p>{_status_markup(summary)}</p>{notes}</div>"
    )


def notes_of(summary: RecordingSummary) -> list[str]:
    """What to know of the clip: its warnings, and what to film instead when nothing was recognised."""
    if summary.run_id is None:
        return []
    return [*([] if summary.segments else [what_to_film()]), *said_of_clip(summary)]


def _status_markup(summary: RecordingSummary) -> str:
    job, has_result = summary.job, summary.run_id is not None
    if job is not None and job.state is JobState.FAILED:
        reason = text(job.reason or "")
        if summary.is_whole:
            return f"<strong>Could not be analysed again.</strong> {reason} Before: {_result_markup(summary)}"
        if has_result:
            return f"<strong>Could not be analysed to its end.</strong> {reason} Found: {_result_markup(summary)}"
        # Where nobody was found the reason itself says how to film.
        instead = FILM_INSTEAD if heading_of(job.reason or "") == OTHERWISE else ""
        return f"<strong>Could not be analysed.</strong> {reason} {instead}"
    if job is not None and not job.state.is_final:
        return (
            f"Being analysed. So far: {_result_markup(summary)}" if summary.is_growing else "Being analysed."
        )
    if has_result:
        return _result_markup(summary)
    return "Stopped before it was done." if summary.status == "cancelled" else "Not analysed yet."


def _result_markup(summary: RecordingSummary) -> str:
    if not summary.segments:
        return f"<strong>{UNRECOGNISED}</strong>"
    return text(result_words(summary))


def result_words(summary: RecordingSummary) -> str:
    """``2 moments · 1 to look at · 3 cannot be told``."""
    flags = sum(summary.severities.values())
    unclear = summary.results.get(Result.NOT_ASSESSABLE, 0)
    parts = [counted(summary.segments, "moment"), f"{flags} to look at" if flags else "nothing flagged"]
    if unclear:
        parts.append(f"{unclear} cannot be told")
    if summary.reviewed:
        parts.append(f"{summary.reviewed} reviewed")
    return " · ".join(parts)
