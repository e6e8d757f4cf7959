"""Who sits at the keyboard: a name chosen once, kept in the address, the session and a cookie of this browser."""

from __future__ import annotations

from urllib.parse import unquote

import streamlit as st

from transitions.store import Study
from transitions.ui.frame import literal
from transitions.ui.rating.at_work import leave_study
from transitions.ui.verdicts import keep_rater, name_rater, rater

COOKIE = "transitions_rater"
"""Set by the rating panel; only ever a suggestion, for whoever is named in the address comes first."""


def rater_of(study: Study) -> str | None:
    """The rater of the study who sits here; None when nobody has said so yet."""
    keep_rater()
    if rater() in study.plan.raters:
        return rater()
    kept = unquote(st.context.cookies.get(COOKIE, ""))
    if kept in study.plan.raters and not rater():
        name_rater(kept)
        return kept
    return None


def ask_who(study: Study) -> None:
    """One button for each rater."""
    st.markdown("**Who are you?** What you say is kept under your name. It is asked once.")
    with st.container(horizontal=True, key="rate-who"):
        for name in study.plan.raters:
            st.button(literal(name), key=f"rate-as-{name}", on_click=_sit_down, args=(name,))


def _sit_down(name: str) -> None:
    leave_study()
    name_rater(name)
