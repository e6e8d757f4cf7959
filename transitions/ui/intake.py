"""Taking clips in: consent, who, when, what was going on, and off to the queue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import streamlit as st

from transitions.errors import StoreError, TransitionsError
from transitions.samples import sample_clips
from transitions.store import Added, Context, now_iso
from transitions.store.recordings import Known
from transitions.ui.clip_paths import clips_at
from transitions.ui.frame import notify, plain_errors, say_trouble
from transitions.ui.locality import is_on_this_computer
from transitions.ui.progress import await_result
from transitions.ui.services import queue, store
from transitions.ui.told import About, as_kept, ask_context, ask_who_and_when
from transitions.ui.upload import ChosenClip, choose_clips
from transitions.ui.words import counted

CONSENT = "The person filmed agrees that this clip is analysed and kept on this computer."
COMING = "The analysis begins by itself once the clips have arrived; keep this window open."
_ROUND, _WAITING = "intake_round", "intake_waits_for_clips"


@st.fragment
def show_intake() -> None:
    """The fields that take clips in; they keep what is in them until it was taken in."""
    key = f"new-{st.session_state.setdefault(_ROUND, 0)}"
    with st.container(border=True, key="intake"):
        uploads = choose_clips(f"{key}-clips")
        agreed = st.checkbox(CONSENT, key=f"{key}-agreed")
        pressed = st.button("Analyse", type="primary", icon=":material/play_arrow:", key=f"{key}-go")
        said = st.container()
        about = _ask_about(key)
        typed = _ask_path(key) if is_on_this_computer() else ""
    asked = pressed or st.session_state.pop(_WAITING, False)
    missing = _missing(uploads, typed, agreed)
    with said, plain_errors():
        # Said until it is mended: a clip that arrives meanwhile draws the fields again.
        if missing and (asked or st.session_state.get(f"{key}-missing") == missing):
            st.session_state[f"{key}-missing"] = missing
            say_trouble(missing)
        elif asked and any(clip.is_coming for clip in uploads):
            st.session_state[_WAITING] = True
            st.info(COMING, icon=":material/upload:")
        elif asked:
            _take_in(uploads, typed, about)


def intake_is_in_use() -> bool:
    """Whether there is something in the fields that would be lost by leaving the page."""
    key = f"new-{st.session_state.get(_ROUND, 0)}"
    fields = ("clips", "typed", "who", "task", "note")
    return any(st.session_state.get(f"{key}-{field}") for field in fields)


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


def _ask_about(key: str) -> About:
    with st.expander("Who, when and what was going on (optional, can be added later)"):
        pseudonym, filmed_on = ask_who_and_when(key, About(filmed_on=date.today()))
        return About(pseudonym, filmed_on, ask_context(key, Context()))


def _ask_path(key: str) -> str:
    on_disk = bool(st.session_state.get(f"{key}-typed"))
    with st.expander("A long clip, or a folder, on this computer", expanded=on_disk):
        return st.text_input(
            "Path of the clip or folder",
            placeholder="/home/me/videos/monday.mp4",
            help="It is read where it is, not copied, so hours are fine.",
            key=f"{key}-typed",
        )


def _missing(uploads: Sequence[ChosenClip], typed: str, agreed: bool) -> str:
    """What is still to be done before anything can be taken in, as a sentence; empty when nothing is."""
    if not uploads and not typed.strip():
        return "Choose a clip first: drop one above, or name one on this computer."
    if not agreed:
        return (
            "Tick that the person filmed agrees; without that nothing is kept or analysed. "
            "Your clips and what you typed are still here."
        )
    return ""


def _take_in(uploads: Sequence[ChosenClip], typed: str, about: About) -> None:
    """Store and queue every clip that can be; of the others it is said why, and they stop none."""
    known: Known = {**as_kept(about), "consented_at": now_iso()}
    paths, trouble = _paths(typed)
    new = 0
    with st.spinner("Taking the clips in …"):
        for name, take in _sources(uploads, paths, known):
            try:
                added = take()
                _queue(added)
            except TransitionsError as error:
                trouble.append(_of_clip(name, error))
            else:
                new += added.is_new
    if len(trouble) == len(uploads) + (len(paths) or bool(typed.strip())):
        for sentence in trouble:
            say_trouble(sentence)
        return
    if new:
        notify(f"{counted(new, 'clip')} taken in. You can leave this page; the work goes on.")
    for sentence in trouble:
        notify(sentence, trouble=True)
    _empty_fields(typed if typed.strip() and not paths else "")
    st.rerun()


def _paths(typed: str) -> tuple[list[Path], list[str]]:
    """The clips of a path that was typed, and what is wrong with it."""
    try:
        return (clips_at(typed) if typed.strip() else []), []
    except StoreError as error:
        return [], [str(error)]


def _sources(
    uploads: Iterable[ChosenClip], paths: Iterable[Path], known: Known
) -> Iterator[tuple[str, Callable[[], Added]]]:
    """The name of every clip and how it is taken in."""
    for upload in uploads:
        yield upload.name, partial(upload.take_in, store(), **known)
    for path in paths:
        yield path.name, partial(store().recordings.link, path, **known)


def _of_clip(name: str, error: TransitionsError) -> str:
    return str(error) if name in str(error) else f"“{name}” was not taken in. {error}"


def _empty_fields(typed: str) -> None:
    """Begin with empty fields; a path that could not be used stays, to be corrected."""
    st.session_state[_ROUND] += 1
    if typed:
        st.session_state[f"new-{st.session_state[_ROUND]}-typed"] = typed


def _queue(added: Added) -> None:
    """Send a clip to be analysed; one that was here before is not taken twice, and the page says so."""
    recording = added.recording
    if added.is_new:
        queue().submit(recording.id)
        await_result(recording.id)
        return
    summary = store().recordings.summary(recording.id)
    if summary.is_whole:
        state = "its result is in the list"
    elif summary.job is not None and not summary.job.state.is_final:
        state = "it is being analysed"
        await_result(recording.id)
    else:
        queue().submit(recording.id)
        await_result(recording.id)
        state = "it is analysed again"
    notify(
        f"“{recording.name}” is here already, as one recording: {state}. What is noted about it stays as it was."
    )


def _sample_name(clip: Path) -> str:
    return clip.stem.replace("_", " ").capitalize()
