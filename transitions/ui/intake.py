"""Taking clips in: who, when, what was going on, consent, and off to the queue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from transitions.errors import StoreError
from transitions.samples import sample_clips
from transitions.store import Added, Context, HandUse, TimeOfDay, now_iso
from transitions.ui.clip_paths import CLIP_SUFFIXES, clips_at
from transitions.ui.frame import notify, plain_errors
from transitions.ui.services import queue, store
from transitions.ui.words import HANDS, counted

CONSENT = "The person filmed agrees that this clip is analysed and kept on this computer."


@dataclass(frozen=True)
class About:
    """What the form says of the clips; everything but consent is optional."""

    pseudonym: str
    filmed_on: date | None
    context: Context


def show_intake() -> None:
    """The form that takes clips in."""
    with st.form("intake", border=True, clear_on_submit=True):
        uploads = st.file_uploader(
            "Clips", type=sorted(s[1:] for s in CLIP_SUFFIXES), accept_multiple_files=True
        )
        about = _ask_about()
        with st.expander("A long clip, or a folder, on this computer"):
            typed = st.text_input(
                "Path of the clip or folder",
                placeholder="/home/me/videos/monday.mp4",
                help="It is read where it is, not copied, so hours are fine.",
            )
        agreed = st.checkbox(CONSENT)
        if st.form_submit_button("Analyse", type="primary", icon=":material/play_arrow:"):
            with plain_errors():
                _take_in(uploads, typed, about, agreed)


def show_samples() -> None:
    """The sample clips, one press each."""
    clips = sample_clips()
    if not clips:
        st.caption("The sample clips are not installed with this copy.")
    for clip in clips:
        if st.button(_sample_name(clip), key=f"sample-{clip.stem}", icon=":material/movie:", width="stretch"):
            with plain_errors():
                _queue(store().recordings.add(clip, clip.name))
                st.rerun()


def _ask_about() -> About:
    who, when = st.columns(2)
    with who:
        names = [person.pseudonym for person in store().people.list()]
        pseudonym = st.selectbox(
            "Who is it?",
            names,
            index=None,
            accept_new_options=True,
            placeholder="a pseudonym such as P01",
        )
    with when:
        filmed_on = st.date_input("When was it filmed?", value="today", format="YYYY-MM-DD")
    with st.expander("What was going on (optional)"):
        context = _ask_context()
    return About(pseudonym or "", filmed_on, context)


def _ask_context() -> Context:
    left, right = st.columns(2)
    with left:
        task = st.text_input("Task", placeholder="for example: up from the sofa")
        time_of_day = st.selectbox("Time of day", list(TimeOfDay), index=None, placeholder="not said")
        hands = st.selectbox(
            "Use of hands", list(HandUse), index=None, format_func=lambda h: HANDS[h], placeholder="not said"
        )
        load_kg = st.number_input("Load carried, kg", min_value=0.0, value=None, placeholder="not said")
    with right:
        before = st.number_input("Pain before, 0 to 10", 0, 10, value=None, placeholder="not said")
        after = st.number_input("Pain after, 0 to 10", 0, 10, value=None, placeholder="not said")
        seat_cm = st.number_input("Height of the seat, cm", 0.0, 150.0, value=None, placeholder="not said")
        note = st.text_input("Note")
    return Context(
        time_of_day=time_of_day,
        task=task,
        load_kg=load_kg,
        pain_before=before,
        pain_after=after,
        seat_height_m=None if seat_cm is None else seat_cm / 100,
        hands=hands,
        note=note,
    )


def _take_in(uploads: Iterable[Any], typed: str, about: About, agreed: bool) -> None:
    """Store every clip and queue it.

    Raises
    ------
    StoreError
        Nothing was chosen, consent is missing, a path cannot be used, or the store cannot take a clip.
    """
    uploads = list(uploads)
    paths = clips_at(typed) if typed.strip() else []
    if not uploads and not paths:
        raise StoreError("Choose a clip first: drop one above, or name one on this computer.")
    if not agreed:
        raise StoreError("Tick that the person filmed agrees; without that nothing is kept or analysed.")
    known = _known(about)
    with st.spinner("Taking the clips in …"):
        added = [store().recordings.add(upload, upload.name, **known) for upload in uploads]
        added += [store().recordings.link(path, **known) for path in paths]
    for one in added:
        _queue(one)
    new = sum(one.is_new for one in added)
    if new:
        notify(f"{counted(new, 'clip')} taken in. You can leave this page; the work goes on.")
    st.rerun()


def _known(about: About) -> dict[str, Any]:
    known: dict[str, Any] = {"context": about.context, "consented_at": now_iso()}
    if about.pseudonym.strip():
        person = store().people.add(about.pseudonym)
        known["person_id"] = person.id
        known["session_id"] = _session_id(person.id, about.filmed_on)
    return known


def _session_id(person_id: int, filmed_on: date | None) -> int | None:
    """The person's session of that day, made when there is none."""
    if filmed_on is None:
        return None
    held_on = filmed_on.isoformat()
    for session in store().sessions.list(person_id):
        if session.held_on == held_on:
            return session.id
    return store().sessions.add(person_id, held_on, held_on=held_on).id


def _queue(added: Added) -> None:
    """Send a clip to be analysed; one that was here before is not taken twice, and the page says so."""
    recording = added.recording
    if added.is_new:
        queue().submit(recording.id)
        return
    summary = store().recordings.summary(recording.id)
    if summary.run_id is not None:
        state = "its result is in the list"
    elif summary.job is not None and not summary.job.state.is_final:
        state = "it is being analysed"
    else:
        queue().submit(recording.id)
        state = "it is analysed again"
    notify(
        f"“{recording.name}” is here already, as one recording: {state}. What is noted about it stays as it was."
    )


def _sample_name(clip: Path) -> str:
    return clip.stem.replace("_", " ").capitalize()
