"""Committing: said once more before it is done, for it stays done."""

from __future__ import annotations

import streamlit as st

from transitions.store import RatingTask, Study
from transitions.ui.frame import notify, plain_errors
from transitions.ui.services import store
from transitions.ui.words import counted

_ASKED = "rate_commit_asked"


def want_to_commit() -> None:
    """Have the question asked in this run, as its button would."""
    st.session_state[_ASKED] = True


def is_wanted() -> bool:
    """Whether a key asked for the question, once."""
    return bool(st.session_state.pop(_ASKED, False))


@st.dialog("Commit your ratings?")
def ask_to_commit(study: Study, who: str, clip_id: int | None) -> None:
    """Say what committing means and what is left, with a way out.

    Parameters
    ----------
    clip_id : the clip that is open, which may be committed by itself; None without one.
    """
    tasks = store().studies.tasks(study.plan.name, who)
    left = sum(task.units - task.rated for task in tasks)
    unseen = sum(not task.units and not task.gone_through for task in tasks)
    st.markdown("Your ratings stay as they are from then on; a consensus can stand beside them.")
    if left or unseen:
        missing = [
            *([counted(left, "finding")] if left else []),
            *([counted(unseen, "clip")] if unseen else []),
        ]
        st.warning(f"{' and '.join(missing)} not rated yet: that counts as missing.")
    task = next((one for one in tasks if one.clip_id == clip_id and not one.is_committed), None)
    if study.plan.is_blind:
        st.caption(_when_shown([name for name in study.waiting_for if name != who], task))
    with st.container(horizontal=True), plain_errors():
        if st.button("Commit", type="primary", key="commit-yes"):
            store().studies.commit(study.plan.name, who)
            notify(f"{who} has committed.")
            st.rerun()
        if task is not None and st.button(f"Only {task.label}", key="commit-clip"):
            store().studies.commit_clip(study.plan.name, task.clip_id, who)
            notify(f"{who} has committed {task.label}.")
            st.rerun()
        if st.button("Not yet", key="commit-no"):
            st.rerun()


def _when_shown(others: list[str], task: RatingTask | None) -> str:
    """When the others' words and the program's are shown, and what it costs to look at a clip before the end."""
    if not others:
        return "Everything is shown then."
    have = f"{' and '.join(others)} {'has' if len(others) == 1 else 'have'} committed"
    everything = f"Everything is shown once {have} too."
    if task is None:
        return everything
    return (
        f"{everything} “Only {task.label}” is shown once {have} it: good to learn from, "
        "but what was seen colours what is rated after it."
    )
