"""What the review page says when there is nothing to list, and what to do instead."""

from __future__ import annotations

import streamlit as st

from transitions.detect import all_detectors
from transitions.model import Result
from transitions.store import FindingFilter, JobState, RecordingSummary
from transitions.ui.filming import open_filming
from transitions.ui.frame import go_to, lead, plain_errors
from transitions.ui.moment import show_clip
from transitions.ui.people_in_view import can_choose_person, said_of_clip, show_people
from transitions.ui.services import store
from transitions.ui.without_result import show_without_result
from transitions.ui.words import counted

UNRECOGNISED = "No known transition recognised"
SIZED = frozenset({Result.OBSERVED, Result.POSSIBLE})


def known_transitions() -> str:
    """What the program knows, in one line: ``standing up, sitting down, … or getting out of a car``."""
    names = [detector.name for detector in all_detectors()]
    names = [name[:1].lower() + name[1:] for name in names]
    return f"{', '.join(names[:-1])} or {names[-1]}"


def what_to_film() -> str:
    """What to film when nothing was recognised."""
    return (
        f"The program knows these movements: {known_transitions()}. Anything else, such as a squat or a stumble, "
        "is not judged. "
        "Film one of these whole, with a still second before and after, head to feet in view."
    )


def show_nothing_found(picked: int | None, where: FindingFilter) -> None:
    """Say why the list is empty: the filter, a clip without a transition, or no result yet."""
    summary = store().recordings.summary(picked) if picked is not None else None
    everything = store().findings.count(FindingFilter(recording_id=picked))
    if everything:
        lead(why_filtered_out(where))
        st.caption(f"{counted(everything, 'finding')} in all; change the filter to look at them.")
    elif summary is not None and summary.run_id is not None:
        _show_unrecognised(summary)
    elif summary is None:
        lead("No moment was found in any recording yet. Home shows how far each analysis is.")
        _show_way_home()
    elif summary.job is not None and summary.job.state is JobState.FAILED:
        show_without_result(summary)
    else:
        lead("This recording has no result yet. Home shows how far its analysis is.")
        _show_way_home()


def why_filtered_out(where: FindingFilter) -> str:
    """Why a filter lets nothing through."""
    if where.severities and where.results and where.results.isdisjoint(SIZED):
        return (
            "That cannot be: only what is seen, or maybe seen, is there a little or a lot. "
            "Take one of the two filters away."
        )
    return "Nothing fits this filter."


def _show_unrecognised(summary: RecordingSummary) -> None:
    with st.container(key="bench"):
        watch, words = st.columns([11, 8], gap="medium")
    with words:
        st.subheader(UNRECOGNISED, anchor=False)
        lead(what_to_film())
        for warning in said_of_clip(summary):
            st.warning(warning, icon=":material/info:")
        if can_choose_person(summary):
            with st.container(key="people"):
                st.markdown(f"**{counted(summary.people_seen, 'person', 'people')} are in view.**")
                show_people(summary)
        with st.container(horizontal=True):
            if st.button("How to film", icon=":material/videocam:"):
                open_filming()
            _show_way_home()
    if summary.run_id is not None:
        with watch, st.container(key="watch"), plain_errors():
            show_clip(summary.recording.id, summary.run_id)


def _show_way_home() -> None:
    if st.button("Go to Home", icon=":material/home:"):
        go_to("home")
