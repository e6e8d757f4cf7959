"""The clinician's word on a finding: agree, correct or note. It is added beside the finding, never over it."""

from __future__ import annotations

import streamlit as st

from transitions.model import Result, Review, Severity
from transitions.store import FindingRow, Verdict
from transitions.ui.frame import literal, plain_errors
from transitions.ui.services import store
from transitions.ui.words import RESULTS, SEVERITIES

VERDICTS = {Verdict.AGREE: "Agree", Verdict.CORRECT: "Correct it", Verdict.ANNOTATE: "Note only"}
_RATER = "rater"


def show_reviews(row: FindingRow) -> None:
    """What raters said so far, and the form to say more."""
    reviews = store().reviews.of_finding(row.id)
    for kept in reviews:
        st.markdown(_review_words(kept))
    with st.expander("Your review", expanded=False, icon=":material/rate_review:"):
        _form(row.id)


def _form(finding_id: int) -> None:
    rater = st.text_input(
        "Your name or initials", key=_RATER, persist_state="session", placeholder="for example KB"
    )
    verdict = st.segmented_control(
        "What do you say?",
        list(VERDICTS),
        format_func=lambda v: VERDICTS[v],
        default=Verdict.AGREE,
        required=True,
        key=f"verdict-{finding_id}",
    )
    result: Result | None = None
    severity: Severity | None = None
    if verdict is Verdict.CORRECT:
        result = st.selectbox(
            "It should be",
            [None, *Result],
            format_func=lambda r: RESULTS[r] if r else "as found",
            key=f"r-{finding_id}",
        )
        severity = st.selectbox(
            "Its size",
            [None, *Severity],
            format_func=lambda s: SEVERITIES[s] if s else "as found",
            key=f"s-{finding_id}",
        )
    note = st.text_area(
        "Note", key=f"note-{finding_id}", height=80, placeholder="optional, except for “note only”"
    )
    if st.button("Save review", key=f"save-{finding_id}", type="primary"):
        with plain_errors():
            store().reviews.add(
                finding_id, rater, verdict or Verdict.AGREE, result=result, severity=severity, note=note
            )
            st.toast("Saved beside the finding.", icon=":material/check:")
            st.rerun(scope="fragment")


def _review_words(review: Review) -> str:
    verdict = VERDICTS[Verdict(review.verdict)].lower()
    parts = [f"**{literal(review.rater)}**: {verdict}"]
    if review.severity is not None:
        parts.append(f"size {SEVERITIES[review.severity]}")
    if review.note:
        parts.append(f"“{literal(review.note)}”")
    return f":material/person: {', '.join(parts)} · {review.created_at[:10]}"
