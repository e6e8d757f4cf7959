"""A button for a report to take home: for whom it is and whether faces stay is asked, then it is made and handed over.

The work is done when the file is asked for, in a thread of the server's own, so the page stays as quick as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import streamlit as st

from transitions.before_after import StoredComparison
from transitions.report.document import Audience, TakeHomeReport
from transitions.report.gathered import report_of_person, report_of_recording, report_of_sides
from transitions.report.page import as_html
from transitions.report.pdf import NO_BROWSER, find_browser, pdf_of
from transitions.ui.frame import plain_errors
from transitions.ui.services import store

AUDIENCES = {Audience.PERSON: "For me", Audience.CLINICIAN: "For the clinician"}
KEY = "report"

Make = Callable[[Audience, bool], TakeHomeReport]
"""Makes the report for a reader, with faces shown or not."""


def show_recording_report(recording_id: int | None, *, full: bool) -> None:
    """The button of the review page; none without a recording, or before it is analysed."""
    kept = store()
    if recording_id is None or not kept.runs.of_recording(recording_id):
        return

    def make(audience: Audience, show_faces: bool) -> TakeHomeReport:
        return report_of_recording(kept, recording_id, audience, show_faces=show_faces)

    show_report_button(make, full=full)


def show_comparison_report(found: StoredComparison) -> None:
    """The button of the compare page."""
    kept, comparison = store(), found.comparison
    before, after = (
        sorted({found.recording_ids[row.recording] for row in rows})
        for rows in (comparison.before, comparison.after)
    )

    def make(audience: Audience, show_faces: bool) -> TakeHomeReport:
        return report_of_sides(
            kept,
            before,
            after,
            audience,
            kind=comparison.kind,
            primary=comparison.primary.measure.id,
            show_faces=show_faces,
        )

    show_report_button(make, full=True)


def show_person_report(pseudonym: str, since: str | None, until: str | None) -> None:
    """The button of the pattern page: a person's days from `since` to `until` (ISO dates, None leaves it open)."""
    kept = store()

    def make(audience: Audience, show_faces: bool) -> TakeHomeReport:
        return report_of_person(kept, pseudonym, since, until, audience, show_faces=show_faces)

    show_report_button(make, full=False)
    st.caption(
        "The report is of every recording of these days and every movement in them; what reviewers said counts."
    )


def show_report_button(make: Make, *, full: bool) -> None:
    """A button that asks how the report should be and hands it over; `full` is the reading offered first."""
    if st.button("Report", icon=":material/description:", key=KEY):
        _ask(make, full=full)


@st.dialog("A report to take home")
def _ask(make: Make, *, full: bool) -> None:
    with plain_errors():
        audience: Audience = st.radio(
            "Who is it for?",
            list(AUDIENCES),
            index=int(full),
            format_func=lambda one: AUDIENCES[one],
            key=f"{KEY}-for",
            horizontal=True,
        )
        show_faces = st.checkbox("Show faces", key=f"{KEY}-faces")
        st.caption(
            "It names nobody but by pseudonym. What was noted in words is in it as it was written."
            + ("" if show_faces else " Faces are made unrecognisable.")
        )

        @cache
        def page() -> str:
            return as_html(make(audience, show_faces))

        with st.container(horizontal=True):
            st.download_button(
                "Save as a page (HTML)",
                lambda: page().encode(),
                file_name="report.html",
                mime="text/html",
                icon=":material/download:",
                on_click="ignore",
                type="primary",
                key=f"{KEY}-html",
            )
            if find_browser() is not None:
                st.download_button(
                    "Save as PDF",
                    lambda: pdf_of(page()),
                    file_name="report.pdf",
                    mime="application/pdf",
                    icon=":material/picture_as_pdf:",
                    on_click="ignore",
                    key=f"{KEY}-pdf",
                )
        if find_browser() is None:
            st.caption(NO_BROWSER)
