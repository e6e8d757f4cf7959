"""Compare: did it change? One person before and after, side by side, with the error of measurement of each figure."""

from __future__ import annotations

import streamlit as st

from transitions.before_after import StoredComparison
from transitions.comparison import NotComparableError, summary
from transitions.ui.comparison_choice import compared, pick_person, pick_sides
from transitions.ui.comparison_export import show_export
from transitions.ui.comparison_table import table_markup
from transitions.ui.frame import go_to, html, lead, plain_errors, show_notices, text
from transitions.ui.pair import show_repetitions
from transitions.ui.report_button import show_comparison_report
from transitions.ui.words import STRATEGIES_VARY, counted, kind_name

WHAT_TO_RECORD = (
    "Film the same movement again on another day: the same seat, shoes and load, the camera at the same place, "
    "five repetitions each time."
)
NOTE = (
    "Change: after less before, with its 95 % interval. SEM: standard error of measurement of one repetition (of one "
    "session where several days are compared). MDC: the smallest change of these means that counts. NAP: the share "
    "of before–after pairs in which the later is higher, 0.5 where nothing changed. The first measure stands by "
    "itself, the others are judged together (Holm). No direction is better by itself."
)


def show_compare() -> None:
    """Draw the page under its title."""
    show_notices()
    with plain_errors():
        _show_body()


@st.fragment
def _show_body() -> None:
    with st.container(key="compare"), plain_errors():
        places = st.columns([2, 3, 3, 2, 3], gap="medium")
        with places[0]:
            person = pick_person()
        if person is None:
            _show_empty(
                "There is nothing to compare yet: it takes two analysed recordings of one movement. "
                + WHAT_TO_RECORD
            )
            return
        if person.shared is None:
            _show_empty(f"{person.so_far} {WHAT_TO_RECORD}")
            return
        choice = pick_sides(person, places[1:])
        if choice is None:
            st.info("Choose at least one recording on each side.", icon=":material/info:")
            return
        try:
            found = compared(choice)
        except NotComparableError as error:
            _show_refusal(str(error))
            return
        _show_comparison(found)


def _show_empty(sentence: str) -> None:
    lead(sentence)
    if st.button("Add a clip", type="primary", icon=":material/add:"):
        go_to("home")


def _show_refusal(reason: str) -> None:
    with st.container(border=True, key="refusal"):
        html(
            '<div class="tr-card"><span class="tr-badge unknown">Not compared</span>'
            '<div class="tr-title" role="heading" aria-level="2">These cannot be compared</div>'
            f"<p>{text(reason)}</p></div>"
        )


def _show_comparison(found: StoredComparison) -> None:
    comparison = found.comparison
    said, *notes = summary(comparison)
    words, beside = st.columns([3, 2], gap="medium") if comparison.warnings else (st.container(), None)
    with words, st.container(border=True, key="verdict"):
        html(
            f'<div class="tr-card"><p class="tr-when">{text(kind_name(comparison.kind))} · {text(_extent(found))}</p>'
            f'<div class="tr-title" role="heading" aria-level="2">{text(said)}</div>'
            + "".join(f'<p class="tr-why">{text(note)}</p>' for note in notes)
            + "</div>"
        )
    if beside is not None:
        with beside, st.container(key="warnings"):
            st.warning("\n".join(f"- {warning}" for warning in comparison.warnings))
    with plain_errors():
        show_repetitions(found)
    st.subheader("Every measure", anchor=False)
    html(table_markup(comparison))
    st.caption(NOTE)
    with st.container(horizontal=True):
        show_export(comparison)
        show_comparison_report(found)
    st.caption(STRATEGIES_VARY)


def _extent(found: StoredComparison) -> str:
    sides = []
    for name, rows in (("before", found.comparison.before), ("after", found.comparison.after)):
        sessions = len({row.session for row in rows})
        sides.append(f"{name} {counted(len(rows), 'repetition')} in {counted(sessions, 'session')}")
    return ", ".join(sides)
