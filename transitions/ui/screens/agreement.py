"""Agreement: how far the raters of a study and the program agree, and where they do not, the worst first."""

from __future__ import annotations

import json

import streamlit as st

from transitions.agreement.study import Disagreement
from transitions.cli.agreement import agreement_record
from transitions.store import Study
from transitions.ui.agreement_figures import StudyFigures, figures_of
from transitions.ui.agreement_table import (
    events_markup,
    name_of,
    pairs_markup,
    together_markup,
    verdict_markup,
    word_of_value,
)
from transitions.ui.frame import go_to, html, html_at_once, literal, plain_errors, show_notices, text
from transitions.ui.rating.at_work import leave_study
from transitions.ui.rating.wording import rule_title
from transitions.ui.services import store
from transitions.ui.verdicts import keep_rater, rater
from transitions.ui.words import counted

PAGE_SIZE = 20
NOTE = (
    "κ: agreement beyond chance, far-off words counting more. Coverage: the share of what the first rated that the "
    "second rated too; what was left out can't flatter unseen. Bias: how much more often the second uses a word. "
    "Intervals are 95 %, by resampling people. F1: the share of marked transitions that both marked, by how much they "
    "overlap; start and end apart: medians of those."
)


def show_agreement() -> None:
    """Draw the page under its title."""
    show_notices()
    with plain_errors():
        keep_rater()
        study = _pick_study()
        if study is None:
            st.info("There is no study yet.")
            if st.button("Studies", type="primary"):
                go_to("studies")
        elif not study.is_revealed:
            _show_waiting(study)
        else:
            _show_figures(study)


def _pick_study() -> Study | None:
    """The study of the address, or the newest that is revealed."""
    studies = sorted(store().studies.list(), key=lambda study: (study.is_revealed, study.id))
    asked = st.query_params.get("study", "")
    study = next((one for one in studies if one.plan.name == asked), studies[-1] if studies else None)
    if study is not None and asked != study.plan.name:
        st.query_params["study"] = study.plan.name
    return study


def _show_waiting(study: Study) -> None:
    st.subheader(study.plan.name, anchor=False)
    names = literal(", ".join(study.waiting_for))
    st.info(f"This study is blind until everyone has committed; it waits for {names}.")
    if st.button("Rate", type="primary"):
        go_to("studies", study=study.plan.name)


def _show_figures(study: Study) -> None:
    figures = figures_of(study.plan.name)
    found = figures.found
    with st.container(horizontal=True, vertical_alignment="center", key="agreement-bar"):
        st.markdown(f"**{literal(study.plan.name)}**", width="content")
        raters = ", ".join(found.raters) or "nobody"
        people = counted(found.people, "person", "people")
        st.caption(
            f"{counted(found.units, 'finding')} of {people}, rated by {literal(raters)}", width="content"
        )
        if st.button("Look at the clips", key="agreement-clips"):
            _open(study)
        st.download_button(
            "Figures as JSON",
            json.dumps(agreement_record(found, dict(figures.marked)), indent=1, ensure_ascii=False),
            f"{study.plan.name}.json",
            "application/json",
            type="tertiary",
            on_click="ignore",
        )
    if study.waiting_for:
        st.caption(
            f"Not everyone has committed: {literal(', '.join(study.waiting_for))} may still change these."
        )
    early = store().studies.opened_early(study.plan.name) if study.plan.is_blind else 0
    if early:
        st.caption(
            f"{counted(early, 'clip was', 'clips were')} opened before everything was committed: what was seen there "
            "may colour what was rated after it."
        )
    with st.container(border=True, key="no-worse"):
        html_at_once(verdict_markup(found))
    if found.alpha is not None or found.fleiss is not None:
        html(together_markup(found))
    st.subheader("Every two", anchor=False)
    html(pairs_markup(found.pairs))
    _show_disagreements(study, figures)
    if figures.marked:
        st.subheader("Where transitions are", anchor=False)
        html(events_markup(figures.marked))
    st.caption(NOTE)


@st.fragment
def _show_disagreements(study: Study, figures: StudyFigures) -> None:
    worst = figures.found.disagreements
    st.subheader("Where they disagree", anchor=False)
    if not worst:
        st.caption("Nowhere: whoever rated the same said the same.")
        return
    st.caption(f"{counted(len(worst), 'finding')}, the furthest apart first.")
    limit = st.session_state.get("agreement_limit", PAGE_SIZE)
    for number, one in enumerate(worst[:limit]):
        with st.container(
            horizontal=True,
            vertical_alignment="center",
            horizontal_alignment="distribute",
            key=f"disagree-{number}",
        ):
            with st.container(key=f"words-disagree-{number}"):
                html_at_once(_disagreement_markup(one))
            if st.button("Look", key=f"look-{number}", help="The moment, with everyone's word"):
                clip_id, segment, rule = figures.place_of(one)
                _open(study, clip=clip_id, unit=f"{segment}.{rule}")
    if len(worst) > limit:
        st.button(
            f"Show more ({len(worst) - limit:,} left)", type="tertiary", key="more", on_click=_show_more
        )


def _show_more() -> None:
    st.session_state["agreement_limit"] = st.session_state.get("agreement_limit", PAGE_SIZE) + PAGE_SIZE


def _disagreement_markup(one: Disagreement) -> str:
    label, _, rule = one.unit.rsplit("/", 2)
    said = " · ".join(f"{name_of(who)}: {word_of_value(value)}" for who, value in one.said.items())
    return (
        f'<div class="tr-card"><div class="tr-title">{text(rule_title(rule))}</div>'
        f'<p class="tr-when">{text(label)} · {text(one.person)}</p><p>{text(said)}</p></div>'
    )


def _open(study: Study, **place: object) -> None:
    leave_study()
    known = {"rater": rater()} if rater() in study.plan.raters else {}
    go_to("studies", study=study.plan.name, **known, **place)
