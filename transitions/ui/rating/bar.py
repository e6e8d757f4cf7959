"""The bar above a study's clips: who rates, what is shown, and where it goes from here."""

from __future__ import annotations

import streamlit as st

from transitions.agreement.study import CONSENSUS
from transitions.store import Study
from transitions.ui.frame import go_to, literal
from transitions.ui.rating.at_work import RATE, SEGMENTS, Pen, chosen_place, leave_study, pane_key
from transitions.ui.rating.commit import ask_to_commit, is_wanted
from transitions.ui.rating.filtering import pick_filter
from transitions.ui.rating.who import ask_who
from transitions.ui.rating.worklist import ListFilter
from transitions.ui.services import store

OWN, TOGETHER = "My ratings", "Consensus"


def show_bar(study: Study, who: str | None) -> tuple[Pen, bool, ListFilter]:
    """Draw the bar; in whose name is rated, whether segments are corrected instead, and what is listed.

    Parameters
    ----------
    who : the rater who sits here; None for somebody who only looks at a study that is revealed.
    """
    with st.container(horizontal=True, vertical_alignment="center", key="rate-bar"):
        if st.button("Studies", icon=":material/arrow_back:", type="tertiary", key="rate-back"):
            leave_study()
            go_to("studies")
        st.markdown(f"**{literal(study.plan.name)}**", width="content")
        with st.popover(literal(who) if who else "Just looking", icon=":material/person:"):
            ask_who(study)
        pen = _pick_pen(study, who)
        in_segments = _pick_pane(study)
        with st.popover("Filter", icon=":material/filter_list:"):
            where = pick_filter(study, pen)
        _show_way_on(study, who)
    _show_waiting(study, who)
    return pen, in_segments, where


def _pick_pen(study: Study, who: str | None) -> Pen:
    """The rater's own ratings, or the consensus once something is revealed."""
    if who is None:
        return Pen(study.plan.name, CONSENSUS, None)
    if not store().studies.has_open_clip(study.plan.name):
        return Pen(study.plan.name, who, None)
    first = TOGETHER if study.is_revealed and who in study.committed else OWN
    names = {"consensus": TOGETHER, "own": OWN}
    chosen = st.segmented_control(
        "Whose word",
        [OWN, TOGETHER],
        default=names.get(st.query_params.get("word", ""), first),
        required=True,
        key=f"rate_word-{study.id}-{who}",
        label_visibility="collapsed",
        width="content",
    )
    st.query_params["word"] = next(word for word, name in names.items() if name == chosen)
    return Pen(study.plan.name, CONSENSUS, who) if chosen == TOGETHER else Pen(study.plan.name, who, None)


def _pick_pane(study: Study) -> bool:
    """Whether segments are corrected; where raters mark from nothing that comes first."""
    if pane_key(study) not in st.session_state:
        is_first = "pane" not in st.query_params and not study.plan.segments_given
        in_address = st.query_params.get("pane", "") == "segments"
        st.session_state[pane_key(study)] = SEGMENTS if is_first or in_address else RATE
    chosen = st.segmented_control(
        "What is done",
        [RATE, SEGMENTS],
        required=True,
        key=pane_key(study),
        label_visibility="collapsed",
        width="content",
    )
    assert chosen is not None  # required
    st.query_params["pane"] = chosen.lower()
    return bool(chosen == SEGMENTS)


def _show_way_on(study: Study, who: str | None) -> None:
    if study.is_revealed and st.button("Agreement", icon=":material/groups:", key="rate-agreement"):
        go_to("agreement", study=study.plan.name)
    wanted = is_wanted()
    if who is not None and who not in study.committed:
        pressed = st.button("Commit …", key="rate-commit")
        if pressed or wanted:
            place = chosen_place()
            ask_to_commit(study, who, place[0] if place else None)


def _show_waiting(study: Study, who: str | None) -> None:
    if who in study.committed and study.waiting_for:
        names = literal(", ".join(study.waiting_for))
        sentence = "everything is shown then" if study.plan.is_blind else "they have not committed yet"
        st.caption(f"You have committed. It waits for {names}; {sentence}.")
