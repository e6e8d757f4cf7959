"""Who is followed when several people are in a clip, and the way to follow another."""

from __future__ import annotations

import streamlit as st

from transitions.errors import TransitionsError
from transitions.store import RecordingSummary
from transitions.ui.frame import go_to, plain_errors
from transitions.ui.people_pictures import pictures_of_people
from transitions.ui.person_picker import pick_person
from transitions.ui.progress import await_result
from transitions.ui.services import queue, store
from transitions.ui.stills import marked_picture
from transitions.ui.words import counted

FIRST = 1
"""Whom an analysis follows when nobody is named: the one chosen by size, place and time in view."""


def followed_person(summary: RecordingSummary) -> int:
    """The number of the person whom the newest run follows, as the analysis counts them."""
    done = store().jobs.newest(summary.recording.id, done=True)
    return FIRST if done is None else int(done.options.get("person", FIRST))


def can_choose_person(summary: RecordingSummary) -> bool:
    """Whether there is somebody else to follow, and no analysis under way."""
    busy = summary.job is not None and not summary.job.state.is_final
    return summary.run_id is not None and summary.people_seen > 1 and not busy


def show_person_button(summary: RecordingSummary) -> None:
    """The button that opens the choice; nothing when there is no choice."""
    if can_choose_person(summary):
        label = f"{counted(summary.people_seen, 'person', 'people')} in view"
        if st.button(label, key=f"people-{summary.recording.id}", icon=":material/group:", wrap=True):
            choose_person(summary)


@st.dialog("Whom to follow?", width="medium")
def choose_person(summary: RecordingSummary) -> None:
    """Ask whom to follow, and analyse the clip again with that person."""
    with plain_errors():
        show_people(summary)


def show_people(summary: RecordingSummary) -> None:
    """The people in view, to be pressed; of an older analysis, which kept no places, a button for each number.

    Raises
    ------
    TransitionsError
        The clip is no longer there.
    """
    now = followed_person(summary)
    st.markdown(
        f"Person {now} is followed now. Press another in the picture, and the clip is analysed again; "
        "it takes as long as before."
    )
    pictures = pictures_of_people(summary.recording.id, summary.run_id or 0, now)
    if not pictures:
        _show_numbers(summary, now)
        return
    person = pick_person(pictures, f"picker-{summary.recording.id}")
    if person is not None:
        _follow(summary, person)


def _show_numbers(summary: RecordingSummary, now: int) -> None:
    recording = summary.recording
    if summary.run_id is not None and recording.duration_s is not None:
        try:
            picture = marked_picture(recording.id, summary.run_id, recording.duration_s)
        except TransitionsError:
            picture = None  # saved without curves: the numbers are enough to choose by
        if picture is not None:
            st.image(picture, alt=f"Person {now}, who is followed now, is framed", width="stretch")
    with st.container(horizontal=True):
        for number in range(FIRST, summary.people_seen + 1):
            if number != now and st.button(f"Follow person {number}", key=f"follow-{number}"):
                _follow(summary, number)


def _follow(summary: RecordingSummary, person: int) -> None:
    """Analyse the clip again with this person, and go to where its progress is shown."""
    queue().submit(summary.recording.id, {"person": person} if person != FIRST else None)
    await_result(summary.recording.id)
    go_to("home")


def said_of_clip(summary: RecordingSummary) -> list[str]:
    """The run's warnings, without the one that the choice of a person answers."""
    several = f"{summary.people_seen} people are in view"
    return [warning for warning in summary.warnings if not warning.startswith(several)]
