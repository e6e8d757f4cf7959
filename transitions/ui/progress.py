"""Work in the background: how far each analysis is, and the way to stop it."""

from __future__ import annotations

import streamlit as st

from transitions.store import Job, JobState
from transitions.ui.frame import html, plain_errors, text
from transitions.ui.services import queue, store
from transitions.ui.words import counted, span

POLL_S = 1.0
MOST_SHOWN = 5
_WATCHED = "watched_jobs"


def show_progress() -> None:
    """Show unfinished jobs, and keep looking while there are any."""
    if store().jobs.list(unfinished=True, limit=1):
        _watch()


@st.fragment(run_every=POLL_S)
def _watch() -> None:
    with plain_errors():
        queue().recover()
        unfinished = store().jobs.list(unfinished=True)
        before = st.session_state.get(_WATCHED, set())
        now = {job.id for job in unfinished}
        st.session_state[_WATCHED] = now
        if before - now or not now:
            st.rerun()
        st.subheader("In progress", anchor=False)
        for job in sorted(unfinished, key=lambda j: (j.state is not JobState.RUNNING, j.id))[:MOST_SHOWN]:
            _show_job(job, alone=len(unfinished) == 1)
        if len(unfinished) > MOST_SHOWN:
            st.caption(f"and {counted(len(unfinished) - MOST_SHOWN, 'clip')} more waiting")


def _show_job(job: Job, *, alone: bool) -> None:
    name = store().recordings.get(job.recording_id).name
    bar, stop = st.columns([5, 1], vertical_alignment="center")
    with bar:
        waiting = job.state is JobState.QUEUED and not alone
        html(_progress_markup(name, progress_words(job, alone=alone), 0.0 if waiting else job.fraction))
    with stop:
        label = "Stopping …" if job.cancelling else "Cancel"
        if st.button(label, key=f"cancel-{job.id}", disabled=job.cancelling, help=f"Stop analysing {name}"):
            queue().cancel(job.id)
            st.rerun(scope="fragment")


def _progress_markup(name: str, said: str, share: float | None) -> str:
    value = "" if share is None else f' value="{share:.4f}"'
    return (
        f'<div class="tr-job"><p><strong>{text(name)}</strong> <span class="tr-soft">{text(said)}</span></p>'
        f'<progress max="1"{value} aria-label="{text(name)}: {text(said)}"></progress></div>'
    )


def progress_words(job: Job, *, alone: bool) -> str:
    """``frame 120 of 300, about 12 s left``; `alone` when no other job is unfinished."""
    if job.cancelling:
        return "stopping"
    if job.state is JobState.QUEUED:
        return "getting ready" if alone else "waiting for its turn"
    if not job.frames_total:
        return f"{job.frames_done:,} frames done" if job.frames_done else "starting"
    words = f"frame {job.frames_done:,} of {job.frames_total:,}"
    return words if job.seconds_left is None else f"{words}, about {span(job.seconds_left)} left"
