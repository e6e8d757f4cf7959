"""Committing: said once more before it is done, for it stays done."""

from __future__ import annotations

import streamlit as st

from transitions.store import Study
from transitions.ui.frame import notify, plain_errors
from transitions.ui.services import store
from transitions.ui.words import counted


@st.dialog("Commit your ratings?")
def ask_to_commit(study: Study, who: str) -> None:
    """Say what committing means and what is left, with a way out."""
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
    if study.plan.is_blind:
        others = [name for name in study.waiting_for if name != who]
        st.caption(
            f"Everything is shown once {' and '.join(others)} committed too."
            if others
            else "Everything is shown then."
        )
    with st.container(horizontal=True), plain_errors():
        if st.button("Commit", type="primary", key="commit-yes"):
            store().studies.commit(study.plan.name, who)
            notify(f"{who} has committed.")
            st.rerun()
        if st.button("Not yet", key="commit-no"):
            st.rerun()
