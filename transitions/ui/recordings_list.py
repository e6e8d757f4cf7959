"""The list of recordings: what each holds, the way into its review, and its deletion."""

from __future__ import annotations

import streamlit as st

from transitions.model import Result
from transitions.store import JobState, RecordingSummary
from transitions.ui.frame import go_to, html, html_at_once, notify, plain_errors, text
from transitions.ui.services import queue, store
from transitions.ui.words import counted, span

PAGE_SIZE = 6
FILM_INSTEAD = (
    "Film one person, head to feet in view, from two to four metres away, in good light, "
    "at 30 pictures a second."
)
_LIMIT = "recordings_limit"


@st.fragment
def show_recordings() -> None:
    """The newest recordings, with a search once there are many."""
    total = store().recordings.count()
    heading, search_box = st.columns([2, 1], vertical_alignment="bottom")
    heading.subheader("Recordings", anchor=False)
    search = ""
    if total > PAGE_SIZE:
        search = search_box.text_input("Search", placeholder="name or task", icon=":material/search:")
        total = store().recordings.count(search=search)
    limit = st.session_state.get(_LIMIT, PAGE_SIZE)
    summaries = store().recordings.list(search=search, limit=limit)
    if not summaries:
        st.caption("No recording has this in its name or task.")
    for summary in summaries:
        with st.container(border=True, key=f"recording-{summary.recording.id}"):
            _show_one(summary)
    if total > limit:
        st.button(f"Show more ({total - limit:,} left)", type="tertiary", key="more", on_click=_show_more)


def _show_more() -> None:
    st.session_state[_LIMIT] = st.session_state.get(_LIMIT, PAGE_SIZE) + PAGE_SIZE


def _show_one(summary: RecordingSummary) -> None:
    recording = summary.recording
    words, actions = st.columns([3, 2], vertical_alignment="center")
    with words:
        html_at_once(_markup(summary))
    with actions, st.container(horizontal=True, horizontal_alignment="right"):
        if summary.run_id is not None and st.button("Review", key=f"open-{recording.id}", type="primary"):
            go_to("review", recording=recording.id)
        failed = summary.job is not None and summary.job.state in (JobState.FAILED, JobState.CANCELLED)
        if (failed or summary.status == "new") and st.button("Try again", key=f"again-{recording.id}"):
            with plain_errors():
                queue().submit(recording.id)
                st.rerun()
        if st.button("Delete", key=f"delete-{recording.id}", type="tertiary"):
            _confirm_deletion(recording.id, recording.name)


@st.dialog("Delete this recording?")
def _confirm_deletion(recording_id: int, name: str) -> None:
    html(
        f"<p>“{text(name)}” goes with everything made from it: its analyses, moments, reviews and cut pieces. "
        "This cannot be undone.</p>"
    )
    if st.button("Delete for good", type="primary", key="delete-for-good"):
        with plain_errors():
            notify(str(store().recordings.delete(recording_id)))
            st.rerun()


def _markup(summary: RecordingSummary) -> str:
    recording = summary.recording
    about = [part for part in (summary.pseudonym, recording.context.task, recording.added_at[:10]) if part]
    if recording.duration_s is not None:
        about.append(span(recording.duration_s))
    return (
        f'<div class="tr-card"><div class="tr-title" role="heading" aria-level="3">{text(recording.name)}</div>'
        f'<p class="tr-when">{text(" · ".join(about))}</p><p>{_status_markup(summary)}</p></div>'
    )


def _status_markup(summary: RecordingSummary) -> str:
    job = summary.job
    if job is not None and job.state is JobState.FAILED:
        return f"<strong>Could not be analysed.</strong> {text(job.reason or '')} {FILM_INSTEAD}"
    if summary.status == "cancelled" and summary.run_id is None:
        return "Stopped before it was done."
    if job is not None and not job.state.is_final:
        return "Being analysed."
    if summary.run_id is None:
        return "Not analysed yet."
    return text(_result_words(summary))


def _result_words(summary: RecordingSummary) -> str:
    flags = sum(summary.severities.values())
    unclear = summary.results.get(Result.NOT_ASSESSABLE, 0)
    parts = [counted(summary.segments, "moment"), f"{flags} to look at" if flags else "nothing flagged"]
    if unclear:
        parts.append(f"{unclear} cannot be told")
    if summary.reviewed:
        parts.append(f"{summary.reviewed} reviewed")
    return " · ".join(parts)
