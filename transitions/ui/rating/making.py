"""The form that sets a study up."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable

import streamlit as st

from transitions.agreement.study import MARGIN
from transitions.store import FindingFilter, RecordingSummary, StudyPlan
from transitions.ui.frame import go_to, notify, plain_errors
from transitions.ui.rating.wording import rule_title
from transitions.ui.services import rules_by_id, store
from transitions.ui.words import counted

MOST_CLIPS = 1000
SEEDS = 1_000_000


def show_making(*, is_first: bool) -> None:
    """The form, open where there is no study yet."""
    analysed = _analysed()
    if not analysed:
        st.info("A study needs clips that were analysed. Add some on the first page.")
        if st.button("Add a clip", type="primary", icon=":material/add:"):
            go_to("home")
        return
    with st.expander("Set up a study", icon=":material/add:", expanded=is_first):
        _show_form(analysed)


def _analysed() -> dict[int, RecordingSummary]:
    """Recordings that are analysed to their end, by the analysis' id, oldest first."""
    kept = store().recordings.list(limit=MOST_CLIPS)
    return {s.run_id: s for s in sorted(kept, key=lambda s: s.recording.id) if s.is_whole and s.run_id}


def _show_form(analysed: dict[int, RecordingSummary]) -> None:
    with st.form("make-study", border=False):
        name = st.text_input("Name of the study", placeholder="for example Twist, autumn", max_chars=80)
        raters = st.text_input(
            "Raters", placeholder="for example Ana, Ben", help="Names or initials, with a comma between them."
        )
        run_ids = st.multiselect(
            "Clips",
            list(analysed),
            format_func=lambda run_id: _clip_name(analysed[run_id]),
            placeholder=f"all {len(analysed)}",
        )
        chosen = st.multiselect(
            "Patterns to rate",
            list(rules_by_id()),
            format_func=rule_title,
            placeholder="all that were judged",
        )
        is_blind = st.toggle(
            "Blind",
            value=True,
            help="Until every rater has committed nobody sees the program's word, the others' or file names.",
        )
        faces_blurred = st.toggle(
            "Blur faces", help="Where the head cannot be placed the whole picture is blurred."
        )
        with st.expander("More"):
            given = st.toggle(
                "Raters start from the transitions that the program found",
                value=True,
                help="For a study of where transitions begin and end switch it off: each marks from nothing.",
            )
            margin = st.number_input(
                "Margin of “no worse” (κ)",
                0.01,
                1.0,
                MARGIN,
                0.01,
                help="By so much κ the program may be behind a second clinician. Choose it beforehand.",
            )
        if st.form_submit_button("Set up the study", type="primary"):
            names = tuple(filter(None, (part.strip() for part in re.split(r"[,;\n]", raters))))
            plan = StudyPlan(
                name,
                names,
                tuple(chosen or _rules(run_ids or analysed)),
                tuple(run_ids or analysed),
                seed=secrets.randbelow(SEEDS),
                is_blind=is_blind,
                segments_given=given,
                margin=margin,
                faces_blurred=faces_blurred,
            )
            with plain_errors():
                _make(plan)


def _make(plan: StudyPlan) -> None:
    study = store().studies.create(plan)
    notify(f"“{study.plan.name}” is set up with {counted(len(plan.run_ids), 'clip')}.")
    st.rerun()


def _rules(run_ids: Iterable[int]) -> list[str]:
    """Every rule that judged something in these analyses."""
    facets = (store().findings.facets(FindingFilter(run_id=run_id)) for run_id in run_ids)
    return sorted({rule for one in facets for rule in one.rules})


def _clip_name(summary: RecordingSummary) -> str:
    who = f"{summary.pseudonym} · " if summary.pseudonym else ""
    return f"{who}{summary.recording.name}"
