"""Giving a verdict, taking one back and moving on: what the review's keys and buttons do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from transitions.errors import StoreError
from transitions.model import Result, Severity
from transitions.store import MomentRow, Verdict
from transitions.ui.queue_rows import verdict_on
from transitions.ui.selection import choose_finding, chosen_finding
from transitions.ui.services import store
from transitions.ui.words import SAID

_RATER, _KEPT_RATER = "rater", "kept_rater"
_LINE, _ASKED, _RECORDING = "queue_line", "queue_asked", "queue_recording"
_SAID, _FIELD, _ANSWERS, _CORRECTING = "review_said", "review_field", "review_answers", "correcting"
NO_NAME = "Type your name or initials first; verdicts are kept under it."


def rater() -> str:
    """Who reviews: as typed, or as in the address of the page."""
    typed: str | None = st.session_state.get(_RATER)
    kept: str = st.session_state.get(_KEPT_RATER, "")
    return (kept if typed is None else typed).strip()


def ask_for_rater() -> None:
    """The field for the rater's name; the name is kept in the address, so that a reload keeps it."""
    kept = st.session_state.get(_KEPT_RATER) or st.query_params.get(_RATER, "")
    st.text_input("Your name or initials", value=kept, key=_RATER, placeholder="for example KB", max_chars=40)


def keep_rater() -> None:
    """Take the rater from the address on the first run, and write a typed one there."""
    name = rater() or ("" if _RATER in st.session_state else st.query_params.get(_RATER, "").strip())
    st.session_state[_KEPT_RATER] = name
    if name and st.query_params.get(_RATER) != name:
        st.query_params[_RATER] = name
    elif not name:
        st.query_params.pop(_RATER, None)


def name_rater(name: str) -> None:
    """Take a name that was chosen elsewhere on the page; `keep_rater` writes it into the address."""
    st.session_state.pop(_RATER, None)
    st.session_state[_KEPT_RATER] = name
    st.query_params[_RATER] = name


def line_up(moments: Sequence[MomentRow], recording_id: int | None) -> None:
    """Remember the findings in the order of the queue, and those that ask for a verdict, for the keys."""
    st.session_state[_LINE] = [row.id for moment in moments for row in moment.findings]
    st.session_state[_ASKED] = [row.id for moment in moments for row in moment.to_review]
    st.session_state[_RECORDING] = recording_id


def step(by: int) -> None:
    """Open the next (+1) or previous (-1) finding of the queue; after the last comes the first."""
    following = beside(by)
    if following is not None:
        choose_finding(following)


def beside(by: int) -> int | None:
    """Id of the finding that `step` opens; None where the queue is empty."""
    line: list[int] = st.session_state.get(_LINE, [])
    if not line:
        return None
    chosen = chosen_finding()
    at = 0 if chosen is None else _place(line, chosen)  # the first is open when none was chosen
    return line[(at + by) % len(line)] if at >= 0 else line[min(by, 0)]


def give(
    finding_id: int, verdict: Verdict, *, result: Result | None = None, severity: Severity | None = None
) -> None:
    """Keep the rater's verdict, with the note as it stands in its field, and move on."""
    if not rater():
        _say(NO_NAME)
        st.session_state[_FIELD] = "rater"
        return
    take_over_note(finding_id)
    note = str(st.session_state.get(note_key(finding_id)) or "")
    try:
        store().reviews.add(finding_id, rater(), verdict, result=result, severity=severity, note=note)
    except StoreError as error:
        _say(str(error))
        return
    _say(f"{SAID[verdict].capitalize()}.")
    st.session_state.pop(_CORRECTING, None)
    if verdict is not Verdict.ANNOTATE:
        _move_on(finding_id)


def undo() -> None:
    """Take back the rater's newest verdict that stands in this list, and open its finding."""
    if not rater():
        _say(NO_NAME)
        return
    last = store().reviews.last_of(rater(), st.session_state.get(_RECORDING))
    if last is None:
        _say("There is nothing to undo.")
        return
    take_back(last.finding_id)


def take_back(finding_id: int) -> None:
    """Take back the rater's last word on this finding, and open it."""
    try:
        taken = store().reviews.take_back(finding_id, rater())
    except StoreError as error:
        _say(str(error))
        return
    st.session_state.pop(_CORRECTING, None)
    choose_finding(finding_id)
    _say(f"Taken back: {SAID[taken.verdict]}.")


def start_correcting(finding_id: int) -> None:
    """Open the fields of a correction, with the keyboard in the first."""
    if not rater():
        _say(NO_NAME)
        st.session_state[_FIELD] = "rater"
        return
    st.session_state[_CORRECTING] = finding_id
    st.session_state[_FIELD] = "correction"


def stop_correcting() -> None:
    """Close the fields of a correction."""
    st.session_state.pop(_CORRECTING, None)


def is_correcting(finding_id: int) -> bool:
    """Whether the fields of a correction are open for this finding."""
    return st.session_state.get(_CORRECTING) == finding_id


def note_key(finding_id: int) -> str:
    """Where this rater's note on a finding is written until it is saved."""
    return f"note-{finding_id}-{rater()}"


def take_over_note(finding_id: int) -> bool:
    """Make a note that was written before its rater gave a name theirs, and nobody's after them.

    Returns whether there was one.
    """
    note = st.session_state.pop(f"note-{finding_id}-", None) if rater() else None
    if note:
        st.session_state[note_key(finding_id)] = note
    return bool(note)


def answer(asked: dict[str, Any]) -> None:
    """Carry out a key of the player: a verdict, undo, next or previous."""
    st.session_state[_ANSWERS] = st.session_state.get(_ANSWERS, 0) + 1
    if "step" in asked:
        step(int(asked["step"]))
    elif "undo" in asked:
        undo()
    elif "correct" in asked:
        start_correcting(int(asked["correct"]))
    elif "verdict" in asked:
        give(int(asked["of"]), Verdict(asked["verdict"]))


def answers() -> dict[str, Any]:
    """For the player: how many keys were answered, the field that is to take the keyboard, and what to say."""
    return {
        "answers": st.session_state.get(_ANSWERS, 0),
        "field": st.session_state.pop(_FIELD, None),
        "said": st.session_state.pop(_SAID, ""),
    }


def said() -> str:
    """The outcome of the last key or button; `answers`, drawn after, takes it away."""
    words: str = st.session_state.get(_SAID, "")
    return words


def _say(words: str) -> None:
    st.session_state[_SAID] = words


def _move_on(finding_id: int) -> None:
    """Open the next finding that still asks for the rater's verdict."""
    line: list[int] = st.session_state.get(_LINE, [])
    asked: list[int] = st.session_state.get(_ASKED, [])
    standing = store().reviews.standing(asked)
    at = _place(line, finding_id)
    left = {i for i in asked if verdict_on(i, standing, rater()) is None}
    following = [i for i in (*line[at + 1 :], *line[: at + 1]) if i in left]
    if following:
        choose_finding(following[0])
    else:
        choose_finding(finding_id)
        _say("Everything in this list is reviewed.")


def _place(line: list[int], finding_id: int | None) -> int:
    """Where a finding stands in the line; -1, before the first, when it is open beside it."""
    return line.index(finding_id) if finding_id in line else -1
