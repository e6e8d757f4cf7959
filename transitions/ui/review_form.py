"""The clinician's word on a finding: agree, disagree, correct or note; added beside the finding, never over it."""

from __future__ import annotations

import streamlit as st

from transitions.model import Result, Review, Severity
from transitions.store import FindingRow, Verdict, local_day
from transitions.ui.frame import literal
from transitions.ui.queue_rows import Standing, verdict_on
from transitions.ui.services import store
from transitions.ui.verdicts import (
    ask_for_rater,
    give,
    is_correcting,
    note_key,
    rater,
    said,
    start_correcting,
    stop_correcting,
    take_back,
    take_over_note,
)
from transitions.ui.words import RESULTS, SAID, SEVERITIES

SIZED = (None, Result.OBSERVED, Result.POSSIBLE)


def show_reviews(row: FindingRow, standing: Standing) -> None:
    """What raters say, and the controls to say it too."""
    with st.container(key="verdict"):
        for review in standing.get(row.id, ()):
            st.markdown(review_words(review))
        own = verdict_on(row.id, standing, rater()) if rater() else None
        _verdicts(row, own)
        if is_correcting(row.id):
            _correction(row)
        if outcome := said():
            st.caption(outcome)
        name, note = st.columns([2, 3], gap="small")
        with name:
            ask_for_rater()
        with note:
            _note(row, own)
        _history(row, standing)


def show_verdicts(row: FindingRow, standing: Standing) -> None:
    """What raters say, for the person filmed."""
    for review in standing.get(row.id, ()):
        st.markdown(review_words(review))


def review_words(review: Review) -> str:
    """One review in one line of Markdown."""
    parts = [f"**{literal(review.rater)}**: {SAID[review.verdict]}"]
    if review.result is not None:
        parts.append(f"it should be “{RESULTS[review.result].lower()}”")
    if review.severity is not None:
        parts.append(f"how much: {SEVERITIES[review.severity]}")
    if review.note:
        parts.append(f"“{literal(review.note)}”")
    return f":material/person: {', '.join(parts)} · {local_day(review.created_at)}"


def _verdicts(row: FindingRow, own: Review | None) -> None:
    choices = (
        ("Agree", "A", Verdict.AGREE, give, (row.id, Verdict.AGREE)),
        ("Disagree", "D", Verdict.DISAGREE, give, (row.id, Verdict.DISAGREE)),
        ("Correct", "C", Verdict.CORRECT, start_correcting, (row.id,)),
    )
    with st.container(horizontal=True, gap="small"):
        for name, letter, verdict, act, given in choices:
            stands = own is not None and own.verdict == verdict
            st.button(
                name,
                key=f"say-{verdict}",
                type="primary" if stands else "secondary",
                help=f"Key {letter}",
                on_click=act,
                args=given,
            )
        if own is not None:
            st.button("Take back", key="say-withdraw", type="tertiary", on_click=take_back, args=(row.id,))


def _correction(row: FindingRow) -> None:
    with st.container(border=True, key="correction"):
        result: Result | None = st.radio(
            "It should be",
            [None, *Result],
            format_func=lambda r: RESULTS[r] if r else "as found",
            key=f"r-{row.id}",
            horizontal=True,
        )
        severity: Severity | None = None
        if result in SIZED and (result is not None or row.finding.severity is not None):
            severity = st.radio(
                "How much",
                [None, *Severity],
                format_func=lambda s: SEVERITIES[s] if s else "as found",
                key=f"s-{row.id}",
                horizontal=True,
            )
        with st.container(horizontal=True):
            st.button(
                "Save correction",
                key="save-correction",
                type="primary",
                on_click=give,
                args=(row.id, Verdict.CORRECT),
                kwargs={"result": result, "severity": severity},
            )
            st.button("Cancel", key="cancel-correction", type="tertiary", on_click=stop_correcting)


def _note(row: FindingRow, own: Review | None) -> None:
    kept = "" if take_over_note(row.id) or own is None else own.note
    st.text_area(
        "Note",
        value=kept,
        key=note_key(row.id),
        height="content",
        placeholder="optional; saved with your verdict",
        persist_state="session",
    )
    st.button("Save note", key="save-note", type="tertiary", on_click=give, args=(row.id, Verdict.ANNOTATE))


def _history(row: FindingRow, standing: Standing) -> None:
    history = store().reviews.of_finding(row.id)
    if len(history) > len(standing.get(row.id, ())):
        with st.expander("History", icon=":material/history:"):
            for review in history:
                st.markdown(review_words(review))
