"""Every study, how far it is, and a form that sets one up."""

from __future__ import annotations

import streamlit as st

from transitions.store import Study
from transitions.ui.frame import go_to, html_at_once, lead, text
from transitions.ui.rating.making import show_making
from transitions.ui.services import store
from transitions.ui.verdicts import keep_rater, rater
from transitions.ui.words import counted

WHAT_FOR = (
    "A study asks several people to rate the same clips, each without knowing what the others or the program say. "
    "Then it shows how far they agree, and whether the program does as well as one more of them."
)


def show_studies_list() -> None:
    """The studies, newest first, and the form."""
    keep_rater()
    lead(WHAT_FOR)
    studies = sorted(store().studies.list(), key=lambda study: -study.id)
    for study in studies:
        with (
            st.container(border=True, key=f"study-{study.id}"),
            st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"),
        ):
            with st.container(key=f"words-study-{study.id}"):
                html_at_once(_card(study))
            _show_actions(study)
    show_making(is_first=not studies)


def _card(study: Study) -> str:
    plan = study.plan
    about = [
        counted(len(plan.run_ids), "clip"),
        counted(len(plan.rules), "pattern"),
        "blind" if plan.is_blind else "open",
        *([] if plan.segments_given else ["transitions marked from nothing"]),
    ]
    return (
        f'<div class="tr-card"><div class="tr-title" role="heading" aria-level="2">{text(plan.name)}</div>'
        f'<p class="tr-when">{text(" · ".join(about))} · rated by {text(", ".join(plan.raters))}</p>'
        f"<p>{text(_stands(study))}</p></div>"
    )


def _stands(study: Study) -> str:
    waiting = study.waiting_for
    own = ""
    if rater() in study.plan.raters and rater() not in study.committed:
        tasks = store().studies.tasks(study.plan.name, rater())
        done, units = sum(task.rated for task in tasks), sum(task.units for task in tasks)
        own = f"You ({rater()}): {done:,} of {units:,} rated. "
    if not waiting:
        return "Everyone has committed: look at it together."
    committed = f"{', '.join(study.committed)} committed. " if study.committed else ""
    return f"{own}{committed}Waits for {', '.join(waiting)}."


def _show_actions(study: Study) -> None:
    name = study.plan.name
    with st.container(horizontal=True, horizontal_alignment="right", width="content"):
        rates = bool(study.waiting_for) and rater() not in study.committed
        label = "Rate" if rates else "Look"
        if st.button(label, key=f"open-study-{study.id}", type="primary"):
            known = {"rater": rater()} if rater() in study.plan.raters else {}
            go_to("studies", study=name, **known)
        if study.is_revealed and st.button("Agreement", key=f"agreement-of-{study.id}"):
            go_to("agreement", study=name)
