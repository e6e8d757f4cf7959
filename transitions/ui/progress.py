"""Work in the background: how far each analysis is, the way to stop it, and the way to its result."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from transitions.errors import StoreError
from transitions.store import Job, JobState, RecordingSummary
from transitions.ui.frame import go_to, html, notify, plain_errors, text
from transitions.ui.services import queue, store
from transitions.ui.words import counted, span

POLL_S = 1.0
MOST_SHOWN = 5
_WATCHED = "watched_jobs"
_AWAITED, _JUST_SENT, _GOING = "awaited_recordings", "just_sent", "going_to_review"

_DRAWN = st.components.v2.component(
    "page_drawn", js="export default ({ setTriggerValue }) => { setTriggerValue('drawn', true); }"
)
"""Says that the page stands in the browser. Only then are the ticks of `_watch` over: one that comes while another
page is being opened would leave that page empty."""


def await_result(recording_id: int) -> None:
    """Remember that this visitor sent a clip and waits for its result."""
    st.session_state.setdefault(_AWAITED, set()).add(recording_id)
    st.session_state[_JUST_SENT] = True


def show_progress(*, may_leave: bool) -> None:
    """Show unfinished jobs, and keep looking while there are any; then on to what this visitor waited for.

    `may_leave` is false while leaving would lose something: then it is only said that the result is there.
    """
    going = st.session_state.pop(_GOING, None)
    if going is not None and may_leave:
        go_to("review", **going)
    just_sent = st.session_state.pop(_JUST_SENT, False)
    if store().jobs.list(unfinished=True, limit=1):
        with st.container(key="progress"):
            _watch()
    elif just_sent:
        _meet_results(may_leave=may_leave)
    else:
        # They came to their end while this visitor was elsewhere: nobody is sent away from where they went.
        st.session_state.pop(_AWAITED, None)


@st.fragment(run_every=POLL_S)
def _watch() -> None:
    with plain_errors():
        queue().recover()
        unfinished = store().jobs.list(unfinished=True)
        before = st.session_state.get(_WATCHED, set())
        now = {job.id for job in unfinished}
        st.session_state[_WATCHED] = now
        if before - now or not now:
            if st.session_state.get(_AWAITED, set()).isdisjoint(job.recording_id for job in unfinished):
                if unfinished:
                    _meet_results(may_leave=False)
                st.session_state[_JUST_SENT] = True
            st.rerun()
        st.subheader("In progress", anchor=False)
        for job in sorted(unfinished, key=lambda j: (j.state is not JobState.RUNNING, j.id))[:MOST_SHOWN]:
            _show_job(job, alone=len(unfinished) == 1)
        if len(unfinished) > MOST_SHOWN:
            st.caption(f"and {counted(len(unfinished) - MOST_SHOWN, 'clip')} more waiting")


def _meet_results(*, may_leave: bool) -> None:
    """All that this visitor waited for has ended: open it, or say why it cannot be opened."""
    ended = _summaries(st.session_state.pop(_AWAITED, set()))
    done = [one for one in ended if one.status == "analysed"]
    failed = [one for one in ended if one.status == "failed"]
    for one in failed:
        reason = one.job.reason if one.job is not None else ""
        notify(f"“{one.recording.name}” could not be analysed. {reason or ''}", trouble=True)
    if not done:
        return
    if may_leave and not failed:
        one_only = {"recording": done[0].recording.id} if len(done) == 1 else {}
        st.session_state[_GOING] = one_only
        _DRAWN(key="page-drawn", on_drawn_change=lambda: None)
        return
    names = f"“{done[0].recording.name}” is" if len(done) == 1 else f"{counted(len(done), 'clip')} are"
    notify(f"{names} analysed: press Review beside it.")


def _summaries(recording_ids: Collection[int]) -> list[RecordingSummary]:
    found = []
    for recording_id in sorted(recording_ids):
        try:
            found.append(store().recordings.summary(recording_id))
        except StoreError:
            continue  # deleted meanwhile: nothing is waited for any more
    return found


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
    if job.stage == "reading":
        return f"reading the file, {job.fraction:.0%} done"
    words = f"frame {job.frames_done:,} of {job.frames_total:,}"
    return words if job.seconds_left is None else f"{words}, about {span(job.seconds_left)} left"
